"""The window with the real pipeline: a sample photo becomes an object that falls."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.app import build_window
from studio.controllers.export_settings import VideoSettings
from studio.export.video_options import VideoOptions
from studio.state.samples import load_samples, samples_folder
from studio.views.main_window import MainWindow

TIMEOUT_MS = 300_000


@pytest.fixture
def real_window(private_folders: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    preferences = private_folders / "preferences.json"
    folder = private_folders / "projects"
    preferences.write_text(json.dumps({"projects_folder": str(folder), "quality": "sketch"}))
    window = build_window(preferences_file=preferences)
    window.confirm_stop = lambda _title: True  # type: ignore[method-assign]
    window.show()
    yield window
    window.close()
    window.deleteLater()
    qtbot.wait(1)


@pytest.mark.slow
def test_a_sample_is_reconstructed_simulated_and_exported(
    qtbot: QtBot, private_folders: Path, real_window: MainWindow
) -> None:
    window = real_window
    state = window.studio.state
    sample = load_samples(samples_folder())[0]
    window.welcome.sample_chosen.emit(sample)
    qtbot.waitUntil(lambda: state.document.gaussian_count > 1000, timeout=TIMEOUT_MS)
    assert state.document.physics is not None
    assert state.document.size_m == pytest.approx(sample.size_m)
    qtbot.waitUntil(
        lambda: bool(state.document.takes) and state.jobs.active is None, timeout=TIMEOUT_MS
    )
    qtbot.waitUntil(lambda: state.document.takes[0].complete, timeout=TIMEOUT_MS)
    out = private_folders / "video.mp4"
    window.studio.export.export(VideoSettings(out, VideoOptions(size_px=(128, 128))))
    qtbot.waitUntil(lambda: state.jobs.active is None, timeout=TIMEOUT_MS)
    assert out.stat().st_size > 1000
    assert [notice.severity for notice in state.notices.notices][-1] == "success"
