"""Blocks of particles and solvers for the validation cases."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles
from sim.mpm.solver import MpmSolver
from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import HalfSpace
from sim.scene_setup import SceneSetup

Floats = npt.NDArray[np.float64]
Vec3 = tuple[float, float, float]

GRAVITY = 9.81
"""Gravity [m/s²]."""
SPACE = SceneSetup(gravity_m_s2=(0, 0, 0), ground_z_m=None)
"""Neither ground nor gravity."""
PER_CELL_SIDE = 2
"""Particles along a cell: 8 a cell."""


def jelly(young_pa: float, poisson: float = 0.3, density: float = 1000.0) -> MaterialParams:
    """Fixed corotated elasticity."""
    return MaterialParams(ConstitutiveLaw.JELLY, young_pa, poisson, density)


def block(cells: Vec3, dx_m: float, corner: Vec3 = (0, 0, 0)) -> Floats:
    """Particles that fill a block of cells from `corner` [m], 8 a cell, shape [P, 3]."""
    spacing = dx_m / PER_CELL_SIDE
    counts = [round(side * PER_CELL_SIDE) for side in cells]
    axes = [(np.arange(n) + 0.5) * spacing for n in counts]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    return np.asarray(points + np.array(corner), np.float64)


def solver_of(
    points: Floats,
    params: MaterialParams,
    scene: SceneSetup,
    dx_m: float,
    velocities: Floats | None = None,
    **options: Any,
) -> MpmSolver:
    """Solver of one body with 8 particles a cell; options are those of `MpmOptions`."""
    volumes = np.full(len(points), (dx_m / PER_CELL_SIDE) ** 3)
    if options.get("precision", "float32") == "float32":
        points, volumes = points.astype(np.float32), volumes.astype(np.float32)
        velocities = None if velocities is None else velocities.astype(np.float32)
    body = MpmParticles.of_one_body(points, volumes, velocities)
    return MpmSolver(body, [params], scene, dx_m=dx_m, options=MpmOptions(**options))


def wall(point: Vec3, normal: Vec3, surface: str = "slip", friction: float = 0.0) -> Obstacle:
    """A half-space, frictionless and never left unless said otherwise."""
    return Obstacle(HalfSpace(normal, point), Surface.from_name(surface), friction)


def channel(axis: int, low: float, high: float) -> tuple[Obstacle, Obstacle]:
    """Two frictionless walls across an axis at `low` and `high` [m]: plane strain between them."""

    def along(value: float) -> Vec3:
        return value * (axis == 0), value * (axis == 1), value * (axis == 2)

    return wall(along(low), along(1.0)), wall(along(high), along(-1.0))
