"""The two ways a body moves, behind one contract: material points, or a rigid body."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import Any

import numpy as np
import numpy.typing as npt

from render.gaussians import GaussianCloud
from sim.binding import Binding
from sim.constitutive import fixed_corotated, hencky
from sim.exposure import stretch_cap
from sim.materials import ConstitutiveLaw, MaterialParams, lame_parameters
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles, ParticleState
from sim.mpm.solver import MpmSolver
from sim.particles import FilledBody
from sim.quality import QualityPreset
from sim.rigid.body import rigid_body
from sim.rigid.world import RigidWorld
from sim.scene_setup import SceneSetup
from sim.take_codec import FramePose
from sim.take_records import FrameRecord

Floats = npt.NDArray[np.float64]

PEAK_STRAIN_PERCENTILE = 99.0
"""Share of the particles that are strained less than `FrameRecord.peak_strain` [percent]."""


class BodyMotion(ABC):
    """A body that is advanced frame by frame."""

    @abstractmethod
    def advance(self, duration_s: float) -> int:
        """Simulate a while; returns the number of substeps.

        Raises:
            SimulationDivergedError: If the motion blew up.
        """

    @abstractmethod
    def pose(self) -> FramePose:
        """Where the Gaussians are now."""

    @abstractmethod
    def record(self, *, time_s: float, substeps: int, clamped: bool) -> FrameRecord:
        """Energies, momentum, speeds and contact of this instant."""


class SoftMotion(BodyMotion):
    """A body of material points.

    Args:
        cloud: Placed rest cloud in the world [m].
        body: Its particles and cell side.
        params: Material that is simulated.
        scene: Gravity and ground.
        quality: Courant number and fixed substep.
    """

    def __init__(
        self,
        cloud: GaussianCloud,
        body: FilledBody,
        *,
        params: MaterialParams,
        scene: SceneSetup,
        quality: QualityPreset,
    ) -> None:
        self._params, self._scene = params, scene
        self._binding = Binding.at_rest(cloud, body.particles)
        self._masses = body.particles.volumes.astype(np.float64) * params.density_kg_m3
        self._volumes = body.particles.volumes.astype(np.float64)
        longest = math.inf if quality.fixed_dt_s is None else quality.fixed_dt_s
        self._solver = MpmSolver(
            MpmParticles.of_one_body(body.particles.positions, body.particles.volumes),
            [params],
            scene,
            dx_m=body.dx_m,
            options=MpmOptions(cfl=quality.cfl, longest_dt_s=longest),
        )
        self._state: ParticleState = self._solver.state()

    def advance(self, duration_s: float) -> int:
        """Simulate a while with adaptive substeps."""
        report = self._solver.advance(duration_s)
        self._state = self._solver.state()
        return report.substeps

    def pose(self) -> FramePose:
        """Gaussians bound to the particles' present state."""
        positions = self._state.positions.astype(np.float32, copy=False)
        caps = np.full(len(positions), stretch_cap(self._params.law), np.float32)
        deformations = self._state.total_deformations.astype(np.float32, copy=False)
        return self._binding.pose(positions, deformations, stretch_caps=caps).pose

    def record(self, *, time_s: float, substeps: int, clamped: bool) -> FrameRecord:
        """Sums over the particles."""
        velocities = self._state.velocities.astype(np.float64)
        speeds = np.linalg.norm(velocities, axis=1)
        stretches = _principal_stretches(self._state.deformations)
        energies = self._volumes * _energy_densities(stretches, self._params)
        strains = np.abs(np.log(np.maximum(np.abs(stretches), 1e-6))).max(axis=1)
        positions = self._state.positions.astype(np.float64)
        mass = self._masses.sum()
        return FrameRecord(
            time_s=time_s,
            kinetic_energy_j=float(0.5 * self._masses @ speeds**2),
            elastic_energy_j=float(energies.sum()),
            momentum_kg_m_s=_triple(self._masses @ velocities),
            center_m=_triple(self._masses @ positions / mass),
            max_speed_m_s=float(speeds.max()),
            mean_speed_m_s=float(self._masses @ speeds / mass),
            peak_strain=float(np.percentile(strains, PEAK_STRAIN_PERCENTILE)),
            lowest_m=float(positions[:, 2].min()),
            penetration_m=_penetration(float(positions[:, 2].min()), self._scene),
            substeps=substeps,
            youngs_modulus_clamped=clamped,
        )


