"""Silhouette and depth of splats in a small picture, from the splats alone.

The opacity of a pixel, 1 − Π (1 − αᵢ), does not depend on the order of the splats, so it needs no
sorting: their optical depths −ln (1 − αᵢ) are added up. Source of αᵢ: Kerbl et al., 3D Gaussian
Splatting, SIGGRAPH 2023, equations 3 to 5; Zwicker et al., EWA Volume Splatting, 2001, equation 29.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.clips.frame_pose import FramePose
from render.gaussians import GaussianCloud
from render.quaternion import matrix_from_quaternion

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

LOW_PASS_PX2 = 0.3
"""Variance that is added to every projected splat, as renderers of 3DGS do [px²]."""
REACH = 2.5
"""Standard deviations to which a splat is drawn."""
RADII_PX = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
"""Half sides of the squares in which splats are drawn [px]; larger splats are cut off."""
CHUNK = 1 << 20
"""Values that are worked on at a time."""
LARGEST_ALPHA = 0.99
"""An α above it counts as it, as renderers of 3DGS do."""
MOST_COVERED_PX = 4
"""Splats hide what lies behind them at most so far from their centres [px]."""


class FlatSplats(NamedTuple):
    """Splats of a frame in the picture."""

    centers: Float64Array
    """Centres [px], shape [N, 2]."""
    depths: Float64Array
    """Camera depths [m], shape [N]."""
    covariances: Float64Array
    """xx, xy, yy of the projected covariance, low-pass included [px²], shape [N, 3]."""
    opacities: Float64Array
    """Opacities 0 to 1; 0 for what is not drawn, shape [N]."""


def flat_splats(
    rest: GaussianCloud, axes: FloatArray, pose: FramePose, camera: Camera
) -> FlatSplats:
    """Project the splats of a frame.

    Args:
        rest: Rest cloud, N Gaussians.
        axes: Its principal axes times standard deviations [m], see `splat_axes`, shape [N, 3, 3].
        pose: The frame.
        camera: Still camera.
    """
    centers, depths = camera.project(pose.means)
    moved = matrix_from_quaternion(pose.rotations) @ pose.stretches @ axes
    seen = camera.world_to_camera[:3, :3].astype(np.float64) @ moved
    safe = np.maximum(depths, camera.near_plane)[:, None]
    scale = np.diag(camera.K)[:2] / (1.0 if camera.is_orthographic else safe)
    flat = seen[:, :2] * np.broadcast_to(scale, (len(depths), 2))[:, :, None]
    if not camera.is_orthographic:
        flat = flat - ((centers - camera.K[:2, 2]) / safe)[:, :, None] * seen[:, 2:]
    x, y = flat[:, 0], flat[:, 1]
    covariances = np.stack([(x * x).sum(1), (x * y).sum(1), (y * y).sum(1)], axis=1)
    covariances += np.array([LOW_PASS_PX2, 0, LOW_PASS_PX2])
    drawn = depths > camera.near_plane
    if pose.hidden is not None:
        drawn &= ~pose.hidden
    opacities = np.where(drawn, rest.opacities, 0.0)
    return FlatSplats(centers, depths, covariances, opacities)


def splat_axes(rest: GaussianCloud) -> FloatArray:
    """Principal axes of Gaussians times their standard deviations [m], shape [N, 3, 3]."""
    axes = matrix_from_quaternion(rest.quats) * rest.scales[:, None, :]
    return np.asarray(axes, np.float32)


def opacity_picture(splats: FlatSplats, width: int, height: int) -> FloatArray:
    """Opacity of every pixel 0 to 1, shape [H, W].

    Args:
        splats: Projected splats.
        width: Width of the picture [px].
        height: Height of the picture [px].
    """
    edge = RADII_PX[-1]
    wide, high = width + 4 * edge, height + 4 * edge  # squares of all that is near fit in
    radius = np.ceil(REACH * np.sqrt(splats.covariances[:, [0, 2]].max(axis=1)))
    reach = np.minimum(radius, edge)[:, None]
    near = (splats.opacities > 0) & (splats.centers + reach > 0).all(axis=1)
    near &= (splats.centers - reach < (width, height)).all(axis=1)
    group = np.searchsorted(RADII_PX[:-1], radius)
    depth = np.zeros(wide * high)
    for number, half_side in enumerate(RADII_PX):
        chosen = np.flatnonzero(near & (group == number))
        step = max(CHUNK // (2 * half_side + 1) ** 2, 1)
        for start in range(0, len(chosen), step):
            part = FlatSplats(*(values[chosen[start : start + step]] for values in splats))
            part = part._replace(centers=part.centers + 2 * edge)
            pixels, added = _optical_depths(part, half_side, wide)
            depth += np.bincount(pixels, added, minlength=len(depth))
    drawn = depth.reshape(high, wide)[2 * edge : -2 * edge, 2 * edge : -2 * edge]
    return np.asarray(1 - np.exp(-drawn), np.float32)


def _optical_depths(
    splats: FlatSplats, half_side: int, width: int
) -> tuple[npt.NDArray[np.int32], FloatArray]:
    """Pixels in the squares round splats, and −ln (1 − α) of the splats there, shape [n] each."""
    offsets = np.arange(-half_side, half_side + 1, dtype=np.float32)
    corner = np.floor(splats.centers)
    apart = (corner + 0.5 - splats.centers).astype(np.float32)
    dx = (apart[:, :1] + offsets)[:, None, :]  # [n, 1, 2r + 1]
    dy = (apart[:, 1:] + offsets)[:, :, None]
    xx, xy, yy = splats.covariances.T.astype(np.float32)[:, :, None, None]
    scale = np.float32(-0.5) / (xx * yy - xy * xy)
    exponent = scale * (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy)
    alpha = np.exp(exponent)
    alpha *= splats.opacities.astype(np.float32)[:, None, None]
    alpha[exponent < -0.5 * REACH * REACH] = 0
    first = (corner[:, 1] * width + corner[:, 0]).astype(np.int32)
    rows, columns = np.ogrid[-half_side : half_side + 1, -half_side : half_side + 1]
    pixels = first[:, None, None] + (rows * width + columns).astype(np.int32)
    return pixels.ravel(), -np.log1p(-np.minimum(alpha, LARGEST_ALPHA)).ravel()


def nearest_depths(splats: FlatSplats, width: int, height: int) -> Float64Array:
    """Depth of the nearest splat in every pixel [m], inf where there is none, shape [H W].

    A splat covers the square of one standard deviation, that of its narrower side.

    Args:
        splats: Projected splats.
        width: Width of the picture [px].
        height: Height of the picture [px].
    """
    edge = MOST_COVERED_PX
    pixels, inside = pixel_of(splats.centers, width, height)
    shown = np.flatnonzero(inside & (splats.opacities > 0))
    shown = shown[np.argsort(-splats.depths[shown], kind="stable")]
    wide = width + 2 * edge
    rows, columns = np.divmod(pixels[shown], width)
    middle = (rows + edge) * wide + columns + edge
    narrow = np.sqrt(splats.covariances[shown][:, [0, 2]].min(axis=1))
    half = np.minimum(np.rint(narrow), edge)
    found = np.full(wide * (height + 2 * edge), np.inf)
    for reach in range(edge + 1):
        chosen = np.flatnonzero(half == reach)
        if not len(chosen):
            continue
        depths = splats.depths[shown[chosen]]
        for right, down in np.ndindex(2 * reach + 1, 2 * reach + 1):
            layer = np.full(len(found), np.inf)
            shift = (down - reach) * wide + right - reach
            layer[middle[chosen] + shift] = depths  # the nearest is written last
            np.minimum(found, layer, out=found)
    whole = found.reshape(height + 2 * edge, wide)
    return np.ascontiguousarray(whole[edge:-edge, edge:-edge]).ravel()


def pixel_of(centers: Float64Array, width: int, height: int) -> tuple[IntArray, BoolArray]:
    """Number of the pixel in which points lie, and whether they lie in the picture, shape [N]."""
    x, y = np.nan_to_num(centers, posinf=-1, neginf=-1).T
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    columns, rows = (np.where(inside, values, 0).astype(np.int64) for values in (x, y))
    return rows * width + columns, inside
