"""Oriented points on the zero level of a field, about one for each lattice cell it crosses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.view_fusion.solid import Solid

FloatArray = npt.NDArray[np.float32]

_CORNERS = np.array([[i >> 2 & 1, i >> 1 & 1, i & 1] for i in range(8)])
_EDGES = np.array([(a, b) for a in range(8) for b in range(a + 1, 8) if (a ^ b) in (1, 2, 4)])


@dataclass(frozen=True, slots=True, eq=False)
class SurfacePoints:
    """Points that cover a closed surface."""

    places: FloatArray
    """World points [m], shape [N, 3]."""
    normals: FloatArray
    """Unit normals that point outwards, shape [N, 3]."""
    spacing: float
    """Typical distance of neighbours [m]."""

    def __len__(self) -> int:
        return len(self.places)


def surface_points(solid: Solid, *, subdivision: int = 1) -> SurfacePoints:
    """The zero level of a solid, one point in each cell that it crosses.

    A cell's point is the mean of the places where the surface crosses the cell's edges.

    Source: Gibson, Constrained elastic surface nets, MICCAI 1998.

    Args:
        solid: The field.
        subdivision: Into how many parts each side of a lattice cell is cut first; between lattice
            points the field is trilinear.
    """
    field = solid.field
    index, corners = _crossed_cells(field)
    if subdivision > 1:
        index, corners = _subdivided(index, corners, subdivision)
    local = _cell_points(corners) / np.float32(subdivision)
    at: FloatArray = (index + local).astype(np.float32)
    places = solid.origin + np.float32(solid.pitch) * at
    return SurfacePoints(places.astype(np.float32), _normals(field, at), solid.pitch / subdivision)


def _crossed_cells(field: FloatArray) -> tuple[FloatArray, FloatArray]:
    """First corners [N, 3] and the eight corner values [N, 8] of cells with a change of sign."""
    inside = field > 0
    parts = [
        inside[
            i : inside.shape[0] - 1 + i, j : inside.shape[1] - 1 + j, k : inside.shape[2] - 1 + k
        ]
        for i, j, k in _CORNERS
    ]
    count = np.sum(parts, axis=0, dtype=np.int8)
    index = np.argwhere((count > 0) & (count < 8))
    at = index[:, None] + _CORNERS
    return index.astype(np.float32), field[at[..., 0], at[..., 1], at[..., 2]]


def _subdivided(
    index: FloatArray, corners: FloatArray, parts: int
) -> tuple[FloatArray, FloatArray]:
    """The crossed cells among the parts of cells."""
    firsts, values = [], []
    for part in np.ndindex(parts, parts, parts):
        share = (np.array(part) + _CORNERS) / parts  # [8, 3]
        weights = np.where(_CORNERS[None] == 1, share[:, None], 1 - share[:, None]).prod(axis=-1)
        inner = corners @ weights.T.astype(np.float32)
        crossed = (inner > 0).any(axis=1) & (inner <= 0).any(axis=1)
        firsts.append(index[crossed] + np.float32(1 / parts) * np.array(part, np.float32))
        values.append(inner[crossed])
    return np.concatenate(firsts), np.concatenate(values)


def _cell_points(corners: FloatArray) -> FloatArray:
    """Mean crossing of the edges in cell coordinates 0 to 1, shape [N, 3]."""
    first, second = corners[:, _EDGES[:, 0]], corners[:, _EDGES[:, 1]]
    crossed = (first > 0) != (second > 0)
    share = np.where(crossed, first / np.where(crossed, first - second, 1), 0)
    start, step = _CORNERS[_EDGES[:, 0]], _CORNERS[_EDGES[:, 1]] - _CORNERS[_EDGES[:, 0]]
    total = crossed.astype(np.float32) @ start + share @ step
    return np.asarray(total / crossed.sum(axis=1)[:, None], np.float32)


def _normals(field: FloatArray, at: FloatArray) -> FloatArray:
    """Directions in which the field falls, by central differences."""
    gradient = []
    for axis in range(3):
        step = np.zeros(3, np.float32)
        step[axis] = 0.75
        ahead, behind = (
            ndimage.map_coordinates(field, (at + sign * step).T, order=1, mode="nearest")
            for sign in (1, -1)
        )
        gradient.append(behind - ahead)
    normals = np.stack(gradient, axis=1)
    return np.asarray(
        normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-20), np.float32
    )
