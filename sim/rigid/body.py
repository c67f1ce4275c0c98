"""`RigidBody`: mass, inertia and contact points of a body that keeps its shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.particles import Particles

Vector = npt.NDArray[np.float64]

MOST_CONTACT_POINTS = 512
"""Corners of the hull that are tested against the ground, at most."""


@dataclass(frozen=True, slots=True, eq=False)
class RigidBody:
    """A rigid body about its centre of mass, axes as at rest in the world."""

    mass_kg: float
    """Mass [kg]."""
    center_m: Vector
    """Centre of mass at rest in the world [m], shape [3]."""
    inertia: Vector
    """Inertia about the centre of mass [kg m²], shape [3, 3]."""
    points_m: Vector
    """Corners of the convex hull from the centre of mass [m], shape [H, 3]."""
    radius_m: float
    """Half the particle spacing [m]: how far the body reaches beyond its corners."""


def rigid_body(particles: Particles, density_kg_m3: float) -> RigidBody:
    """Body of particles, each taken for a cube of its volume.

    Args:
        particles: Filled rest particles.
        density_kg_m3: Density [kg/m³].
    """
    masses = particles.volumes.astype(np.float64) * density_kg_m3
    positions = particles.positions.astype(np.float64)
    mass = float(masses.sum())
    center = masses @ positions / mass
    arms = positions - center
    squares = (arms**2).sum(axis=1)
    cubes = masses * particles.volumes.astype(np.float64) ** (2 / 3) / 6
    inertia = (masses @ squares + cubes.sum()) * np.eye(3) - (masses * arms.T) @ arms
    return RigidBody(mass, center, inertia, _corners(arms), particles.spacing_m / 2)


def _corners(arms: Vector) -> Vector:
    """Corners of the convex hull, or all points of a flat body."""
    from scipy.spatial import ConvexHull, QhullError

    try:
        corners = arms[ConvexHull(arms).vertices]
    except (QhullError, ValueError):  # fewer than four points, or all in one plane
        corners = arms
    step = -(-len(corners) // MOST_CONTACT_POINTS)
    return np.asarray(corners[::step], np.float64)
