"""`RigidWorld`: bodies that keep their shape and bounce, slide, roll, topple, stack and rest."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.rigid.body import RigidBodySetup
from sim.rigid.contacts import Contacts
from sim.rigid.detection import ContactFinder, Placed
from sim.rigid.impulses import dissipating, solve_impulses
from sim.rigid.islands import Island, IslandSystem, island_system, islands_of
from sim.rigid.rest import RestWatch
from sim.rigid.state import RigidState
from sim.rigid.surfaces import surfaces_of
from sim.scene_setup import SceneSetup

Vector = npt.NDArray[np.float64]

LONGEST_STEP_S = 0.002
"""Longest substep [s]."""
PENETRATION_RECOVERY = 0.2
"""Share of a penetration beyond the slop that is pushed out within one step."""
SLOWEST_BOUNCE_STEPS = 4.0
"""Impacts slower than what gravity gives in this many steps do not bounce."""


class RigidWorld:
    """Rigid bodies under gravity with ground, obstacles and each other.

    A step: gravity, contacts, impulses that let points approach by their gaps, drift of the
    positions with the overlap corrected apart from the velocities, and then the restitution of
    those contacts that closed. So bodies bounce at the surface, at the speed they arrived with.

    Args:
        bodies: Mass, surface, coefficients and velocities of n bodies.
        scene: Gravity, ground and obstacles.
    """

    def __init__(self, bodies: Sequence[RigidBodySetup], scene: SceneSetup) -> None:
        self.bodies = tuple(bodies)
        """Mass properties and surfaces."""
        self.state = RigidState(self.bodies)
        """Positions and momenta."""
        self.time_s = 0.0
        """Time since the start [s]."""
        self._gravity = np.array(scene.gravity_m_s2, np.float64)
        self._finder = ContactFinder(self.bodies, surfaces_of(scene))
        self._rest = RestWatch(self.bodies)
        self._warm_keys = np.zeros(0, np.int64)
        self._warm_impulses = np.zeros((0, 3))

    @property
    def asleep(self) -> npt.NDArray[np.bool_]:
        """Bodies that have come to rest, shape [n]."""
        return self._rest.asleep

    def advance(self, duration_s: float) -> int:
        """Step until `duration_s` has passed; returns the number of substeps."""
        count = max(1, math.ceil(duration_s / LONGEST_STEP_S - 1e-9))
        for _ in range(count):
            self.step(duration_s / count)
        return count

    def step(self, dt_s: float, *, gravity: bool = True) -> None:
        """One substep.

        Args:
            dt_s: Length [s].
            gravity: False where something else has added gravity to the momenta.
        """
        state, awake = self.state, ~self._rest.asleep
        if awake.any():
            if gravity:
                state.velocities = state.velocities + dt_s * np.where(
                    awake[:, None], self._gravity, 0.0
                )
            contacts = self._find(dt_s)
            self._resolve(contacts, dt_s)
        self.time_s += dt_s

    def _find(self, dt: float) -> Contacts:
        """Contacts of moving bodies; a sleeper that is touched wakes, and finds its own."""
        placed = Placed.of(self.state)
        while True:
            awake = ~self._rest.asleep
            contacts = self._finder.find(placed, dt, self.time_s, awake)
            if not self._rest.wake_touched(contacts):
                return contacts

    def _resolve(self, contacts: Contacts, dt: float) -> None:
        """Impulses, drift and restitution of all islands."""
        state = self.state
        islands = islands_of(contacts, len(self.bodies))
        solved = [self._approach(island, contacts.rows(island.rows), dt) for island in islands]
        push = np.zeros((len(self.bodies), 6))
        for island, contact, system, _ in solved:
            push[island.bodies] = self._push_apart(contact, system, dt)
        state.drift(dt, ~self._rest.asleep, push if push.any() else None)
        for island, contact, system, impulses in solved:
            self._bounce(island, contact, system, impulses, dt)
        self._remember([(contact, impulses) for _, contact, _, impulses in solved])
        self._rest.update(state, contacts, islands, dt)

    def _approach(
        self, island: Island, contacts: Contacts, dt: float
    ) -> tuple[Island, Contacts, IslandSystem, Vector]:
        """Impulses after which no gap closes by more than itself within the step."""
        state = self.state
        equations = island_system(
            island, contacts, Placed.of(state), 1 / state.masses, state.inverse_inertias()
        )
        targets = -np.maximum(contacts.gaps_m, 0.0) / dt
        impulses = solve_impulses(equations.system, targets, self._warm(contacts))
        impulses = dissipating(equations.system, impulses)
        self._apply(island, equations, impulses)
        return island, contacts, equations, impulses

    def _bounce(
        self,
        island: Island,
        contacts: Contacts,
        equations: IslandSystem,
        impulses: Vector,
        dt: float,
    ) -> None:
        """Newton's restitution of the contacts that closed; resistance to rolling."""
        arrival = equations.system.velocities[:, 2]
        slowest = SLOWEST_BOUNCE_STEPS * dt * float(np.linalg.norm(self._gravity))
        bouncing = (arrival < -slowest) & (impulses[:, 2] > 0) & (contacts.restitution > 0)
        total = impulses
        if bouncing.any():
            closed = -np.maximum(contacts.gaps_m, 0.0) / dt
            targets = np.where(impulses[:, 2] > 0, 0.0, closed)
            targets = np.where(bouncing, -contacts.restitution * arrival, targets)
            total = dissipating(
                equations.system, solve_impulses(equations.system, targets, impulses)
            )
            self._apply(island, equations, total - impulses)
        self._resist_rolling(island, contacts, total)

    def _resist_rolling(self, island: Island, contacts: Contacts, impulses: Vector) -> None:
        """Take spin out of bodies that press on something."""
        state = self.state
        spins = state.spins()
        for body in island.bodies:
            coefficient = self.bodies[body].rolling_friction
            touching = (contacts.first == body) | (contacts.second == body)
            if not coefficient or not touching.any():
                continue
            arms = np.linalg.norm(contacts.points_m[touching] - state.centers[body], axis=1)
            most = coefficient * float(impulses[touching, 2] @ arms)
            size = float(np.linalg.norm(state.angular_momenta[body]))
            if size > 0 and float(np.linalg.norm(spins[body])) > 0:
                state.angular_momenta[body] *= max(0.0, 1 - most / size)

    def _push_apart(self, contacts: Contacts, equations: IslandSystem, dt: float) -> Vector:
        """Velocities and spins that take overlaps out without being kept, shape [m, 6]."""
        slops = self._finder.slops[contacts.first]
        depths = np.maximum(-contacts.gaps_m - slops, 0.0)
        shape = (equations.jacobian.shape[1] // 6, 6)
        if not depths.any():
            return np.zeros(shape)
        still = equations.system._replace(
            velocities=np.zeros_like(equations.system.velocities),
            friction=np.zeros(len(depths)),
        )
        push = solve_impulses(still, PENETRATION_RECOVERY * depths / dt, np.zeros((len(depths), 3)))
        motion = equations.inverse_masses @ (equations.jacobian.T @ push.reshape(-1))
        return np.asarray(motion.reshape(shape), np.float64)

    def _apply(self, island: Island, equations: IslandSystem, impulses: Vector) -> None:
        """Add impulses to the momenta of an island's bodies."""
        gained = (equations.jacobian.T @ impulses.reshape(-1)).reshape(-1, 6)
        state, bodies = self.state, island.bodies
        state.velocities[bodies] += gained[:, :3] / state.masses[bodies, None]
        state.angular_momenta[bodies] += gained[:, 3:]

    def _warm(self, contacts: Contacts) -> Vector:
        """Impulses of the same contacts in the last step, zero for new ones, shape [K, 3]."""
        start = np.zeros((len(contacts), 3))
        if len(self._warm_keys):
            place = np.searchsorted(self._warm_keys, contacts.keys)
            place = np.minimum(place, len(self._warm_keys) - 1)
            known = self._warm_keys[place] == contacts.keys
            start[known] = self._warm_impulses[place[known]]
        return start

    def _remember(self, solved: Sequence[tuple[Contacts, Vector]]) -> None:
        if not solved:
            self._warm_keys, self._warm_impulses = np.zeros(0, np.int64), np.zeros((0, 3))
            return
        keys = np.concatenate([contacts.keys for contacts, _ in solved])
        order = np.argsort(keys, kind="stable")
        self._warm_keys = keys[order]
        self._warm_impulses = np.concatenate([impulses for _, impulses in solved])[order]

    def checkpoint(self) -> dict[str, Any]:
        """State that `restore` continues from bit for bit: arrays and numbers."""
        state = self.state
        return {
            "time_s": self.time_s,
            "centers_m": state.centers.copy(),
            "quats": state.quats.copy(),
            "velocities_m_s": state.velocities.copy(),
            "angular_momenta": state.angular_momenta.copy(),
            "warm_keys": self._warm_keys.copy(),
            "warm_impulses": self._warm_impulses.copy(),
            **self._rest.checkpoint(),
        }

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Continue from a checkpoint of the same bodies and scene."""
        state = self.state
        self.time_s = float(checkpoint["time_s"])
        state.centers = np.array(checkpoint["centers_m"], np.float64)
        state.quats = np.array(checkpoint["quats"], np.float64)
        state.velocities = np.array(checkpoint["velocities_m_s"], np.float64)
        state.angular_momenta = np.array(checkpoint["angular_momenta"], np.float64)
        self._warm_keys = np.array(checkpoint["warm_keys"], np.int64)
        self._warm_impulses = np.array(checkpoint["warm_impulses"], np.float64).reshape(-1, 3)
        self._rest.restore(checkpoint)
