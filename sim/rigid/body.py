"""`RigidBodySetup`: mass, inertia and surface of a body that keeps its shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from sim.particles import Particles
from sim.rigid.surface import BodySurface, body_surface

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RigidBodySetup:
    """A rigid body about its centre of mass, axes as at rest in the world."""

    mass_kg: float
    """Mass [kg]."""
    center_m: Vector
    """Centre of mass at rest in the world [m], shape [3]."""
    inertia: Vector
    """Inertia about the centre of mass [kg m²], shape [3, 3]."""
    surface: BodySurface
    """Contact points from the centre of mass, and the shape that others touch."""
    arms_m: Vector
    """Particles from the centre of mass [m], shape [P, 3]."""
    masses_kg: Vector
    """Masses of the particles [kg], shape [P]."""
    restitution: float = 0.3
    """Ratio of normal speeds after and before an impact, 0 to 1."""
    friction: float = 0.5
    """Coulomb coefficient, 0 to 10."""
    rolling_friction: float = 0.002
    """Torque against rolling, in normal force times the contact's distance from the centre."""
    sticky: bool = False
    """Whether soft matter sticks to it, as the soft regions of the same object do."""
    velocity_m_s: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Velocity of the centre of mass at the start [m/s]."""
    spin_rad_s: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Angular velocity at the start [rad/s]."""


def rigid_body(
    particles: Particles,
    density_kg_m3: float | npt.NDArray[np.floating],
    *,
    restitution: float = 0.3,
    friction: float = 0.5,
    rolling_friction: float = 0.002,
    velocity_m_s: tuple[float, float, float] = (0.0, 0.0, 0.0),
    spin_rad_s: tuple[float, float, float] = (0.0, 0.0, 0.0),
) -> RigidBodySetup:
    """Body of particles, each taken for a cube of its volume.

    Args:
        particles: Filled rest particles.
        density_kg_m3: Density [kg/m³] of the whole body, or of every particle, shape [P].
        restitution: Ratio of normal speeds after and before an impact, 0 to 1.
        friction: Coulomb coefficient, 0 to 10.
        rolling_friction: Torque against rolling, in normal force times the contact's distance.
        velocity_m_s: Velocity of the centre of mass at the start [m/s].
        spin_rad_s: Angular velocity at the start [rad/s].

    Raises:
        InputError: If there is no particle or a density or volume is not positive.
    """
    positions, volumes = (a.astype(np.float64) for a in (particles.positions, particles.volumes))
    densities = np.broadcast_to(np.asarray(density_kg_m3, np.float64), volumes.shape)
    if not len(positions):
        raise InputError("a rigid body needs at least one particle; fill the body first")
    if not ((densities > 0).all() and (volumes > 0).all()):
        raise InputError("densities and volumes of a rigid body must be positive")
    masses = volumes * densities
    mass = float(masses.sum())
    center = masses @ positions / mass
    arms = positions - center
    squares = (arms**2).sum(axis=1)
    cubes = masses * volumes ** (2 / 3) / 6
    inertia = (masses @ squares + cubes.sum()) * np.eye(3) - (masses * arms.T) @ arms
    return RigidBodySetup(
        mass_kg=mass,
        center_m=center,
        inertia=inertia,
        surface=body_surface(arms, volumes),
        arms_m=arms,
        masses_kg=masses,
        restitution=restitution,
        friction=friction,
        rolling_friction=rolling_friction,
        velocity_m_s=velocity_m_s,
        spin_rad_s=spin_rad_s,
    )
