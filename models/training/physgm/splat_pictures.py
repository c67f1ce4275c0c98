"""Differentiable pictures of Gaussians behind one call: gsplat on CUDA, tiles on CPUs."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import torch
from torch import Tensor

from models.physgm.activations import PixelGaussians
from render.base import RenderSettings
from render.camera import Camera
from render.gsplat_cuda.scene_tensors import (
    FIELDS,
    guarded_opacities,
    seen_colors,
    view_arguments,
)


class SplatPicture(NamedTuple):
    """One view of a scene."""

    color: Tensor
    """sRGB over white, not clipped, shape [3, H, W]."""
    alpha: Tensor
    """Coverage 0 to 1, shape [H, W]."""


class SplatPainter(Protocol):
    """Draws one scene with gradients for all values of its Gaussians."""

    def __call__(self, gaussians: PixelGaussians, scene: int, camera: Camera) -> SplatPicture:
        """Draw scene number `scene` of the Gaussians of B scenes, in float32."""


def splat_painter(device: torch.device) -> SplatPainter:
    """The painter of a device.

    Raises:
        BackendUnavailableError: If the device is a GPU and gsplat does not work there.
    """
    if device.type == "cpu":
        return paint_on_cpu
    from render.gsplat_cuda.requirements import require_cuda

    _, gsplat = require_cuda()
    return CudaPainter(gsplat)


def paint_on_cpu(gaussians: PixelGaussians, scene: int, camera: Camera) -> SplatPicture:
    """Draw with the tile rasterizer."""
    from render.cpu_tiles.autograd import rasterize

    tensors = _scene_tensors(gaussians, scene)
    color, alpha, _ = rasterize(
        tensors["means"],
        tensors["quats"],
        tensors["scales"],
        tensors["opacities"],
        seen_colors(tensors, camera, _sh_degree(tensors)),
        camera,
    )
    return SplatPicture(color.movedim(2, 0), alpha)


class CudaPainter:
    """Draws with gsplat. Source: Ye et al., gsplat, 2025."""

    def __init__(self, gsplat: Any) -> None:
        """Take the module."""
        self._gsplat = gsplat

    def __call__(self, gaussians: PixelGaussians, scene: int, camera: Camera) -> SplatPicture:
        """Draw one view of one scene."""
        tensors = _scene_tensors(gaussians, scene)
        device = tensors["means"].device
        arguments = view_arguments(camera, RenderSettings(), str(device))
        picture, alpha, _ = self._gsplat.rasterization(
            means=tensors["means"],
            quats=tensors["quats"],
            scales=tensors["scales"],
            opacities=guarded_opacities(tensors, camera),
            colors=seen_colors(tensors, camera, _sh_degree(tensors)),
            sh_degree=None,
            **{**arguments, "render_mode": "RGB"},
        )
        color = picture[0] + (1 - alpha[0])
        return SplatPicture(color.movedim(2, 0), alpha[0, :, :, 0])


def _scene_tensors(gaussians: PixelGaussians, scene: int) -> dict[str, Tensor]:
    """Values of one scene in float32 by the names of a cloud's fields."""
    return {name: part[scene].float() for name, part in zip(FIELDS, gaussians, strict=True)}


def _sh_degree(tensors: dict[str, Tensor]) -> int:
    return int(tensors["sh_coeffs"].shape[1] ** 0.5) - 1
