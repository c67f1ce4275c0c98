"""Each term of PhysGM's loss against a plain formula."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from training_fixtures import LABEL

from models.data.physics_label import PhysicsLabel
from models.nets.physgm.physgm_net import RawPrediction
from models.training.physgm.losses import (
    physics_terms,
    picture_terms,
    value_term,
    weighted_sum,
)
from models.training.physgm.physics_targets import PhysicsTargets, physics_targets
from models.training.physgm.settings import LossWeights
from sim.materials import MaterialClass


def test_picture_terms_are_mean_squares_on_white() -> None:
    rng = np.random.default_rng(0)
    color, target = rng.random((2, 3, 3, 5, 5)), rng.random((2, 3, 4, 5, 5))
    alpha = rng.random((2, 3, 5, 5))
    found = picture_terms(*(torch.from_numpy(part) for part in (color, alpha, target)))
    squares = coverage_squares = 0.0
    for place in np.ndindex(2, 3, 5, 5):
        scene, view, y, x = place
        coverage = target[scene, view, 3, y, x]
        coverage_squares += (alpha[place] - coverage) ** 2
        for channel in range(3):
            white = target[scene, view, channel, y, x] * coverage + 1 - coverage
            squares += (color[scene, view, channel, y, x] - white) ** 2
    assert float(found["rgb"]) == pytest.approx(squares / 450, rel=1e-12)
    assert float(found["alpha"]) == pytest.approx(coverage_squares / 150, rel=1e-12)


def raw(logits: torch.Tensor, heads: torch.Tensor, *, density: bool = True) -> RawPrediction:
    empty = torch.zeros(())
    return RawPrediction(empty, logits, heads[0], heads[1], heads[2] if density else None)


def test_material_term_is_binary_cross_entropy_of_every_class() -> None:
    logits = torch.randn(2, 14, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    targets = PhysicsTargets(torch.tensor([3, 13]), torch.zeros(2, 3, dtype=torch.float64))
    found = physics_terms(raw(logits, torch.zeros(3, 2, 2, dtype=torch.float64)), targets)
    total = 0.0
    for row, right in enumerate((3, 13)):
        for place in range(14):
            chance = 1 / (1 + math.exp(-float(logits[row, place])))
            total -= math.log(chance if place == right else 1 - chance)
    assert float(found["material"]) == pytest.approx(total / 28, rel=1e-12)


def plain_value_term(mean: float, raw_variance: float, z: float) -> float:
    variance = math.log1p(math.exp(raw_variance)) + 0.01
    squared = (z - mean) ** 2
    likelihood = 0.5 * math.log(2 * math.pi) + 0.5 * math.log(variance) + squared / (2 * variance)
    return min(likelihood, 100.0) + squared


def test_value_term_is_likelihood_and_squared_error() -> None:
    heads = torch.tensor([[0.3, -1.0], [-2.0, 0.5], [0.0, -9.0]], dtype=torch.float64)
    z = torch.tensor([0.1, 1.5, 2.0], dtype=torch.float64)
    plain = [
        plain_value_term(*head, at) for head, at in zip(heads.tolist(), z.tolist(), strict=True)
    ]
    assert plain[2] == pytest.approx(100 + 4)  # capped
    assert float(value_term(heads, z)) == pytest.approx(sum(plain) / 3, rel=1e-12)


def test_unknown_values_add_nothing_and_have_no_gradient() -> None:
    heads = torch.tensor([[0.3, -1.0], [5.0, 0.5]], requires_grad=True)
    term = value_term(heads, torch.tensor([0.1, math.nan]))
    term.backward()
    assert float(term.detach()) == pytest.approx(plain_value_term(0.3, -1.0, 0.1) / 2, rel=1e-6)
    assert heads.grad is not None
    assert heads.grad[1].tolist() == [0.0, 0.0]
    assert bool(heads.grad[0].all())


def test_each_head_is_compared_with_its_own_label() -> None:
    targets = physics_targets(LABEL)
    heads = torch.tensor([[[0.5, 0.0]], [[-0.5, 0.3]], [[1.0, -0.2]]])
    found = physics_terms(
        raw(torch.zeros(1, 14), heads), PhysicsTargets(*(part[None] for part in targets))
    )
    z = [
        (math.log10(3e6) - 7.387210) / 2.456477,
        (0.45 - 0.398) / 0.111,
        (math.log10(1100) - 3.0) / 0.5,
    ]
    for place, name in enumerate(("youngs_modulus", "poisson_ratio", "density")):
        plain = plain_value_term(*heads[place, 0].tolist(), z[place])
        assert float(found[name]) == pytest.approx(plain, rel=1e-5)
    assert int(targets.material) == MaterialClass.RUBBER
    assert found.keys() == {"material", "youngs_modulus", "poisson_ratio", "density"}


def test_networks_without_density_have_no_such_term() -> None:
    targets = PhysicsTargets(torch.tensor([0]), torch.zeros(1, 3))
    found = physics_terms(raw(torch.zeros(1, 14), torch.zeros(3, 1, 2), density=False), targets)
    assert "density" not in found


def test_label_without_density_is_unknown_not_zero() -> None:
    label = PhysicsLabel(MaterialClass.WOOD, 1e9, 0.3)
    assert math.isnan(float(physics_targets(label).values[2]))


def test_sum_takes_the_weights_by_name() -> None:
    terms = {"rgb": torch.tensor(2.0), "alpha": torch.tensor(3.0), "material": torch.tensor(5.0)}
    total = weighted_sum(terms, LossWeights(rgb=0.5, alpha=2.0, material=0.1))
    assert float(total) == pytest.approx(0.5 * 2 + 2 * 3 + 0.1 * 5)
