"""Where the solver's origin lies, and the world seen from there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.grid_world import NO_NODE, GridWorld
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles
from sim.scene_setup import SceneSetup

Vector = npt.NDArray[np.float64]

FLOWING_CONTACT_OFFSET_CELLS = 0.1
CONTACT_OFFSET_CELLS = {ConstitutiveLaw.JELLY: 0.35, ConstitutiveLaw.SAND: 0.0}
"""Cells from the ground down to the highest node that is held by it; other laws take 0.1.

A quadratic kernel feels such a node from 1.5 cells away. With these offsets bodies rest with their
lowest particles between half a particle spacing above the ground and a tenth of a cell below it;
what flows comes closer to the node than what springs back.
"""


def solver_origin(
    particles: MpmParticles, materials: Sequence[MaterialParams], scene: SceneSetup, dx_m: float
) -> Vector:
    """Origin [m] of the solver in the world, shape [3].

    It lies below the middle of the particles, a fraction of a cell under the ground: grid nodes at
    height 0 and below are the ground's.
    """
    center: Vector = particles.positions.mean(axis=0, dtype=np.float64)
    if scene.ground_z_m is None:
        return center
    offsets = [CONTACT_OFFSET_CELLS.get(one.law, FLOWING_CONTACT_OFFSET_CELLS) for one in materials]
    offset = _volume_mean(np.array(offsets), particles.material, particles.volumes)
    return np.array([center[0], center[1], scene.ground_z_m - offset * dx_m])


def grid_world(
    particles: MpmParticles,
    materials: Sequence[MaterialParams],
    scene: SceneSetup,
    *,
    origin: Vector,
    dx_m: float,
    options: MpmOptions,
) -> GridWorld:
    """World of the executor.

    Raises:
        InputError: If a particle lies outside the domain.
    """
    low, high = np.full(3, -NO_NODE), np.full(3, NO_NODE)
    if options.domain is not None:
        corners = np.array(options.domain, np.float64)
        outside = ((particles.positions < corners[0]) | (particles.positions > corners[1])).any(1)
        if outside.any():
            first = int(np.flatnonzero(outside)[0])
            raise InputError(
                f"{int(outside.sum())} particles lie outside the domain {options.domain} m, the "
                f"first at {particles.positions[first].tolist()}; move the body or widen the domain"
            )
        low, high = (corners - origin) / dx_m
    return GridWorld(
        dx_m=dx_m,
        gravity_m_s2=np.array(scene.gravity_m_s2, np.float64),
        ground_node=-NO_NODE if scene.ground_z_m is None else 0.0,
        ground_friction=_ground_friction(particles, materials, scene),
        wall_low=low,
        wall_high=high,
        damping_per_s=options.grid_damping_per_s,
        blend=options.transfer,
        field_friction=options.field_friction,
    )


def _ground_friction(
    particles: MpmParticles, materials: Sequence[MaterialParams], scene: SceneSetup
) -> Vector:
    """Coefficient of every velocity field: the scene's, or the mean of the field's materials."""
    frictions = np.array([one.friction for one in materials])
    if scene.ground_friction is not None:
        frictions[:] = scene.ground_friction
    of_field = np.zeros(int(particles.field.max()) + 1)
    for field in np.unique(particles.field):
        members = particles.field == field
        of_field[field] = _volume_mean(
            frictions, particles.material[members], particles.volumes[members]
        )
    return of_field


def _volume_mean(
    values: Vector, material: npt.NDArray[np.int32], volumes: npt.NDArray[np.floating]
) -> float:
    """Mean of a number a material over the volume of particles."""
    shares = np.bincount(material, volumes, len(values))
    return float(shares @ values / shares.sum())
