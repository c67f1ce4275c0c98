"""Settings of the material stage: the committed file is the default, mistakes are named."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from models.material_config import MaterialConfig
from models.training.material_stage import train_material
from render.errors import InputError


def test_committed_recipe_is_complete() -> None:
    path = Path(str(files("resources").joinpath("training", "material.json")))
    section = json.loads(path.read_text(encoding="utf-8"))["material"]
    assert MaterialConfig.load(path).to_json() == section


def test_config_without_the_section_uses_the_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "embedded.json").write_text(json.dumps({"shape": {}}), encoding="utf-8")
    (tmp_path / "material.json").write_text(json.dumps({"material": {"views": 3}}), "utf-8")
    assert MaterialConfig.load(tmp_path / "embedded.json").views == 3


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"views": 0}, "views must be at least 1"),
        ({"colour": 1}, "section material of .*unknown setting colour; known: seed, views"),
        ({"steps": "many"}, "steps must be a whole number: 'many'"),
        ({"hidden": 12.5}, "hidden must be a whole number"),
        ({"label_doubt": -0.1}, r"label_doubt must lie in 0\.\.1"),
        ({"learning_rate": 0}, "learning_rate must be > 0"),
        ({"inner_folds": 1}, "inner_folds must be 0 or at least 2"),
        ({"procedural_share": 1}, "must be less than 1"),
        ({"dropout": 1.5}, r"lie in 0\.\.1"),
        ([1], "must be an object"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, section: object, message: str) -> None:
    path = tmp_path / "config.json"
    path.write_text(json.dumps({"material": section}), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        MaterialConfig.load(path)


def test_unreadable_config_and_missing_assets_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read the training config"):
        MaterialConfig.load(tmp_path / "none.json")
    path = tmp_path / "material.json"
    path.write_text(json.dumps({"material": {}}), encoding="utf-8")
    with pytest.raises(InputError, match=r"no index\.csv"):
        train_material(path, tmp_path, tmp_path / "out")
