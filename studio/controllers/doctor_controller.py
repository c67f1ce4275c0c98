"""`DoctorController`: lets a process look at this machine and measure it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from studio.doctor import Diagnosis
from studio.doctor_report import Check
from studio.jobs.doctor_messages import DoctorDone, DoctorMessage, DoctorProgress
from studio.jobs.processes import WorkerProcess
from studio.state.doctor import DoctorState, Speed, Task
from studio.state.language import mark

STARTING = mark("Starting")


class Worker(Protocol):
    """What the controller needs of `studio.jobs.processes.WorkerProcess`."""

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        ...

    def start(self) -> None:
        """Start the process."""
        ...

    def receive(self) -> list[DoctorMessage]:
        """What it has sent since the last call; never waits."""
        ...

    def exit_reason(self) -> str:
        """Why it ended."""
        ...

    def stop(self) -> None:
        """End it."""
        ...


class DoctorController:
    """Verbs of the doctor's page; poll it from the window's timer."""

    def __init__(
        self, state: DoctorState, make_worker: Callable[[Task], Worker] | None = None
    ) -> None:
        """Prepare; nothing is started before `show`, `look` or `measure`.

        Args:
            state: What is shown.
            make_worker: Makes the process of a task; None takes a real one.
        """
        self._state = state
        self._make_worker = make_worker or _worker
        self._worker: Worker | None = None

    def show(self) -> None:
        """Bring the doctor's page to the front and look at the machine if that was not done."""
        self._state.shown = True
        if not self._state.complete and self._state.task is None:
            self.look()

    def leave(self) -> None:
        """Go back to what was shown before."""
        self._state.shown = False

    def look(self) -> None:
        """Look at the machine anew."""
        self._state.checks, self._state.complete = (), False
        self._run("look")

    def measure(self) -> None:
        """Measure how fast the machine is."""
        self._state.speeds = ()
        self._run("measure")

    def cancel(self) -> None:
        """Stop what runs; what was found so far stays."""
        if self._worker is not None:
            self._worker.stop()
        self._end("")

    def poll(self) -> None:
        """Take what the process has sent; never waits."""
        worker = self._worker
        if worker is None:
            return
        ended = not worker.alive  # asked first: what it sent before its end is still taken
        for message in worker.receive():
            self._take(message)
        if ended and self._worker is not None:
            self._end(worker.exit_reason())

    def report(self) -> str:
        """Everything that was found, as plain text for a bug report."""
        lines = [*Diagnosis(self._state.checks).lines()]
        lines += [f"{speed.name}: {speed.figure:.4g} {speed.unit}" for speed in self._state.speeds]
        return "\n".join(lines) + "\n"

    def close(self) -> None:
        """End the process."""
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def _run(self, task: Task) -> None:
        self.close()
        self._state.task, self._state.problem = task, ""
        self._state.stage, self._state.fraction = STARTING, 0.0
        self._worker = self._make_worker(task)
        self._worker.start()

    def _take(self, message: DoctorMessage) -> None:
        if isinstance(message, DoctorProgress):
            self._state.stage, self._state.fraction = message.stage, message.fraction
        elif isinstance(message, Check):
            self._state.checks = (*self._state.checks, message)
        elif isinstance(message, Speed):
            self._state.speeds = (*self._state.speeds, message)
        elif isinstance(message, DoctorDone):
            if self._state.task == "look" and not message.problem:
                self._state.complete = True
            self._end(message.problem)

    def _end(self, problem: str) -> None:
        self._state.task, self._state.stage, self._state.fraction = None, "", 0.0
        self._state.problem = problem
        self.close()


def _worker(task: Task) -> Worker:
    return WorkerProcess("doctor", "studio.jobs.doctor_process:run_doctor", task)
