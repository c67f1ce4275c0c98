"""`ReferenceRenderer`: EWA splatting in plain numpy, the definition of every back-end.

A Gaussian is projected by the affine approximation of the perspective at its centre, a low-pass
is added to its 2D covariance, and what it covers is blended from near to far:

    alpha = min(0.999, opacity · exp(-½ dᵀ Σ2D⁻¹ d)), left out below 1/255
    color += T · alpha · rgb,   T *= 1 - alpha,   until T < 1e-4

Sources: Zwicker et al., EWA Splatting, 2002; Kerbl et al., 3D Gaussian Splatting, 2023.
Everything is float64 and slow on purpose.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from render.base import Renderer, RenderOutput, RenderSettings
from render.camera import Camera
from render.gaussians import GaussianCloud
from render.projection_limits import ray_limits
from render.quaternion import matrix_from_quaternion
from render.spherical_harmonics import evaluate

Float64Array = npt.NDArray[np.float64]

LOWEST_ALPHA = 1 / 255
HIGHEST_ALPHA = 0.999
LOWEST_TRANSMITTANCE = 1e-4
LARGEST_DETERMINANT = 1e60
"""Gaussians whose 2D covariance exceeds this determinant [px⁴] are not drawn."""


class ProjectedGaussians(NamedTuple):
    """V visible Gaussians on the picture plane, from near to far."""

    centers: Float64Array
    """Projected centres [px], shape [V, 2]."""
    covariances: Float64Array
    """2D covariances with low-pass [px²], shape [V, 2, 2]."""
    variances: Float64Array
    """Their eigenvalues in ascending order [px²], shape [V, 2]."""
    axes: Float64Array
    """Their unit eigenvectors in columns, shape [V, 2, 2]."""
    depths: Float64Array
    """Camera depths [m], shape [V]."""
    opacities: Float64Array
    """Opacities, shape [V]."""
    colors: Float64Array
    """sRGB colours, shape [V, 3]."""


def project(cloud: GaussianCloud, camera: Camera, settings: RenderSettings) -> ProjectedGaussians:
    """Project the Gaussians that are visible, ordered by camera depth."""
    R = camera.world_to_camera[:3, :3].astype(np.float64)
    points = cloud.means.astype(np.float64) @ R.T + camera.world_to_camera[:3, 3]
    depths = points[:, 2]
    seen = (depths > camera.near_plane) & (depths < camera.far_plane)
    seen &= cloud.opacities >= LOWEST_ALPHA
    order = np.flatnonzero(seen)
    order = order[np.argsort(depths[order], kind="stable")]
    chosen, points = cloud.select(order), points[order]
    K = camera.K.astype(np.float64)
    directions = chosen.means.astype(np.float64) - camera.position
    directions /= np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), 1e-30)
    degree = min(settings.max_sh_degree, cloud.sh_degree)
    covariances = _projected_covariances(chosen, points, R, camera)
    covariances += settings.eps2d * np.eye(2)
    variances, axes = np.linalg.eigh(covariances)
    return ProjectedGaussians(
        centers=points[:, :2] / points[:, 2:] @ K[:2, :2].T + K[:2, 2],
        covariances=covariances,
        variances=variances,
        axes=axes,
        depths=points[:, 2],
        opacities=chosen.opacities.astype(np.float64),
        colors=evaluate(chosen.sh_coeffs, directions, degree).astype(np.float64),
    )


def _projected_covariances(
    cloud: GaussianCloud, points: Float64Array, R: Float64Array, camera: Camera
) -> Float64Array:
    """J R Σ Rᵀ Jᵀ of every Gaussian (EWA splatting, equation 29) [px²], shape [V, 2, 2].

    Computed from the projected axes of the Gaussian, so that needles keep their width.
    """
    limits_x, limits_y = ray_limits(camera)
    z = points[:, 2]
    along_x = np.clip(points[:, 0] / z, *limits_x)
    along_y = np.clip(points[:, 1] / z, *limits_y)
    fx, fy = float(camera.K[0, 0]), float(camera.K[1, 1])
    J = np.zeros((len(points), 2, 3))
    J[:, 0, 0], J[:, 0, 2] = fx / z, -fx * along_x / z
    J[:, 1, 1], J[:, 1, 2] = fy / z, -fy * along_y / z
    axes = matrix_from_quaternion(cloud.quats.astype(np.float64)) * cloud.scales[:, None, :]
    projected = J @ R @ axes
    return np.asarray(projected @ projected.transpose(0, 2, 1))


class ReferenceRenderer(Renderer):
    """Draws one Gaussian after the other over its rectangle of pixels."""

    name = "reference"

    def render(
        self, cloud: GaussianCloud, camera: Camera, settings: RenderSettings | None = None
    ) -> RenderOutput:
        """Draw one view; see `Renderer.render`."""
        settings = settings or RenderSettings()
        size = (camera.height, camera.width)
        left = np.ones(size)
        color, depth = np.zeros((*size, 3)), np.zeros(size)
        for gaussian in zip(*project(cloud, camera, settings), strict=True):
            _blend(gaussian, left, color, depth)
        alpha = 1 - left
        covered = alpha > 0
        depth[covered] /= alpha[covered]
        color += left[:, :, None] * np.array(settings.background)
        return RenderOutput(
            np.clip(color, 0, 1).astype(np.float32),
            alpha.astype(np.float32),
            depth.astype(np.float32),
        )


def _blend(
    gaussian: tuple[Any, ...],
    left: Float64Array,
    color: Float64Array,
    depth: Float64Array,
) -> None:
    """Blend one row of `ProjectedGaussians` behind the picture; `left` is the transmittance."""
    center, covariance, variances, axes, z, opacity, rgb = gaussian
    if not (variances[0] > 0 and variances.prod() < LARGEST_DETERMINANT):
        return
    reach = np.sqrt(2 * np.log(opacity / LOWEST_ALPHA) * np.diag(covariance))
    size = np.array(left.shape[::-1])
    low = np.ceil(np.clip(center - reach - 0.5, 0, size)).astype(int)
    high = np.floor(np.clip(center + reach - 0.5, -1, size - 1)).astype(int) + 1
    if (low >= high).any():
        return
    box = (slice(low[1], high[1]), slice(low[0], high[0]))
    dx = np.arange(low[0], high[0])[None, :] + 0.5 - center[0]
    dy = np.arange(low[1], high[1])[:, None] + 0.5 - center[1]
    across, along = (axes[0, i] * dx + axes[1, i] * dy for i in (0, 1))
    alpha = opacity * np.exp(-0.5 * (across**2 / variances[0] + along**2 / variances[1]))
    drawn = (alpha >= LOWEST_ALPHA) & (left[box] >= LOWEST_TRANSMITTANCE)
    weight = np.where(drawn, np.minimum(alpha, HIGHEST_ALPHA), 0) * left[box]
    left[box] -= weight
    color[box] += weight[:, :, None] * rgb
    depth[box] += weight * z
