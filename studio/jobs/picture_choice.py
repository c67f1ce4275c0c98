"""Gaussians whose centres lie in an outline, under a brush, on the surface or in a volume."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.base import Renderer
from render.camera import Camera
from render.gaussians import GaussianCloud
from render.quaternion import matrix_from_quaternion
from sim.scene.shapes import Box, Sphere
from studio.jobs.view_questions import Point

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

SURFACE_SIDE_PX = 360
"""Longer side of the picture by which it is told what is seen [px]."""
SURFACE_SHARE = 0.04
"""Depth, as a share of the object's reach, that still belongs to the surface."""
EXTENT_SIGMAS = 4.0
"""How far a Gaussian reaches before its centre, in standard deviations."""
VISIBLE = 1 / 255
"""Opacity below which nothing is drawn."""


def picture_places(cloud: GaussianCloud, camera: Camera) -> tuple[Float64Array, BoolArray]:
    """Pixels of the centres, shape [N, 2], and which lie before the camera and are drawn, [N]."""
    places, depths = camera.project(cloud.means)
    ahead = (depths > camera.near_plane) | camera.is_orthographic
    return places, np.asarray(ahead & (cloud.opacities >= VISIBLE))


def in_polygon(places: Float64Array, corners: tuple[Point, ...]) -> BoolArray:
    """Which points of shape [N, 2] lie inside a closed outline, by the even-odd rule, shape [N].

    Source: the crossing test of a ray to the right. Points are sorted by height, so that every
    side of the outline meets only those at its own height.
    """
    inside = np.zeros(len(places), np.bool_)
    if len(corners) < 3:
        return inside
    outline = np.array(corners, np.float64)
    near = _within(places, outline.min(axis=0), outline.max(axis=0), sorted_along=1)
    x, y = places[near].T
    odd = np.zeros(len(near), np.bool_)
    for (x0, y0), (x1, y1) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        first, last = np.searchsorted(y, sorted((y0, y1)))
        part = slice(int(first), int(last))
        odd[part] ^= x[part] < x0 + (y[part] - y0) * (x1 - x0) / (y1 - y0)
    inside[near] = odd
    return inside


def under_stroke(places: Float64Array, points: tuple[Point, ...], radius_px: float) -> BoolArray:
    """Which points of shape [N, 2] lie at most a radius from a line through points, shape [N]."""
    path = np.array(points, np.float64)
    low, high = path.min(axis=0) - radius_px, path.max(axis=0) + radius_px
    axis = int((high - low).argmax())
    near = _within(places, low, high, sorted_along=axis)
    chosen = places[near]
    found = np.zeros(len(near), np.bool_)
    ends = path[1:] if len(path) > 1 else path
    for start, end in zip(path[: len(ends)], ends, strict=True):
        span = sorted((start[axis], end[axis]))
        first = np.searchsorted(chosen[:, axis], span[0] - radius_px)
        last = np.searchsorted(chosen[:, axis], span[1] + radius_px, side="right")
        part = slice(int(first), int(last))
        found[part] |= _gap2(chosen[part], start, end) <= radius_px**2
    inside = np.zeros(len(places), np.bool_)
    inside[near] = found
    return inside


def _gap2(places: Float64Array, start: Float64Array, end: Float64Array) -> Float64Array:
    """Squared distances of points of shape [N, 2] from a piece of a line, shape [N]."""
    along = end - start
    length2 = float(along @ along)
    offset = places - start
    share = np.clip(offset @ along / length2, 0, 1) if length2 > 0 else np.zeros(len(places))
    return np.asarray(((offset - share[:, None] * along) ** 2).sum(axis=1))


def _within(
    places: Float64Array, low: Float64Array, high: Float64Array, *, sorted_along: int
) -> npt.NDArray[np.int64]:
    """Indices of the points in a box, in the order of one of their coordinates."""
    x, y = places.T
    near = np.flatnonzero((x >= low[0]) & (x <= high[0]) & (y >= low[1]) & (y <= high[1]))
    return np.asarray(near[np.argsort(places[near, sorted_along])], np.int64)


def in_volume(shape: Box | Sphere, points: FloatArray) -> BoolArray:
    """Which points [m] of shape [N, 3] lie in a volume, shape [N]; as `sim.scene.distance.inside`.

    That measures distances, which takes ten times as long for a million points.
    """
    away = points - np.array(shape.center_m, np.float32)
    if isinstance(shape, Sphere):
        return np.asarray(np.einsum("ij,ij->i", away, away) <= shape.radius_m**2)
    axes = matrix_from_quaternion(np.array(shape.quat)).astype(np.float32)
    half = np.array(shape.half_extents_m, np.float32)
    return np.asarray((np.abs(away @ axes) <= half).all(axis=1))


def on_surface(
    cloud: GaussianCloud, camera: Camera, renderer: Renderer, asked: BoolArray
) -> BoolArray:
    """Which of the asked Gaussians are not covered by others, shape [N].

    A Gaussian is seen if its centre is no deeper than what the 5 x 5 pixels round it show at the
    middle of their depths, its own extent and `SURFACE_SHARE` of the object allowed for: the
    middle of many neither sees through a pinhole nor stumbles over a single stray Gaussian.

    Args:
        cloud: N Gaussians in the world [m].
        camera: The view.
        renderer: Draws the depth.
        asked: Gaussians that are looked at, shape [N].
    """
    factor = min(SURFACE_SIDE_PX / max(camera.width, camera.height), 1.0)
    small = camera.scaled_to(
        max(round(camera.width * factor), 1), max(round(camera.height * factor), 1)
    )
    output = renderer.render(cloud, small, with_ids=True)
    if output.median_depth is None:
        raise ValueError("the renderer was not asked for the median depth")
    nearby = _smoothed(output.median_depth)
    rows = np.flatnonzero(asked)
    places, depths = small.project(cloud.means[rows])
    x = np.clip(places[:, 0].astype(np.int64), 0, small.width - 1)
    y = np.clip(places[:, 1].astype(np.int64), 0, small.height - 1)
    before = nearby[y, x]
    reach = float(np.ptp(np.percentile(cloud.means, [1, 99], axis=0), axis=0).max())
    slack = np.maximum(EXTENT_SIGMAS * cloud.scales[rows].max(axis=1), SURFACE_SHARE * reach)
    seen = np.zeros(cloud.gaussian_count, np.bool_)
    seen[rows] = depths <= before + slack
    return seen


def _smoothed(depth: FloatArray) -> FloatArray:
    """Middle depth of the 5 x 5 pixels round each, infinite where most show nothing, [H, W]."""
    from scipy.ndimage import median_filter

    known = np.where(depth > 0, depth, np.float32(np.inf))
    return np.asarray(median_filter(known, size=5, mode="nearest"), np.float32)
