"""Surfaces that no body moves: ground, walls and obstacles of a scene."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.quaternion import matrix_from_quaternion
from sim.rigid.shapes import DistanceGrid
from sim.scene.distance import Distances, distances
from sim.scene.keyframes import Keyframes
from sim.scene.mesh_distance import mesh_distance
from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import Box, HalfSpace, Mesh
from sim.scene_setup import SceneSetup

Vector = npt.NDArray[np.float64]
Measure = Callable[[Vector], Distances]
"""Signed distances and normals of points [K, 3] [m]."""


class PlacedSurface(NamedTuple):
    """A surface during one step."""

    measure: Measure
    """Signed distances in the frame that moves."""
    turn: Vector
    """Rotation of the frame, shape [3, 3]."""
    shift_m: Vector
    """Origin of the frame [m], shape [3]."""
    velocity_m_s: Vector
    """Mean velocity of the origin in the step [m/s], shape [3]."""
    spin_rad_s: Vector
    """Mean angular velocity in the step [rad/s], shape [3]."""

    def distances(self, points: Vector) -> Distances:
        """Signed distances and normals of points in the world [m], shape [K, 3]."""
        found = self.measure((points - self.shift_m) @ self.turn)
        return Distances(found.signed, found.normals @ self.turn.T)

    def velocities(self, points: Vector) -> Vector:
        """Velocities of the surface at points in the world [m/s], shape [K, 3]."""
        return np.asarray(self.velocity_m_s + np.cross(self.spin_rad_s, points - self.shift_m))


class SolidSurface(NamedTuple):
    """Ground, wall or obstacle."""

    measure: Measure
    """Signed distances in the frame that moves."""
    motion: Keyframes = Keyframes()
    """Where the frame is over time."""
    start_s: float = -math.inf
    """When it appears [s]."""
    end_s: float = math.inf
    """When it vanishes [s]."""
    friction: float | None = None
    """Coulomb coefficient; None takes the body's."""
    restitution: float | None = None
    """Ratio of normal speeds after and before an impact; None takes the body's."""
    sticky: bool = False
    """Whether bodies that touch neither slide nor bounce."""

    def placed(self, time_s: float, dt_s: float) -> PlacedSurface | None:
        """The surface in the step that begins at a time, None while there is none."""
        if not self.start_s <= time_s < self.end_s:
            return None
        shift, quat = self.motion.pose(time_s)
        turn = np.asarray(matrix_from_quaternion(quat), np.float64)
        if not self.motion.moving:
            return PlacedSurface(self.measure, turn, shift, np.zeros(3), np.zeros(3))
        twist = self.motion.twist(time_s, dt_s)
        return PlacedSurface(self.measure, turn, shift, twist.velocity, twist.spin)


def surfaces_of(scene: SceneSetup) -> tuple[SolidSurface, ...]:
    """Ground, walls and obstacles of a scene.

    Raises:
        InputError: If a mesh cannot be read or is open.
    """
    solids = []
    if scene.ground_z_m is not None:
        ground = HalfSpace(point_m=(0.0, 0.0, scene.ground_z_m))
        solids.append(
            SolidSurface(
                partial(distances, ground),
                friction=scene.ground_friction,
                sticky=scene.ground_surface is Surface.STICKY,
            )
        )
    if scene.domain is not None:
        solids += _walls(scene.domain)
    return tuple(solids + [_of_obstacle(obstacle) for obstacle in scene.obstacles])


def _walls(domain: Box) -> list[SolidSurface]:
    """The six smooth walls of a box, seen from inside."""
    walls = []
    center, half = np.array(domain.center_m), np.array(domain.half_extents_m)
    for axis, sign in product(range(3), (-1.0, 1.0)):
        x, y, z = (-sign * np.eye(3)[axis]).tolist()
        px, py, pz = (center + sign * half * np.eye(3)[axis]).tolist()
        wall = HalfSpace(normal=(x, y, z), point_m=(px, py, pz))
        walls.append(SolidSurface(partial(distances, wall), friction=0.0))
    return walls


def _of_obstacle(obstacle: Obstacle) -> SolidSurface:
    shape = obstacle.shape
    if isinstance(shape, Mesh):
        grid = mesh_distance(shape)
        measure: Measure = DistanceGrid(
            grid.values.astype(np.float64), grid.corner, grid.cell_m
        ).distances
    else:
        measure = partial(distances, shape)
    return SolidSurface(
        measure,
        obstacle.motion,
        obstacle.start_s,
        math.inf if obstacle.end_s is None else obstacle.end_s,
        obstacle.friction,
        obstacle.restitution,
        obstacle.surface is Surface.STICKY,
    )
