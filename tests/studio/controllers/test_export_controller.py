from __future__ import annotations

from pathlib import Path

import pytest

from render.errors import InputError
from studio.controllers.export_controller import VideoSettings
from tests.studio.controllers.conftest import Desk


def test_the_shown_take_is_exported(desk: Desk) -> None:
    desk.open_ball()
    desk.describe_take("take-1", 10)
    desk.takes.show("take-1")
    out = desk.export.default_path()
    assert out.name == "Ball-take-1.mp4"
    desk.export.export(VideoSettings(out, camera="turntable", width=256, height=128, fps=30))
    request = desk.runner.last
    assert (request.take_name, request.camera, request.width, request.height, request.fps) == (
        "take-1", "turntable", 256, 128, 30,
    )  # fmt: skip
    desk.end_job(result=out)
    (notice,) = desk.state.notices.notices
    assert (notice.severity, notice.reveal) == ("success", out)


def test_proposed_names_are_free(desk: Desk) -> None:
    desk.open_ball()
    desk.describe_take("take-1", 10)
    desk.takes.show("take-1")
    desk.export.default_path().write_bytes(b"x")
    assert desk.export.default_path().name == "Ball-take-1-2.mp4"


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": 255},
        {"height": 8},
        {"width": 99999},
        {"fps": 0},
        {"out": Path("video.avi")},
        {"out": Path("/no/such/folder/video.mp4")},
    ],
)
def test_wrong_settings_are_refused(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        VideoSettings(**{"out": tmp_path / "video.mp4", **wrong})  # type: ignore[arg-type]
