"""Where the solver's origin lies, and the world seen from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.grid_world import NO_NODE, GridWorld
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles
from sim.mpm.settling import REST_CELLS, settling_rows
from sim.scene.obstacles import Surface
from sim.scene_setup import SceneSetup

Vector = npt.NDArray[np.float64]

FLOWING_CONTACT_OFFSET_CELLS = 0.1
CONTACT_OFFSET_CELLS = {
    ConstitutiveLaw.JELLY: 0.35,
    ConstitutiveLaw.NEO_HOOKEAN: 0.35,
    ConstitutiveLaw.HENCKY: 0.35,
    ConstitutiveLaw.SAND: 0.0,
    ConstitutiveLaw.LIQUID: 0.0,
}
"""Cells from the ground down to the highest node that is held by it; other laws take 0.1.

A quadratic kernel feels such a node from 1.5 cells away. With these offsets bodies rest with their
lowest particles between half a particle spacing above the ground and a tenth of a cell below it;
what flows comes closer to the node than what springs back.
"""

GROUND_RESPONSES = {
    Surface.SEPARATE: (1.0, 1.0),
    Surface.SLIP: (0.0, 1.0),
    Surface.STICKY: (0.0, 0.0),
}
"""Whether matter may leave a surface, and whether it slides on it."""


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
    offset = contact_offset_cells(particles, materials)
    return np.array([center[0], center[1], scene.ground_z_m - offset * dx_m])


def contact_offset_cells(particles: MpmParticles, materials: Sequence[MaterialParams]) -> float:
    """Mean of `CONTACT_OFFSET_CELLS` over the volume of the particles."""
    offsets = [CONTACT_OFFSET_CELLS.get(one.law, FLOWING_CONTACT_OFFSET_CELLS) for one in materials]
    return _volume_mean(np.array(offsets), particles.material, particles.volumes)


def obstacle_hold_m(
    particles: MpmParticles, materials: Sequence[MaterialParams], dx_m: float
) -> float:
    """Signed distance [m] at and below which nodes touch an obstacle.

    The outermost node that touches lies half a cell below this on average, since obstacles are not
    in line with the grid: there bodies rest as they do on the ground.
    """
    return (0.5 - contact_offset_cells(particles, materials)) * dx_m


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
        center, half = np.array(options.domain.center_m), np.array(options.domain.half_extents_m)
        _check_inside(particles, center - half, center + half)
        held = half - obstacle_hold_m(particles, materials, dx_m)
        low, high = (center - held - origin) / dx_m, (center + held - origin) / dx_m
    return GridWorld(
        dx_m=dx_m,
        origin_m=origin,
        gravity_m_s2=np.array(scene.gravity_m_s2, np.float64),
        hold_m=obstacle_hold_m(particles, materials, dx_m),
        ground_node=-NO_NODE if scene.ground_z_m is None else 0.0,
        ground_rest=contact_offset_cells(particles, materials) + REST_CELLS,
        ground_response=GROUND_RESPONSES[scene.ground_surface],
        ground_friction=_ground_friction(particles, materials, scene),
        settling=settling_rows(particles, materials, gravity_m_s2=scene.gravity_m_s2, dx_m=dx_m),
        wall_low=low,
        wall_high=high,
        damping_per_s=options.grid_damping_per_s,
        blend=options.transfer,
        field_friction=options.field_friction,
    )


def moved_world(world: GridWorld, origin: Vector) -> GridWorld:
    """The same world seen from another origin [m], shape [3]."""
    shift = (world.origin_m - origin) / world.dx_m
    return replace(
        world,
        origin_m=origin,
        wall_low=world.wall_low + shift,
        wall_high=world.wall_high + shift,
    )


def _check_inside(particles: MpmParticles, low: Vector, high: Vector) -> None:
    outside = ((particles.positions < low) | (particles.positions > high)).any(axis=1)
    if outside.any():
        first = particles.positions[int(np.flatnonzero(outside)[0])]
        raise InputError(
            f"{int(outside.sum())} particles lie outside the domain from {_text(low)} to "
            f"{_text(high)} m, the first at {_text(first)} m; move the body or widen the domain"
        )


def _text(point: npt.NDArray[np.floating]) -> str:
    return "(" + ", ".join(f"{value:.4g}" for value in point) + ")"


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
