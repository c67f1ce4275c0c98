"""`RigidCoupling`: rigid bodies among the particles of the material point method.

The particles of every rigid body have a velocity field of their own on the grid. Gravity, damping,
wind, driven regions and the hand act on them as on all particles; what a body's field gives back,
in momentum and angular momentum (that of the affine velocities included: Jiang et al., The Affine
Particle-In-Cell Method, SIGGRAPH 2015, section 5), beyond what its particles brought, the body
takes as a whole, which is the rigid motion nearest to what its particles would do.

Soft matter meets the body on its own nodes before ground and obstacles act on them: a node at or
below the surface, measured by the body's signed distance as that of an obstacle, takes on the
body's normal velocity, with Coulomb friction along the surface, and the body takes the opposite
impulse there. The motion of a body, of all the nodes that it pushes and of its contacts with
ground, obstacles and other bodies are solved for together. So the momentum of bodies and soft
matter is kept to rounding, and nothing creeps where a body rests on or carries soft matter.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm.near_nodes import NearNodes, SoftNodes
from sim.mpm.options import TransferBlend
from sim.rigid.body import RigidBodySetup
from sim.rigid.soft_load import NodeMasses, SoftLoad
from sim.rigid.world import RigidWorld
from sim.scene_setup import SceneSetup

Vector = npt.NDArray[np.float64]

LEAST_GYRATION_CELLS = 1.0
"""Radius of gyration about any axis below which a body turns more slowly than it would.

The grid gives a body an inertia that is larger by mass · dx² / 2; a body much thinner than a cell
would answer to what the grid gives it with a multiple of its spin.
"""


@dataclass(frozen=True, slots=True, eq=False)
class RigidParticles:
    """The R particles of all rigid bodies, body by body."""

    positions: Vector
    """Positions in the world [m], shape [R, 3]."""
    velocities: Vector
    """Velocities [m/s], shape [R, 3]."""
    affine: Vector
    """Affine velocities, the spin matrices [1/s], shape [R, 3, 3]."""


class RigidCoupling:
    """Moves rigid bodies in the substeps of an `MpmSolver`.

    Args:
        bodies: Rigid bodies; their particles, in this order, are the solver's rigid particles.
        scene: Ground and obstacles. Gravity, wind and the hand reach the bodies through the grid.
        dx_m: Cell side [m].
        blend: Transfer blend of the solver, which may leave a part of the spin off the grid.
    """

    def __init__(
        self,
        bodies: Sequence[RigidBodySetup],
        scene: SceneSetup,
        *,
        dx_m: float,
        blend: TransferBlend = TransferBlend(),  # noqa: B008 - frozen
    ) -> None:
        self.world = RigidWorld([_resolved(body, dx_m) for body in bodies], scene, sleeping=False)
        """The bodies."""
        counts = [len(body.masses_kg) for body in bodies]
        ends = np.cumsum(counts).tolist()
        self._ranges = [slice(end - count, end) for end, count in zip(ends, counts, strict=True)]
        self.body_of_particle: npt.NDArray[np.int64] = np.repeat(np.arange(len(bodies)), counts)
        """Body of every rigid particle, shape [R]."""
        self._masses = np.concatenate([body.masses_kg for body in bodies])
        self._affine_factor = dx_m * dx_m / 4
        # Every particle brings m dx² / 2 · spin beside its orbit about the centre of mass.
        extra = 2 * self._affine_factor * (1.0 - blend.pic)
        self._grid_inertias = np.array(
            [_point_inertia(body) + extra * body.mass_kg * np.eye(3) for body in bodies]
        )
        self._turned_arms = self._turn_arms()
        self._given = self._brought()

    def particles(self) -> RigidParticles:
        """Where the rigid particles are and how they move; also the solver's initial values."""
        state, body, arms = self.world.state, self.body_of_particle, self._turned_arms
        spins = state.spins()
        swept = np.empty_like(arms)
        for part, spin in zip(self._ranges, spins, strict=True):
            swept[part] = arms[part] @ _cross_matrix(spin).T
        return RigidParticles(
            state.centers[body] + arms,
            state.velocities[body] + swept,
            np.array([_cross_matrix(spin) for spin in spins])[body],
        )

    def exchange(
        self, dt_s: float, velocities: Vector, affine: Vector, nodes: SoftNodes
    ) -> RigidParticles:
        """One substep of the bodies.

        Args:
            dt_s: Substep [s].
            velocities: Velocities that the rigid particles gather from their own fields after
                drives, gravity and damping [m/s], shape [R, 3].
            affine: Their affine velocities, gathered from the same fields [1/s], shape [R, 3, 3].
            nodes: Nodes of soft matter after contact of its velocity fields, before ground and
                obstacles; those that touch a body get other velocities.

        Returns:
            The particles after the substep; their state in the solver is replaced by this.
        """
        gathered = self._momenta(velocities.astype(np.float64), affine.astype(np.float64))
        self.world.state.give(gathered - self._given)
        touching = self._touching(nodes)
        load = SoftLoad([None if pair is None else pair[1] for pair in touching])
        self.world.step(dt_s, alone=False, load=load)
        for pair, settled in zip(touching, load.settled, strict=True):
            if pair is not None and settled is not None:
                nodes.set_velocities(pair[0], settled)
        self._turned_arms = self._turn_arms()
        self._given = self._brought()
        return self.particles()

    def checkpoint(self) -> dict[str, Any]:
        """State that `restore` continues from bit for bit: arrays and numbers."""
        return {**self.world.checkpoint(), "given_momenta": self._given.copy()}

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Continue from a checkpoint of the same bodies and scene."""
        self.world.restore(checkpoint)
        self._turned_arms = self._turn_arms()
        self._given = np.array(checkpoint["given_momenta"], np.float64)

    def _touching(self, nodes: SoftNodes) -> list[tuple[npt.NDArray[np.int64], NodeMasses] | None]:
        """Nodes that touch each body; a node between two bodies is the nearer one's."""
        state, hold = self.world.state, nodes.hold_m
        turns = state.rotations()
        found: list[tuple[int, NearNodes, Vector, Vector]] = []
        for number, body in enumerate(self.world.bodies):
            reach = body.surface.reach_m + max(hold, 0.0)
            center = state.centers[number]
            near = nodes.near(center - reach, center + reach)
            arms = near.positions_m - center
            distances = body.surface.shape.distances(arms @ turns[number])
            kept = distances.signed <= hold
            chosen = near.some(kept)
            normals = distances.normals[kept] @ turns[number].T
            found.append((number, chosen, distances.signed[kept], normals))
        return [
            _node_masses(near, normals, state.centers[number], self.world.bodies[number])
            for number, near, normals in _nearest_only(found)
        ]

    def _turn_arms(self) -> Vector:
        """Particles from their body's centre of mass, world axes [m], shape [R, 3]."""
        turns = self.world.state.rotations()
        return np.concatenate(
            [body.arms_m @ turn.T for body, turn in zip(self.world.bodies, turns, strict=True)]
        )

    def _brought(self) -> Vector:
        """Momenta that the particles will bring to the grid, shape [n, 6]."""
        state, turns = self.world.state, self.world.state.rotations()
        inertias = turns @ self._grid_inertias @ turns.transpose(0, 2, 1)
        angular = (inertias @ state.spins()[:, :, None])[:, :, 0]
        return np.concatenate([state.masses[:, None] * state.velocities, angular], axis=1)

    def _momenta(self, velocities: Vector, affine: Vector) -> Vector:
        """Momentum and angular momentum about the centre of mass of every body, shape [n, 6]."""
        curl = np.stack(
            [
                affine[:, 2, 1] - affine[:, 1, 2],
                affine[:, 0, 2] - affine[:, 2, 0],
                affine[:, 1, 0] - affine[:, 0, 1],
            ],
            axis=1,
        )
        angular = np.cross(self._turned_arms, velocities) + self._affine_factor * curl
        values = np.concatenate([velocities, angular], axis=1)
        return np.array([self._masses[part] @ values[part] for part in self._ranges], np.float64)


