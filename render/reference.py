"""`ReferenceRenderer`: EWA splatting in plain numpy, the definition of every back-end.

`reference_projection` turns Gaussians into ellipses on the picture plane; what they cover is
blended from near to far:

    alpha = min(0.999, opacity · exp(-½ dᵀ Σ2D⁻¹ d)), left out below 1/255
    color += T · alpha · rgb,   T *= 1 - alpha,   while T >= 1e-4

`splat_styles` gives alpha of the other styles. Features and camera depth are blended like
colours. The median is the Gaussian at which T falls to 0.5 or less.

Sources: Zwicker et al., EWA Splatting, 2002; Kerbl et al., 3D Gaussian Splatting, 2023.
Everything is float64 and slow on purpose.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.base import (
    FloatArray,
    Renderer,
    RenderOutput,
    RenderSettings,
    SplatStyle,
    checked_features,
)
from render.camera import Camera
from render.gaussians import GaussianCloud
from render.reference_projection import LOWEST_ALPHA, Float64Array, ProjectedGaussians, project
from render.splat_styles import PROFILES, SplatProfile

HIGHEST_ALPHA = 0.999
LOWEST_TRANSMITTANCE = 1e-4
MEDIAN_TRANSMITTANCE = 0.5


class _Canvas(NamedTuple):
    """Pictures while they are blended."""

    left: Float64Array
    """Transmittance, shape [H, W]."""
    sums: Float64Array
    """Blended colour, depth [m] and features, shape [H, W, 4 + D]."""
    median_depth: Float64Array
    """Depth of the median Gaussian [m], 0 where none is, shape [H, W]."""
    gaussian_id: npt.NDArray[np.int32]
    """Its index, -1 where none is, shape [H, W]."""


class _Footprint(NamedTuple):
    """Where one Gaussian is drawn."""

    box: tuple[slice, slice]
    """Rows and columns of the picture."""
    distance: Float64Array
    """Squared Mahalanobis distance of their pixels from the centre, shape [h, w]."""


class ReferenceRenderer(Renderer):
    """Draws one Gaussian after the other over its rectangle of pixels."""

    name = "reference"

    def render(
        self,
        cloud: GaussianCloud,
        camera: Camera,
        settings: RenderSettings | None = None,
        *,
        features: FloatArray | None = None,
        with_ids: bool = False,
    ) -> RenderOutput:
        """Draw one view; see `Renderer.render`."""
        settings = settings or RenderSettings()
        extra = np.zeros((cloud.gaussian_count, 0), np.float32)
        if features is not None:
            extra = checked_features(features, cloud.gaussian_count)
        size = (camera.height, camera.width)
        canvas = _Canvas(
            left=np.ones(size),
            sums=np.zeros((*size, 4 + extra.shape[1])),
            median_depth=np.zeros(size),
            gaussian_id=np.full(size, -1, np.int32),
        )
        gaussians = project(cloud, camera, settings)
        for row in range(len(gaussians.indices)):
            _blend(gaussians, row, settings.style, extra[gaussians.indices[row]], canvas)
        return _output(canvas, settings, with_features=features is not None, with_ids=with_ids)


def _output(
    canvas: _Canvas, settings: RenderSettings, *, with_features: bool, with_ids: bool
) -> RenderOutput:
    alpha = 1 - canvas.left
    depth = np.divide(canvas.sums[:, :, 3], alpha, out=np.zeros_like(alpha), where=alpha > 0)
    color = canvas.sums[:, :, :3] + canvas.left[:, :, None] * np.array(settings.background)
    return RenderOutput(
        np.clip(color, 0, 1).astype(np.float32),
        alpha.astype(np.float32),
        depth.astype(np.float32),
        canvas.median_depth.astype(np.float32) if with_ids else None,
        canvas.gaussian_id if with_ids else None,
        canvas.sums[:, :, 4:].astype(np.float32) if with_features else None,
    )


def _blend(
    gaussians: ProjectedGaussians,
    row: int,
    style: SplatStyle,
    features: FloatArray,
    canvas: _Canvas,
) -> None:
    """Blend one Gaussian behind the picture."""
    opacity = float(gaussians.opacities[row])
    profile = PROFILES.get(style)
    farthest = profile.outer_end if profile else 2 * math.log(opacity / LOWEST_ALPHA)
    footprint = _footprint(gaussians, row, profile, farthest, canvas.left.shape)
    if footprint is None:
        return
    box, distance = footprint
    alpha = _alpha(distance, opacity, profile)
    left = canvas.left[box]
    drawn = (alpha >= LOWEST_ALPHA) & (left >= LOWEST_TRANSMITTANCE)
    weight = np.where(drawn, np.minimum(alpha, HIGHEST_ALPHA), 0) * left
    median = (left > MEDIAN_TRANSMITTANCE) & (left - weight <= MEDIAN_TRANSMITTANCE)
    canvas.median_depth[box][median] = gaussians.depths[row]
    canvas.gaussian_id[box][median] = gaussians.indices[row]
    canvas.left[box] -= weight
    shade = 1 - profile.darkening * np.minimum(distance / farthest, 1) if profile else 1.0
    canvas.sums[box][:, :, :3] += (weight * shade)[:, :, None] * gaussians.colors[row]
    canvas.sums[box][:, :, 3] += weight * gaussians.depths[row]
    canvas.sums[box][:, :, 4:] += weight[:, :, None] * features


def _footprint(
    gaussians: ProjectedGaussians,
    row: int,
    profile: SplatProfile | None,
    farthest: float,
    shape: tuple[int, ...],
) -> _Footprint | None:
    """Pixels within the squared distance `farthest` of a Gaussian; None where there are none."""
    variances, axes = gaussians.variances[row], gaussians.axes[row]
    if profile and profile.radius_px:
        variances, axes = np.full(2, profile.radius_px**2), np.eye(2)
    center, size = gaussians.centers[row], np.array(shape[::-1])
    reach = np.sqrt(farthest * (axes**2 @ variances))
    low = np.ceil(np.clip(center - reach - 0.5, 0, size)).astype(int)
    high = np.floor(np.clip(center + reach - 0.5, -1, size - 1)).astype(int) + 1
    if (low >= high).any():
        return None
    dx = np.arange(low[0], high[0])[None, :] + 0.5 - center[0]
    dy = np.arange(low[1], high[1])[:, None] + 0.5 - center[1]
    across, along = (axes[0, i] * dx + axes[1, i] * dy for i in (0, 1))
    box = (slice(low[1], high[1]), slice(low[0], high[0]))
    return _Footprint(box, across**2 / variances[0] + along**2 / variances[1])


def _alpha(distance: Float64Array, opacity: float, profile: SplatProfile | None) -> Float64Array:
    """Alpha of pixels at squared Mahalanobis distances from a Gaussian's centre."""
    if profile is None:
        return np.asarray(opacity * np.exp(-0.5 * distance))
    outside = (profile.outer_end - distance) / (profile.outer_end - profile.outer_start)
    rim = (distance - profile.inner_start) / (profile.inner_end - profile.inner_start)
    shape = profile.filling + (1 - profile.filling) * np.clip(rim, 0, 1)
    strength = profile.strength * (opacity if profile.uses_opacity else 1.0)
    return np.asarray(strength * np.clip(outside, 0, 1) * shape)