class RigidMotion(BodyMotion):
    """A body that keeps its shape; arguments as for `SoftMotion`."""

    def __init__(
        self,
        cloud: GaussianCloud,
        body: FilledBody,
        *,
        params: MaterialParams,
        scene: SceneSetup,
    ) -> None:
        self._body = rigid_body(
            body.particles,
            params.density_kg_m3,
            restitution=params.restitution,
            friction=params.friction,
        )
        self._scene = scene
        self._world = RigidWorld([self._body], scene)
        self._arms = cloud.means.astype(np.float64) - self._body.center_m

    def advance(self, duration_s: float) -> int:
        """Simulate a while with substeps of at most 2 ms."""
        return self._world.advance(duration_s)

    def pose(self) -> FramePose:
        """Gaussians turned and moved as one."""
        count = len(self._arms)
        state = self._world.state
        means = self._arms @ state.rotations()[0].T + state.centers[0]
        return FramePose(
            means.astype(np.float32),
            np.tile(state.quats[0].astype(np.float32), (count, 1)),
            np.tile(np.eye(3, dtype=np.float32), (count, 1, 1)),
        )

    def record(self, *, time_s: float, substeps: int, clamped: bool) -> FrameRecord:
        """Sums over the body."""
        state, masses = self._world.state, self._body.masses_kg
        arms = self._body.arms_m @ state.rotations()[0].T
        speeds = np.linalg.norm(state.velocities[0] + np.cross(state.spins()[0], arms), axis=1)
        lowest = float(state.centers[0, 2] + arms[:, 2].min())
        return FrameRecord(
            time_s=time_s,
            kinetic_energy_j=float(state.kinetic_energies_j()[0]),
            elastic_energy_j=0.0,
            momentum_kg_m_s=_triple(state.momentum_kg_m_s()),
            center_m=_triple(state.centers[0]),
            max_speed_m_s=float(speeds.max()),
            mean_speed_m_s=float(masses @ speeds / masses.sum()),
            peak_strain=0.0,
            lowest_m=lowest,
            penetration_m=_penetration(lowest, self._scene),
            substeps=substeps,
            youngs_modulus_clamped=clamped,
        )


def _triple(values: Floats) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])


def _penetration(lowest_m: float, scene: SceneSetup) -> float:
    return 0.0 if scene.ground_z_m is None else max(0.0, scene.ground_z_m - lowest_m)


def _principal_stretches(deformations: npt.NDArray[np.floating]) -> Floats:
    """Principal stretches, the smallest negative where det F < 0, shape [P, 3]."""
    F = deformations.astype(np.float64)  # noqa: N806
    squares = np.linalg.eigvalsh(F.transpose(0, 2, 1) @ F)
    stretches = np.sqrt(np.maximum(squares, 0.0))
    stretches[:, 0] *= np.where(np.linalg.det(F) < 0, -1.0, 1.0)
    return np.asarray(stretches, np.float64)


def _energy_densities(stretches: Floats, params: MaterialParams) -> Floats:
    """Elastic energy a rest volume [J/m³] by the law's own energy function, shape [P]."""
    lam, mu = lame_parameters(params.youngs_modulus_pa, params.poisson_ratio)
    # The laws are plain arithmetic, so that arrays pass through them as scalars do.
    a: Any
    b: Any
    c: Any
    if params.law is ConstitutiveLaw.JELLY:
        a, b, c = stretches.T
        values = fixed_corotated.energy(a, b, c, mu, lam, 0.5, 1.0)
    else:
        a, b, c = np.log(np.maximum(np.abs(stretches), 1e-6)).T
        values = hencky.energy(a, b, c, mu, lam, 0.5)
    return np.asarray(values, np.float64)