def _node_masses(
    near: NearNodes, normals: Vector, center: Vector, body: RigidBodySetup
) -> tuple[npt.NDArray[np.int64], NodeMasses] | None:
    if not len(near.places):
        return None
    arms = near.positions_m - center
    friction = math.inf if body.sticky else body.friction
    return near.places, NodeMasses(arms, normals, near.masses_kg, near.velocities_m_s, friction)


def _nearest_only(
    found: Sequence[tuple[int, NearNodes, Vector, Vector]],
) -> list[tuple[int, NearNodes, Vector]]:
    """Nodes of every body without those that lie closer to another one."""
    if len(found) == 1:
        return [(number, near, normals) for number, near, _, normals in found]
    index = np.concatenate([near.places for _, near, _, _ in found])
    distances = np.concatenate([signed for _, _, signed, _ in found])
    order = np.lexsort((distances, index))
    first = np.ones(len(order), np.bool_)
    first[1:] = index[order][1:] != index[order][:-1]
    nearest = np.zeros(len(order), np.bool_)
    nearest[order[first]] = True
    result, start = [], 0
    for number, near, signed, normals in found:
        kept = nearest[start : start + len(signed)]
        start += len(signed)
        result.append((number, near.some(kept), normals[kept]))
    return result


def _cross_matrix(vector: Vector) -> Vector:
    """Matrix of vector ×, shape [3, 3]."""
    x, y, z = vector.tolist()
    return np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])


def _point_inertia(body: RigidBodySetup) -> Vector:
    """Inertia of the particles taken for points, in the body's axes [kg m²], shape [3, 3]."""
    arms, masses = body.arms_m, body.masses_kg
    squares = float(masses @ (arms * arms).sum(axis=1))
    return np.asarray(squares * np.eye(3) - (masses * arms.T) @ arms, np.float64)


def _resolved(body: RigidBodySetup, dx_m: float) -> RigidBodySetup:
    """The body with no principal inertia below what the grid resolves."""
    values, axes = np.linalg.eigh(body.inertia)
    floor = body.mass_kg * (LEAST_GYRATION_CELLS * dx_m) ** 2
    if values.min() >= floor:
        return body
    return replace(body, inertia=(axes * np.maximum(values, floor)) @ axes.T)
