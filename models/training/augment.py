"""Random changes of training views: light, colour, mirror images and imperfect masks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from models.data.views import Views
from models.nets.rig_condition import rig_condition

_KNOWN_SHARE = 0.7
_SWAPPED_SHARE = 0.1


class Batch(NamedTuple):
    """Inputs and targets of one step; lengths in units of the frame's width."""

    rgba: torch.Tensor
    """Colour on white and coverage, shape [B, 4, S, S]."""
    condition: torch.Tensor
    """What is known of the rig, shape [B, 5]."""
    front_depth: torch.Tensor
    """Shape [B, S, S]."""
    back_depth: torch.Tensor
    """Shape [B, S, S]."""
    back_color: torch.Tensor
    """Shape [B, 3, S, S]."""
    hit: torch.Tensor
    """1 where the targets hold, shape [B, S, S]."""
    frame_width: torch.Tensor
    """Width of the frame in units of the longest side, shape [B]."""
    elevation: torch.Tensor
    """Elevation of the camera [rad], shape [B]."""
    mirrored: torch.Tensor
    """Whether the view is mirrored, shape [B]."""
    unlit: torch.Tensor
    """The views' colours without shading, in the colours of `rgba`, not mirrored, [B, 3, S, S]."""
    others: torch.Tensor
    """Other views in the same colours: on white, and coverage, [B, K, 4, S, S]."""


class WornPictures(NamedTuple):
    """Views in random light and colours with imperfect masks."""

    rgba: torch.Tensor
    """Colour on white and coverage, shape [B, 4, S, S]."""
    back_color: torch.Tensor
    """The back in the same colours, shape [B, 3, S, S]."""
    unlit: torch.Tensor
    """The views without shading in the same colours, shape [B, 3, S, S]."""
    others: torch.Tensor
    """Other views in the same colours: on white, and coverage, shape [B, K, 4, S, S]."""


def worn_pictures(
    views: Views,
    chosen: torch.Tensor,
    generator: torch.Generator,
    others: torch.Tensor | None = None,
) -> WornPictures:
    """Pictures of views, changed at random in light, colour and mask.

    Args:
        views: All training views.
        chosen: Indices of the views, shape [B].
        generator: Source of all random numbers.
        others: Indices of other views of the same scenes, shape [B, K]; None for none.
    """
    index = chosen.numpy()
    rgba = _pictures(views.rgba, index)
    rgb, alpha = rgba[:, :3], rgba[:, 3:]
    second = chosen[:, None][:, :0] if others is None else others
    beside = _pictures(views.rgba, second.flatten().numpy()).reshape(*second.shape, *rgba.shape[1:])
    front = torch.from_numpy(views.front_depth[index]).float()
    unlit = torch.cat(
        [_pictures(views.back_color, index)[:, None], rgb[:, None], beside[:, :, :3]], dim=1
    )
    stacked = unlit.movedim(1, 2).flatten(2, 3)  # one picture below the other
    rgb, stacked = _recolored(rgb, stacked, generator)
    rgb, stacked = _shaded(rgb, stacked, front, generator)
    unlit = stacked.reshape(*rgb.shape[:2], -1, *rgb.shape[2:]).movedim(2, 1).clamp(0, 1)
    alpha = _worn_mask(alpha, generator)
    picture = torch.cat([rgb * alpha + 1 - alpha, alpha], dim=1).clamp(0, 1)
    coverage = beside[:, :, 3:]
    on_white = unlit[:, 2:] * coverage + 1 - coverage
    return WornPictures(picture, unlit[:, 0], unlit[:, 1], torch.cat([on_white, coverage], dim=2))


def _pictures(stored: npt.NDArray[np.uint8], index: npt.NDArray[np.int64]) -> torch.Tensor:
    """Stored pictures [V, S, S, C] as numbers 0 to 1, shape [B, C, S, S]."""
    return torch.from_numpy(stored[index]).permute(0, 3, 1, 2).float() / 255


