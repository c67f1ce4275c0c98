"""The view process outlives what happens to the projects that it shows."""

from __future__ import annotations

import shutil
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from render.base import RenderSettings
from studio.jobs.processes import WorkerProcess, earlier_log
from studio.jobs.project_preview import PreviewWriter
from studio.jobs.scene_painter import ScenePainter
from studio.jobs.scene_reader import SceneReader
from studio.jobs.shared_picture import AttachedBuffers
from studio.jobs.view_messages import (
    DescribeOrder,
    FrameQuery,
    SceneDescribed,
    SceneRef,
    ViewFailed,
)
from studio.jobs.view_process import _answer, _use_spare_time
from studio.jobs.view_renderer import ViewRenderer
from studio.state.orbit_camera import OrbitCamera
from studio.state.viewport import STAGES
from tests.studio.synthetic_project import make_project, write_take


def test_a_project_that_goes_is_not_read_ahead(tmp_path: Path) -> None:
    project = make_project(tmp_path / "Ball.p4d", gaussian_count=20)
    write_take(project, "take-1", frame_count=4)
    scene, reader = SceneRef(project.path, "take-1"), SceneReader()
    shown = FrameQuery(
        scene, 0, OrbitCamera().camera(16, 16), STAGES["dark"], RenderSettings()
    )  # fmt: skip
    previews = PreviewWriter(ViewRenderer(), reader)
    reader.cloud(scene, 0)
    assert _use_spare_time(shown, reader, previews)
    shutil.rmtree(project.path)
    assert not _use_spare_time(shown, reader, previews)


class TornReader(SceneReader):
    """Finds a file that ends too early."""

    def describe(self, scene: SceneRef) -> SceneDescribed:
        raise EOFError("no more bytes")


def test_a_fault_that_nobody_foresaw_is_an_answer(tmp_path: Path) -> None:
    reader = TornReader()
    painter, buffers = ScenePainter(ViewRenderer(), reader), AttachedBuffers()
    answer = _answer(DescribeOrder(SceneRef(tmp_path)), painter, reader, buffers)
    assert isinstance(answer, ViewFailed)
    assert "EOFError: no more bytes" in answer.line
    assert answer.away


def test_a_take_that_is_gone_is_not_a_project_that_is_away(tmp_path: Path) -> None:
    project, reader = make_project(tmp_path / "Ball.p4d", gaussian_count=20), SceneReader()
    painter, buffers = ScenePainter(ViewRenderer(), reader), AttachedBuffers()
    order = DescribeOrder(SceneRef(project.path, "take-1"))
    answer = _answer(order, painter, reader, buffers)
    assert isinstance(answer, ViewFailed)
    assert not answer.away
    project.path.rename(tmp_path / "Away.p4d")
    answer = _answer(order, painter, reader, buffers)
    assert isinstance(answer, ViewFailed)
    assert answer.away


def test_the_log_of_a_process_that_died_is_kept(private_folders: Path) -> None:
    worker = WorkerProcess("speaker", "tests.studio.jobs.test_view_faults:speak")
    for _ in range(2):
        worker.start()
        assert worker.wait(60.0)
        assert worker.receive() == ["said"]
        worker.stop()
    assert worker.log_path.read_text() == "I live\n"
    assert earlier_log(worker.log_path).read_text() == "I live\n"


def speak(pipe: Connection) -> None:
    """What the child does."""
    sys.stdout.write("I live\n")
    pipe.send("said")
    pipe.recv()
