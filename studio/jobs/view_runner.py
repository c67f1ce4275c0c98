"""`ViewRunner`: asks the view process for pictures, newest question first."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from render.base import FloatArray
from render.gaussians import GaussianCloud
from render.ground_shadow import GroundShadow
from studio.jobs.messages import WorkerReady
from studio.jobs.processes import WorkerProcess
from studio.jobs.restarts import Restarts
from studio.jobs.shared_picture import PictureBuffer
from studio.jobs.view_messages import (
    GEOMETRY_FLOATS,
    BackendOrder,
    CloudQuery,
    DescribeOrder,
    FrameOrder,
    FrameQuery,
    FrameReady,
    SceneDescribed,
    SceneRef,
    ViewFailed,
    ViewNotice,
)
from studio.jobs.view_questions import (
    Answer,
    Answered,
    AskOrder,
    CancelOrder,
    Question,
    Unanswered,
)
from studio.jobs.view_renderer import CPU
from studio.state.language import tr

_log = logging.getLogger(__name__)
VIEW_MAIN = "studio.jobs.view_process:run_view"
STEADY_S = 10.0
"""Pictures must still come this long after a crash to forgive it [s]: the picture that was under
way is drawn again by itself, and playback comes back to a frame that crashes."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A drawn frame."""

    query: FrameQuery
    """What it shows."""
    pixels: bytes
    """BGRX, 8 bit, `query.camera.height` rows of `query.camera.width` pixels."""
    draw_ms: float
    """Time it took to draw [ms]."""
    tag: object = None
    """What the asker gave along with the question."""
    backend: str = ""
    """What drew it: a name of `render.registry`."""