def make_batch(
    views: Views,
    chosen: torch.Tensor,
    generator: torch.Generator,
    others: torch.Tensor | None = None,
) -> Batch:
    """Gather views and change them at random.

    Args:
        views: All training views.
        chosen: Indices of the views, shape [B].
        generator: Source of all random numbers.
        others: Indices of other views of the same scenes, shape [B, K]; None for none.
    """
    index = chosen.numpy()
    picture, back_color, unlit, beside = worn_pictures(views, chosen, generator, others)
    front = torch.from_numpy(views.front_depth[index]).float()
    back = torch.from_numpy(views.back_depth[index]).float()
    hit = torch.from_numpy(views.hit[index]).float()
    frame_width = torch.from_numpy(views.frame_width[index])
    elevation = torch.from_numpy(views.elevation[index])
    unit = frame_width[:, None, None]
    known = torch.rand(2, len(index), 1, generator=generator) < _KNOWN_SHARE
    condition = rig_condition(len(index), frame_width=frame_width, elevation=elevation)
    condition[:, :2] *= known[0]
    condition[:, 2:] *= known[1]
    mirrored = torch.rand(len(index), generator=generator) < 0.5

    def turn(field: torch.Tensor) -> torch.Tensor:
        shape = [-1] + [1] * (field.dim() - 1)
        return torch.where(mirrored.view(shape), field.flip(-1), field)

    return Batch(
        rgba=turn(picture).to(memory_format=torch.channels_last),
        condition=condition,
        front_depth=turn(front / unit),
        back_depth=turn(back / unit),
        back_color=turn(back_color),
        hit=turn(hit),
        frame_width=frame_width,
        elevation=elevation,
        mirrored=mirrored,
        unlit=unlit,
        others=beside,
    )


def _uniform(shape: tuple[int, ...], low: float, high: float, g: torch.Generator) -> torch.Tensor:
    return low + (high - low) * torch.rand(shape, generator=g)


def _recolored(
    front: torch.Tensor, back: torch.Tensor, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """The same gamma, saturation and gain for both sides."""
    batch = len(front)
    gamma = _uniform((batch, 1, 1, 1), 0.75, 1.35, generator)
    gain = _uniform((batch, 1, 1, 1), 0.75, 1.1, generator)
    tint = _uniform((batch, 3, 1, 1), 0.92, 1.08, generator)
    saturation = _uniform((batch, 1, 1, 1), 0.5, 1.3, generator)
    order = torch.stack([torch.randperm(3, generator=generator) for _ in range(batch)])
    swap = (torch.rand(batch, 1, generator=generator) < _SWAPPED_SHARE).expand(-1, 3)
    order = torch.where(swap, order, torch.arange(3).expand(batch, 3))[:, :, None, None]

    def change(color: torch.Tensor) -> torch.Tensor:
        color = color.gather(1, order.expand_as(color)).clamp(1e-3, 1) ** gamma
        grey = color.mean(dim=1, keepdim=True)
        return ((grey + (color - grey) * saturation) * gain * tint).clamp(0, 1)

    return change(front), change(back)


def _shaded(
    front: torch.Tensor, back: torch.Tensor, depth: torch.Tensor, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Lambert shading of the front by one random light; the back gets its mean."""
    batch, side = len(front), depth.shape[-1]
    slope_x = functional.pad(depth[:, :, 2:] - depth[:, :, :-2], (1, 1)) * side / 3
    slope_y = functional.pad(depth[:, 2:] - depth[:, :-2], (0, 0, 1, 1)) * side / 3
    normal = torch.stack([slope_x.clamp(-3, 3), slope_y.clamp(-3, 3), -torch.ones_like(depth)], 1)
    light = torch.randn(batch, 3, 1, 1, generator=generator)
    light[:, 2] = -light[:, 2].abs() - 0.5
    light[:, 1] -= 0.7
    cosine = (functional.normalize(normal, dim=1) * functional.normalize(light, dim=1)).sum(1, True)
    strength = _uniform((batch, 1, 1, 1), 0, 0.6, generator)
    strength = strength * (torch.rand(batch, 1, 1, 1, generator=generator) < 0.5)
    shade = 1 - strength + strength * cosine.clamp(0, 1)
    inside = (depth != 0).float()[:, None]
    mean = (shade * inside).sum((2, 3), True) / inside.sum((2, 3), True).clamp(min=1)
    return front * shade, back * mean


def _worn_mask(alpha: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Masks as a segmenter gives them: a little soft, a little too large or too small."""
    kind = torch.rand(len(alpha), 1, 1, 1, generator=generator)
    soft = functional.avg_pool2d(alpha, 3, stride=1, padding=1)
    grown = functional.max_pool2d(alpha, 3, stride=1, padding=1)
    eroded = -functional.max_pool2d(-alpha, 3, stride=1, padding=1)
    alpha = torch.where(kind < 0.3, soft, alpha)
    alpha = torch.where((kind >= 0.3) & (kind < 0.4), 0.5 * (grown + alpha), alpha)
    return torch.where((kind >= 0.4) & (kind < 0.5), 0.5 * (eroded + alpha), alpha)
