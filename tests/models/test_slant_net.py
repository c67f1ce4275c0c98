"""The second opinion on how an object is turned."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from models.build import build_surface_net
from models.config import SurfaceNetConfig
from models.nets.rig_condition import rig_condition
from models.nets.slant_net import PLANE_TERMS, across, fitted_planes
from models.square_crop import SquareCrop
from models.surface_estimator import KnownRig, SurfaceEstimator
from render.errors import InputError

SIDE = 32
CONFIG = SurfaceNetConfig(
    frame_px=SIDE, widths=(8, 8, 8, 8), depths=(1, 1, 1, 1), head_count=2, pretrained=True,
    slant=True,
)  # fmt: skip


def test_planes_are_found_again() -> None:
    planes = torch.tensor([[0.1, -0.7, 0.4], [-0.2, 1.5, 0.0]])
    terms = torch.stack([torch.ones(SIDE, SIDE), across(SIDE), across(SIDE).T])
    depths = torch.einsum("bi,ixy->bxy", planes, terms)
    mask = torch.zeros(2, SIDE, SIDE)
    mask[0, 4:20, 7:30] = mask[1, 10:20, 3:28] = 1
    depths = torch.where(mask > 0, depths, 9.0)
    torch.testing.assert_close(fitted_planes(depths, mask), planes, atol=0.02, rtol=0.01)
    assert float(across(SIDE)[3, 0]) == pytest.approx(-0.5 + 0.5 / SIDE)


def test_a_plane_through_nothing_is_finite() -> None:
    assert torch.isfinite(
        fitted_planes(torch.ones(1, SIDE, SIDE), torch.zeros(1, SIDE, SIDE))
    ).all()


def test_planes_come_with_the_surfaces() -> None:
    torch.manual_seed(0)
    net = build_surface_net(CONFIG).eval()
    rgba = torch.rand(2, 4, SIDE, SIDE)
    surfaces = net(rgba, rig_condition(2, frame_width=None, elevation=None))
    assert surfaces.plane is not None
    assert surfaces.plane.shape == (2, PLANE_TERMS)
    surfaces.plane.sum().backward()
    assert net.slant is not None
    assert all(part.grad is not None for part in net.slant.parameters())
    assert net.stem.weight.grad is None


def _estimated(opinion: float) -> np.ndarray:
    """Middle between the surfaces of a network that says `opinion` of every picture's slant."""
    torch.manual_seed(0)
    net = build_surface_net(CONFIG).eval().requires_grad_(False)
    assert net.slant is not None
    net.slant.last.weight.zero_()
    whole = net.forward

    def told(rgba: torch.Tensor, condition: torch.Tensor) -> object:
        plane = torch.tensor([[0.0, opinion, 0.0], [0.0, -opinion, 0.0]])
        return whole(rgba, condition)._replace(plane=plane)

    net.forward = told  # type: ignore[assignment]
    rgba = np.zeros((SIDE, SIDE, 4), np.float32)
    rgba[4:28, 4:28] = 0.5, 0.4, 0.3, 1.0
    maps, _ = SurfaceEstimator(net, SIDE).estimate(
        rgba, SquareCrop(0, 0, SIDE), known=KnownRig(), distance=1.7, frame_width=1.0
    )
    return (maps.front_depth + maps.back_depth) / 2


def test_the_steeper_opinion_counts() -> None:
    flat, steep = _estimated(0.0), _estimated(0.5)
    growth = np.polyfit(np.arange(4, 28) / SIDE, steep[15, 4:28], 1)[0]
    assert growth == pytest.approx(0.5, rel=0.1)
    assert np.polyfit(np.arange(4, 28) / SIDE, flat[15, 4:28], 1)[0] == pytest.approx(0, abs=0.1)


def test_slant_without_pretrained_features_is_refused() -> None:
    with pytest.raises(InputError, match="set pretrained to true"):
        SurfaceNetConfig(slant=True)
