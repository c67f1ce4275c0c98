"""How far predicted surfaces lie from the ray-cast ones."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch.nn import functional

from models.nets.slant_net import fitted_planes
from models.nets.surface_net import Surfaces
from models.training.augment import Batch

_SLOPE_WEIGHT = 0.2
_SLOPE_STEPS = (1, 4)
_ELEVATION_WEIGHT = 0.01
_COLOR_BLOCK = 6
_PLANE_WEIGHTS = (1.0, 0.3, 0.3)


class ShapeLoss(NamedTuple):
    """Loss terms of one batch."""

    total: torch.Tensor
    """What is minimised."""
    front: torch.Tensor
    """Mean error of the front depth, in units of the longest side."""
    back: torch.Tensor
    """Mean error of the back depth, in units of the longest side."""
    color: torch.Tensor
    """Mean error of the back colour."""
    elevation: torch.Tensor
    """Mean error of the elevation [rad]."""
    silhouettes: torch.Tensor
    """One minus the intersection over union of silhouettes; 0 where they are not compared."""
    pictures: torch.Tensor
    """Loss of pictures from other sides; 0 where they are not compared."""
    plane: torch.Tensor
    """Weighted error of the plane through the object's middle; 0 where none is predicted."""


def shape_loss(surfaces: Surfaces, batch: Batch, color_weight: float) -> ShapeLoss:
    """Depth errors, errors of depth differences, colour and elevation errors, all absolute."""
    scale = batch.frame_width[:, None, None]
    front_error = (surfaces.front_depth - batch.front_depth) * scale
    back_error = (surfaces.front_depth + surfaces.thickness - batch.back_depth) * scale
    front, back = (
        _masked_mean(front_error.abs(), batch.hit),
        _masked_mean(back_error.abs(), batch.hit),
    )
    slope = sum(
        _slope_error(error, batch.hit, step)
        for error in (front_error, back_error)
        for step in _SLOPE_STEPS
    )
    color = _color_error(surfaces.back_color, batch)
    elevation = (surfaces.elevation - batch.elevation).abs().mean()
    total = (
        front + back + _SLOPE_WEIGHT * slope + color_weight * color + _ELEVATION_WEIGHT * elevation
    )
    plane = torch.zeros(()) if surfaces.plane is None else _plane_error(surfaces.plane, batch)
    none = torch.zeros(())
    return ShapeLoss(total + plane, front, back, color, elevation, none, none, plane)


def _plane_error(plane: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Mean absolute error of the plane's terms; slants are larger numbers than offsets."""
    true = fitted_planes((batch.front_depth + batch.back_depth) / 2, batch.hit)
    return ((plane - true).abs() @ torch.tensor(_PLANE_WEIGHTS)).mean()


def _masked_mean(error: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean over the masked pixels of each view, then over the views."""
    per_view = (error * mask).sum((1, 2)) / mask.sum((1, 2)).clamp(min=1)
    return per_view.mean()


def _slope_error(error: torch.Tensor, mask: torch.Tensor, step: int) -> torch.Tensor:
    """Error of the differences between pixels `step` apart, which sharpens edges and faces."""
    along_x = (error[:, :, step:] - error[:, :, :-step]).abs()
    along_y = (error[:, step:] - error[:, :-step]).abs()
    both_x = mask[:, :, step:] * mask[:, :, :-step]
    both_y = mask[:, step:] * mask[:, :-step]
    return _masked_mean(along_x, both_x) + _masked_mean(along_y, both_y)


def _color_error(color: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Half error of pixels, half error of block means, which weighs the large-scale colour."""
    mask = batch.hit[:, None]
    difference = (color - batch.back_color) * mask
    fine = _masked_mean(difference.abs().mean(1), batch.hit)
    blocks = functional.avg_pool2d(difference, _COLOR_BLOCK)
    filled = functional.avg_pool2d(mask, _COLOR_BLOCK)[:, 0]
    coarse = blocks.abs().mean((1, 2, 3)) / filled.mean((1, 2)).clamp(min=1e-3)
    return 0.5 * fine + 0.5 * coarse.mean()
