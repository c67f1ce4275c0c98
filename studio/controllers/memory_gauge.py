"""`MemoryGauge`: keeps the memory line of the viewport's read-out fresh while that is shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from studio.jobs.file_tasks import Files, FileTasks
from studio.jobs.memory_use import CardMemory, card_memory, resident_bytes
from studio.state.language import tr
from studio.state.studio_state import StudioState

INTERVAL_S = 2.0
"""How often it looks [s]."""


class MemoryGauge:
    """Looks in a thread; asks for the graphics card only where there was one."""

    def __init__(
        self,
        state: StudioState,
        processes: Callable[[], Iterable[int | None]],
        *,
        card: Callable[[], CardMemory | None] = card_memory,
        clock: Callable[[], float] = time.monotonic,
        tasks: Files | None = None,
    ) -> None:
        """Fill a state; nothing is looked at while the read-out is hidden.

        Args:
            state: Gets the line.
            processes: Gives the processes of this program; None for one that does not run.
            card: Tells the memory of the graphics card.
            clock: Monotonic time [s].
            tasks: Where it looks; None for a thread of its own.
        """
        self._state = state
        self._processes = processes
        self._card = card
        self._clock = clock
        self._tasks = FileTasks() if tasks is None else tasks
        self._has_card = True
        self._looking = False
        self._due_s = 0.0

    def update(self) -> None:
        """Look when it is time; never blocks."""
        if isinstance(self._tasks, FileTasks):
            self._tasks.poll()
        if not self._state.viewport.hud or self._looking or self._clock() < self._due_s:
            return
        self._looking, self._due_s = True, self._clock() + INTERVAL_S
        pids = [pid for pid in self._processes() if pid is not None]
        self._tasks.submit(lambda: self._look(pids), self._take)

    def close(self) -> None:
        """Look no more."""
        if isinstance(self._tasks, FileTasks):
            self._tasks.close()

    def _look(self, pids: Iterable[int]) -> tuple[int | None, CardMemory | None]:
        return resident_bytes(pids), self._card() if self._has_card else None

    def _take(self, found: tuple[int | None, CardMemory | None] | None, _reason: str) -> None:
        self._looking = False
        held, card = found or (None, None)
        self._has_card = card is not None
        self._state.machine.memory = memory_line(held, card)


def memory_line(held_bytes: int | None, card: CardMemory | None) -> str:
    """Line of the read-out; empty while nothing is known."""
    parts = []
    if held_bytes is not None:
        parts.append(tr("{size} GB memory", size=f"{held_bytes / 1e9:.1f}"))
    if card is not None:
        sizes = (f"{size / 1e9:.1f}" for size in (card.used_bytes, card.total_bytes))
        parts.append(tr("graphics card {used} of {all} GB", used=next(sizes), all=next(sizes)))
    return " · ".join(parts)
