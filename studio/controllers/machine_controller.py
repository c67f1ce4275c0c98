"""`MachineController`: looks at the machine in a thread and says what it can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from studio.doctor_machine import cpu_check, gpu_check, memory_check
from studio.doctor_report import Check
from studio.jobs.file_tasks import FileTasks
from studio.state.machine import MachineState, machine_lines

CHECKS: tuple[Callable[[], Iterable[Check]], ...] = (cpu_check, memory_check, gpu_check)


class MachineController:
    """Asks once; the answer comes with a later poll."""

    def __init__(
        self, state: MachineState, checks: Sequence[Callable[[], Iterable[Check]]] = CHECKS
    ) -> None:
        """Fill a state; nothing is looked at before `start`.

        Args:
            state: Gets the lines.
            checks: What is looked at, called in a thread.
        """
        self._state = state
        self._checks = checks
        self._tasks = FileTasks()

    def start(self) -> None:
        """Look, unless that is known already."""
        if not self._state.facts and not self._tasks.busy:
            self._tasks.submit(self._look, self._take)

    def poll(self) -> None:
        """Take the answer; never blocks."""
        self._tasks.poll()

    def close(self) -> None:
        """Forget the question."""
        self._tasks.close()

    def _look(self) -> tuple[str, str]:
        return machine_lines(check for look in self._checks for check in look())

    def _take(self, lines: tuple[str, str] | None, _reason: str) -> None:
        if lines is not None:
            self._state.facts, self._state.ability = lines
