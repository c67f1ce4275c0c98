"""Bodies and worlds for the tests of rigid motion."""

from __future__ import annotations

import numpy as np
from sim_bodies import lattice

from render.quaternion import matrix_from_quaternion
from sim.particles import Particles
from sim.rigid.body import RigidBodySetup, rigid_body
from sim.rigid.world import RigidWorld
from sim.scene_setup import SceneSetup

SPACE = SceneSetup(gravity_m_s2=(0, 0, 0), ground_z_m=None)
"""No ground, no gravity."""


def moved(particles, *, quat=(1.0, 0, 0, 0), shift=(0.0, 0, 0)):
    """The particles turned about the origin and then shifted [m]."""
    turn = matrix_from_quaternion(np.asarray(quat, np.float64))
    positions = particles.positions.astype(np.float64) @ turn.T + np.asarray(shift)
    return Particles(positions.astype(np.float32), particles.volumes, particles.spacing_m)


def turn_about(axis, degrees):
    """Quaternion wxyz of a turn."""
    half = np.radians(degrees) / 2
    axis = np.asarray(axis, np.float64)
    return np.concatenate([[np.cos(half)], np.sin(half) * axis / np.linalg.norm(axis)])


def tilted(particles, degrees, bottom):
    """Turned about x, the lowest particle at `bottom` [m]."""
    turned = moved(particles, quat=turn_about((1, 0, 0), degrees))
    return moved(turned, shift=(0, 0, bottom - turned.positions[:, 2].min()))


def ball(radius, spacing, center=(0.0, 0, 0)):
    """A lattice cut to a ball; its particles share the ball's volume."""
    count = int(radius / spacing) + 2
    points = lattice((2 * count,) * 3, spacing, bottom=-count * spacing).positions
    points = points[np.linalg.norm(points, axis=1) < radius - 0.3 * spacing]
    volumes = np.full(len(points), 4 / 3 * np.pi * radius**3 / len(points), np.float32)
    return moved(Particles(points, volumes, spacing), shift=center)


def world_of(*bodies, scene=None, **options):
    """World of particles or bodies; the options are those of `rigid_body`."""
    setups = [
        body if isinstance(body, RigidBodySetup) else rigid_body(body, 1000.0, **options)
        for body in bodies
    ]
    return RigidWorld(setups, SceneSetup() if scene is None else scene)


def slope(degrees, **options):
    """A scene whose ground leans towards +x; the gravity is turned instead of the ground."""
    angle = np.radians(degrees)
    gravity = (9.81 * np.sin(angle), 0.0, -9.81 * np.cos(angle))
    return SceneSetup(gravity_m_s2=gravity, **options)


def lowest(world, body=0):
    """Height of the lowest point of a body [m]."""
    surface, state = world.bodies[body].surface, world.state
    heights = surface.points_m @ state.rotations()[body][2] + state.centers[body, 2]
    return float((heights - surface.radii_m).min())


def energy(world, gravity=9.81):
    """Kinetic and potential energy of all bodies [J]."""
    state = world.state
    return float(state.kinetic_energies_j().sum() + gravity * state.masses @ state.centers[:, 2])
