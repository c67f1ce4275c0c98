"""`ObstacleTable`: the obstacles of a scene as the rows that kernels read, for every substep."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from render.quaternion import matrix_from_quaternion
from sim.mpm import obstacle as layout
from sim.scene.checks import in_window
from sim.scene.distance import shape_frame
from sim.scene.mesh_distance import DistanceGrid, mesh_distance
from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import Box, Capsule, Cylinder, HalfSpace, Mesh, Sphere

Vector = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

SURFACES = {
    Surface.SEPARATE: layout.SURFACE_SEPARATE,
    Surface.SLIP: layout.SURFACE_SLIP,
    Surface.STICKY: layout.SURFACE_STICKY,
}
_SHORT_S = 1e-6
"""Time over which a present speed is taken [s]."""
_SHAPES: dict[type, int] = {
    HalfSpace: layout.SHAPE_HALF_SPACE,
    Box: layout.SHAPE_BOX,
    Sphere: layout.SHAPE_CAPSULE,
    Capsule: layout.SHAPE_CAPSULE,
    Cylinder: layout.SHAPE_CYLINDER,
    Mesh: layout.SHAPE_MESH,
}


class ObstacleRows(NamedTuple):
    """The K obstacles of one substep, see `sim.mpm.obstacle`."""

    rows: npt.NDArray[Any]
    """Floats of every obstacle, shape [K, `OBSTACLE_FLOATS`]."""
    shapes: Ints
    """Integers of every obstacle, shape [K, `OBSTACLE_INTS`]."""
    distances: npt.NDArray[Any]
    """Distance grids of the meshes [m], one after the other."""


class ObstacleTable:
    """Rows of obstacles at any time; poses are those of the middle of a substep.

    The velocity and spin of a row are the means over the substep, so that what is held by a
    surface travels exactly as far as the surface, however long the substep is.

    Args:
        obstacles: Solids of the scene; the ground is not among them.
        origin_m: Origin of the solver [m], shape [3].
        hold_m: Signed distance [m] at and below which nodes touch a surface that matter may
            leave, see `resting_hold_m`; nodes touch the other surfaces from 0 m on.
        dtype: Type of the kernels' floats.

    Raises:
        InputError: If a mesh cannot be read or is open.
    """

    def __init__(
        self,
        obstacles: Sequence[Obstacle],
        *,
        origin_m: npt.ArrayLike = (0.0, 0.0, 0.0),
        hold_m: float = 0.0,
        dtype: npt.DTypeLike = np.float32,
    ) -> None:
        self._obstacles = tuple(obstacles)
        self._origin = np.asarray(origin_m, np.float64)
        self._dtype = np.dtype(dtype)
        self._rows = np.zeros((len(self._obstacles), layout.OBSTACLE_FLOATS))
        self._shapes = np.zeros((len(self._obstacles), layout.OBSTACLE_INTS), np.int32)
        self._frames = [shape_frame(item.shape) for item in self._obstacles]
        grids: list[npt.NDArray[np.float32]] = []
        for index, item in enumerate(self._obstacles):
            leaves = item.surface is Surface.SEPARATE
            self._rows[index, layout.HOLD] = hold_m if leaves else max(hold_m, 0.0)
            self._fill(index, item, sum(grid.size for grid in grids))
            if isinstance(item.shape, Mesh):
                grid = mesh_distance(item.shape)
                self._fill_grid(index, grid)
                grids.append(grid.values.ravel())
        flat = np.concatenate(grids) if grids else np.zeros(1, np.float32)
        self._distances = flat.astype(self._dtype)
        self._reaches = [self._reach(index) for index in range(len(self._obstacles))]
        self._moving = np.array([item.motion.moving for item in self._obstacles], bool)
        for index in range(len(self._obstacles)):
            self._place(index, 0.0, 1.0)

    def _fill(self, index: int, item: Obstacle, first: int) -> None:
        """Everything that stays the same."""
        row, shape = self._rows[index], item.shape
        self._shapes[index, layout.SHAPE] = _SHAPES[type(shape)]
        self._shapes[index, layout.SURFACE] = SURFACES[item.surface]
        self._shapes[index, layout.FIRST] = first
        row[layout.FRICTION] = item.friction
        if isinstance(shape, Box):
            row[layout.SIZE : layout.SIZE + 3] = shape.half_extents_m
        elif isinstance(shape, Sphere | Capsule | Cylinder):
            row[layout.SIZE] = shape.radius_m
            row[layout.SIZE + 1] = 0.0 if isinstance(shape, Sphere) else shape.half_length_m

    def _fill_grid(self, index: int, grid: DistanceGrid) -> None:
        """A mesh's frame is its own; its centre is part of the grid's corner."""
        row, center = self._rows[index], self._frames[index].center
        row[layout.CORNER : layout.CORNER + 3] = grid.corner - center
        row[layout.CELL] = grid.cell_m
        self._shapes[index, layout.NODES : layout.NODES + 3] = grid.values.shape

    def _reach(self, index: int) -> float:
        """Largest distance of a surface from its own centre [m]; 0 for an unlimited plane."""
        size = self._rows[index, layout.SIZE : layout.SIZE + 3]
        kind = self._shapes[index, layout.SHAPE]
        if kind == layout.SHAPE_BOX:
            return float(np.linalg.norm(size))
        if kind == layout.SHAPE_MESH:
            corner = self._rows[index, layout.CORNER : layout.CORNER + 3]
            nodes = self._shapes[index, layout.NODES : layout.NODES + 3]
            far = corner + self._rows[index, layout.CELL] * (nodes - 1)
            return float(np.linalg.norm(np.maximum(np.abs(corner), np.abs(far))))
        return float(size[0] + size[1])

    def _place(self, index: int, time_s: float, dt_s: float) -> None:
        """Pose in the middle of a substep and mean velocities."""
        row, frame = self._rows[index], self._frames[index]
        twist = self._obstacles[index].motion.twist(time_s, dt_s)
        turn = np.asarray(matrix_from_quaternion(twist.quat), np.float64)
        arm = turn @ frame.center
        row[layout.CENTER : layout.CENTER + 3] = twist.position + arm - self._origin
        row[layout.AXES : layout.AXES + 9] = (turn @ frame.axes).ravel()
        row[layout.VELOCITY : layout.VELOCITY + 3] = twist.velocity + np.cross(twist.spin, arm)
        row[layout.SPIN : layout.SPIN + 3] = twist.spin

    def __len__(self) -> int:
        return len(self._obstacles)

    def active(self, time_s: float, dt_s: float) -> npt.NDArray[np.bool_]:
        """Which obstacles stand there in the middle of a substep, shape [K]."""
        middle = time_s + 0.5 * dt_s
        return np.array([in_window(middle, o.start_s, o.end_s) for o in self._obstacles], bool)

    def at(self, time_s: float, dt_s: float) -> ObstacleRows:
        """Rows of the obstacles that stand there during the substep [s] from a time [s] on."""
        active = self.active(time_s, dt_s)
        for index in np.flatnonzero(self._moving & active):
            self._place(int(index), time_s, dt_s)
        return ObstacleRows(
            self._rows[active].astype(self._dtype), self._shapes[active], self._distances
        )

    def fastest_m_s(self, time_s: float) -> float:
        """Upper bound [m/s] of the speeds of the surfaces of obstacles that move at a time [s].

        A substep in which a surface travels further than a fraction of a cell would let it pass
        through matter. Of an unlimited plane only the speed of its point counts.
        """
        fastest = 0.0
        for index in np.flatnonzero(self._moving):
            item = self._obstacles[index]
            if in_window(time_s, item.start_s, item.end_s):
                twist = item.motion.twist(time_s, _SHORT_S)
                arm = float(np.linalg.norm(self._frames[index].center)) + self._reaches[index]
                spin = float(np.linalg.norm(twist.spin))
                fastest = max(fastest, float(np.linalg.norm(twist.velocity)) + spin * arm)
        return fastest

    def next_event_s(self, time_s: float) -> float:
        """First time [s] after the given one at which an obstacle appears, vanishes or turns."""
        times = [
            t
            for item in self._obstacles
            for t in (item.start_s, item.end_s, *item.motion.times_s)
            if t is not None and t > time_s
        ]
        return min(times, default=math.inf)
