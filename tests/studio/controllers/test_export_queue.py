"""The queue of exports, its cameras, and exports as commands."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from render.cameras.orthographic import OrthographicMotion
from render.cameras.path_file import read_camera_motion
from render.errors import InputError
from studio.cli import build_parser
from studio.commands.picture_options import video_options
from studio.controllers.camera_path_controller import CameraPathController
from studio.controllers.export_command import command_arguments, command_line, python_call
from studio.controllers.export_previewer import ExportPreviewer
from studio.controllers.export_settings import (
    PATH,
    VIEW,
    ClipSettings,
    StillSettings,
    VideoSettings,
)
from studio.export.frame_schedule import MotionBlur
from studio.export.video_options import VideoOptions
from studio.jobs.messages import JobCancelled, JobDone, JobFailed
from studio.jobs.preview_messages import Preview, PreviewQuestion
from studio.jobs.requests import ExportStillRequest, ExportVideoRequest
from studio.state.camera_path import path_over
from studio.state.export import ExportOrder, ExportPhase
from studio.state.orbit_camera import OrbitCamera
from tests.studio.controllers.conftest import Desk

SMALL = VideoOptions(size_px=(256, 128), fps=30.0, codec="h264", camera="turntable")


@pytest.fixture
def shown(desk: Desk) -> Desk:
    desk.open_ball()
    desk.describe_take("take-1", 10)
    desk.takes.show("take-1")
    desk.playback.show_take(desk.state.document.take("take-1"), growing=False)
    return desk


def names(desk: Desk, phase: ExportPhase) -> list[str]:
    return [item.order.out.stem for item in desk.state.export.items if item.phase == phase]


def queue(desk: Desk, *stems: str) -> list[int]:
    for stem in stems:
        desk.export.export(VideoSettings(desk.folder / f"{stem}.mp4", SMALL))
    return [item.number for item in desk.state.export.items]


def end(desk: Desk, message: type[JobDone] | type[JobFailed], *rest: object) -> None:
    desk.runner.messages.append(message(len(desk.runner.requests), *rest))  # type: ignore[arg-type]
    desk.jobs.poll()


def test_exports_run_one_by_one_in_an_order_that_can_be_changed(shown: Desk) -> None:
    numbers = queue(shown, "a", "b", "c")
    assert (names(shown, "running"), names(shown, "waiting")) == (["a"], ["b", "c"])
    assert len(shown.runner.requests) == 1
    shown.export.move(numbers[2], -1)
    shown.export.move(numbers[2], -1)
    assert names(shown, "waiting") == ["c", "b"]
    end(shown, JobDone, shown.folder / "a.mp4")
    assert (names(shown, "done"), names(shown, "running")) == (["a"], ["c"])
    assert shown.state.export.item(numbers[0]).written == shown.folder / "a.mp4"  # type: ignore[union-attr]


def test_a_failure_says_why_offers_the_queue_and_the_rest_goes_on(shown: Desk) -> None:
    numbers = queue(shown, "a", "b")
    end(shown, JobFailed, "the disk is full; free some space")
    assert (names(shown, "failed"), names(shown, "running")) == (["a"], ["b"])
    failed = shown.state.export.item(numbers[0])
    assert failed is not None
    assert failed.line == "the disk is full; free some space"
    notice = shown.state.notices.notices[-1]
    assert notice.remedy is not None
    assert notice.remedy.command == "export"
    shown.export.retry(numbers[0])
    assert names(shown, "waiting") == ["a"]


def test_waiting_and_running_exports_are_cancelled(shown: Desk) -> None:
    numbers = queue(shown, "a", "b", "c")
    shown.export.cancel(numbers[1])
    assert names(shown, "cancelled") == ["b"]
    shown.export.cancel(numbers[0])
    assert shown.runner.cancelled_ones == [1]
    kept = shown.folder / "a.partial.mp4"
    shown.runner.messages.append(JobCancelled(1, "a.partial.mp4 holds the first 3 frames", kept))
    shown.jobs.poll()
    assert "first 3 frames" in shown.state.export.items[0].line
    assert names(shown, "running") == ["c"]
    shown.export.clear_ended()
    assert [item.order.out.stem for item in shown.state.export.items] == ["c"]


def test_repeating_takes_a_free_name(shown: Desk) -> None:
    shown.export.repeat_last()
    assert shown.state.export.items == ()
    queue(shown, "a")
    shown.export.repeat_last()
    assert names(shown, "waiting") == ["a-2"]
    assert shown.state.export.last is not None
    assert shown.state.export.last.options == SMALL


def test_the_keyed_path_is_exported_at_its_times(shown: Desk) -> None:
    settings = VideoSettings(shown.folder / "a.mp4", SMALL, PATH)
    shown.export.export(settings)
    assert "camera path" in shown.texts[-1]
    path = CameraPathController(shown.state, shown.edits, shown.playback)
    for frame, azimuth_deg in ((2, 0.0), (6, 90.0)):
        shown.state.playback.frame = frame
        shown.viewport.set_camera(OrbitCamera(azimuth_deg=azimuth_deg))
        path.add()
    shown.export.export(settings)
    request = shown.runner.last
    assert isinstance(request, ExportVideoRequest)
    keyed = shown.state.camera_path.path
    assert keyed is not None
    assert read_camera_motion(Path(request.options.camera)) == path_over(keyed, 9 * 0.04)


@pytest.mark.parametrize("flat", [False, True])
def test_the_present_view_is_a_camera(shown: Desk, flat: bool) -> None:
    shown.viewport.set_camera(OrbitCamera(azimuth_deg=33.0, elevation_deg=20.0))
    if flat:
        shown.viewport.switch_projection()
    options = replace(SMALL, codec=None)
    shown.export.export(StillSettings(shown.folder / "a.png", options, 3, VIEW))
    request = shown.runner.last
    assert isinstance(request, ExportStillRequest)
    assert request.frame == 3
    motion = read_camera_motion(Path(request.options.camera))
    assert isinstance(motion, OrthographicMotion) == flat
    seen = shown.state.viewport.camera.camera(256, 128)
    points = [(0.1, 0.2, 0.3), (-0.2, 0.1, 0.5)]
    assert motion.camera(0, 256, 128).project(points)[0] == pytest.approx(
        seen.project(points)[0], abs=0.1
    )


ORDERS = (
    ExportOrder("video", Path("/p/a b.p4d"), "take-1", Path("/o/x y.mp4"), SMALL),
    ExportOrder(
        "video",
        Path("/p/a.p4d"),
        "take-2",
        Path("/o/x.webm"),
        VideoOptions(
            size_px=(320, 200),
            fps=23.976,
            codec="vp9-alpha",
            camera="/p/a.p4d/cameras/1.json",
            projection="orthographic",
            background="none",
            shadow=True,
            overlays=("grid", "axes"),
            passes=("colour", "depth"),
            supersample=2,
            blur=MotionBlur(8, 90.0),
            time_remap="0.5x",
            duration_s=3.5,
            hardware=True,
            backend="cpu_tiles",
        ),
    ),
    ExportOrder(
        "still", Path("/p/a.p4d"), "take-1", Path("/o/x.png"), replace(SMALL, codec=None), frame=7
    ),
)


@pytest.mark.parametrize("order", ORDERS)
def test_the_copied_command_asks_for_the_same_pictures(order: ExportOrder) -> None:
    options = build_parser("render").parse_args(command_arguments(order))
    assert video_options(options, size_px=(1, 1), fps=1.0) == order.options
    assert (options.object, options.output, options.take) == (
        order.project,
        order.out,
        order.take_name,
    )
    assert (options.frame or 0) == order.frame
    assert command_line(order).startswith("phys4d-studio render ")


def test_the_copied_command_of_moving_splats_converts() -> None:
    order = ExportOrder("clip", Path("/p/a.p4d"), "take-1", Path("/o/x.html"), quality="small")
    options = build_parser("convert").parse_args(command_arguments(order))
    assert (options.source, options.target) == (order.project, order.out)
    assert (options.take, options.quality) == ("take-1", "small")
    assert "'/o/x y.mp4'" in command_line(ORDERS[0])


@pytest.mark.parametrize(
    "order",
    [*ORDERS, ExportOrder("clip", Path("/p/a.p4d"), "t", Path("/o/x"), quality="high")],
)
def test_the_copied_python_is_that_of_the_api(
    order: ExportOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studio.api.studio import Studio
    from studio.jobs import requests

    asked: list[object] = []

    class Worker:
        def run(self, request: object) -> Path:
            asked.append(request)
            return order.out

    monkeypatch.setattr("studio.api.Studio", lambda: Studio(Worker()))  # type: ignore[arg-type]

    def open_there(self: Studio, project: str) -> None:
        self._path = Path(project)

    class Opened:
        path = order.project

    monkeypatch.setattr(Studio, "open", open_there)
    monkeypatch.setattr(Studio, "project", Opened())
    text = python_call(order)
    ast.parse(text)
    exec(text, {})
    kinds = {
        "video": requests.ExportVideoRequest,
        "still": requests.ExportStillRequest,
        "clip": requests.ExportClipRequest,
    }
    (request,) = asked
    assert isinstance(request, kinds[order.kind])
    assert (request.out, request.take_name) == (order.out, order.take_name)
    if order.kind != "clip":
        assert request.options == order.options
    else:
        assert request.quality == order.quality


def test_previews_ask_for_the_exports_own_camera(shown: Desk) -> None:
    previewer = ExportPreviewer(shown.state, shown.export, shown.view)
    got: list[Preview] = []
    faults: list[str] = []
    settings = VideoSettings(shown.folder / "a.mp4", SMALL)
    previewer.ask(settings, 4, got.append, faults.append)
    asked = shown.view.asked[-1].question
    assert isinstance(asked, PreviewQuestion)
    assert (asked.options, asked.frame, asked.motion) == (SMALL, 4, None)
    preview = Preview(1, 1, b"\0\0\0\0", 4, 10)
    shown.view.asked[-1].answer(preview)
    assert got == [preview]
    previewer.ask(replace(settings, camera=PATH), 0, got.append, faults.append)
    assert "camera path" in faults[0]
    previewer.ask(ClipSettings(shown.folder / "a.html"), 0, got.append, faults.append)
    assert len([one for one in shown.view.asked if one.channel == "export-preview"]) == 1


def test_wrong_pictures_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"must end in .png or .exr"):
        StillSettings(tmp_path / "a.mp4", SMALL)
    with pytest.raises(InputError, match="does not exist"):
        StillSettings(tmp_path / "none" / "a.png", SMALL)
