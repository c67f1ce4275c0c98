"""Gaussians whose centres lie in an outline or under a brush, seen from a camera."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.base import Renderer
from render.camera import Camera
from render.gaussians import GaussianCloud
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

    Source: the crossing test of a ray to the right; only points inside the outline's box take it.
    """
    inside = np.zeros(len(places), np.bool_)
    if len(corners) < 3:
        return inside
    outline = np.array(corners)
    low, high = outline.min(axis=0), outline.max(axis=0)
    near = np.flatnonzero(((places >= low) & (places <= high)).all(axis=1))
    x, y = places[near].T
    odd = np.zeros(len(near), np.bool_)
    for (x0, y0), (x1, y1) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        crosses = (y0 > y) != (y1 > y)
        odd ^= crosses & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    inside[near] = odd
    return inside


def under_stroke(places: Float64Array, points: tuple[Point, ...], radius_px: float) -> BoolArray:
    """Which points of shape [N, 2] lie at most a radius from a line through points, shape [N]."""
    found = np.zeros(len(places), np.bool_)
    path = np.array(points, np.float64)
    ends = path[1:] if len(path) > 1 else path
    for start, end in zip(path[: len(ends)], ends, strict=True):
        low = np.minimum(start, end) - radius_px
        high = np.maximum(start, end) + radius_px
        near = np.flatnonzero(~found & ((places >= low) & (places <= high)).all(axis=1))
        along = end - start
        length2 = float(along @ along)
        offset = places[near] - start
        share = np.clip(offset @ along / length2, 0, 1) if length2 > 0 else np.zeros(len(near))
        gap = offset - share[:, None] * along
        found[near] = (gap**2).sum(axis=1) <= radius_px**2
    return found


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
