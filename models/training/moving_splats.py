"""The composed object as torch tensors that follow the depths they were composed from."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from models.gaussian_composer import OPACITY, SurfaceMaps, compose_parts
from models.splats import Splats

FloatArray = npt.NDArray[np.float32]
_COARSE = 2
_ROUNDING = 1e-3


class MovingSplats(NamedTuple):
    """N Gaussians in camera axes; means and colours carry gradients."""

    means: Tensor
    """Centres, in units of the longest side, shape [N, 3]."""
    quats: Tensor
    """Rotations wxyz, shape [N, 4]."""
    scales: Tensor
    """Principal standard deviations, shape [N, 3]."""
    opacities: Tensor
    """Shape [N]."""
    colors: Tensor
    """sRGB, shape [N, 3]."""


class DepthMaps(NamedTuple):
    """Predicted surfaces of one view of S x S px that carry gradients."""

    front: Tensor
    """Depth of the front surface, in units of the longest side, shape [S, S]."""
    back: Tensor
    """Depth of the back surface, shape [S, S]."""
    back_color: Tensor
    """sRGB, shape [S, S, 3]."""


def moving_splats(
    color: Tensor,
    alpha: FloatArray,
    maps: DepthMaps,
    K: FloatArray,  # noqa: N803
) -> MovingSplats:
    """Compose as `gaussian_composer` does, at the size of the maps.

    Each splat moves along its own ray as the depths that it was made from change. Which splats
    there are, how long they are and how they lie is taken as given: that part has no gradient.

    Args:
        color: The photo's sRGB, shape [S, S, 3].
        alpha: Its coverage, shape [S, S].
        maps: The predicted surfaces.
        K: Intrinsics [px], shape [3, 3].
    """
    front, back = maps.front.detach().numpy(), maps.back.detach().numpy()
    given = SurfaceMaps(front, back, np.zeros((*alpha.shape, 3), np.float32), alpha)
    parts = compose_parts(
        alpha, given, K, front_colors=_marks(alpha, 0), back_colors=_marks(alpha, 1)
    )
    cloud = Splats.concatenated([_uncolored(part) for part in parts]).to_cloud(OPACITY)
    known = torch.from_numpy((alpha > 0.5).astype(np.float32))
    depths, colors = zip(
        _values(parts.front, maps, color),
        _values(parts.back, _coarse(maps, known), None),
        _values(parts.walls, maps, color),
        strict=True,
    )
    depth, means = torch.cat(depths), torch.from_numpy(cloud.means)
    moved = 1 + (depth - depth.detach()) / means[:, 2]
    return MovingSplats(
        means * moved[:, None],
        torch.from_numpy(cloud.quats),
        torch.from_numpy(cloud.scales),
        torch.from_numpy(cloud.opacities),
        torch.cat(colors).clamp(0, 1),
    )


def _marks(alpha: FloatArray, share: float) -> FloatArray:
    """In place of colours: row, column, and 0 on the front and 1 on the back, shape [S, S, 3]."""
    row, column = np.indices(alpha.shape, np.float32)
    return np.stack([row, column, np.full_like(row, share)], axis=-1)


def _uncolored(splats: Splats) -> Splats:
    return Splats(
        splats.means,
        splats.first_axis,
        splats.second_axis,
        splats.thickness,
        np.zeros_like(splats.colors),
    )


def _coarse(maps: DepthMaps, known: Tensor) -> DepthMaps:
    """Means over the known pixels of 2 x 2."""
    filled = functional.avg_pool2d(known[None], _COARSE).clamp(min=1e-3)

    def mean(values: Tensor) -> Tensor:
        return functional.avg_pool2d(values * known, _COARSE) / filled

    front, back = mean(torch.stack([maps.front, maps.back]))
    return DepthMaps(front, back, mean(maps.back_color.movedim(-1, 0)).movedim(0, -1))


def _values(marked: Splats, maps: DepthMaps, color: Tensor | None) -> tuple[Tensor, Tensor]:
    """Depth [N] and colour [N, 3] of splats from the pixels that their marks name.

    Args:
        marked: Splats with `_marks` in place of colours.
        maps: At the resolution of the marks, or at half of it where there is no front.
        color: Colours of the front; None where all splats lie on the back.
    """
    marks = torch.from_numpy(marked.colors)
    scale = 1 if color is not None else _COARSE
    row, column = (marks[:, :2] / scale + _ROUNDING).floor().long().unbind(1)
    share = marks[:, 2]
    behind = maps.back_color[row, column]
    front = behind if color is None else color[row, column]
    depth = (1 - share) * maps.front[row, column] + share * maps.back[row, column]
    return depth, (1 - share[:, None]) * front + share[:, None] * behind
