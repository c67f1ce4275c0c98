"""`rasterize`: the tile rasterizer as a differentiable torch function, on CPUs.

The only file of this package that knows torch. Colours are neither clipped nor evaluated from
spherical harmonics here, and all arithmetic is float32 or better.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from render.base import RenderSettings
from render.camera import Camera
from render.cpu_tiles.blending import blend_tiles
from render.cpu_tiles.blending_gradients import SUMS, unblend_tiles
from render.cpu_tiles.ordering import order_by_key
from render.cpu_tiles.projection_gradients import project_gradients
from render.cpu_tiles.stages import (
    COLORS_AS_THEY_ARE,
    Lens,
    Splats,
    TileLists,
    list_tiles,
    make_lens,
    project,
)
from render.cpu_tiles.worker_pool import WorkerPool
from render.errors import InputError

Array = npt.NDArray[np.generic]

_SHAPES = {"means": (3,), "quats": (4,), "scales": (3,), "opacities": (), "colors": (3,)}


class _View(NamedTuple):
    """What of a call is not differentiated."""

    lens: Lens
    background: npt.NDArray[np.float32]


class _Forward(NamedTuple):
    """What the backward pass needs of the forward pass."""

    cloud: tuple[Array, ...]
    order: Array
    splats: Splats
    lists: TileLists
    trace: tuple[Array, Array]


@cache
def _pool() -> WorkerPool:
    return WorkerPool()


def rasterize(
    means: Tensor,
    quats: Tensor,
    scales: Tensor,
    opacities: Tensor,
    colors: Tensor,
    camera: Camera,
    *,
    eps2d: float = 0.3,
    antialiased: bool = False,
    background: tuple[float, float, float] = (1.0, 1.0, 1.0),
) -> tuple[Tensor, Tensor, Tensor]:
    """Draw Gaussians as the reference defines, with gradients for all their values.

    Args:
        means: Centres in the world [m], shape [N, 3].
        quats: Rotations wxyz, normalized here, shape [N, 4].
        scales: Principal standard deviations [m], > 0, shape [N, 3].
        opacities: Opacities in 0..1, shape [N].
        colors: sRGB colours as this camera sees them, of any value, shape [N, 3].
        camera: View with picture size.
        eps2d: Low-pass added to the projected covariance [px²].
        antialiased: Whether opacities make up for the low-pass; see `RenderSettings`.
        background: sRGB 0 to 1.

    Returns:
        Colour over the background, not clipped, shape [H, W, 3]; alpha, shape [H, W]; and expected
        camera depth [m] where alpha > 0, otherwise 0, shape [H, W].

    Raises:
        InputError: If shapes or devices do not fit.
    """
    values = (means, quats, scales, opacities, colors)
    for (name, shape), value in zip(_SHAPES.items(), values, strict=True):
        expected = (len(means), *shape)
        if tuple(value.shape) != expected:
            raise InputError(f"{name} has shape {tuple(value.shape)}, expected {expected}")
        if value.device.type != "cpu":
            raise InputError(
                f"{name} lies on {value.device}; move it to the CPU to rasterize there"
            )
    settings = RenderSettings(background=background, eps2d=eps2d, antialiased=antialiased)
    view = _View(make_lens(camera, settings), np.array(background, np.float32))
    unit = torch.nn.functional.normalize(quats.float(), dim=-1)
    color, alpha, depth = _Rasterize.apply(  # type: ignore[no-untyped-call]
        means.float(), unit, scales.float(), opacities.float(), colors.float(), view
    )
    return color, alpha, depth


class _Rasterize(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, *arguments: Any) -> tuple[Tensor, Tensor, Tensor]:
        *values, view = arguments
        cloud = tuple(np.ascontiguousarray(value.detach().numpy()) for value in values)
        ctx.kept, pictures = _draw(cloud, view)
        ctx.view = view
        color, alpha, depth = (torch.from_numpy(picture) for picture in pictures)
        ctx.save_for_backward(alpha, depth)
        return color, alpha, depth

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        alpha, depth = ctx.saved_tensors
        d_color, d_alpha, d_depth = grads
        d_blended = torch.where(alpha > 0, d_depth / alpha, 0)
        d_coverage = d_alpha - d_blended * depth
        pictures = tuple(
            np.ascontiguousarray(value.float().numpy())
            for value in (d_color, d_coverage, d_blended)
        )
        found = _gradients(ctx.kept, ctx.view, pictures)
        return (*(torch.from_numpy(value) for value in found), None)


def _draw(cloud: tuple[Array, ...], view: _View) -> tuple[_Forward, tuple[Array, ...]]:
    """Draw colours that are not clipped; keep what the backward pass needs."""
    pool, lens = _pool(), view.lens
    means, quats, scales, opacities, colors = cloud
    splats = project(
        pool, (means, quats, scales, opacities, colors[:, None]), lens, COLORS_AS_THEY_ARE
    )
    order = order_by_key(splats.keys)
    closed = np.zeros(lens.columns * lens.rows, np.uint8)
    lists = list_tiles(pool, order, splats.rectangles, lens, closed)
    size = lens.size
    out = tuple(np.empty(shape, np.float32) for shape in ((*size, 3), size, size))
    trace = (np.empty(size, np.float32), np.empty(size, np.int32))

    def blend(worker: int) -> None:
        mine = lens.tiles_of(worker, pool.thread_count)
        stretch = (True, True, closed)
        blend_tiles(mine, lists[:2], lens.columns, splats[:2], view.background, stretch, out, trace)

    pool.share(blend)
    return _Forward(cloud, order, splats, lists, trace), out


def _gradients(kept: _Forward, view: _View, pictures: tuple[Array, ...]) -> list[Array]:
    """Gradients of means, quaternions, scales, opacities and colours.

    Args:
        kept: What the forward pass left.
        view: Its camera and background.
        pictures: Gradients by colour [H, W, 3], alpha [H, W] and blended depth [H, W].
    """
    pool, lens, lists = _pool(), view.lens, kept.lists
    sums = np.empty((len(lists.pairs), SUMS), np.float32)
    ends = np.empty(lens.columns * lens.rows, np.int64)

    def unblend(worker: int) -> None:
        unblend_tiles(
            lens.tiles_of(worker, pool.thread_count), lists[:2], lens.columns, kept.splats[:2],
            view.background, kept.trace, pictures, (sums, ends),
        )  # fmt: skip

    pool.share(unblend)
    parts, cursors = np.array_split(kept.order, pool.thread_count), lists.cursors.copy()
    found: list[Array] = [np.zeros(value.shape, np.float32) for value in kept.cloud]

    def gather(worker: int) -> None:
        mine = (kept.splats.rectangles, lens.columns, cursors[worker])
        project_gradients(
            parts[worker], kept.cloud[:4], lens.view, lens.values, mine, (sums, ends), tuple(found)
        )

    pool.share(gather)
    return found
