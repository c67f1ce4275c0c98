"""Rigid bodies: bounces, rolling and impacts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.validate.bodies import GRAVITY, SPACE, Vec3
from benchmarks.validate.rows import Row, absolute, relative
from sim.particles import Particles
from sim.rigid.body import rigid_body
from sim.rigid.world import RigidWorld
from sim.scene_setup import SceneSetup

RADIUS_M = 0.1


def ball(spacing: float, center: Vec3) -> Particles:
    """A lattice cut to a ball; its particles share the ball's volume."""
    line = np.arange(-RADIUS_M, RADIUS_M, spacing) + spacing / 2
    points = np.stack(np.meshgrid(line, line, line, indexing="ij"), axis=-1).reshape(-1, 3)
    points = points[np.linalg.norm(points, axis=1) < RADIUS_M - 0.3 * spacing]
    volumes = np.full(len(points), 4 / 3 * np.pi * RADIUS_M**3 / len(points), np.float32)
    return Particles((points + np.array(center)).astype(np.float32), volumes, spacing)


def bounces() -> Sequence[Row]:
    """A ball dropped on the ground."""
    rows = []
    for restitution in (0.3, 0.7):
        setup = rigid_body(ball(0.02, (0, 0, 0.6)), 1000.0, restitution=restitution)
        world = RigidWorld([setup], SceneSetup())
        heights = []
        for _ in range(500):
            world.step(0.002)
            heights.append(float(world.state.centers[0, 2]))
        after = np.array(heights)[int(np.argmax(np.diff(heights) > 0)) :]
        rows.append(
            relative(
                f"height of a rigid ball's bounce over its drop, restitution {restitution}",
                "e²",
                restitution**2,
                float(after.max() - RADIUS_M) / 0.5,
                tolerance=0.05,
                remark="steps of 2 ms",
            )
        )
    return rows


def rolling() -> Sequence[Row]:
    """A ball on a slope of 20 degrees, by tilted gravity."""
    angle, seconds = math.radians(20), 0.6
    gravity = (GRAVITY * math.sin(angle), 0.0, -GRAVITY * math.cos(angle))
    setup = rigid_body(ball(0.008, (0, 0, RADIUS_M)), 1000.0, rolling_friction=0.0)
    world = RigidWorld([setup], SceneSetup(gravity_m_s2=gravity))
    world.advance(seconds)
    speed, spin = float(world.state.velocities[0, 0]), float(world.state.spins()[0, 1])
    return [
        relative(
            "acceleration of a rolling ball",
            "5/7 g sin θ",
            5 / 7 * GRAVITY * math.sin(angle),
            speed / seconds,
            tolerance=0.03,
            unit="m/s²",
            remark="its inertia is that of a lattice of particles",
        ),
        relative(
            "rolling without slipping, spin · radius over speed",
            "1",
            1.0,
            spin * RADIUS_M / speed,
            tolerance=1e-3,
        ),
    ]


def impact() -> Sequence[Row]:
    """Two balls that meet off centre, and centrally."""
    first = rigid_body(
        ball(0.02, (0, 0, 0)), 1000.0, restitution=0.6, velocity_m_s=(2, 0, 0), spin_rad_s=(0, 0, 5)
    )
    second = rigid_body(ball(0.02, (0.3, 0.08, 0)), 3000.0, restitution=0.6)
    world = RigidWorld([first, second], SPACE)
    linear = world.state.momentum_kg_m_s()
    angular = world.state.angular_momentum_kg_m2_s()
    world.advance(0.2)
    lost = np.abs(world.state.momentum_kg_m_s() - linear).max() / np.abs(linear).max()
    turned = np.abs(world.state.angular_momentum_kg_m2_s() - angular).max()
    heavy = rigid_body(ball(0.02, (0, 0, 0)), 2000.0, restitution=0.5, velocity_m_s=(1.0, 0, 0))
    light = rigid_body(ball(0.02, (0.25, 0, 0)), 1000.0, restitution=0.5)
    central = RigidWorld([heavy, light], SPACE)
    central.advance(0.2)
    return [
        absolute(
            "momentum lost when two rigid balls meet, relative",
            "none",
            0.0,
            float(lost),
            tolerance=1e-6,
            remark="off centre, with friction and spin",
        ),
        absolute(
            "angular momentum lost in that impact, relative",
            "none",
            0.0,
            float(turned / np.abs(angular).max()),
            tolerance=1e-6,
        ),
        relative(
            "speed of the light ball after a central hit, masses 2 : 1, restitution 0.5",
            "2/3 (1 + e) v",
            1.0,
            float(central.state.velocities[1, 0]),
            tolerance=0.01,
            unit="m/s",
        ),
    ]


RIGID: dict[str, Callable[[], Sequence[Row]]] = {
    "rigid-bounce": bounces,
    "rigid-rolling": rolling,
    "rigid-impact": impact,
}
"""Cases by name."""
