"""`evaluate preference` from its arguments to its report: of nothing, of objects, of votes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from evaluation_fixtures import ring_camera
from test_model_physics import write_labelled

from models.evaluation import picture_truth
from models.predictor import Prediction
from models.preference.adapter import Adapter
from models.preference.evaluation import EvaluationSettings
from models.preference.world import WorldSettings
from render.gaussians import GaussianCloud
from sim.vote import VOTES_NAME
from studio.cli import run
from tests.models.preference.preference_fixtures import (
    CHECKPOINT,
    Formula,
    foam_like,
    physics,
    project,
    stiff_votes,
    written,
)


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    """Makes all that it is asked about ten times stiffer."""
    shift = np.zeros((14, 3))
    shift[:, 0] = 1.0
    made = Adapter(CHECKPOINT, "stiffer", np.zeros(14), shift, np.zeros(3))
    return made.save(tmp_path / "stiffer.adapter")


@pytest.fixture(autouse=True)
def _model(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (lambda view: foam_like(), CHECKPOINT)
    monkeypatch.setattr("models.preference.physics_source.open_source", lambda *_: source)


def report_of(tmp_path: Path, *arguments: object) -> dict[str, Any]:
    file = tmp_path / "report.json"
    assert run(["evaluate", "preference", *map(str, arguments), "--json", str(file)]) == 0
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def test_motions_and_values_of_other_objects_are_told_before_and_after(
    tmp_path: Path, adapter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = WorldSettings(
        classes=("Foam",), object_count=2, candidates=2, splat_count=100,
        shifts_decades=(1.0,), picture_px=48,
    )  # fmt: skip
    settings = EvaluationSettings(
        replace(small, first_seed=20_000), replace(small, first_seed=30_000)
    )
    asked: list[float | None] = []

    def of(_adapter: Adapter, shift: float | None = None) -> EvaluationSettings:
        asked.append(shift)
        return settings

    monkeypatch.setattr(EvaluationSettings, "of", of)
    monkeypatch.setattr("sim.sweep.local_executor.LocalExecutor", lambda **_: Formula())
    found = report_of(tmp_path, "--adapter", adapter, "--shift", 1)
    assert asked == [1.0]
    assert found["object_count"] == len(found["objects"]) == 2
    for row in found["objects"]:
        assert row["wins"] + row["losses"] + row["ties"] == 4
        assert row["material"] == "Foam"
    gains = [row["distance_before"] - row["distance_after"] for row in found["objects"]]
    assert np.mean(gains) == pytest.approx(
        found["distance_before"] - found["distance_after"], abs=2e-4
    )
    assert set(found["by_material"]) == {"Foam"}
    low, high = found["win_rate_interval95"]
    assert low <= found["win_rate"] <= high
    for side in ("before", "after"):
        names = {"top1", "alde_log10_e", "nll_log10_e", "coverage90_log10_e"}
        assert names <= set(found["values"][side])


def test_objects_with_labels_are_measured_by_values_alone(
    tmp_path: Path, adapter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Model:
        name = "says foam"

        def predict_posed(self, views: object, *, size_m: float | None = None) -> Prediction:
            one = np.ones((1, 3), np.float32)
            turn = np.array([[1, 0, 0, 0]], np.float32)
            cloud = GaussianCloud(one, turn, one, np.ones(1, np.float32), one[:, None])
            camera = ring_camera(0)
            return Prediction(cloud, physics(), camera, 0, 0.5, self.name, checkpoint=CHECKPOINT)

    monkeypatch.setattr(picture_truth, "PICTURE_PX", 48)
    monkeypatch.setattr("models.load_predictor", lambda *_, **__: Model())
    found = report_of(
        tmp_path, write_labelled(tmp_path / "set", {"can": "Metal"}), "--adapter", adapter
    )
    assert found["adapter"].startswith("stiffer (")
    before, after = found["before"], found["after"]
    assert before["top1"] == after["top1"]
    assert before["alde_log10_e"] != after["alde_log10_e"]
    for side in (before, after):
        assert {"class_nll", "nll_log10_e", "coverage90_log10_e"} <= set(side)
    assert "win_rate" not in found


def test_votes_tell_how_often_people_chose_what_a_method_finds_likelier(
    tmp_path: Path, adapter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project(tmp_path, foam_like())
    written(path, stiff_votes(foam_like(), 12))
    found = report_of(tmp_path, path, "--adapter", adapter)
    rates = found["user_preference_rate"]
    assert rates["adapter"]["share"] > rates["model"]["share"]
    for rate in rates.values():
        low, high = rate["interval95"]
        assert low <= rate["share"] <= high
    moved = tmp_path / "votes.jsonl"
    (path / VOTES_NAME).rename(moved)
    assert run(["evaluate", "preference", str(moved)]) == 2
    assert "none of 12 votes counts" in capsys.readouterr().err
    assert report_of(tmp_path, moved, "--photos", path)["vote_count"] == 12


def test_what_cannot_be_measured_is_one_line(
    tmp_path: Path, adapter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = replace(Adapter.load(adapter), checkpoint="0" * 64).save(tmp_path / "other.adapter")
    for arguments, words in (
        ((), "name the adapter to measure"),
        (("--adapter", tmp_path / "gone.adapter"), "no such"),
        (("--adapter", other), "belongs to the weights 00000000"),
        (("--adapter", adapter, "--photos", tmp_path), "--photos is for votes"),
    ):
        assert run(["evaluate", "preference", *map(str, arguments)]) == 2
        assert words in capsys.readouterr().err
