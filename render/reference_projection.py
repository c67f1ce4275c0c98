"""Projection of the reference: Gaussians to ellipses on the picture plane, in float64 numpy.

The perspective is taken as affine at each centre, x -> J x with J its derivative there, held
within `projection_limits`; orthographic views are affine everywhere. A low-pass is added to the
2D covariance. Visible is what lies between near and far plane with an opacity of at least 1/255
after the guard of `eye_guard` (perspective only) and the factor of antialiasing. Colours depend
on the direction from the camera's centre, of orthographic views on the viewing direction.

Sources: Zwicker et al., EWA Splatting, 2002, equation 29; Kerbl et al., 3D Gaussian Splatting,
2023; Yu et al., Mip-Splatting, 2024, section 5.2.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.base import RenderSettings
from render.camera import Camera
from render.eye_guard import eye_fade
from render.gaussians import GaussianCloud
from render.projection_limits import ray_limits
from render.quaternion import matrix_from_quaternion
from render.spherical_harmonics import evaluate

Float64Array = npt.NDArray[np.float64]

LOWEST_ALPHA = 1 / 255
"""Fainter than this is not drawn."""
LARGEST_DETERMINANT = 1e60
"""Gaussians whose 2D covariance exceeds this determinant [px⁴] are not drawn."""
BRIGHTEST = 1e6
"""Upper limit of a Gaussian's colour, so that no product overflows float32."""


class ProjectedGaussians(NamedTuple):
    """V visible Gaussians on the picture plane, from near to far."""

    centers: Float64Array
    """Projected centres [px], shape [V, 2]."""
    variances: Float64Array
    """Eigenvalues of the 2D covariances in ascending order [px²], shape [V, 2]."""
    axes: Float64Array
    """Their unit eigenvectors in columns, shape [V, 2, 2]."""
    depths: Float64Array
    """Camera depths [m], shape [V]."""
    opacities: Float64Array
    """Opacities after guard and antialiasing, shape [V]."""
    colors: Float64Array
    """sRGB colours, shape [V, 3]."""
    indices: npt.NDArray[np.intp]
    """Their places in the cloud, shape [V]."""


def project(cloud: GaussianCloud, camera: Camera, settings: RenderSettings) -> ProjectedGaussians:
    """Project the Gaussians that are visible, ordered by camera depth."""
    turn = camera.world_to_camera[:3, :3].astype(np.float64)
    depths = cloud.means.astype(np.float64) @ turn[2] + camera.world_to_camera[2, 3]
    order = np.flatnonzero((depths > camera.near_plane) & (depths < camera.far_plane))
    order = order[np.argsort(depths[order], kind="stable")]
    chosen = cloud.select(order)
    centers, depths = camera.project(chosen.means)
    rotations = matrix_from_quaternion(chosen.quats.astype(np.float64))
    axes = turn @ (rotations * chosen.scales[:, None, :].astype(np.float64))
    flat = _jacobians(chosen, camera) @ axes
    opacities = chosen.opacities.astype(np.float64)
    if not camera.is_orthographic:
        opacities *= eye_fade(depths, np.linalg.norm(axes[:, 2], axis=1))
    covariances, determinants, narrow = _ellipses(flat, settings.eps2d)
    if settings.antialiased:
        opacities *= np.sqrt(narrow / np.maximum(determinants, 1e-300))
    drawn = (opacities >= LOWEST_ALPHA) & (determinants > 0) & (determinants < LARGEST_DETERMINANT)
    variances, directions = _principal_axes(covariances[drawn], determinants[drawn])
    chosen = chosen.select(drawn)
    return ProjectedGaussians(
        centers=centers[drawn],
        variances=variances,
        axes=directions,
        depths=depths[drawn],
        opacities=opacities[drawn],
        colors=_colors(chosen, camera, settings.max_sh_degree),
        indices=order[drawn],
    )


def _jacobians(cloud: GaussianCloud, camera: Camera) -> Float64Array:
    """Derivatives of the pixel by the camera-space point at the centres, shape [N, 2, 3]."""
    fx, fy = float(camera.K[0, 0]), float(camera.K[1, 1])
    result = np.zeros((cloud.gaussian_count, 2, 3))
    if camera.is_orthographic:
        result[:, 0, 0], result[:, 1, 1] = fx, fy
        return result
    turn = camera.world_to_camera[:3, :3].astype(np.float64)
    points = cloud.means.astype(np.float64) @ turn.T + camera.world_to_camera[:3, 3]
    limits_x, limits_y = ray_limits(camera)
    z = points[:, 2]
    result[:, 0, 0], result[:, 0, 2] = fx / z, -fx * np.clip(points[:, 0] / z, *limits_x) / z
    result[:, 1, 1], result[:, 1, 2] = fy / z, -fy * np.clip(points[:, 1] / z, *limits_y) / z
    return result


def _ellipses(flat: Float64Array, eps2d: float) -> tuple[Float64Array, Float64Array, Float64Array]:
    """2D covariances of projected axes, their determinants, and those without low-pass.

    Determinants are sums of the squared areas that pairs of projected axes span (Cauchy-Binet),
    so that needles keep their width.

    Args:
        flat: Projected axes in columns [px], shape [N, 2, 3].
        eps2d: Low-pass [px²].

    Returns:
        Covariances with low-pass [px²], shape [N, 2, 2]; determinants with and without [px⁴],
        each of shape [N].
    """
    following = np.roll(flat, 1, axis=2)
    narrow = ((flat[:, 0] * following[:, 1] - flat[:, 1] * following[:, 0]) ** 2).sum(axis=1)
    covariances = flat @ flat.transpose(0, 2, 1)
    trace = np.trace(covariances, axis1=1, axis2=2)
    return covariances + eps2d * np.eye(2), narrow + eps2d * (trace + eps2d), narrow


def _principal_axes(
    covariances: Float64Array, determinants: Float64Array
) -> tuple[Float64Array, Float64Array]:
    """Variances in ascending order, shape [N, 2], and unit axes in columns, shape [N, 2, 2]."""
    variances, directions = np.linalg.eigh(covariances)
    variances[:, 0] = determinants / variances[:, 1]
    return variances, directions


def _colors(cloud: GaussianCloud, camera: Camera, max_degree: int) -> Float64Array:
    """Colours of the Gaussians as this camera sees them, 0 to `BRIGHTEST`, shape [N, 3]."""
    if camera.is_orthographic:
        directions = np.broadcast_to(camera.forward.astype(np.float64), cloud.means.shape)
    else:
        directions = cloud.means.astype(np.float64) - camera.position
        directions /= np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), 1e-30)
    colors = evaluate(cloud.sh_coeffs, directions, min(max_degree, cloud.sh_degree))
    return np.minimum(colors.astype(np.float64), BRIGHTEST)
