"""`JobRunner`: sends one job at a time to the compute process and hands back its messages."""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Callable

from sim.scene.hand import HandCommand
from studio.jobs.messages import (
    HandEnvelope,
    JobCancelled,
    JobDone,
    JobEnvelope,
    JobFailed,
    JobMessage,
    JobProgress,
    JobRequest,
    WorkerFate,
    WorkerReady,
    takes_hand,
)
from studio.jobs.processes import WorkerProcess
from studio.jobs.requests import ExportVideoRequest
from studio.jobs.restarts import Restarts
from studio.state.language import tr

PIPELINE = "studio.jobs.pipeline"
CANCEL_GRACE_S = 0.6
"""Time a job gets to end by itself before its process is killed; a warm process is worth it."""
EXPORT_GRACE_S = 10.0
"""The same for an export, which finishes the part of the video that it has."""


class JobRunner:
    """Queue of jobs in front of the compute process; poll it from the window's timer.

    Each job has a generation number. Answers of any other number than the running one, for
    example those of a job that was killed, are dropped.
    """

    def __init__(
        self, pipeline: str = PIPELINE, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Prepare; nothing is spawned before `start`.

        Args:
            pipeline: Module that runs the requests, imported in the compute process only.
            clock: Monotonic time [s].
        """
        self._cancelled = multiprocessing.get_context("spawn").RawValue("q", 0)
        self._worker = WorkerProcess(
            "compute", "studio.jobs.compute_process:run_compute", self._cancelled, pipeline
        )
        self._clock = clock
        self._generation = 0
        self._running: JobEnvelope | None = None
        self._waiting: deque[JobEnvelope] = deque()
        self._kill_at: float | None = None
        self._outbox: list[JobMessage] = []
        self._ready = False
        self._was_ready = False
        self._stopped = False
        self._restarts = Restarts(clock)

    @property
    def busy(self) -> bool:
        """True while a job runs or waits."""
        return self._running is not None or bool(self._waiting)

    @property
    def running_generation(self) -> int | None:
        """Number of the running job."""
        return None if self._running is None else self._running.generation

    @property
    def waiting_count(self) -> int:
        """Jobs behind the running one."""
        return len(self._waiting)

    @property
    def worker(self) -> WorkerProcess:
        """The compute process."""
        return self._worker

    def start(self) -> None:
        """Spawn the compute process."""
        self._worker.start()

    def submit(self, request: JobRequest) -> int:
        """Queue a job.

        Returns:
            Its generation number.
        """
        self._generation += 1
        self._waiting.append(JobEnvelope(self._generation, request))
        if self._stopped:  # an earlier start failed: try again
            self._stopped = False
            self._worker.start()
        self._send_next()
        return self._generation

    def send_hand(self, command: HandCommand) -> bool:
        """Pass on what the hand does to the simulation that runs; it acts at the next substep.

        Returns:
            False when no job runs that a hand may take part in.
        """
        running = self._running
        if running is None or not takes_hand(running.request):
            return False
        return self._worker.send(HandEnvelope(running.generation, command))

    def cancel(self) -> None:
        """End the running job and forget those that wait.

        It ends within a second; a video within ten, since what is complete of it is kept.
        """
        for envelope in tuple(self._waiting):
            self.cancel_one(envelope.generation)
        if self._running is not None:
            self.cancel_one(self._running.generation)

    def cancel_one(self, generation: int) -> None:
        """End one job: a waiting one is forgotten, the running one ends as with `cancel`."""
        waiting = next((e for e in self._waiting if e.generation == generation), None)
        if waiting is not None:
            self._waiting.remove(waiting)
            self._outbox.append(JobCancelled(generation))
        elif generation == self.running_generation and self._kill_at is None:
            self._cancelled.value = generation
            exporting = self._running is not None and isinstance(
                self._running.request, ExportVideoRequest
            )
            self._kill_at = self._clock() + (EXPORT_GRACE_S if exporting else CANCEL_GRACE_S)

    def poll(self) -> list[JobMessage]:
        """Messages since the last call; also watches over the process. Never blocks."""
        for message in self._worker.receive():
            self._take(message)
        if self._kill_at is not None and self._clock() >= self._kill_at:
            self._kill_running()
        elif self._worker.process_id is not None and not self._worker.alive:
            self._recover()
        elif self._restarts.take_due():
            self._worker.start()
        messages, self._outbox = self._outbox, []
        return messages

    def close(self) -> None:
        """End the compute process; running jobs are lost, what they completed stays."""
        self._running = None
        self._waiting.clear()
        self._worker.stop()

    def _take(self, message: JobMessage) -> None:
        if isinstance(message, WorkerReady):
            self._ready = self._was_ready = True
            self._outbox.append(message)
            self._send_next()
            return
        if message.generation != self.running_generation:
            return
        self._restarts.worked()
        self._outbox.append(message)
        if isinstance(message, JobDone | JobFailed | JobCancelled):
            self._end_running()

    def _send_next(self) -> None:
        if self._running is not None or not self._waiting or not self._ready:
            return
        self._running = self._waiting.popleft()
        if self._worker.send(self._running):
            self._outbox.append(JobProgress(self._running.generation, "Starting", 0.0))

    def _end_running(self) -> None:
        self._running = None
        self._kill_at = None
        self._send_next()

    def _kill_running(self) -> None:
        generation = self.running_generation
        self._ready = False
        self._worker.restart()
        if generation is not None:
            self._outbox.append(JobCancelled(generation))
        self._end_running()

    def _recover(self) -> None:
        """Start anew after the process died by itself; tells which job it took along.

        One that keeps dying waits before it starts again; one that never came up stays down until
        the next job, and no job waits for it.
        """
        reason, generation = self._worker.exit_reason(), self.running_generation
        details = self._worker.log_path
        fate: WorkerFate = "restarts"
        lost = [] if generation is None else [generation]
        self._ready = False
        if self._was_ready:
            then = self._start_again(asked=generation is not None)
        else:
            self._worker.stop()
            self._stopped, fate = True, "down"
            then = tr("It cannot start; run `phys4d-studio doctor` to see why.")
            lost += [envelope.generation for envelope in self._waiting]
            self._waiting.clear()
        line = tr("The compute process stopped unexpectedly: {reason}.", reason=reason) + f" {then}"
        self._outbox += [JobFailed(number, line, details, fate) for number in lost or [0]]
        self._end_running()

    def _start_again(self, *, asked: bool) -> str:
        """Start at once, or later where it keeps dying; says so in words.

        Args:
            asked: It died at a job. The job is gone with it, so it cannot die of it over and over,
                and somebody waits.
        """
        delay_s = 0.0 if asked else self._restarts.died()
        if delay_s == 0:
            self._worker.restart()
            return tr("It was restarted; your project is unharmed.")
        self._worker.stop()
        return tr(
            "It has stopped {count} times in a minute and is restarted in {seconds} s; your "
            "project is unharmed.",
            count=self._restarts.count,
            seconds=f"{delay_s:.0f}",
        )
