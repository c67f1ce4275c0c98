"""Surfaces that no body moves: the ground and the obstacles of a scene."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.quaternion import matrix_from_quaternion
from sim.scene.distance import Distances, distances
from sim.scene.keyframes import Keyframes
from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import Box, Capsule, Cylinder, HalfSpace, Mesh, Sphere
from sim.scene_setup import SceneSetup

Vector = npt.NDArray[np.float64]


class PlacedSurface(NamedTuple):
    """A surface during one step."""

    shape: HalfSpace | Box | Sphere | Capsule | Cylinder
    """Shape in the frame that moves."""
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
        found = distances(self.shape, (points - self.shift_m) @ self.turn)
        return Distances(found.signed, found.normals @ self.turn.T)

    def velocities(self, points: Vector) -> Vector:
        """Velocities of the surface at points in the world [m/s], shape [K, 3]."""
        return np.asarray(self.velocity_m_s + np.cross(self.spin_rad_s, points - self.shift_m))


class SolidSurface(NamedTuple):
    """Ground or obstacle."""

    shape: HalfSpace | Box | Sphere | Capsule | Cylinder
    """Shape in the frame that moves."""
    motion: Keyframes
    """Where the frame is over time."""
    start_s: float
    """When it appears [s]."""
    end_s: float
    """When it vanishes [s]."""
    friction: float | None
    """Coulomb coefficient; None takes the body's."""
    restitution: float | None
    """Ratio of normal speeds after and before an impact; None takes the body's."""
    sticky: bool
    """Whether bodies that touch neither slide nor bounce."""

    def placed(self, time_s: float, dt_s: float) -> PlacedSurface | None:
        """The surface in the step that begins at a time, None while there is none."""
        if not self.start_s <= time_s < self.end_s:
            return None
        if not self.motion.moving:
            shift, quat = self.motion.pose(0.0)
            still = np.zeros(3)
            return PlacedSurface(self.shape, _matrix(quat), shift, still, still)
        shift, quat = self.motion.pose(time_s)
        twist = self.motion.twist(time_s, dt_s)
        return PlacedSurface(self.shape, _matrix(quat), shift, twist.velocity, twist.spin)


def surfaces_of(scene: SceneSetup) -> tuple[SolidSurface, ...]:
    """Ground and obstacles of a scene."""
    solids = [_of_obstacle(obstacle) for obstacle in scene.obstacles]
    if scene.ground_z_m is not None:
        ground = SolidSurface(
            HalfSpace(point_m=(0.0, 0.0, scene.ground_z_m)),
            Keyframes(),
            start_s=-math.inf,
            end_s=math.inf,
            friction=scene.ground_friction,
            restitution=None,
            sticky=scene.ground_surface is Surface.STICKY,
        )
        solids.insert(0, ground)
    return tuple(solids)


def _of_obstacle(obstacle: Obstacle) -> SolidSurface:
    shape = obstacle.shape
    if isinstance(shape, Mesh):
        raise NotImplementedError("rigid bodies and mesh obstacles")
    return SolidSurface(
        shape,
        obstacle.motion,
        obstacle.start_s,
        math.inf if obstacle.end_s is None else obstacle.end_s,
        obstacle.friction,
        obstacle.restitution,
        obstacle.surface is Surface.STICKY,
    )


def _matrix(quat: Vector) -> Vector:
    return np.asarray(matrix_from_quaternion(quat), np.float64)
