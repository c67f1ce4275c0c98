"""The one place where PhysGM's raw values become Gaussians."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from models.physgm.config import PhysGMPreset
from render.gaussians import GaussianCloud

SH_DC = 0.28209479177387814
"""Value of the spherical harmonic of degree 0."""
USED_OPACITY = 0.001
"""Opacity above which a Gaussian counts as used."""
_QUATERNION_EPS = 1e-12


class PixelGaussians(NamedTuple):
    """Activated Gaussians of B scenes in the network's world; N = V H W, view, row, column."""

    means: Tensor
    """Centres, shape [B, N, 3]."""
    quats: Tensor
    """Unit quaternions wxyz, shape [B, N, 4]."""
    scales: Tensor
    """Standard deviations, shape [B, N, 3]."""
    opacities: Tensor
    """In 0..1, shape [B, N]."""
    sh_coeffs: Tensor
    """Colour coefficients, shape [B, N, K, 3]."""

    def used_share(self) -> Tensor:
        """Share of Gaussians above `USED_OPACITY`, shape [B]."""
        return (self.opacities > USED_OPACITY).double().mean(dim=1)

    def to_cloud(self, scene: int = 0, *, min_opacity: float = USED_OPACITY) -> GaussianCloud:
        """The Gaussians of one scene above an opacity, still in the network's world."""
        kept = self.opacities[scene] > min_opacity
        arrays = (part[scene][kept].detach().float().cpu().numpy() for part in self)
        return GaussianCloud(*arrays)


def activated(
    raw: Tensor, pictures: Tensor, rays: Tensor, origins: Tensor, preset: PhysGMPreset
) -> PixelGaussians:
    """Gaussians on the rays of the pixels.

    Args:
        raw: The network's raw values, shape [B, V, outputs, H, W].
        pictures: The pictures on white, sRGB 0 to 1, shape [B, V, 3, H, W].
        rays: Moment and unit direction, shape [B, V, 6, H, W].
        origins: Camera centres, shape [B, V, 3].
        preset: Biases and distances that the weights were trained with.

    Returns:
        Position: centre + sigmoid(mean of three channels) max_dist direction. Scale:
        exp(min(raw + bias, scale_max)). Opacity: sigmoid(raw + bias). Colour: the pixel's RGB is
        added to coefficient 0, unconverted where the preset says so.
        Source: PhysGM, CVPR 2026, section 3.2, and its public configuration.
    """
    values = raw.to(torch.promote_types(raw.dtype, torch.float32)).movedim(2, -1)
    values = values.flatten(1, 3)  # [B, N, outputs]
    colour_count = values.shape[-1] - 11
    xyz, colour, scale, quats, opacity = torch.split(values, [3, colour_count, 3, 4, 1], dim=-1)
    distance = xyz.mean(dim=-1, keepdim=True).sigmoid() * preset.max_dist  # [B, N, 1]
    directions = rays[:, :, 3:].movedim(2, -1).flatten(1, 3)  # [B, N, 3]
    per_view = rays.shape[-2] * rays.shape[-1]
    centres = origins.repeat_interleave(per_view, dim=1)  # [B, N, 3]
    sh_coeffs = colour.reshape(*colour.shape[:2], -1, 3).clone()  # [B, N, K, 3]
    sh_coeffs[:, :, 0] += _dc_residual(pictures, preset).movedim(2, -1).flatten(1, 3)
    return PixelGaussians(
        means=centres + distance * directions,
        quats=_unit(quats),
        scales=(scale + preset.scale_bias).clamp(max=preset.scale_max).exp(),
        opacities=(opacity[..., 0] + preset.opacity_bias).sigmoid(),
        sh_coeffs=sh_coeffs,
    )


def _dc_residual(pictures: Tensor, preset: PhysGMPreset) -> Tensor:
    """What the picture adds to coefficient 0, same shape."""
    return pictures if preset.rgb_into_sh else (pictures - 0.5) / SH_DC


def _unit(quats: Tensor) -> Tensor:
    """Normalised quaternions; one of length zero is no turn."""
    length = quats.norm(dim=-1, keepdim=True)
    unit = quats / length.clamp(min=_QUATERNION_EPS)
    still = torch.zeros_like(unit)
    still[..., 0] = 1
    return torch.where(length > _QUATERNION_EPS, unit, still)
