"""Names of things are evidence for what such things are made of, and silence is none."""

from __future__ import annotations

import pytest
import torch

from models.nets.efficientnet_lite0 import IMAGENET_CLASS_COUNT
from models.nets.head_blend import HeadParts, blended
from models.nets.name_evidence import name_evidence, usual_shares
from models.nets.physics_law import HeadOutput
from models.training.material_calibration import fitted_blend, joined, starting_blend
from models.training.thing_materials import thing_materials
from sim.materials import MaterialClass

WOOD, METAL = int(MaterialClass.WOOD), int(MaterialClass.METAL)
GOLDFISH, WOODEN_SPOON, SCREW = 1, 910, 783


def seen(*things: int) -> torch.Tensor:
    """Log-probabilities of pictures that show one thing each for certain, shape [N, 1000]."""
    return torch.eye(IMAGENET_CLASS_COUNT)[list(things)].clamp(min=1e-9).log()


def test_every_thing_shares_out_its_belief_and_no_animal_is_a_thing() -> None:
    sums = thing_materials().sum(1)
    assert torch.allclose(sums[sums > 0], torch.ones(1), atol=1e-6)
    assert int((sums > 0).sum()) > 400
    assert not sums[:398].any()
    assert int(thing_materials()[WOODEN_SPOON].argmax()) == WOOD


def test_a_named_thing_speaks_for_its_material_and_an_animal_for_none() -> None:
    usual = usual_shares(
        seen(SCREW, SCREW, WOODEN_SPOON)[:, None], torch.ones(3), thing_materials()
    )
    assert float(usual.sum()) == pytest.approx(1)
    assert usual[METAL] > usual[WOOD] > usual[MaterialClass.GLASS]
    spoon, screw, fish = name_evidence(
        seen(WOODEN_SPOON, SCREW, GOLDFISH), thing_materials(), usual
    )
    assert int(spoon.argmax()) == WOOD
    assert int(screw.argmax()) == METAL
    assert 0 < screw[METAL] < spoon[WOOD]  # the usual is worth less
    assert torch.allclose(fish, torch.zeros(14), atol=1e-4)


@pytest.mark.parametrize("right", [True, False])
def test_the_blend_believes_evidence_as_far_as_it_is_right(right: bool) -> None:
    generator = torch.Generator().manual_seed(2)
    classes = torch.where(torch.rand(300, generator=generator) < 0.5, WOOD, METAL)
    told = classes if right else classes[torch.randperm(300, generator=generator)]
    evidence = torch.zeros(300, 14)
    evidence[torch.arange(300), told] = 1.0
    shares = torch.full((300, 14), 0.01)
    shares[:, [WOOD, METAL]] = 0.44
    values = torch.tensor([9.0, 0.3, 3.0]).expand(300, 14, 3)
    halves = [
        HeadParts(
            shares[rows],
            HeadOutput(shares[rows], values[rows], torch.full_like(values[rows], 0.1)),
            values[0],
            torch.full_like(values[0], 0.1),
            torch.full((14,), 1 / 14),
            evidence[rows],
        )
        for rows in (slice(0, 100), slice(100, 300))
    ]
    parts = joined(halves)
    blend = fitted_blend(parts, classes, values[:, 0], torch.ones(300))
    believed = blend.evidence_weight > starting_blend().evidence_weight
    assert bool(believed) is right
    chosen = blended(parts, blend).class_probabilities.argmax(1)
    assert bool((chosen == classes).float().mean() > 0.9) is right
