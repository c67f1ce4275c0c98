"""Scores of a model's material distributions as they stand, on folders with labels."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from evaluation_fixtures import ring_camera, write_gso_model, write_posed_object
from PIL import Image

from models.evaluation import mesh_truth, picture_truth, reconstruction_protocol
from models.evaluation.material_sheets import write_physics_files
from models.evaluation.model_physics import evaluate_model_physics
from models.evaluation.objects import open_objects
from models.posed_views import PosedViews
from render.errors import InputError
from sim.class_priors import class_priors
from sim.materials import MaterialClass
from sim.physics_distribution import PhysicsDistribution

METAL_E_PA = 10.0 ** float(class_priors().log10_youngs_modulus_mean[int(MaterialClass.METAL)])


@pytest.fixture(autouse=True)
def _small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mesh_truth, "user_cache_path", lambda name: tmp_path / "cache")
    for module in (reconstruction_protocol, picture_truth):
        monkeypatch.setattr(module, "PICTURE_PX", 48)


class Oracle:
    """Says metal whatever it sees."""

    name = "oracle"

    def __init__(self, physics: PhysicsDistribution) -> None:
        self.physics = physics
        self.counts: list[int] = []

    def predict(self, view: object, **given: Any) -> Any:
        assert given["elevation_deg"] == pytest.approx(8.93, abs=1e-3)
        self.counts.append(1)
        return SimpleNamespace(physics=self.physics)

    def predict_posed(self, views: PosedViews, *, size_m: float | None = None) -> Any:
        assert size_m is None
        self.counts.append(views.count)
        return SimpleNamespace(physics=self.physics)


def metal() -> PhysicsDistribution:
    return class_priors().conditioned(material_class=MaterialClass.METAL)


def write_labelled(root: Path, materials: dict[str, str], density: float | None = 7800) -> Path:
    for name, material in materials.items():
        folder = write_posed_object(root / name, [ring_camera(a) for a in range(0, 360, 90)])
        label = {"material": material, "E": METAL_E_PA, "nu": 0.3}
        if density is not None:
            label["density_kg_m3"] = density
        (folder / "physical.json").write_text(json.dumps(label))
    return root


def test_scores_are_those_of_the_answer(tmp_path: Path) -> None:
    root = write_labelled(tmp_path / "set", {"can": "Metal", "cup": "Ceramic"})
    oracle = Oracle(metal())
    values = evaluate_model_physics(open_objects(root), oracle, 1).to_json()
    assert oracle.counts == [1] * 4
    assert values["top1"] == 0.5
    assert values["objects"]["set/can"]["top1"] == 1
    assert values["objects"]["set/can"]["class_nll"] == pytest.approx(0, abs=1e-4)
    assert values["objects"]["set/cup"]["material"] == "Ceramic"
    assert values["alde_log10_e"] == pytest.approx(0, abs=1e-2)
    assert values["not_predicted"] == []
    # two classes of 14, each seen once, with half an object added to every class
    frequency = 1.5 / (2 + 14 * 0.5)
    assert values["baselines"]["constant"]["class_nll"] == pytest.approx(
        -math.log(frequency), abs=1e-4
    )
    assert "measured labels" in values["protocol"]["baselines"]
    json.dumps(values, allow_nan=False)


def test_models_for_posed_pictures_are_given_four(tmp_path: Path) -> None:
    root = write_labelled(tmp_path / "set", {"can": "Metal"})
    physics = replace(metal(), predicted=frozenset({"material_class", "poisson_ratio"}))
    oracle = Oracle(physics)
    values = evaluate_model_physics(open_objects(root), oracle, 4).to_json()
    assert oracle.counts == [4, 4]
    assert values["not_predicted"] == ["log10_density", "log10_youngs_modulus"]


def test_constants_come_from_the_training_labels(tmp_path: Path) -> None:
    measured = open_objects(write_labelled(tmp_path / "a", {"can": "Metal"}))
    training = open_objects(write_labelled(tmp_path / "b", {"x": "Wood", "y": "Wood"})).objects
    report = evaluate_model_physics(measured, Oracle(metal()), 1, training=training).to_json()
    assert report["baselines"]["constant"]["top1"] == 0
    assert report["baselines"]["class_prior"]["top1"] == 0
    assert "training labels" in report["protocol"]["baselines"]


def test_density_that_no_label_gives_is_null(tmp_path: Path) -> None:
    root = write_labelled(tmp_path / "set", {"can": "Metal"}, density=None)
    values = evaluate_model_physics(open_objects(root), Oracle(metal()), 1).to_json()
    assert values["alde_log10_rho"] is None
    assert values["nll_log10_rho"] is None
    assert values["alde_log10_e"] is not None


def test_missing_label_names_the_file(tmp_path: Path) -> None:
    root = write_labelled(tmp_path / "set", {"can": "Metal", "cup": "Ceramic"})
    (root / "cup" / "physical.json").unlink()
    with pytest.raises(InputError, match=r"set/cup.*phys"):
        evaluate_model_physics(open_objects(root), Oracle(metal()), 1)
    scans = write_gso_model(tmp_path / "gso" / "Ball").parent
    with pytest.raises(InputError, match="gso/Ball has no label"):
        evaluate_model_physics(open_objects(scans), Oracle(metal()), 1)


def test_files_show_every_object_the_worst_first(tmp_path: Path) -> None:
    root = write_labelled(tmp_path / "set", {"can": "Metal", "cup": "Ceramic"})
    objects = open_objects(root)
    report = evaluate_model_physics(objects, Oracle(metal()), 1).to_json()
    (tmp_path / "out").mkdir()
    paths = write_physics_files(tmp_path / "out", report, objects.objects)
    assert [path.name for path in paths] == ["report.json", "objects.csv", "contact_sheet.png"]
    with paths[1].open(newline="", encoding="utf-8") as file:
        rows = {row["object"]: row for row in csv.DictReader(file)}
    assert rows["set/can"]["material"] == "Metal"
    assert float(rows["set/cup"]["class_nll"]) > float(rows["set/can"]["class_nll"])
    with Image.open(paths[2]) as sheet:
        assert sheet.width > 8 * 150
