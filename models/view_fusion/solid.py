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

_CELLS = 88
_MARGIN_CELLS = 3
_HULL_SLACK = 0.35
_SMOOTHING = 0.7
_COVER_DEPTH = 0.6
_FAR = 3.0


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
    pitch = float((high - low).max()) / _CELLS
    counts = np.ceil((high - low) / pitch).astype(int) + 2 * _MARGIN_CELLS
    origin = ((low + high) / 2 - pitch * (counts - 1) / 2).astype(np.float32)
    points = origin + np.float32(pitch) * np.indices(tuple(counts)).reshape(3, -1).T
    points = points.astype(np.float32)
    hull = visual_hull(points, silhouettes, give_up=_FAR * pitch) + np.float32(_HULL_SLACK * pitch)
    near = np.flatnonzero(hull > -_FAR * pitch)
    if not (hull > 0).any():
        raise InputError(
            "no point of space lies inside the masks of all views; poses, lenses and masks do not "
            "belong together"
        )
    inner = np.minimum(coarse.insideness(points[near]), _FAR * pitch)
    inner = _covering(inner, hull[near], points[near], silhouettes, pitch)
    field = np.full(len(points), np.float32(-_FAR * pitch))
    field[near] = np.minimum(hull[near], inner)
    field = field.clip(-_FAR * pitch, _FAR * pitch).reshape(tuple(counts))
    return Solid(ndimage.gaussian_filter(field, _SMOOTHING), origin, pitch)


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
    """The field raised along rays of the masks that would meet nothing."""
    for silhouette in silhouettes:
        ray, (rows, columns), _ = silhouette.rays(points, pitch)
        inside = hull > 0
        best = np.full(rows * columns, np.float32(-np.inf))
        np.maximum.at(best, ray[inside], np.minimum(inner, hull + _COVER_DEPTH * pitch)[inside])
        lift = np.where(np.isfinite(best), (_COVER_DEPTH * pitch - best).clip(0), 0)
        inner = inner + lift[ray].astype(np.float32)
    return inner
