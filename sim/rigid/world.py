"""`RigidWorld`: bodies that keep their shape and bounce, slide, roll, topple, stack and rest."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.rigid.body import RigidBodySetup
from sim.rigid.contacts import Contacts
from sim.rigid.detection import ContactFinder, Placed
from sim.rigid.drives import BodyDrives
from sim.rigid.impulses import dissipating, solve_impulses, work_j
from sim.rigid.islands import island_system, islands_of
from sim.rigid.rest import RestWatch
from sim.rigid.rolling import resist_rolling
from sim.rigid.soft_load import SoftLoad, loaded
from sim.rigid.solved import Solved, WarmStart
from sim.rigid.state import RigidState
from sim.rigid.surfaces import surfaces_of
from sim.scene.hand import HandCommand
from sim.scene_setup import SceneSetup

Vector = npt.NDArray[np.float64]

LONGEST_STEP_S = 0.002
"""Longest substep [s]."""
PENETRATION_RECOVERY = 0.2
"""Share of a penetration beyond the slop that is pushed out within one step."""
SLOWEST_BOUNCE_STEPS = 4.0
"""Impacts slower than what gravity gives in this many steps do not bounce."""
LOAD_ROUNDS = 3
"""How often soft matter and other contacts of a body are solved in turn."""


class RigidWorld:
    """Rigid bodies under gravity with ground, obstacles and each other.

    A step: gravity, contacts, impulses that let points approach by their gaps, drift of the
    positions with the overlap corrected apart from the velocities, and then the restitution of
    those contacts that closed. So bodies bounce at the surface, at the speed they arrived with.

    Args:
        bodies: Mass, surface, coefficients and velocities of n bodies.
        scene: Gravity, ground and obstacles.
        sleeping: Whether bodies that rest are left alone until something touches them.
    """

    def __init__(
        self, bodies: Sequence[RigidBodySetup], scene: SceneSetup, *, sleeping: bool = True
    ) -> None:
        self.bodies = tuple(bodies)
        """Mass properties and surfaces."""
        self.state = RigidState(self.bodies)
        """Positions and momenta."""
        self.time_s = 0.0
        """Time since the start [s]."""
        self._gravity = np.array(scene.gravity_m_s2, np.float64)
        surfaces = surfaces_of(scene)
        self._finder = ContactFinder(self.bodies, surfaces)
        self._surface_events = [t for one in surfaces for t in (one.start_s, one.end_s)]
        self._rolling = np.array([body.rolling_friction for body in self.bodies])
        self._rest, self._sleeping = RestWatch(self.bodies), sleeping
        self._drives = BodyDrives(self.bodies, scene)
        self._warm = WarmStart()

    @property
    def asleep(self) -> npt.NDArray[np.bool_]:
        """Bodies that have come to rest, shape [n]."""
        return self._rest.asleep

    def advance(
        self,
        duration_s: float,
        *,
        commands: Callable[[float], Sequence[HandCommand]] | None = None,
    ) -> int:
        """Step until `duration_s` has passed; returns the number of substeps.

        Args:
            duration_s: Time to simulate [s].
            commands: Called before every substep with the time [s]; returns what the hand has
                done since the last call.
        """
        end_s, taken = self.time_s + duration_s, 0
        while self.time_s < end_s:
            target_s = min(end_s, self._next_event_s())
            count = max(1, math.ceil((target_s - self.time_s) / LONGEST_STEP_S - 1e-9))
            if commands is not None:
                self._drives.obey(commands(self.time_s), self.state)
            self.step((target_s - self.time_s) / count)
            # Events and frames end exactly where they should, however many steps lead there.
            self.time_s = target_s if count == 1 else self.time_s
            taken += 1
        return taken

    def _next_event_s(self) -> float:
        """Time [s] at which an obstacle, a force or a driven region begins or ends next."""
        own = self._drives.next_event_s(self.time_s)
        return min([own, *(t for t in self._surface_events if t > self.time_s)])

    def step(self, dt_s: float, *, alone: bool = True, load: SoftLoad | None = None) -> None:
        """One substep.

        Args:
            dt_s: Length [s].
            alone: False where something else adds gravity, forces and the hand to the momenta.
            load: Soft matter that the bodies touch.
        """
        state = self.state
        pushed = self._drives.begin(state, self.time_s, dt_s, alone=alone)
        if pushed.any():
            self._rest.wake(pushed)
        awake = ~self._rest.asleep
        if awake.any():
            if alone:
                free = (awake & ~state.held)[:, None]
                state.velocities = state.velocities + dt_s * np.where(free, self._gravity, 0.0)
            self._resolve(self._find(dt_s), dt_s, load)
        self.time_s += dt_s

    def _find(self, dt: float) -> Contacts:
        """Contacts of moving bodies; a sleeper that is touched wakes, and finds its own."""
        placed = Placed.of(self.state)
        while True:
            awake = ~self._rest.asleep
            contacts = self._finder.find(placed, dt, self.time_s, awake)
            if not self._rest.wake_touched(contacts):
                return contacts

    def _resolve(self, contacts: Contacts, dt: float, load: SoftLoad | None) -> None:
        """Impulses, drift and restitution of all islands."""
        state = self.state
        islands = islands_of(contacts, len(self.bodies))
        solved = [Solved(island, contacts.rows(island.rows)) for island in islands]
        self._approach(solved, dt, load)
        push = np.zeros((len(self.bodies), 6))
        for group in solved:
            push[group.island.bodies] = self._push_apart(group, dt)
        before = state.centers
        state.drift(dt, ~self._rest.asleep, push if push.any() else None)
        for group in solved:
            self._bounce(group, dt, state.centers - before)
            resist_rolling(group.contacts, group.impulses, self._rolling, state)
        self._warm.remember([(group.contacts, group.impulses) for group in solved])
        if self._sleeping:
            self._rest.update(state, contacts, islands, dt)

    def _approach(self, solved: Sequence[Solved], dt: float, load: SoftLoad | None) -> None:
        """Impulses after which no gap closes by more than itself within the step.

        Soft matter and the other contacts are solved in turn, each with the other's last answer.
        """
        state = self.state
        free, inverse = state.motions(), state.inverse_mass_matrices()
        for group in solved:
            group.bare = island_system(group.island, group.contacts, state.centers, free, inverse)
            group.impulses = self._warm.impulses(group.contacts)
        if load is None:
            for group in solved:
                group.solve(group.bare, dt)
        else:
            state.give(self._approach_loaded(solved, free, dt, load))
        for group in solved:
            state.give(group.bare.momenta(group.impulses), group.island.bodies)

    def _approach_loaded(
        self, solved: Sequence[Solved], free: Vector, dt: float, load: SoftLoad
    ) -> Vector:
        """Solve `solved` together with soft matter; its impulses on all bodies, shape [n, 6]."""
        masses, motions = self.state.mass_matrices(), free
        for _ in range(LOAD_ROUNDS if solved else 1):
            common = loaded(masses, free, motions, load)
            motions = common.motions.copy()
            for group in solved:
                bodies = group.island.bodies
                system = group.bare.with_bodies(
                    common.motions[bodies], common.inverse_masses[bodies]
                )
                group.solve(system, dt)
                motions[bodies] += system.change(group.impulses)
        return load.settle(motions)

    def _bounce(self, group: Solved, dt: float, drifts: Vector) -> None:
        """Newton's restitution of the contacts that closed, where the bodies are by now."""
        arrival, restitution = group.bare.system.velocities[:, 2], group.contacts.restitution
        closed = group.impulses[:, 2] > 0
        slowest = SLOWEST_BOUNCE_STEPS * dt * float(np.linalg.norm(self._gravity))
        bouncing = closed & (arrival < -slowest) & (restitution > 0)
        if not bouncing.any():
            return
        state = self.state
        now = island_system(
            group.island,
            group.contacts.carried(drifts),
            state.centers,
            state.motions(),
            state.inverse_mass_matrices(),
        )
        targets = np.where(closed, 0.0, -np.maximum(group.contacts.gaps_m, 0.0) / dt)
        targets = np.where(bouncing, -restitution * arrival, targets)
        lost = max(0.0, -work_j(group.bare.system, group.impulses))
        extra = solve_impulses(now.system, targets, np.zeros_like(group.impulses))
        extra = dissipating(now.system, extra, allowed_j=lost)
        state.give(now.momenta(extra), group.island.bodies)

    def _push_apart(self, group: Solved, dt: float) -> Vector:
        """Velocities and spins that take overlaps out without being kept, shape [m, 6]."""
        slops = self._finder.slops[group.contacts.first]
        depths = np.maximum(-group.contacts.gaps_m - slops, 0.0)
        if not depths.any():
            return np.zeros((len(group.island.bodies), 6))
        still = group.bare.system._replace(
            velocities=np.zeros((len(depths), 3)), friction=np.zeros(len(depths))
        )
        push = solve_impulses(still, PENETRATION_RECOVERY * depths / dt, np.zeros((len(depths), 3)))
        return group.bare.change(push)

    def checkpoint(self) -> dict[str, Any]:
        """State that `restore` continues from bit for bit: arrays and numbers."""
        state = self.state
        return {
            "time_s": self.time_s,
            "centers_m": state.centers.copy(),
            "quats": state.quats.copy(),
            "velocities_m_s": state.velocities.copy(),
            "angular_momenta": state.angular_momenta.copy(),
            "held": state.held.copy(),
            **self._warm.checkpoint(),
            **self._rest.checkpoint(),
            **self._drives.checkpoint(),
        }

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Continue from a checkpoint of the same bodies and scene."""
        state = self.state
        self.time_s = float(checkpoint["time_s"])
        state.centers = np.array(checkpoint["centers_m"], np.float64)
        state.quats = np.array(checkpoint["quats"], np.float64)
        state.velocities = np.array(checkpoint["velocities_m_s"], np.float64)
        state.angular_momenta = np.array(checkpoint["angular_momenta"], np.float64)
        state.held = np.array(checkpoint["held"], np.bool_)
        self._warm.restore(checkpoint)
        self._rest.restore(checkpoint)
        self._drives.restore(checkpoint)
