"""The coarse solid: its examples, its net and its weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from fusion_fixtures import ball, coloured_box
from shape_fixtures import write_asset_folder

from models.data.raycast import RayCaster
from models.threads import one_thread
from models.training.solid_examples import free_margin, solid_example
from models.training.solid_stage import SolidTraining, fit_cells, train_solid
from models.view_fusion.cell_context import CONTEXT_FEATURES, with_context
from models.view_fusion.coarse_solid import SolidPredictor, shipped_solid_predictor
from models.view_fusion.lattice_features import CELLS, FEATURES, OUTSIDE
from render.errors import InputError


def test_free_margin_tells_inside_from_outside_and_sees_hollows() -> None:
    box = RayCaster(coloured_box((0.6, 0.5, 1.0)))
    points = np.array([[0, 0, 0], [0.25, 0, 0], [0.35, 0, 0], [0, 0, 0.6]], np.float32)
    margin = free_margin(box, points)
    assert margin[0] < -0.2
    assert -0.07 < margin[1] < -0.01
    assert margin[2] > 0.03
    assert margin[3] > 0.08


def test_example_of_a_ball_has_a_ball_of_matter() -> None:
    example = solid_example(ball(), np.random.default_rng(0))
    assert example.features.shape == (FEATURES, CELLS, CELLS, CELLS)
    assert np.isfinite(example.features).all()
    hull = example.features[0].reshape(-1) > 0
    matter = example.matter > 0.5
    assert (matter & ~hull).mean() < 0.01
    assert 0.3 < matter.sum() / hull.sum() <= 1.0


def test_context_does_not_change_the_cells_own_features() -> None:
    features = np.random.default_rng(0).normal(size=(FEATURES, CELLS, CELLS, CELLS))
    rows = with_context(features.astype(np.float32))
    assert rows.shape == (CONTEXT_FEATURES, CELLS**3)
    np.testing.assert_array_equal(
        rows[:FEATURES], features.astype(np.float32).reshape(FEATURES, -1)
    )
    place = rows[3 * FEATURES]
    assert place.min() >= 0
    assert place.max() <= 2


def test_chords_put_a_cell_in_the_middle_of_a_block() -> None:
    features = np.full((FEATURES, CELLS, CELLS, CELLS), -1, np.float32)
    features[0, 10:21, 12:17, 15:18] = 1
    rows = with_context(features).reshape(-1, CELLS, CELLS, CELLS)[3 * FEATURES :]
    np.testing.assert_allclose(rows[:, 15, 14, 16], [0, 0, 11 / CELLS, 5 / CELLS, 0, 3 / CELLS])
    assert rows[0, 20, 14, 16] == pytest.approx(5 / 5.5)


def test_fit_learns_a_rule_of_one_feature() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(4096, CONTEXT_FEATURES)).astype(np.float16)
    matter = (rows[:, 0] > 0).astype(np.float32)
    settings = SolidTraining(epoch_count=12, batch_size=512, blind_share=0.0)
    with one_thread():
        net = fit_cells(rows, matter, settings).requires_grad_(False)
        found = net(torch.from_numpy(rows.astype(np.float32))).numpy() > 0
    assert (found == (matter > 0.5)).mean() > 0.93


def test_training_writes_weights_that_load(tmp_path: Path) -> None:
    assets = write_asset_folder(tmp_path / "assets", [{"id": "ycb/a", "split": "train"}])
    settings = SolidTraining(example_count=2, cells_an_example=300, epoch_count=1, batch_size=64)
    train_solid(assets, tmp_path / "solid.safetensors", settings=settings)
    SolidPredictor.load(tmp_path / "solid.safetensors")


def test_library_without_training_objects_is_refused(tmp_path: Path) -> None:
    assets = write_asset_folder(tmp_path / "assets", [{"id": "ycb/a", "split": "test"}])
    with pytest.raises(InputError, match="no training object"):
        train_solid(assets, tmp_path / "solid.safetensors")


def test_shipped_weights_beat_the_hull_on_a_turned_box() -> None:
    example = solid_example(coloured_box((0.9, 0.3, 0.5)), np.random.default_rng(4))
    lattice_free = example.features[0].reshape(-1)
    rows = np.ascontiguousarray(with_context(example.features).T)
    with torch.inference_mode():
        logits = shipped_solid_predictor()._net(torch.from_numpy(rows)).numpy()
    near, truth = lattice_free > OUTSIDE, example.matter > 0.5

    def overlap(found: np.ndarray) -> float:
        return (found & truth & near).sum() / ((found | truth) & near).sum()

    assert overlap(logits > 0) > overlap(lattice_free > 0) + 0.05