@dataclass(frozen=True, slots=True, eq=False)
class CloudFrame:
    """Arrays of one frame, for the window's own drawing."""

    query: CloudQuery
    """What it holds."""
    values: FloatArray
    """The arrays one behind the other, as `CloudQuery.byte_count` lists them, shape [M]."""
    shadow: GroundShadow | None
    """Shadow on the ground."""

    @property
    def geometry(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Means [m], unit quaternions wxyz, scales [m] and opacities.

        Their shapes are [N, 3], [N, 4], [N, 3] and [N].
        """
        count = self.query.gaussian_count
        ends = np.array([3, 7, 10, GEOMETRY_FLOATS]) * count
        means, quats, scales, opacities, _ = np.split(self.values, ends)
        return means.reshape(-1, 3), quats.reshape(-1, 4), scales.reshape(-1, 3), opacities

    def cloud(self) -> GaussianCloud:
        """The whole cloud of a query with colours."""
        count = self.query.gaussian_count
        colors = self.values[GEOMETRY_FLOATS * count :]
        return GaussianCloud(*self.geometry, colors.reshape(count, self.query.band_count, 3))


OnAnswer = Callable[[Answer], None]
OnFailure = Callable[[str], None]
ViewMessage = WorkerReady | Picture | CloudFrame | SceneDescribed | ViewFailed | ViewNotice


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A question that waits for its answer."""

    order: AskOrder
    answer: OnAnswer
    failed: OnFailure


_FromWorker = (
    WorkerReady | FrameReady | SceneDescribed | ViewFailed | ViewNotice | Answered | Unanswered
)


class ViewRunner:
    """Keeps one picture in work and only the latest question waiting; poll it from a timer."""

    def __init__(
        self, main: str = VIEW_MAIN, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Prepare; nothing is spawned before `start`."""
        self._worker = WorkerProcess("view", main)
        self._buffer = PictureBuffer()
        self._generation = 0
        self._working: FrameOrder | None = None
        self._working_tag: object = None
        self._next: FrameQuery | CloudQuery | None = None
        self._next_tag: object = None
        self._describing: dict[SceneRef, bool] = {}  # scene -> whether to ask again
        self._asked: dict[int, _Asked] = {}
        self._backend = CPU
        self._ready = False
        self._restarts = Restarts(clock, steady_s=STEADY_S)

    @property
    def worker(self) -> WorkerProcess:
        """The view process."""
        return self._worker

    @property
    def busy(self) -> bool:
        """True while a picture, a description or an answer is under way."""
        pending = self._working is not None or self._next is not None
        return pending or bool(self._describing) or bool(self._asked)

    def start(self) -> None:
        """Spawn the view process."""
        self._worker.start()

    def request(self, query: FrameQuery | CloudQuery, tag: object = None) -> None:
        """Ask for a picture or a cloud; a question still waiting is replaced.

        Args:
            query: What to draw or read.
            tag: Comes back with the picture; it stays in this process.
        """
        self._next, self._next_tag = query, tag
        self._send_next()

    def describe(self, scene: SceneRef) -> None:
        """Ask for the facts of a scene; one question a scene is under way at a time.

        What the answer to an earlier question says may be out of date: the scene is looked at
        once more after it.
        """
        if scene in self._describing:
            self._describing[scene] = self._ready
            return
        self._describing[scene] = False
        if self._ready:
            self._worker.send(DescribeOrder(scene))

    def ask(
        self,
        question: Question,
        answer: OnAnswer,
        *,
        channel: str = "",
        failed: OnFailure = lambda _line: None,
    ) -> None:
        """Ask about the Gaussians of a view; never blocks.

        Args:
            question: What is asked.
            answer: Told the answer in a later `poll`, unless a newer question replaces this one.
            channel: Name among whose questions only the newest counts; empty: all are answered.
            failed: Told why there is no answer.
        """
        if channel:
            self.cancel(channel)
        self._generation += 1
        asked = _Asked(AskOrder(self._generation, channel, question), answer, failed)
        self._asked[self._generation] = asked
        if self._ready:
            self._worker.send(asked.order)

    def cancel(self, channel: str) -> None:
        """Drop the answer that a channel waits for, and stop the work on it."""
        waiting = [key for key, asked in self._asked.items() if asked.order.channel == channel]
        for key in waiting:
            del self._asked[key]
            if self._ready:
                self._worker.send(CancelOrder(key))

    def use_backend(self, backend: str) -> None:
        """Let a back-end of `render.registry` draw pictures: "cpu_tiles" or "gsplat_cuda"."""
        if backend != self._backend:
            self._backend = backend
            if self._ready:
                self._worker.send(BackendOrder(backend))

    def poll(self) -> list[ViewMessage]:
        """Answers since the last call. Never blocks."""
        answers: list[ViewMessage] = []
        for message in self._worker.receive():
            answers += self._take(message)
        if self._worker.process_id is not None and not self._worker.alive:
            answers += self._recover()
        elif self._restarts.take_due():
            self._worker.start()
        return answers

    def close(self) -> None:
        """End the view process and give the shared memory back."""
        self._worker.stop()
        self._buffer.close()

    def _take(self, message: _FromWorker) -> list[ViewMessage]:
        if isinstance(message, WorkerReady):
            self._greet()
            return [message]
        if isinstance(message, Answered | Unanswered):
            self._take_answer(message)
            return []
        if isinstance(message, SceneDescribed):
            self._described(message.scene)
            return [message]
        if isinstance(message, ViewFailed):
            if self._is_working(message.generation):
                self._finish()
            elif message.scene is not None and self._described(message.scene):
                return []  # it may be there by now
            return [message]
        if isinstance(message, ViewNotice):
            return [message]
        return self._take_picture(message)

    def _greet(self) -> None:
        """Tell a process that has just started all that it has missed."""
        self._ready = True
        if self._backend != CPU:
            self._worker.send(BackendOrder(self._backend))
        for scene in self._describing:
            self._describing[scene] = False
            self._worker.send(DescribeOrder(scene))
        for asked in self._asked.values():
            self._worker.send(asked.order)
        self._send_next()

    def _described(self, scene: SceneRef) -> bool:
        """Take note of an answer about a scene; whether it is asked about once more."""
        again = self._describing.pop(scene, False)
        if again:
            self.describe(scene)
        return again

    def _take_answer(self, message: Answered | Unanswered) -> None:
        asked = self._asked.pop(message.generation, None)
        if asked is None:
            return
        if isinstance(message, Answered):
            asked.answer(message.answer)
        else:
            asked.failed(message.line)

    def _take_picture(self, message: FrameReady) -> list[ViewMessage]:
        order = self._working
        if order is None or not self._is_working(message.generation):
            return []
        self._restarts.worked()
        query, tag = order.query, self._working_tag
        content = self._buffer.copy(query.byte_count)
        self._finish()
        if isinstance(query, FrameQuery):
            return [Picture(query, content, message.draw_ms, tag, message.backend)]
        return [CloudFrame(query, np.frombuffer(content, np.float32), message.shadow)]

    def _is_working(self, generation: int) -> bool:
        return self._working is not None and self._working.generation == generation

    def _finish(self) -> None:
        self._working = None
        self._send_next()

    def _send_next(self) -> None:
        if self._next is None or self._working is not None or not self._ready:
            return
        query, self._next = self._next, None
        self._working_tag = self._next_tag
        self._generation += 1
        name = self._buffer.reserve(query.byte_count)
        self._working = FrameOrder(self._generation, query, name)
        self._worker.send(self._working)

    def _recover(self) -> list[ViewMessage]:
        """Start anew after a crash and repeat what was under way; later if it keeps crashing."""
        reason = self._worker.exit_reason()
        _log.error("the view process stopped: %s; see %s", reason, self._worker.log_path.parent)
        self._ready = False
        lost, self._asked = list(self._asked.values()), {}
        for asked in lost:
            asked.failed(tr("The view process stopped ({reason}); try again.", reason=reason))
        if self._next is None and self._working is not None:
            self._next, self._next_tag = self._working.query, self._working_tag
        self._working = None
        delay_s = self._restarts.died()
        if delay_s == 0:
            self._worker.restart()
            return []
        self._worker.stop()
        line = tr(
            "The view process keeps stopping: {reason}. It is restarted in {seconds} s; if it "
            "happens again, run `phys4d-studio doctor`.",
            reason=reason,
            seconds=f"{delay_s:.0f}",
        )
        return [ViewFailed(0, line)]
