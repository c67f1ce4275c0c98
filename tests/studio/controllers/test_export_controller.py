"""What the export dialog asks for becomes a job; formats are tried out without waiting."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from render.errors import InputError
from studio.controllers.export_settings import ClipSettings, VideoSettings, forecast_room
from studio.export.probe import ProbeReport
from studio.export.video_options import VideoOptions
from studio.jobs.codec_probes import CodecProbes
from studio.jobs.messages import JobCancelled
from studio.jobs.requests import ExportClipRequest, ExportVideoRequest
from tests.studio.controllers.conftest import Desk

SMALL = VideoOptions(size_px=(256, 128), fps=30, camera="turntable")


def show_take(desk: Desk) -> None:
    desk.open_ball()
    desk.describe_take("take-1", 10)
    desk.takes.show("take-1")


def test_the_shown_take_is_exported(desk: Desk) -> None:
    show_take(desk)
    out = desk.export.default_path()
    assert out.name == "Ball-take-1.mp4"
    desk.export.export(VideoSettings(out, SMALL))
    project = desk.state.document.project
    assert desk.runner.last == ExportVideoRequest(project, "take-1", out, SMALL)
    desk.end_job(result=out)
    (notice,) = desk.state.notices.notices
    assert (notice.severity, notice.reveal) == ("success", out)


def test_moving_splats_are_exported_too(desk: Desk) -> None:
    show_take(desk)
    out = desk.export.default_path().with_suffix(".html")
    desk.export.export(ClipSettings(out, "small"))
    project = desk.state.document.project
    assert desk.runner.last == ExportClipRequest(project, "take-1", out, "small")


def test_a_cancelled_export_says_what_is_kept(desk: Desk) -> None:
    show_take(desk)
    out = desk.export.default_path()
    desk.export.export(VideoSettings(out, SMALL))
    line = "interrupted; Ball.partial.mp4 holds the first 7 frames"
    desk.runner.messages.append(JobCancelled(1, line, out.with_name("Ball.partial.mp4")))
    desk.jobs.poll()
    assert desk.texts == [
        f"Cancelled: Exporting {out.name}. Interrupted; Ball.partial.mp4 holds the first 7 frames."
    ]
    assert desk.state.notices.notices[0].reveal == out.with_name("Ball.partial.mp4")


def test_the_size_of_the_last_pictures_is_that_of_the_next(desk: Desk) -> None:
    show_take(desk)
    desk.export.export(VideoSettings(desk.export.default_path(), SMALL))
    assert desk.state.export.size_px == SMALL.size_px
    desk.export.export(ClipSettings(desk.export.default_path().with_suffix(".html"), "small"))
    assert desk.state.export.size_px == SMALL.size_px


def test_proposed_names_are_free(desk: Desk) -> None:
    show_take(desk)
    desk.export.default_path().write_bytes(b"x")
    assert desk.export.default_path().name == "Ball-take-1-2.mp4"


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("video.avi", {}, "ends in one of"),
        ("video.mp4", {"background": "none"}, "no transparency"),
        ("video.gif", {"fps": 60.0}, "1 to 50"),
        ("video.mp4", {"size_px": (9000, 64)}, "2 to 8192"),
        ("absent/video.mp4", {}, "does not exist"),
    ],
)
def test_wrong_videos_are_refused(
    tmp_path: Path, name: str, options: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        VideoSettings(tmp_path / name, VideoOptions(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["scene.mp4", "absent/scene.html"])
def test_wrong_files_of_moving_splats_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        ClipSettings(tmp_path / name)


def test_the_forecast_grows_with_the_video(tmp_path: Path) -> None:
    settings = VideoSettings(tmp_path / "a.mp4", SMALL)
    short, long = forecast_room(settings, 10), forecast_room(settings, 1000)
    assert short.fits
    assert short.free_bytes is not None
    assert long.needed_bytes > 10 * short.needed_bytes


def test_codecs_are_tried_out_without_waiting() -> None:
    go = threading.Event()

    def slow(codec: object, size_px: tuple[int, int], fps: float) -> ProbeReport:
        go.wait(10)
        return ProbeReport(size_px == (64, 64), f"{fps:g}")

    probes = CodecProbes(("h264", "av1"), slow)
    assert probes.ask((4096, 64), 25.0) == {}
    assert not probes.complete
    assert "2 to 8192" in probes.ask((64, 9000), 25.0)["av1"].reason
    probes.ask((64, 64), 30.0)
    go.set()
    while not probes.complete:
        pass
    works = ProbeReport(available=True, reason="30")
    assert probes.ask((64, 64), 30.0) == {"h264": works, "av1": works}
    probes.close()


def test_questions_after_the_end_get_what_is_known() -> None:
    go = threading.Event()

    def slow(codec: object, size_px: tuple[int, int], fps: float) -> ProbeReport:
        go.wait(10)
        return ProbeReport(available=True, reason=f"{fps:g}")

    probes = CodecProbes(("h264", "av1"), slow)
    assert probes.ask((64, 64), 30.0) == {}
    probes.close()
    assert probes.ask((128, 64), 30.0) == {}
    go.set()
    while not probes.complete:
        pass
    assert set(probes.ask((64, 64), 30.0)) <= {"h264"}
