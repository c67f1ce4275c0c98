"""The object as a field on a lattice: inside the visual hull, shaped by the predicted depths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.view_fusion.depth_evidence import DepthEvidence
from models.view_fusion.object_frame import ObjectFrame
from models.view_fusion.silhouette import Silhouette
from render.errors import InputError

FloatArray = npt.NDArray[np.float32]
DoubleArray = npt.NDArray[np.float64]

_COARSE_CELLS = 48
_FINE_CELLS = 112
_COARSE_HALF = 1.0
_MARGIN_CELLS = 3
_REACH = 0.08
_PRIOR_WEIGHT = 0.15
_TOLERANCE = 0.002
_SMOOTHING = 0.7


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """Signed distances on a regular lattice, positive inside."""

    field: FloatArray
    """Roughly the distance to the surface [m], shape [X, Y, Z]."""
    origin: FloatArray
    """Place of the first lattice point [m], shape [3]."""
    pitch: float
    """Distance of neighbouring lattice points [m]."""


def build_solid(
    frame: ObjectFrame, silhouettes: Sequence[Silhouette], evidence: Sequence[DepthEvidence]
) -> Solid:
    """The object's field, first coarse to find its bounds, then fine.

    Args:
        frame: Rough place and size of the object.
        silhouettes: Outlines of all views.
        evidence: Predicted surfaces of all views.

    Raises:
        InputError: If nothing lies inside all outlines.
    """
    half = _COARSE_HALF * frame.longest_side
    low, high = frame.centre - half, frame.centre + half
    coarse = _solid(frame, silhouettes, evidence, low=low, high=high, cells=_COARSE_CELLS)
    filled = np.argwhere(coarse.field > -0.5 * coarse.pitch)
    if not len(filled):
        raise InputError(
            "no point of space lies inside the masks of all views; poses, lenses and masks do not "
            "belong together"
        )
    low = coarse.origin + coarse.pitch * (filled.min(axis=0) - 1)
    high = coarse.origin + coarse.pitch * (filled.max(axis=0) + 1)
    return _solid(frame, silhouettes, evidence, low=low, high=high, cells=_FINE_CELLS)


def _solid(
    frame: ObjectFrame,
    silhouettes: Sequence[Silhouette],
    evidence: Sequence[DepthEvidence],
    *,
    low: npt.NDArray[np.floating],
    high: npt.NDArray[np.floating],
    cells: int,
) -> Solid:
    pitch = float((high - low).max()) / cells
    counts = np.ceil((high - low) / pitch).astype(int) + 2 * _MARGIN_CELLS
    origin = ((low + high) / 2 - pitch * (counts - 1) / 2).astype(np.float32)
    axes = [origin[at] + np.float32(pitch) * np.arange(counts[at]) for at in range(3)]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    points = points.astype(np.float32)
    field = np.full(len(points), np.float32(np.inf))
    for silhouette in silhouettes:
        alive = np.flatnonzero(field > -2 * pitch)
        carved = silhouette.insideness(points[alive])
        field[alive] = np.minimum(field[alive], carved)
    field += np.float32(_TOLERANCE * frame.longest_side)
    near = np.flatnonzero(field > -2 * pitch)
    field[near] = np.minimum(field[near], _voted(points[near], frame, evidence))
    smooth = ndimage.gaussian_filter(field.clip(-4 * pitch, None).reshape(counts), _SMOOTHING)
    return Solid(smooth, origin, pitch)


def _voted(points: FloatArray, frame: ObjectFrame, evidence: Sequence[DepthEvidence]) -> FloatArray:
    """Mean vote of the views; where none knows anything there is matter."""
    reach = _REACH * frame.longest_side
    total = np.full(len(points), np.float32(_PRIOR_WEIGHT * reach))
    weight = np.full(len(points), np.float32(_PRIOR_WEIGHT))
    for view in evidence:
        votes, weights = view.votes(points, reach)
        total += votes
        weight += weights
    return total / weight
