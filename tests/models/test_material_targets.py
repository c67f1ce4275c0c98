"""Labels as the losses see them, and the blend that is fitted to objects not seen."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from models.data.labelled_features import NO_CLASS, LabelledFeatures
from models.data.physics_label import PhysicsLabel
from models.material_config import MaterialConfig
from models.nets.head_blend import HeadParts, blended
from models.nets.physics_law import HeadOutput
from models.training.material_calibration import fitted_blend, starting_blend
from models.training.material_targets import Targets, beliefs
from render.errors import InputError
from sim.class_priors import class_priors
from sim.materials import MaterialClass

METAL, PAPER = int(MaterialClass.METAL), int(MaterialClass.PAPER)


def examples(count: int, confidence: float, alternative: int = NO_CLASS) -> LabelledFeatures:
    label = PhysicsLabel(
        MaterialClass.METAL, 1e11, 0.3, 5000.0, material_confidence=confidence, nu_std=0.02
    )
    if alternative != NO_CLASS:
        label = replace(label, alt_class=MaterialClass(alternative))
    picture = (np.zeros((1, 4), np.float32), np.zeros((1, 4), np.float32))
    names = [f"toy/{number}" for number in range(count)]
    return LabelledFeatures.of([picture] * count, [label] * count, names, names)


def test_doubt_goes_to_the_alternative_and_to_common_classes() -> None:
    shares = torch.from_numpy(class_priors().probabilities).float()
    told = beliefs(examples(1, 0.6, PAPER), shares, 1.0)[0]
    assert float(told.sum()) == pytest.approx(1)
    assert float(told[METAL]) == pytest.approx(0.6 + 0.1 * float(shares[METAL]))
    assert float(told[PAPER]) == pytest.approx(0.3 + 0.1 * float(shares[PAPER]))
    certain = beliefs(examples(1, 0.6, PAPER), shares, 0.0)[0]
    assert float(certain[METAL]) == 1
    unsure = beliefs(examples(1, 0.4, PAPER), shares, 1.0)[0]
    assert unsure[METAL] >= unsure[PAPER]


def test_missing_uncertainties_mean_certainty_and_missing_density_is_named() -> None:
    one = examples(1, 0.9)
    assert one.value_stds[0].tolist() == pytest.approx([0, 0.02, 0])
    assert one.alternatives[0] == NO_CLASS
    picture = (np.zeros((1, 4), np.float32), np.zeros((1, 4), np.float32))
    label = PhysicsLabel(MaterialClass.METAL, 1e11, 0.3)
    with pytest.raises(InputError, match="toy/7 has no density_kg_m3"):
        LabelledFeatures.of([picture], [label], ["toy/7"], ["toy/7"])


def test_procedural_objects_have_their_share_of_the_weight() -> None:
    config = MaterialConfig(procedural_share=0.2)
    targets = Targets.of(examples(4, 1.0), examples(10, 1.0), class_priors(), config)
    assert targets.value_weights.tolist() == [1] * 4 + [0] * 10  # they are like any metal
    assert float(targets.weights[:4].sum()) == pytest.approx(4)
    assert float(targets.weights[4:].sum() / targets.weights.sum()) == pytest.approx(0.2)
    torch.manual_seed(0)
    rows = targets.drawn(3)
    assert rows[:4].tolist() == [0, 1, 2, 3]
    assert len(set(rows.tolist())) == 7


def silent_parts(sure: torch.Tensor, means: torch.Tensor, stds: torch.Tensor) -> HeadParts:
    """Parts that agree, with no evidence from names."""
    networks, even = HeadOutput(sure, means, stds), torch.full((14,), 1 / 14)
    return HeadParts(sure, networks, means, stds, even, torch.zeros_like(sure))


def test_overconfident_parts_are_cooled_and_widened() -> None:
    """Parts that are sure and half right, with errors twice their scale, lose both by the blend."""
    torch.manual_seed(1)
    count = 400
    sure = torch.full((count, 14), 0.02 / 13)
    sure[:, METAL] = 0.98
    classes = torch.where(torch.arange(count) % 2 == 0, METAL, PAPER)
    means, stds = torch.full((count, 14, 3), 0.25), torch.full((count, 14, 3), 0.01)
    means[..., 0], means[..., 2] = 9.0, 3.0
    values = means[:, 0] + 0.02 * torch.randn(count, 3)
    parts = silent_parts(sure, means, stds)
    before = starting_blend()
    after = fitted_blend(parts, classes, values, torch.ones(count))
    assert float(after.temperature) > 1.3
    assert after.value_scale.min() > 1.3
    cooled = blended(parts, after).class_probabilities[0, METAL]
    assert cooled < blended(parts, before).class_probabilities[0, METAL] - 0.1
    assert math.isclose(float(blended(parts, after).class_probabilities[0].sum()), 1, abs_tol=1e-5)
