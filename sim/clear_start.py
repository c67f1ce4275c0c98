"""Refuses bodies that begin inside a solid, from which nothing could bring them out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.quaternion import matrix_from_quaternion
from sim.body_set import BodySet
from sim.scene.checks import in_window
from sim.scene.distance import distances
from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import HalfSpace, Mesh
from sim.scene_setup import SceneSetup

Floats = npt.NDArray[np.floating]


def check_clear_start(bodies: BodySet, scene: SceneSetup) -> None:
    """Refuse bodies that lie wholly inside the ground or an obstacle when the scene begins.

    Sticky obstacles may hold a body; meshes are not looked at.

    Args:
        bodies: Bodies with their particles.
        scene: Ground and obstacles.

    Raises:
        InputError: With the body, the solid and the remedy.
    """
    for number, body in enumerate(bodies.bodies):
        points = body.particles.positions
        for title, solid in _solids(scene):
            if len(points) and _depths(solid, points).max() < 0:
                raise InputError(
                    f"body {body.name or number + 1} begins wholly inside {title} (from "
                    f"z = {points[:, 2].min():.3g} to {points[:, 2].max():.3g} m); move one of "
                    "them, or let the obstacle appear later"
                )


def _solids(scene: SceneSetup) -> Iterator[tuple[str, Obstacle]]:
    """Name and solid of all that is there at the start and does not hold on to matter."""
    if scene.ground_z_m is not None:
        yield "the ground", Obstacle(HalfSpace((0.0, 0.0, 1.0), (0.0, 0.0, scene.ground_z_m)))
    for number, obstacle in enumerate(scene.obstacles, start=1):
        present = in_window(0.0, obstacle.start_s, obstacle.end_s)
        if present and obstacle.surface is not Surface.STICKY:
            yield f"obstacle {number}", obstacle


def _depths(obstacle: Obstacle, points: Floats) -> Floats:
    """Signed distance of the points [m] at the start, negative inside, shape [P]."""
    if isinstance(obstacle.shape, Mesh):
        return np.ones(len(points))
    position, quat = obstacle.motion.pose(0.0)
    local = (points.astype(np.float64) - position) @ matrix_from_quaternion(quat)
    return distances(obstacle.shape, local).signed
