"""Main loop of the view process: draws the newest question with the CPU tile renderer."""

from __future__ import annotations

import logging
import time
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.base import RenderSettings
from render.camera import Camera
from render.errors import CancelledError, InputError
from render.gaussians import GaussianCloud
from render.stage import StageLook
from sim.project import is_project
from studio.jobs.faults import describe_fault
from studio.jobs.messages import WorkerReady
from studio.jobs.project_preview import PreviewWriter
from studio.jobs.question_desk import QuestionDesk
from studio.jobs.scene_painter import ScenePainter
from studio.jobs.scene_reader import SceneReader
from studio.jobs.shared_picture import AttachedBuffers
from studio.jobs.view_inbox import ViewInbox
from studio.jobs.view_messages import (
    BackendOrder,
    CloudQuery,
    DescribeOrder,
    FrameOrder,
    FrameQuery,
    FrameReady,
    SceneDescribed,
    ViewFailed,
    ViewNotice,
)
from studio.jobs.view_questions import Answered, AskOrder, Unanswered
from studio.jobs.view_renderer import ViewRenderer

_log = logging.getLogger(__name__)


def run_view(pipe: Connection) -> None:
    """Answer orders from the pipe until it closes."""
    reader, buffers, inbox = SceneReader(), AttachedBuffers(), ViewInbox(pipe)
    renderer = ViewRenderer()
    painter = ScenePainter(renderer, reader)
    desk = QuestionDesk(renderer, reader)
    previews = PreviewWriter(renderer, reader)
    _warm_up(painter)
    pipe.send(WorkerReady())
    shown: FrameQuery | CloudQuery | None = None
    while True:
        if inbox.empty and shown is not None and _use_spare_time(shown, reader, previews):
            continue
        for order in inbox.take():
            if isinstance(order, BackendOrder):
                renderer.choose(order.backend)
                continue
            if isinstance(order, AskOrder):
                reply = _replied(order, desk, inbox)
                if reply is not None:
                    pipe.send(reply)
                continue
            pipe.send(_answer(order, painter, reader, buffers))
            shown = order.query if isinstance(order, FrameOrder) else shown
        for fault in (renderer.take_fault(), painter.take_fault()):
            if fault:
                pipe.send(ViewNotice(fault))


def _use_spare_time(
    shown: FrameQuery | CloudQuery, reader: SceneReader, previews: PreviewWriter
) -> bool:
    """Do something that will be wanted later; False where there is nothing.

    A project may be removed meanwhile; whoever wants it is told, nobody else.
    """
    try:
        return reader.prefetch(shown.scene, shown.frame) or previews.write_missing(shown.scene)
    except Exception as error:  # noqa: BLE001 - the process must live to draw the next picture
        _log.info("nothing is read ahead of %s: %s", shown.scene, _line(error))
        return False


def _answer(
    order: FrameOrder | DescribeOrder,
    painter: ScenePainter,
    reader: SceneReader,
    buffers: AttachedBuffers,
) -> FrameReady | SceneDescribed | ViewFailed:
    generation = order.generation if isinstance(order, FrameOrder) else 0
    scene = order.scene if isinstance(order, DescribeOrder) else order.query.scene
    try:
        if isinstance(order, DescribeOrder):
            return reader.describe(order.scene)
        start = time.perf_counter()
        query, shadow = order.query, None
        if isinstance(query, FrameQuery):
            buffers.write(order.buffer_name, [painter.paint(query)])
        else:
            buffers.write(order.buffer_name, _arrays(query, painter))
            shadow = painter.shadow(query.scene, query.frame, query.look)
        spent_ms = (time.perf_counter() - start) * 1e3
        return FrameReady(generation, spent_ms, shadow, painter.backend)
    except Exception as error:  # noqa: BLE001 - the process must live to draw the next picture
        line = f"The view cannot be drawn: {_line(error)}"
        return ViewFailed(generation, line, scene, away=_is_away(scene.project))


def _is_away(project: Path) -> bool:
    """Whether there is no project, or nobody may look for it."""
    try:
        return not is_project(project)
    except OSError:
        return True


def _replied(order: AskOrder, desk: QuestionDesk, inbox: ViewInbox) -> Answered | Unanswered | None:
    """Reply to a question; None where nobody waits for it any more."""
    try:
        inbox.check(order)
        return Answered(order.generation, desk.answer(order.question, lambda: inbox.check(order)))
    except CancelledError:
        return None
    except Exception as error:  # noqa: BLE001 - as above
        return Unanswered(order.generation, _line(error))


def _line(error: Exception) -> str:
    """What went wrong in one line; a mistake of this program is kept in the log as well."""
    line = describe_fault(error)
    if line is None and not isinstance(error, ValueError | OSError | RuntimeError):
        _log.error("an order failed", exc_info=error)
        return f"{type(error).__name__}: {' '.join(str(error).split())}"
    return line or " ".join(str(error).split())


def _arrays(query: CloudQuery, painter: ScenePainter) -> list[npt.NDArray[np.float32]]:
    """What a cloud query asks for, in its order.

    Raises:
        InputError: If the scene has changed since it was described.
    """
    cloud = painter.cloud(query.scene, query.frame, query.look)
    if (cloud.gaussian_count, cloud.sh_coeffs.shape[1]) != (query.gaussian_count, query.band_count):
        raise InputError("the object has changed on disk; open the project again")
    geometry = [cloud.means, cloud.quats, cloud.scales, cloud.opacities]
    return [*geometry, cloud.sh_coeffs] if query.with_colors else geometry


def _warm_up(painter: ScenePainter) -> None:
    """Compile or load the kernels before the first question comes."""
    cloud = GaussianCloud(
        means=np.zeros((1, 3), np.float32),
        quats=np.array([[1.0, 0.0, 0.0, 0.0]], np.float32),
        scales=np.full((1, 3), 0.1, np.float32),
        opacities=np.ones(1, np.float32),
        sh_coeffs=np.zeros((1, 1, 3), np.float32),
    )
    camera = Camera.orbit((0, 0, 0), radius=1, azimuth_deg=0, elevation_deg=9, width=32, height=32)
    painter.compose(cloud, camera, StageLook(), None, RenderSettings())
