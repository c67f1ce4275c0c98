"""Predicting again with the real pipeline: what a person corrected reaches the object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from models.mask_edits import MaskPolygon
from sim.project import Project
from studio.app import build_window
from studio.state.samples import load_samples, samples_folder
from studio.views.main_window import MainWindow

TIMEOUT_MS = 300_000


@pytest.fixture
def real_window(private_folders: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    preferences = private_folders / "preferences.json"
    values = {
        "projects_folder": str(private_folders / "projects"),
        "simulate_after_predict": False,
        "language": "en",
    }
    preferences.write_text(json.dumps(values))
    window = build_window(preferences_file=preferences)
    window.confirm_stop = lambda _title: True  # type: ignore[method-assign]
    window.show()
    yield window
    window.studio.saving.give_up()
    window.close()
    window.deleteLater()
    qtbot.wait(1)


@pytest.mark.slow
def test_a_corrected_mask_and_camera_make_another_object(
    qtbot: QtBot, real_window: MainWindow
) -> None:
    studio = real_window.studio
    state = studio.state
    real_window.welcome.sample_chosen.emit(load_samples(samples_folder())[4])
    qtbot.waitUntil(lambda: state.document.gaussian_count > 1000, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: state.photo.facts is not None, timeout=TIMEOUT_MS)
    project, first = state.document.project, state.document.gaussian_count
    assert project is not None
    before = Project.open(project).manifest
    studio.photo.add_edit(
        MaskPolygon(((0.0, 0.0), (1.0, 0.0), (1.0, 0.35), (0.0, 0.35)), False), "Cut"
    )
    studio.photo.set_elevation(35.0)
    again = real_window.actions_by_name["predict-again"]
    qtbot.waitUntil(again.isEnabled, timeout=TIMEOUT_MS)
    again.trigger()
    qtbot.waitUntil(lambda: not state.photo.changed, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: state.document.gaussian_count not in (0, first), timeout=TIMEOUT_MS)
    after = Project.open(project).manifest
    assert after.elevation_deg == pytest.approx(35.0)
    assert after.mask is not None
    assert before.mask is not None
    assert after.mask.source == "by hand"
    assert after.mask.share < before.mask.share
    assert after.size_m == pytest.approx(before.size_m)
    assert state.document.takes == ()
    assert len(state.photo.wishes.mask_edits) == 1
    studio.photo.fill(False)
    qtbot.waitUntil(again.isEnabled, timeout=TIMEOUT_MS)
    again.trigger()
    assert state.photo.predicting is not None
    qtbot.waitUntil(lambda: state.photo.predicting is None, timeout=TIMEOUT_MS)
    assert "empty" in state.notices.notices[-1].text
    assert Project.open(project).manifest.elevation_deg == after.elevation_deg
