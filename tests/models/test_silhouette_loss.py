"""Silhouettes of two-surface solids from other sides, without a renderer."""

from __future__ import annotations

import math

import pytest
import torch

from models.nets.surface_net import Surfaces
from models.training import silhouette_loss as module
from models.training.augment import Batch
from models.training.silhouette_loss import silhouette_loss

SIDE = 48


def a_ball(radius: float = 0.3, stretch: float = 1.0, shift: float = 0.0):
    """Front and back depth and mask of an ellipsoid, in units of the frame's width."""
    at = (torch.arange(SIDE) + 0.5) / SIDE - 0.5
    square = radius**2 - at[:, None] ** 2 - at[None, :] ** 2
    hit = (square > 0).float()
    half = stretch * square.clamp(min=0).sqrt()
    return shift - half[None], shift + half[None], hit[None]


def compared(predicted, true, seed: int = 0) -> torch.Tensor:
    front, back, _ = predicted
    true_front, true_back, hit = true
    nothing = torch.zeros(1)
    batch = Batch(nothing, nothing, true_front, true_back, nothing, hit, *[nothing] * 5)
    surfaces = Surfaces(front, back - front, nothing, nothing)
    return silhouette_loss(surfaces, batch, torch.Generator().manual_seed(seed))


def test_the_same_solid_has_no_loss() -> None:
    assert float(compared(a_ball(), a_ball())) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("turn", [0.5, math.pi / 2, 2.4])
def test_a_ball_looks_round_from_everywhere(turn: float) -> None:
    front, back, hit = a_ball()
    picture = module._silhouette(torch.stack([front, back]), hit, turn)
    pixel = 2 * module._REACH / (module._BINS - 1) / SIDE
    assert float(picture.sum()) * pixel == pytest.approx(math.pi * 0.3**2, rel=0.05)


def test_flat_thick_and_displaced_solids_differ_from_the_truth() -> None:
    truth = a_ball()
    small, large = (float(compared(a_ball(stretch=s), truth)) for s in (0.8, 0.5))
    assert 0.02 < small < large
    assert float(compared(a_ball(stretch=1.6), truth)) > 0.1
    assert float(compared(a_ball(shift=0.1), truth)) > 0.1


def test_the_gradient_thickens_what_is_too_flat() -> None:
    front, back, hit = a_ball(stretch=0.6)
    back = back.requires_grad_()
    compared((front, back, hit), a_ball()).backward()
    assert float(back.grad.sum()) < 0
