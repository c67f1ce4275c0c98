"""`RigidSolver`: a rigid body under gravity that bounces, slides, tumbles and comes to rest."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from render.quaternion import matrix_from_quaternion, multiply, normalized
from sim.rigid.body import RigidBody
from sim.rigid.contact import PENETRATION_RECOVERY, choose_contacts, solve_contacts
from sim.scene_setup import SceneSetup

Vector = npt.NDArray[np.float64]

LONGEST_STEP_S = 0.002
"""Longest substep [s]."""
RESTING_SPEED_M_S = 0.03
"""Every point slower than this for `REST_TIME_S` over its support: the body sleeps."""
REST_TIME_S = 0.25
CONTACT_SLOP_CELLS = 0.2
"""Depth that is not pushed out, in body radii."""
ROLLING_DAMPING_PER_S = 0.5
"""Loss of spin while something touches the ground, which stands for rolling resistance."""


class RigidSolver:
    """Integrates one body; positions and angular momentum are the state.

    Args:
        body: Mass properties and contact points.
        scene: Gravity and ground.
        restitution: Ratio of normal speeds after and before an impact.
        friction: Coulomb coefficient against the ground.
    """

    def __init__(
        self, body: RigidBody, scene: SceneSetup, *, restitution: float, friction: float
    ) -> None:
        self._body = body
        self._gravity = np.array(scene.gravity_m_s2, np.float64)
        self._ground = scene.ground_z_m
        self._restitution, self._friction = restitution, friction
        self._inverse_inertia = np.linalg.inv(body.inertia)
        self.center = body.center_m.copy()
        """Centre of mass [m], shape [3]."""
        self.quat: Vector = np.array([1.0, 0, 0, 0])
        """Rotation from rest as a unit quaternion wxyz."""
        self.velocity: Vector = np.zeros(3)
        """Velocity of the centre of mass [m/s], shape [3]."""
        self.angular_momentum: Vector = np.zeros(3)
        """Angular momentum about the centre of mass [kg m²/s], shape [3]."""
        self._slow_s = 0.0
        self.asleep = False
        """Whether the body has come to rest."""

    @property
    def rotation(self) -> Vector:
        """Rotation from rest, shape [3, 3]."""
        return np.asarray(matrix_from_quaternion(self.quat), np.float64)

    @property
    def spin(self) -> Vector:
        """Angular velocity [rad/s], shape [3]."""
        return self._world_inverse_inertia() @ self.angular_momentum

    def kinetic_energy_j(self) -> float:
        """Kinetic energy of translation and spin [J]."""
        linear = self._body.mass_kg * float(self.velocity @ self.velocity)
        return 0.5 * (linear + float(self.spin @ self.angular_momentum))

    def advance(self, duration_s: float) -> int:
        """Step until `duration_s` has passed; returns the number of substeps."""
        count = max(1, math.ceil(duration_s / LONGEST_STEP_S))
        for _ in range(count):
            if not self.asleep:
                self._substep(duration_s / count)
        return count

    def _world_inverse_inertia(self) -> Vector:
        turn = self.rotation
        return np.asarray(turn @ self._inverse_inertia @ turn.T, np.float64)

    def _substep(self, dt: float) -> None:
        self.velocity = self.velocity + dt * self._gravity
        if self._ground is not None:
            self._touch_ground(dt, self._ground)
        self.center = self.center + dt * self.velocity
        half = 0.5 * dt * np.concatenate([[0.0], self.spin])
        self.quat = np.asarray(normalized(self.quat + multiply(half, self.quat)), np.float64)

    def _touch_ground(self, dt: float, ground: float) -> None:
        arms = self._body.points_m @ self.rotation.T
        gaps = self.center[2] + arms[:, 2] - self._body.radius_m - ground
        spin = self.spin
        falling = -(self.velocity[2] + spin[0] * arms[:, 1] - spin[1] * arms[:, 0])
        reach = self._body.radius_m * CONTACT_SLOP_CELLS + dt * max(float(falling.max()), 0.0)
        contacts = choose_contacts(arms, gaps, reach)
        if not len(contacts.arms):
            self._slow_s = 0.0
            return
        impulse, angular = solve_contacts(
            contacts,
            self.velocity,
            spin,
            inverse_mass=1 / self._body.mass_kg,
            inverse_inertia=self._world_inverse_inertia(),
            friction=self._friction,
            targets=self._normal_targets(contacts.arms, contacts.gaps, dt),
        )
        self.velocity = self.velocity + impulse / self._body.mass_kg
        self.angular_momentum = (self.angular_momentum + angular) * math.exp(
            -ROLLING_DAMPING_PER_S * dt
        )
        self._rest_if_slow(arms, contacts.arms, dt)

    def _normal_targets(self, arms: Vector, gaps: Vector, dt: float) -> Vector:
        """Smallest normal velocities after contact: bounce, approach by the gap, or push out."""
        spin = self.spin
        normal = self.velocity[2] + spin[0] * arms[:, 1] - spin[1] * arms[:, 0]
        slop = CONTACT_SLOP_CELLS * self._body.radius_m
        depth = np.maximum(-gaps - slop, 0.0)
        rest = np.where(gaps > 0, -gaps / dt, PENETRATION_RECOVERY * depth / dt)
        weight_speed = 4 * dt * float(np.linalg.norm(self._gravity))
        bouncing = (-normal > weight_speed) & (gaps <= -normal * dt)
        return np.where(bouncing, np.maximum(-self._restitution * normal, rest), rest)

    def _rest_if_slow(self, arms: Vector, contact_arms: Vector, dt: float) -> None:
        """Fall asleep after a while of slowness with the centre of mass over the support."""
        speeds = np.linalg.norm(self.velocity + np.cross(self.spin, arms), axis=1)
        low, high = contact_arms[:, :2].min(axis=0), contact_arms[:, :2].max(axis=0)
        margin = self._body.radius_m
        supported = bool(((low <= margin) & (high >= -margin)).all())
        slow = supported and float(speeds.max()) < RESTING_SPEED_M_S
        self._slow_s = self._slow_s + dt if slow else 0.0
        if self._slow_s >= REST_TIME_S:
            self.asleep = True
            self.velocity = np.zeros(3)
            self.angular_momentum = np.zeros(3)
