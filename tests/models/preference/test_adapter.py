"""Adapters: what they change, where they are kept, and which models they refuse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from preference_fixtures import CHECKPOINT, foam_like, physics

from models.checkpoint import CheckpointError, save_weights
from models.preference.adapter import Adapter
from models.preference.comparisons import head_output
from models.preference.policy import AdapterHead
from render.errors import InputError
from sim.physics_distribution import ALL_PREDICTED, PARAMETERS


def some_adapter(checkpoint: str = CHECKPOINT) -> Adapter:
    rng = np.random.default_rng(2)
    return Adapter(
        checkpoint,
        "my votes",
        rng.normal(size=14),
        0.5 * rng.normal(size=(14, 3)),
        0.1 * rng.normal(size=3),
        {"learned_from": "votes"},
    )


def test_a_neutral_adapter_changes_nothing() -> None:
    before = physics()
    after = Adapter.neutral(CHECKPOINT, "none").applied(before)
    assert np.allclose(after.class_probabilities, before.class_probabilities, atol=1e-7)
    for name in PARAMETERS:
        assert np.allclose(after.moments(name), before.moments(name), atol=1e-6)


def test_it_changes_distributions_as_the_policy_was_trained_to() -> None:
    adapter, before = some_adapter(), physics(3)
    found = head_output([adapter.applied(before)])
    expected = AdapterHead.of(adapter)(head_output([before]))
    for one, other in zip(found, expected, strict=True):
        assert torch.allclose(one, other.detach(), atol=1e-5)


def test_known_and_unpredicted_values_are_left_alone() -> None:
    adapter = some_adapter()
    locked = physics().conditioned(youngs_modulus_pa=1e6)
    found = adapter.applied(locked)
    assert found.known == locked.known
    assert np.array_equal(found.log10_youngs_modulus_mean, locked.log10_youngs_modulus_mean)
    without = replace(physics(), predicted=ALL_PREDICTED - {"log10_density"})
    assert np.array_equal(adapter.applied(without).log10_density_mean, without.log10_density_mean)


def test_a_certain_class_stays_certain() -> None:
    found = some_adapter().applied(foam_like())
    assert float(found.class_probabilities.max()) == 1


def test_a_file_keeps_all_and_is_small(tmp_path: Path) -> None:
    adapter = some_adapter()
    path = adapter.save(tmp_path / "mine.adapter")
    found = Adapter.load(path)
    assert (found.checkpoint, found.name, found.about) == (
        adapter.checkpoint,
        adapter.name,
        adapter.about,
    )
    assert found.digest == adapter.digest
    assert np.array_equal(found.mean_shift, adapter.mean_shift)
    assert path.stat().st_size < 5000


def test_another_checkpoint_is_refused() -> None:
    adapter = some_adapter()
    adapter.check_checkpoint(CHECKPOINT)
    with pytest.raises(CheckpointError, match=r"belongs to the weights c0ffeec0.*learn it anew"):
        adapter.check_checkpoint("0" * 64)


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no such"):
        Adapter.load(tmp_path / "none.adapter")
    (tmp_path / "text.adapter").write_text("hello")
    with pytest.raises(CheckpointError, match="no readable"):
        Adapter.load(tmp_path / "text.adapter")
    save_weights(tmp_path / "weights.adapter", {"a": torch.zeros(2)}, {})
    with pytest.raises(CheckpointError, match="is no adapter"):
        Adapter.load(tmp_path / "weights.adapter")
    kind = {"format": "phys4d adapter", "checkpoint": "", "name": "", "about": {}}
    save_weights(tmp_path / "newer.adapter", {"a": torch.zeros(2)}, {**kind, "version": 2})
    with pytest.raises(CheckpointError, match="update phys4d-studio"):
        Adapter.load(tmp_path / "newer.adapter")
    save_weights(tmp_path / "few.adapter", {"a": torch.zeros(2)}, {**kind, "version": 1})
    with pytest.raises(CheckpointError, match="lacks numbers"):
        Adapter.load(tmp_path / "few.adapter")


def test_numbers_must_be_finite_and_of_the_right_shape() -> None:
    with pytest.raises(InputError, match="mean_shift"):
        Adapter("", "", np.zeros(14), np.zeros((3, 14)), np.zeros(3))
    with pytest.raises(InputError, match="log_scale"):
        Adapter("", "", np.zeros(14), np.zeros((14, 3)), np.full(3, np.nan))
