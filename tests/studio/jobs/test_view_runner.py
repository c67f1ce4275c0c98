"""The view process: pictures through shared memory, newest question first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from render.base import RenderSettings, SplatStyle
from render.gsplat_cuda.requirements import installation_fault
from sim.project import Project
from sim.take import Take
from studio.jobs.messages import WorkerReady
from studio.jobs.view_inbox import latest
from studio.jobs.view_messages import (
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
from studio.jobs.view_runner import CloudFrame, Picture, ViewRunner
from studio.state.orbit_camera import OrbitCamera
from studio.state.viewport import STAGES
from tests.studio.jobs.polling import has, poll_until
from tests.studio.synthetic_project import make_project, write_take

CAMERA = OrbitCamera(target=(0, 0, 0.5), distance_m=1.5, elevation_deg=10)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "Ball.p4d")
    write_take(project, "take-1", frame_count=6)
    return project


@pytest.fixture(scope="module")
def shared_runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ViewRunner]:
    """One process for the tests that leave it alive: loading the kernels takes its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PHYS4D_LOG_DIR", str(tmp_path_factory.mktemp("logs")))
        runner = ViewRunner()
        runner.start()
        poll_until(runner, has(WorkerReady))
        yield runner
        runner.close()


@pytest.fixture
def runner(shared_runner: ViewRunner) -> ViewRunner:
    return shared_runner


def query(project: Project, frame: int = 0, width: int = 64, height: int = 48) -> FrameQuery:
    scene = SceneRef(project.path, "take-1")
    camera = CAMERA.camera(width, height)
    return FrameQuery(scene, frame, camera, STAGES["dark"], RenderSettings())


def test_a_picture_shows_the_ball(runner: ViewRunner, project: Project) -> None:
    runner.request(query(project))
    picture = poll_until(runner, has(Picture))[-1]
    pixels = np.frombuffer(picture.pixels, np.uint8).reshape(48, 64, 4).astype(int)
    colourful = np.ptp(pixels[..., :3], axis=2) > 60
    assert colourful.mean() > 0.03
    assert not colourful[:4].any()


def test_a_picture_is_drawn_in_the_chosen_style(runner: ViewRunner, project: Project) -> None:
    dots = replace(query(project), settings=RenderSettings(style=SplatStyle.CENTRES))
    runner.request(dots)
    found = poll_until(runner, has(Picture))[-1]
    runner.request(query(project))
    splats = poll_until(runner, has(Picture))[-1]
    assert found.pixels != splats.pixels


def test_a_back_end_that_cannot_run_is_told_and_the_cpu_draws_on(
    runner: ViewRunner, project: Project
) -> None:
    reason = installation_fault()
    if reason is None:
        pytest.skip("gsplat may run here")
    runner.use_backend("gsplat_cuda")
    messages: list[object] = []
    while not any(isinstance(message, ViewNotice) for message in messages):
        runner.request(query(project))
        messages += poll_until(runner, lambda _: not runner.busy)
    runner.use_backend("cpu_tiles")
    notice = next(message for message in messages if isinstance(message, ViewNotice))
    assert notice.line == f"The viewport draws on the CPU: {reason}"
    assert any(isinstance(message, Picture) for message in messages)


def test_a_scene_is_described(runner: ViewRunner, project: Project) -> None:
    runner.describe(SceneRef(project.path, "take-1"))
    runner.describe(SceneRef(project.path))
    messages = poll_until(runner, lambda ms: sum(isinstance(m, SceneDescribed) for m in ms) == 2)
    take, rest = (m for m in messages if isinstance(m, SceneDescribed))
    assert take.take.frame_count == take.take.planned_frame_count == 6
    assert take.take.law == "jelly"
    assert rest.take is None
    assert rest.gaussian_count == 400
    assert rest.bounds[1][2] - rest.bounds[0][2] == pytest.approx(0.5, abs=0.05)


def test_only_the_newest_waiting_question_is_drawn(runner: ViewRunner, project: Project) -> None:
    for frame in range(6):
        runner.request(query(project, frame))
    messages = poll_until(runner, lambda _: not runner.busy)
    frames = [m.query.frame for m in messages if isinstance(m, Picture)]
    assert frames[-1] == 5
    assert len(frames) <= 2


def test_an_unreadable_scene_is_one_line(runner: ViewRunner, tmp_path: Path) -> None:
    runner.describe(SceneRef(tmp_path / "none.p4d"))
    failed = poll_until(runner, has(ViewFailed))[-1]
    assert "does not exist" in failed.line
    assert not runner.busy


def test_a_killed_process_comes_back_and_draws_what_was_asked(
    runner: ViewRunner, project: Project
) -> None:
    runner.worker._process.kill()
    runner.worker._process.join()
    runner.request(query(project))
    poll_until(runner, has(Picture))


def test_a_process_that_keeps_dying_is_given_up(private_folders: Path) -> None:
    runner, messages = ViewRunner(), []
    runner.start()
    for _ in range(4):
        runner.worker._process.kill()
        runner.worker._process.join()
        messages += runner.poll()
    runner.close()
    assert "keeps stopping" in messages[-1].line


def test_late_pictures_are_dropped(runner: ViewRunner, project: Project) -> None:
    assert runner._take(FrameReady(99, 1.0)) == []


def test_latest_keeps_descriptions_and_the_newest_picture(project: Project) -> None:
    scene = SceneRef(project.path)
    frames = [FrameOrder(i, replace(query(project), frame=i), "x") for i in range(3)]
    orders = [frames[0], DescribeOrder(scene), frames[1], DescribeOrder(scene), frames[2]]
    assert latest(orders) == [DescribeOrder(scene), frames[2]]


def test_a_cloud_is_handed_over(runner: ViewRunner, project: Project) -> None:
    scene = SceneRef(project.path, "take-1")
    runner.request(CloudQuery(scene, 5, 400, 1, with_colors=True))
    frame = poll_until(runner, has(CloudFrame))[-1]
    cloud, expected = frame.cloud(), Take.open(project.take_path("take-1")).frame(5)
    np.testing.assert_array_equal(cloud.means, expected.means)
    np.testing.assert_array_equal(cloud.sh_coeffs, expected.sh_coeffs)
    assert frame.shadow is not None


def test_a_cloud_that_changed_meanwhile_is_refused(runner: ViewRunner, project: Project) -> None:
    runner.request(CloudQuery(SceneRef(project.path), 0, 399, 1, with_colors=True))
    assert "has changed" in poll_until(runner, has(ViewFailed))[-1].line
