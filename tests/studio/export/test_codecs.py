"""Which codec an output means, what works here, and how large it gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from render.errors import InputError
from studio.export import forecast, probe
from studio.export.codecs import CODECS, check_video_size, codec_for
from studio.export.forecast import check_room, forecast_bytes
from studio.export.probe import require


@pytest.mark.parametrize(
    ("name", "wish", "transparent", "expected"),
    [
        ("a.mp4", None, False, "h264"),
        ("a.MOV", None, False, "h264"),
        ("a.mov", None, True, "prores4444"),
        ("a.webm", None, False, "vp9"),
        ("a.webm", None, True, "vp9-alpha"),
        ("a.gif", None, True, "gif"),
        ("pictures", None, True, "png"),
        ("pictures", "exr", False, "exr"),
        ("a.mkv", "av1", False, "av1"),
    ],
)
def test_the_ending_chooses_unless_a_codec_is_named(
    name: str, wish: str | None, transparent: bool, expected: str
) -> None:
    assert codec_for(Path(name), wish, transparent=transparent).name == expected


@pytest.mark.parametrize(
    ("name", "wish", "transparent", "message"),
    [
        ("a.avi", None, False, r"\.mp4"),
        ("a.mp4", "vp9", False, r"\.webm or \.mkv"),
        ("a.mp4", "png", False, "leave the ending out"),
        ("a.mp4", None, True, "has no transparency; choose --codec vp9-alpha"),
        ("a.mp4", "divx", False, "no codec 'divx'"),
    ],
)
def test_what_does_not_fit_is_refused(
    name: str, wish: str | None, transparent: bool, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        codec_for(Path(name), wish, transparent=transparent)


@pytest.mark.parametrize(
    ("codec", "size", "fps", "message"),
    [
        ("h264", (0, 64), 25, "width must be 2 to 8192"),
        ("h264", (64, 9000), 25, "height must be 2 to 8192"),
        ("h264", (64, 64), 121, "1 to 120"),
        ("h264", (64, 64), float("nan"), "1 to 120"),
        ("gif", (64, 64), 60, "1 to 50 a second with GIF"),
        ("gif", (5000, 64), 25, "2 to 4096"),
    ],
)
def test_impossible_sizes_and_rates_are_refused(
    codec: str, size: tuple[int, int], fps: float, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        check_video_size(CODECS[codec], *size, fps)
    report = probe.probe(CODECS[codec], size, fps)
    assert not report.available
    assert report.reason


@pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)
def test_every_codec_is_tried_out_and_works_here(codec: object) -> None:
    assert probe.probe(codec, (256, 256), 30) == probe.ProbeReport(available=True)


def test_a_missing_encoder_is_found_before_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    broken = replace(CODECS["h265"], name="broken", encoder="no_such_encoder")
    monkeypatch.setitem(CODECS, "broken", broken)
    with pytest.raises(InputError, match=r"does not work.*choose another codec"):
        require(broken, (64, 64), 25)


def test_a_size_that_the_encoder_refuses_is_found_before_rendering() -> None:
    with pytest.raises(InputError, match=r"H.265 .* at 2x2, 25 frames/s does not work"):
        require(CODECS["h265"], (2, 2), 25)


def test_hardware_is_used_only_where_it_works() -> None:
    assert "no hardware encoder" in probe.probe(CODECS["vp9"], (64, 64), 25, hardware=True).reason
    report = probe.probe(CODECS["h264"], (256, 256), 25, hardware=True)
    assert report.available or "the graphics card" in report.reason


def test_too_little_memory_is_said_with_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "free_memory_bytes", lambda: 500_000_000)
    with pytest.raises(InputError, match=r"takes about 7\.6 GB of memory and 0\.5 GB are free"):
        require(CODECS["av1"], (7680, 4320), 30)


def test_room_on_the_disk_is_asked_beforehand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codec, size = CODECS["prores4444"], (1920, 1080)
    expected = forecast_bytes(codec, *size, 50)
    assert 20e6 < expected < 200e6
    assert check_room(codec, tmp_path / "a.mov", size, 50) == expected

    class Usage:
        free = 10_000_000

    monkeypatch.setattr(forecast.shutil, "disk_usage", lambda _: Usage)
    with pytest.raises(InputError, match=r"50 frames of 1920x1080 in ProRes.* 10\.0 MB left"):
        check_room(codec, tmp_path / "a.mov", size, 50)
