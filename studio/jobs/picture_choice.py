"""Gaussians whose centres lie in an outline, under a brush, on the surface or in a volume."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.gaussians import GaussianCloud
from render.quaternion import matrix_from_quaternion
from sim.scene.shapes import Box, Sphere
from studio.jobs.picture_places import PicturePlaces, Surface
from studio.jobs.view_questions import Point

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.floating]
"""Pixels x, y, shape [N, 2]."""

SURFACE_SHARE = 0.04
"""Depth, as a share of the object's reach, that still belongs to the surface."""
EXTENT_SIGMAS = 4.0
"""How far a Gaussian reaches before its centre, in standard deviations."""
CELLS = 160
"""Cells along the longer side of an outline: most lie wholly inside it or outside."""
FEW = 20_000
"""So many points are looked at one by one."""

_Decision = Callable[[Places, float], tuple[BoolArray, BoolArray]]
"""Of cells with centres [C, 2] and half a diagonal [px]: which are inside, and which surely so."""


def in_polygon(places: Places, corners: tuple[Point, ...]) -> BoolArray:
    """Which points of shape [N, 2] lie inside a closed outline, by the even-odd rule, shape [N]."""
    if len(corners) < 3:
        return np.zeros(len(places), np.bool_)
    outline = np.array(corners, np.float64)

    def decide(centers: Places, reach: float) -> tuple[BoolArray, BoolArray]:
        edges = _near_line(centers, np.concatenate([outline, outline[:1]]), reach)
        return _inside(centers, outline), ~edges

    low, high = outline.min(axis=0), outline.max(axis=0)
    return _by_cells(places, low, high, decide, lambda rest: _inside(rest, outline))


def under_stroke(places: Places, points: tuple[Point, ...], radius_px: float) -> BoolArray:
    """Which points of shape [N, 2] lie at most a radius from a line through points, shape [N]."""
    path = np.array(points, np.float64)

    def decide(centers: Places, reach: float) -> tuple[BoolArray, BoolArray]:
        inside = _near_line(centers, path, radius_px - reach)
        return inside, inside | ~_near_line(centers, path, radius_px + reach)

    low, high = path.min(axis=0) - radius_px, path.max(axis=0) + radius_px
    return _by_cells(places, low, high, decide, lambda rest: _near_line(rest, path, radius_px))


def _by_cells(
    places: Places,
    low: Float64Array,
    high: Float64Array,
    decide: _Decision,
    exact: Callable[[Places], BoolArray],
) -> BoolArray:
    """Which points of shape [N, 2] an outline holds, shape [N].

    Where there are many, cells are decided on as wholes; only points in cells that the outline
    runs through are looked at one by one.

    Args:
        places: Points [px], not finite where there are none.
        low: Least corner of the outline's box [px].
        high: Largest corner of it [px].
        decide: Decides on cells.
        exact: Decides on points.
    """
    x, y = places.T
    found = np.zeros(len(places), np.bool_)
    near = np.flatnonzero((x >= low[0]) & (x <= high[0]) & (y >= low[1]) & (y <= high[1]))
    if len(near) <= FEW:
        found[near] = exact(places[near])
        return found
    side = max(float((high - low).max()) / CELLS, 1e-3)
    across, down = (int(count) + 1 for count in (high - low) // side)
    grid = np.mgrid[:across, :down].reshape(2, -1).T
    inside, sure = decide(low + (grid + 0.5) * side, side * 0.5**0.5 * 1.001)
    scale = np.float32(1 / side)
    column = ((x[near] - np.float32(low[0])) * scale).astype(np.int32)
    row = ((y[near] - np.float32(low[1])) * scale).astype(np.int32)
    cell = np.minimum(column, across - 1) * np.int32(down) + np.minimum(row, down - 1)
    found[near] = inside[cell]
    rest = near[~sure[cell]]
    found[rest] = exact(places[rest])
    return found


def _inside(places: Places, outline: Float64Array) -> BoolArray:
    """The crossing test of a ray to the right, for points of shape [N, 2].

    Points are sorted by height, so that every side of the outline meets only those at its own.
    """
    order = np.argsort(places[:, 1])
    x, y = places[order].T
    odd = np.zeros(len(order), np.bool_)
    for (x0, y0), (x1, y1) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        first, last = np.searchsorted(y, sorted((y0, y1)))
        part = slice(int(first), int(last))
        odd[part] ^= x[part] < x0 + (y[part] - y0) * (x1 - x0) / (y1 - y0)
    inside = np.empty(len(places), np.bool_)
    inside[order] = odd
    return inside


def _near_line(places: Places, path: Float64Array, reach: float) -> BoolArray:
    """Which points of shape [N, 2] are at most so far [px] from a line through points, shape [N].

    Points are sorted along the line's longer side, so that every piece meets only those near it.
    """
    found = np.zeros(len(places), np.bool_)
    if reach < 0:
        return found
    axis = int(np.ptp(path, axis=0).argmax())
    order = np.argsort(places[:, axis])
    chosen = places[order].astype(np.float64)
    near = np.zeros(len(order), np.bool_)
    ends = path[1:] if len(path) > 1 else path
    for start, end in zip(path[: len(ends)], ends, strict=True):
        span = sorted((start[axis], end[axis]))
        first = np.searchsorted(chosen[:, axis], span[0] - reach)
        last = np.searchsorted(chosen[:, axis], span[1] + reach, side="right")
        part = slice(int(first), int(last))
        near[part] |= _gap2(chosen[part], start, end) <= reach**2
    found[order] = near
    return found


def _gap2(places: Float64Array, start: Float64Array, end: Float64Array) -> Float64Array:
    """Squared distances of points of shape [N, 2] from a piece of a line, shape [N]."""
    along = end - start
    length2 = float(along @ along)
    offset = places - start
    share = np.clip(offset @ along / length2, 0, 1) if length2 > 0 else np.zeros(len(places))
    return np.asarray(((offset - share[:, None] * along) ** 2).sum(axis=1))


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
    cloud: GaussianCloud, camera: Camera, seen: tuple[PicturePlaces, Surface], asked: BoolArray
) -> BoolArray:
    """Which of the asked Gaussians are not covered by others, shape [N].

    A Gaussian is seen if its centre is no deeper than what the 5 x 5 pixels round it show at the
    middle of their depths, its own extent and `SURFACE_SHARE` of the object allowed for: the
    middle of many neither sees through a pinhole nor stumbles over a single stray Gaussian.

    Args:
        cloud: N Gaussians in the world [m].
        camera: The view.
        seen: Where they lie in it, and what it shows.
        asked: Gaussians that are looked at, shape [N].
    """
    where, surface = seen
    height, width = surface.depth.shape
    rows = np.flatnonzero(asked)
    x, y = where.places[rows].T
    column = np.clip(x * np.float32(width / camera.width), 0, width - 1).astype(np.int32)
    row = np.clip(y * np.float32(height / camera.height), 0, height - 1).astype(np.int32)
    slack = np.float32(EXTENT_SIGMAS) * _largest(cloud.scales[rows])
    slack = np.maximum(slack, np.float32(SURFACE_SHARE * surface.reach_m))
    found = np.zeros(cloud.gaussian_count, np.bool_)
    found[rows] = where.depths[rows] <= surface.depth[row, column] + slack
    return found


def _largest(scales: FloatArray) -> FloatArray:
    """Largest of three, shape [N]; many times as fast as a maximum along the axis."""
    return np.maximum(np.maximum(scales[:, 0], scales[:, 1]), scales[:, 2])
