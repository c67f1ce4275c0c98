"""Training configs: committed ones load, bad ones are told in one line."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
import torch
from training_fixtures import document

from models.physgm.build import build_physgm
from models.training.physgm.settings import OWN_PRESET, TrainingSettings
from models.training.pretrain import trains_physgm
from render.errors import InputError


def changed(path: str, value: Any) -> dict[str, Any]:
    section, _, name = path.partition(".")
    made = document()
    if name:
        made[section] = {**made.get(section, {}), name: value}
    else:
        made[section] = value
    return made


@pytest.mark.parametrize("name", ["physgm_small", "physgm"])
def test_committed_configs_load(name: str, project_root: Path) -> None:
    path = project_root / "resources" / "training" / f"{name}.json"
    assert trains_physgm(path)
    settings = TrainingSettings.load(path)
    assert not settings.preset.rgb_into_sh
    assert not settings.preset.straight_resize
    assert settings.net.predicts_density
    again = TrainingSettings.from_json(json.loads(json.dumps(settings.to_json())))
    assert again == settings


def test_full_config_has_the_public_size(project_root: Path) -> None:
    """Section 1 of the reference, and what our density token and head add."""
    settings = TrainingSettings.load(project_root / "resources" / "training" / "physgm.json")
    with torch.device("meta"):
        net = build_physgm(settings.net)
    trainable = sum(p.numel() for p in net.parameters() if p.requires_grad)
    added = 1024 + 1024 + 64 * 1024 + 64 + 2 * 64 + 2
    assert trainable == 334_816_530 + added
    schedule = settings.training
    assert (schedule.learning_rate, schedule.beta1, schedule.beta2) == (2e-4, 0.9, 0.95)
    assert (schedule.weight_decay, schedule.warmup_steps, schedule.step_count) == (
        0.05,
        5000,
        100000,
    )
    assert (schedule.batch_size, schedule.clip_norm, settings.views.targets) == (8, 30, 8)
    losses = settings.losses
    assert (losses.rgb, losses.alpha, losses.material) == (1.0, 0.1, 0.1)
    assert (losses.youngs_modulus, losses.poisson_ratio) == (0.01, 0.01)


@pytest.mark.parametrize("name", ["embedded", "material"])
def test_configs_of_the_embedded_model_are_none_of_physgm(name: str, project_root: Path) -> None:
    path = project_root / "resources" / "training" / f"{name}.json"
    assert not trains_physgm(path)
    with pytest.raises(InputError, match="no training config of PhysGM: no section 'physgm'"):
        TrainingSettings.load(path)


def test_own_networks_convert_colours_and_premultiply() -> None:
    assert (
        TrainingSettings.from_json({"net": document()["net"], "views": {"targets": 4}}).preset
        == OWN_PRESET
    )


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("nets", {}, "unknown section nets; known: net, preset, views, losses, training, dino"),
        ("losses", [1], "section losses must be an object"),
        ("losses.rbg", 1.0, "section losses: unknown setting rbg; known: rgb, alpha"),
        ("losses.rgb", -1.0, "losses.rgb -1 is outside 0..1000"),
        ("losses.rgb", math.nan, "losses.rgb nan is outside 0..1000"),
        ("losses.rgb", "1", "setting rgb must be a number: '1'"),
        ("losses.lpips_px", 8, "losses.lpips_px 8 is outside 32..1024"),
        ("training.step_count", 0, "training.step_count 0 is outside 1..1"),
        ("training.step_count", 2.5, "setting step_count must be a whole number: 2.5"),
        ("training.learning_rate", 2.0, r"training.learning_rate 2 is outside 1e-09..1"),
        ("training.beta2", 1.0, "training.beta2 1 is outside 0..0.999999"),
        ("training.clip_norm", math.inf, "training.clip_norm inf is outside"),
        ("training.batch_size", True, "setting batch_size must be a whole number: True"),
        ("training.precision", "fp16", "'fp16' must be fp32 or bf16; fp16 overflows"),
        ("views.targets", 1, "views.targets 1 must be at least preset.view_count 2"),
        ("views.targets", 65, "views.targets 65 is outside 1..64"),
        ("views.choice", "best", "views.choice 'best' must be random or spread"),
        ("preset.picture_px", 18, "preset.picture_px 18 must be a multiple of net.patch_px 4"),
        ("preset.max_dist", 0.0, "max_dist must be > 0"),
        ("net.taps", ["a", 1, 1, 1], "setting taps must be a whole number: 'a'"),
        ("net.taps", 3, "setting taps must be a list: 3"),
        ("net.taps", [0, 1], "section net: taps must be four blocks"),
        ("net.predicts_density", 1, "setting predicts_density must be true or false: 1"),
        ("dino", 3, "dino must be the path of a file: 3"),
    ],
)
def test_bad_values_are_named(path: str, value: Any, words: str, tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text(json.dumps({"physgm": changed(path, value)}))
    with pytest.raises(InputError) as caught:
        TrainingSettings.load(file)
    assert words in str(caught.value)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_all_weights_zero_is_no_loss() -> None:
    nothing = dict.fromkeys(
        ("rgb", "alpha", "lpips", "material", "youngs_modulus", "poisson_ratio", "density"), 0.0
    )
    with pytest.raises(InputError, match="losses must hold one weight above 0"):
        TrainingSettings.from_json({**document(), "losses": nothing})


@pytest.mark.parametrize("text", ["{", "[]", "3", '{"physgm": {}, "shape": {}}'])
def test_files_that_describe_no_single_training_are_named(text: str, tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text(text)
    with pytest.raises(InputError, match=r"config\.json"):
        trains_physgm(file)


def test_section_that_is_no_object_is_named(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text('{"physgm": 3}')
    with pytest.raises(InputError, match="physgm must be an object with sections net, preset"):
        TrainingSettings.load(file)


def test_dino_is_looked_for_beside_the_config(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text(json.dumps({"physgm": {**document(), "dino": "weights/dino.safetensors"}}))
    assert TrainingSettings.load(file).dino == str(tmp_path / "weights" / "dino.safetensors")
