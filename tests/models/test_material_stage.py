"""`train pretrain --stage material` and `evaluate physics` from end to end on a toy library."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from models.evaluation.physics import evaluate_physics
from models.material_config import MaterialConfig
from models.physics_estimator import PhysicsEstimator
from models.training.material_stage import train_material

TINY = {"views": 2, "view_size_px": 48, "components": 4, "hidden": 8, "value_hidden": 4}
TINY |= {"members": 2, "inner_folds": 2, "inner_members": 1, "steps": 30}
TINY |= {"procedural_count": 0, "procedural_views": 1}
MATERIALS = {
    "Metal": (2e11, 0.3, 7800.0, (120, 120, 125)),
    "Wood": (1e10, 0.35, 600.0, (150, 90, 40)),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight boxes of two materials, six to train on and two to test."""
    import trimesh
    from PIL import Image

    folder = tmp_path_factory.mktemp("assets")
    (folder / "ycb").mkdir()
    index = [
        "id,file,faces,size_x_m,size_y_m,size_z_m,watertight,source_repo,licence,mass_kg,split,family"
    ]
    labels = ["id,category,material,youngs_modulus_pa,poisson_ratio,density_kg_m3"]
    for number in range(8):
        name = list(MATERIALS)[number % 2]
        stiffness, poisson, density, color = MATERIALS[name]
        box = trimesh.creation.box((0.1, 0.1, 0.1 + 0.02 * number))
        texture = Image.new("RGB", (4, 4), color)
        material = trimesh.visual.material.PBRMaterial(baseColorTexture=texture)
        uv = np.full((len(box.vertices), 2), 0.5)
        box.visual = trimesh.visual.TextureVisuals(uv=uv, material=material)
        box.export(folder / f"ycb/{number}.glb")
        split = "test" if number >= 6 else "train"
        index.append(f"ycb/{number},ycb/{number}.glb,12,.1,.1,.1,1,toy,CC0-1.0,,{split},")
        labels.append(f"ycb/{number},box {number},{name},{stiffness},{poisson},{density}")
    (folder / "index.csv").write_text("\n".join(index), encoding="utf-8")
    (folder / "labels.csv").write_text("\n".join(labels), encoding="utf-8")
    return folder


@pytest.fixture
def config_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PHYS4D_CACHE_DIR", str(tmp_path / "cache"))
    path = tmp_path / "material.json"
    path.write_text(json.dumps({"material": TINY}), encoding="utf-8")
    return path


def test_training_writes_weights_that_predict_and_repeats(
    library: Path, config_path: Path, tmp_path: Path
) -> None:
    stages: list[str] = []
    first = train_material(
        config_path, library, tmp_path / "a", lambda stage, _: stages.append(stage)
    )
    second = train_material(config_path, library, tmp_path / "b")  # from the cached features
    ours, again = load_file(first), load_file(second)
    assert all(np.array_equal(ours[name], again[name]) for name in ours)
    assert stages.count("pictures of materials") == 6
    assert PhysicsEstimator.load(first).net.head.class_shares.argmax() in (0, 1)


def test_evaluation_reports_recipe_baseline_and_test_split(
    library: Path, config_path: Path, tmp_path: Path
) -> None:
    weights = train_material(config_path, library, tmp_path / "out")
    report = evaluate_physics(
        library,
        weights=weights,
        config=MaterialConfig.load(config_path),
        seed_count=1,
        thorough=False,
    ).to_json()
    json.dumps(report, allow_nan=False)
    assert report["object_count"] == 8
    for section in (report, report["test_split"]):
        assert isinstance(section, dict)
        for key in ("class_nll", "top1", "alde_log10_e", "coverage90_log10_e"):
            assert isinstance(section[key], float)
        assert "class_nll_gain" in section["intervals"]
    assert "kinds_held_out" not in report
    demands = {row["figure"]: row for row in report["demands"]}
    assert demands["balanced_top1"]["demand"] == ">= 0.62"
    assert demands["class_nll_gain"]["constant"] == 0
    assert not demands["class_nll_gain"]["constant_passed"]


@pytest.mark.slow
def test_thorough_evaluation_holds_out_kinds_and_procedural_generators(
    library: Path, config_path: Path, tmp_path: Path
) -> None:
    taught = {**TINY, "procedural_count": 1}
    config_path.write_text(json.dumps({"material": taught}), encoding="utf-8")
    weights = train_material(config_path, library, tmp_path / "out")
    report = evaluate_physics(
        library, weights=weights, config=MaterialConfig.load(config_path), seed_count=1
    ).to_json()
    json.dumps(report, allow_nan=False)
    assert report["kinds_held_out"]["demands"]
    procedural = report["procedural"]
    assert len(procedural["recall"]) == 14
    assert procedural["real_recall_8_pictures"]["Wood"]["demand"] == "<= 0.1"
