"""Blocks on slopes: the ground and a tilted half-space, with every surface."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.validate.bodies import GRAVITY, block, jelly, solver_of, wall
from benchmarks.validate.rows import Row, absolute, relative
from sim.mpm.solver import MpmSolver
from sim.scene.obstacles import Surface
from sim.scene_setup import SceneSetup

DX_M = 0.05
STIFF = jelly(1e6)
DEGREES, FRICTION = 35.0, 0.3


def on_level_ground(surface: str, friction: float) -> tuple[MpmSolver, np.ndarray]:
    """A block on the ground, gravity tilted; and the direction down the slope."""
    angle = math.radians(DEGREES)
    gravity = (GRAVITY * math.sin(angle), 0.0, -GRAVITY * math.cos(angle))
    scene = SceneSetup(
        gravity_m_s2=gravity, ground_friction=friction, ground_surface=Surface.from_name(surface)
    )
    return solver_of(block((5, 5, 2), DX_M), STIFF, scene, DX_M), np.array([1.0, 0, 0])


def on_tilted_plane(surface: str, friction: float) -> tuple[MpmSolver, np.ndarray]:
    """A block turned to lie on a half-space that is not in line with the grid."""
    angle = math.radians(DEGREES)
    cosine, sine = math.cos(angle), math.sin(angle)
    turn = np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]])
    points = block((5, 5, 2), DX_M) @ turn.T
    scene = SceneSetup(
        ground_z_m=None, obstacles=(wall((0, 0, 0), (sine, 0, cosine), surface, friction),)
    )
    return solver_of(points, STIFF, scene, DX_M), turn @ np.array([1.0, 0, 0])


def _acceleration(solver: MpmSolver, down: np.ndarray) -> float:
    """Mean acceleration down the slope after the first touch has settled [m/s²]."""
    solver.advance(0.1)
    start = float((solver.state().velocities @ down).mean())
    solver.advance(0.2)
    return (float((solver.state().velocities @ down).mean()) - start) / 0.2


def slopes() -> Sequence[Row]:
    """Sliding, held and sticking blocks on slopes of 35 degrees."""
    rows = []
    steep = math.radians(DEGREES)
    sliding = GRAVITY * (math.sin(steep) - FRICTION * math.cos(steep))
    places = {
        "level ground under tilted gravity": on_level_ground,
        "tilted half-space": on_tilted_plane,
    }
    for place, build in places.items():
        for surface in ("separate", "slip"):
            rows.append(
                relative(
                    f"sliding on a {place}, {surface}, friction {FRICTION}",
                    "g (sin θ − friction cos θ)",
                    sliding,
                    _acceleration(*build(surface, FRICTION)),
                    tolerance=0.03,
                    unit="m/s²",
                    remark="elastic block, 5 × 5 × 2 cells",
                )
            )
        held = ("separate", 1.0), ("sticky", 0.0)
        for surface, friction in held:
            what = "friction 1.0" if surface == "separate" else "no friction given"
            rows.append(
                absolute(
                    f"held on a {place}, {surface}, {what}",
                    "no acceleration",
                    0.0,
                    abs(_acceleration(*build(surface, friction))) / GRAVITY,
                    tolerance=0.03,
                    unit="g",
                    remark="in parts of g; tan θ 0.70 lies below the friction"
                    if surface == "separate"
                    else "in parts of g",
                )
            )
    return rows


CONTACT: dict[str, Callable[[], Sequence[Row]]] = {"slopes": slopes}
"""Cases by name."""
