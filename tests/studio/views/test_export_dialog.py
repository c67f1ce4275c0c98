"""The export dialog explains what is wrong and greys what does not work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from studio.controllers.export_controller import VIDEO_CODECS, ClipSettings, VideoSettings
from studio.export.frame_schedule import MotionBlur
from studio.export.probe import ProbeReport
from studio.state.document import TakeSummary
from studio.views.export_dialog import ExportDialog

TAKE = TakeSummary("take-1", 50, 50, 0.04, complete=True)
TOO_LARGE = "AV1 at 3840x2160 takes about 9 GB of memory"


class FakeExport:
    """Stands in for the controller: AV1 does not work in 4K."""

    probed = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[tuple[tuple[int, int], float]] = []

    def default_path(self) -> Path:
        return self.folder / "Ball-take-1.mp4"

    def probe(self, size_px: tuple[int, int], fps: float) -> Mapping[str, ProbeReport]:
        self.asked.append((size_px, fps))
        reports = dict.fromkeys(VIDEO_CODECS, ProbeReport(available=True))
        if size_px == (3840, 2160):
            reports["av1"] = ProbeReport(available=False, reason=TOO_LARGE)
        return reports


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> Iterator[ExportDialog]:
    host = QPushButton()
    qtbot.addWidget(host)
    made = ExportDialog(TAKE, FakeExport(tmp_path), host)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    yield made
    made._probing.stop()


def test_it_proposes_a_video_that_plays_everywhere(dialog: ExportDialog) -> None:
    settings = dialog.settings()
    assert isinstance(settings, VideoSettings)
    assert settings.out.name == "Ball-take-1.mp4"
    assert (settings.options.codec, settings.options.size_px) == ("h264", (1024, 1024))
    assert settings.options.fps == 25.0
    assert dialog._export.isEnabled()
    assert "50 pictures, 2.0 s, up to 2.0 MB of" in dialog._facts.text()


def test_what_is_wrong_is_explained(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog._path.setText(str(tmp_path / "none" / "a.mp4"))
    assert "does not exist" in dialog._problem.text()
    assert not dialog._export.isEnabled()
    (tmp_path / "old.mp4").write_bytes(b"x")
    dialog._path.setText(str(tmp_path / "old.mp4"))
    assert "exists already" in dialog._problem.text()
    dialog._path.setText(str(tmp_path / "new.mp4"))
    dialog._size.choose(None)
    dialog._width.setValue(9000)
    assert "2 to 8192 px with H.264" in dialog._problem.text()
    dialog._width.setValue(301)
    assert dialog._export.isEnabled()


def test_what_does_not_work_here_is_grey_and_says_why(dialog: ExportDialog) -> None:
    dialog._format.choose("av1")
    dialog._show_probes()
    assert dialog._export.isEnabled()
    dialog._size.choose((3840, 2160))
    dialog._show_probes()
    assert dialog._format.reason() == TOO_LARGE
    assert dialog._problem.text() == TOO_LARGE
    assert not dialog._export.isEnabled()
    dialog._size.choose((512, 512))
    dialog._show_probes()
    assert dialog._export.isEnabled()


def test_the_ending_follows_the_format(dialog: ExportDialog) -> None:
    for name, ending in [("vp9-alpha", ".webm"), ("gif", ".gif"), ("png", ""), ("h265", ".mp4")]:
        dialog._format.choose(name)
        assert Path(dialog._path.text()).name == f"Ball-take-1{ending}"


def test_only_formats_with_transparency_offer_it(dialog: ExportDialog) -> None:
    dialog._format.choose("prores4444")
    dialog._background.choose("none")
    dialog._supersample.choose(2)
    dialog._blur.choose(8)
    settings = dialog.settings()
    assert isinstance(settings, VideoSettings)
    assert settings.options.transparent
    assert (settings.options.supersample, settings.options.blur) == (2, MotionBlur(8))
    dialog._format.choose("h264")
    assert dialog._background.choice.value == "stage"
    dialog._background.choose("none")
    assert "no transparency" in dialog._background.reason()


def test_moving_splats_have_a_quality_and_no_size(dialog: ExportDialog) -> None:
    dialog._format.choose("web")
    assert not dialog._form.isRowVisible(dialog._size)
    assert dialog._form.isRowVisible(dialog._quality)
    dialog._quality.choose("small")
    settings = dialog.settings()
    assert settings == ClipSettings(Path(dialog._path.text()), "small")
    assert settings.out.suffix == ".html"
    dialog._format.choose("ply")
    assert not dialog._form.isRowVisible(dialog._quality)
    assert Path(dialog._path.text()).suffix == ""
