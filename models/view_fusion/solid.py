"""The object as a field on a fine lattice: the visual hull, shaped inside by the coarse solid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.view_fusion.coarse_solid import CoarseSolid
from models.view_fusion.silhouette import Silhouette
from render.errors import InputError

FloatArray = npt.NDArray[np.float32]

_POINTS = 200_000
_MOST_CELLS = 130
_MARGIN_CELLS = 3
HULL_SLACK = 0.35
"""Pitches by which the hull is widened, so that thin parts meet a lattice point."""
_SMOOTHING = 0.6
_COVER_DEPTH = 1.1
_FAR = 3.0
_EMPTY = 1.8
_TOP = 0.5
_EVEN = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """Signed distances on a regular lattice, positive inside."""

    field: FloatArray
    """Roughly the distance to the surface [m], shape [X, Y, Z]."""
    origin: FloatArray
    """Place of the first lattice point [m], shape [3]."""
    pitch: float
    """Distance of neighbouring lattice points [m]."""


def build_solid(coarse: CoarseSolid, silhouettes: Sequence[Silhouette]) -> Solid:
    """Carve the visual hull finely and cut from it what the coarse solid leaves empty.

    Each ray inside a mask is then given matter where the coarse solid finds it least unlikely, so
    that thin parts, which a coarse lattice loses, survive.

    Args:
        coarse: The predicted solid.
        silhouettes: Outlines of all views.

    Raises:
        InputError: If nothing lies inside all outlines.
    """
    low, high = coarse.bounds()
    pitch = _pitch(high - low)
    counts = np.ceil((high - low) / pitch).astype(int) + 2 * _MARGIN_CELLS
    origin = ((low + high) / 2 - pitch * (counts - 1) / 2).astype(np.float32)
    points = origin + np.float32(pitch) * np.indices(tuple(counts)).reshape(3, -1).T
    points = points.astype(np.float32)
    hull = visual_hull(points, silhouettes, give_up=_FAR * pitch) + np.float32(HULL_SLACK * pitch)
    near = np.flatnonzero(hull > -_FAR * pitch)
    if not (hull > 0).any():
        raise InputError(
            "no point of space lies inside the masks of all views; poses, lenses and masks do not "
            "belong together"
        )
    inner = np.full(len(points), np.float32(-_FAR * pitch))
    found = np.minimum(coarse.insideness(points[near]), _FAR * pitch)
    inner[near] = _covering(found, hull[near], points[near], silhouettes, pitch)
    inner = inner.clip(-_EMPTY * pitch, None).reshape(tuple(counts))
    inner = ndimage.gaussian_filter(inner, _SMOOTHING)
    field = np.minimum(hull.reshape(inner.shape), inner).clip(-_FAR * pitch, _FAR * pitch)
    return Solid(field.astype(np.float32), origin, pitch)


def _pitch(extent: FloatArray) -> float:
    """Distance of lattice points [m]: slender objects get a finer lattice."""
    by_count = float((extent.prod(dtype=np.float64) / _POINTS) ** (1 / 3))
    return max(by_count, float(extent.max()) / _MOST_CELLS)


def visual_hull(
    points: FloatArray, silhouettes: Sequence[Silhouette], *, give_up: float
) -> FloatArray:
    """How far inside all views' cones points lie, negative outside [m].

    Source: Laurentini, The visual hull concept, IEEE PAMI 16(2), 1994.

    Args:
        points: World points [m], shape [N, 3].
        silhouettes: Outlines of all views.
        give_up: Points farther outside one cone than this [m] are not measured against the rest.
    """
    hull = np.full(len(points), np.float32(np.inf))
    for silhouette in silhouettes:
        alive = np.flatnonzero(hull > -give_up)
        hull[alive] = np.minimum(hull[alive], silhouette.insideness(points[alive]))
    return hull


def _covering(
    inner: FloatArray,
    hull: FloatArray,
    points: FloatArray,
    silhouettes: Sequence[Silhouette],
    pitch: float,
) -> FloatArray:
    """The field with a thin sheet of matter wherever rays of the masks would meet nothing.

    The sheet lies where the field is highest along a ray, at a depth evened out among neighbouring
    rays; towards the outline the hull bounds it.
    """
    enough, inside = np.float32(_COVER_DEPTH * pitch), np.flatnonzero(hull > 0)
    limit = hull[inside] + enough
    for silhouette in silhouettes:
        ray, (rows, columns), depth = silhouette.rays(points, pitch)
        ray, depth, value = ray[inside], depth[inside], np.minimum(inner[inside], limit)
        best = np.full(rows * columns, np.float32(-np.inf))
        np.maximum.at(best, ray, value)
        top = value >= best[ray] - np.float32(_TOP * pitch)
        count = np.bincount(ray[top], minlength=best.size).reshape(rows, columns)
        total = np.bincount(ray[top], depth[top], minlength=best.size).reshape(rows, columns)
        weight, place = (ndimage.gaussian_filter(f.astype(float), _EVEN) for f in (count, total))
        sheet = (place / np.maximum(weight, 1e-9)).reshape(-1)
        filled = enough - np.abs(depth - sheet[ray]).astype(np.float32)
        needy = best[ray] < enough
        inner[inside[needy]] = np.maximum(inner[inside[needy]], filled[needy])
    return inner
