"""Signed distances of rigid bodies in their own axes: balls, convex bodies, any other body."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
import numpy.typing as npt

from sim.scene.distance import Distances

Vector = npt.NDArray[np.float64]


class BodyShape(ABC):
    """Surface of a body that points of others are tested against."""

    @abstractmethod
    def distances(self, points: Vector) -> Distances:
        """Signed distances.

        Args:
            points: From the centre of mass in the body's axes [m], shape [K, 3].
        """


class Ball(BodyShape):
    """A ball.

    Args:
        center: From the centre of mass [m], shape [3].
        radius_m: Radius [m].
    """

    def __init__(self, center: Vector, radius_m: float) -> None:
        self._center, self._radius = center, radius_m

    def distances(self, points: Vector) -> Distances:
        """Distance to the centre less the radius."""
        away = points - self._center
        length = np.linalg.norm(away, axis=1)
        safe = np.maximum(length, 1e-12 * self._radius)[:, None]
        normals = np.where(length[:, None] > 0, away / safe, np.array([0.0, 0.0, 1.0]))
        return Distances(length - self._radius, normals)


class Polyhedron(BodyShape):
    """A convex body bounded by planes; beyond an edge the distance is that of the nearer plane.

    Args:
        normals: Outward unit normals, shape [N, 3].
        offsets: Distances of the planes from the centre of mass [m], shape [N].
    """

    def __init__(self, normals: Vector, offsets: Vector) -> None:
        self._normals, self._offsets = normals, offsets

    def distances(self, points: Vector) -> Distances:
        """Largest distance to any of the planes."""
        heights = points @ self._normals.T - self._offsets
        best = heights.argmax(axis=1)
        return Distances(heights[np.arange(len(points)), best], self._normals[best])


class DistanceGrid(BodyShape):
    """Distances on the nodes of a grid, trilinear between them.

    Args:
        values: Signed distances at the nodes [m], shape [X, Y, Z].
        low: Position of node (0, 0, 0) from the centre of mass [m], shape [3].
        step_m: Distance of neighbouring nodes [m].
    """

    def __init__(self, values: Vector, low: Vector, step_m: float) -> None:
        self._values, self._low, self._step = values, low, step_m
        self._last_cell = np.array(values.shape) - 2

    def distances(self, points: Vector) -> Distances:
        """Interpolated distances; beyond the grid the way to it is added."""
        scaled = (points - self._low) / self._step
        inside = np.clip(scaled, 0, self._last_cell + 1)
        beyond = np.linalg.norm(scaled - inside, axis=1) * self._step
        cell = np.minimum(inside.astype(np.int64), self._last_cell)
        part = inside - cell
        corners = self._corners(cell)
        x, y, z = part[:, 0], part[:, 1], part[:, 2]
        along_x = corners[:, 0] + x[:, None, None] * (corners[:, 1] - corners[:, 0])
        along_y = along_x[:, 0] + y[:, None] * (along_x[:, 1] - along_x[:, 0])
        values = along_y[:, 0] + z * (along_y[:, 1] - along_y[:, 0])
        faces_x = corners[:, 1] - corners[:, 0]
        slope_x = faces_x[:, 0] + y[:, None] * (faces_x[:, 1] - faces_x[:, 0])
        edges_y = along_x[:, 1] - along_x[:, 0]
        slopes = np.stack(
            [
                slope_x[:, 0] + z * (slope_x[:, 1] - slope_x[:, 0]),
                edges_y[:, 0] + z * (edges_y[:, 1] - edges_y[:, 0]),
                along_y[:, 1] - along_y[:, 0],
            ],
            axis=1,
        )
        lengths = np.maximum(np.linalg.norm(slopes, axis=1, keepdims=True), 1e-12 * self._step)
        return Distances(values + beyond, slopes / lengths)

    def _corners(self, cell: npt.NDArray[np.int64]) -> Vector:
        """Values at the eight corners of cells, shape [K, 2, 2, 2]."""
        steps = np.array([0, 1])
        x = cell[:, 0, None, None, None] + steps[:, None, None]
        y = cell[:, 1, None, None, None] + steps[:, None]
        z = cell[:, 2, None, None, None] + steps
        return np.asarray(self._values[x, y, z], np.float64)
