"""`MpmSolver`: MLS-MPM of bodies over an unlimited ground, with adaptive substeps.

The grid has no walls unless a domain is asked for: blocks exist wherever particles are. Lengths
inside are metres from an origin on the ground below the bodies, so that float32 keeps its
precision.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from sim.materials import MaterialParams
from sim.mpm.blocks import LARGEST_BLOCK
from sim.mpm.errors import SimulationDivergedError
from sim.mpm.grid_world import GridWorld
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles, ParticleState
from sim.mpm.placing import grid_world, solver_origin
from sim.mpm.time_step import StepReport, TimeStep
from sim.scene_setup import SceneSetup

if TYPE_CHECKING:
    from sim.mpm.cpu.executor import CpuExecutor

RUNAWAY_SUBSTEPS = 20_000
"""A frame that would need more substeps than this is taken for a blow-up."""


class MpmSolver:
    """Particles of several materials and velocity fields in one scene.

    Args:
        particles: Particles in the world.
        materials: Materials that the particles' indices mean.
        scene: Gravity, ground height and friction.
        dx_m: Cell side [m].
        options: Substeps, transfers, precision, domain.

    Raises:
        InputError: If particles, materials or options contradict each other.
    """

    def __init__(
        self,
        particles: MpmParticles,
        materials: Sequence[MaterialParams],
        scene: SceneSetup,
        *,
        dx_m: float,
        options: MpmOptions = MpmOptions(),  # noqa: B008 - frozen
    ) -> None:
        from sim.mpm.cpu.executor import CpuExecutor

        _check(particles, materials, dx_m, options)
        self._material = particles.material
        self._origin = solver_origin(particles, materials, scene, dx_m)
        self._extent_limit = LARGEST_BLOCK * dx_m
        self._steps = TimeStep(materials, particles.material, dx_m=dx_m, options=options)
        self._fastest = float(np.abs(particles.velocities).max())
        self._time = 0.0
        world: GridWorld = grid_world(
            particles, materials, scene, origin=self._origin, dx_m=dx_m, options=options
        )
        self._executor: CpuExecutor = CpuExecutor(
            _moved(particles, self._origin), materials, world=world, precision=options.precision
        )

    @property
    def time_s(self) -> float:
        """Time simulated so far [s]."""
        return self._time

    @property
    def wave_speed_m_s(self) -> float:
        """Largest elastic wave speed of the materials [m/s]."""
        return self._steps.wave_speed_m_s

    def largest_dt_s(self) -> float:
        """Largest substep [s] at the present speed."""
        return self._steps.largest_s(self._fastest)

    def advance(self, duration_s: float) -> StepReport:
        """Step until `duration_s` has passed.

        Args:
            duration_s: Time to simulate [s].

        Raises:
            SimulationDivergedError: If velocities are not finite or run away; the particles are
                those of the last good substep.
        """
        remaining, taken, smallest, fastest = duration_s, 0, math.inf, 0.0
        while remaining > 0:
            needed = self._steps.count(remaining, self.largest_dt_s())
            if needed + taken > RUNAWAY_SUBSTEPS * max(duration_s / 0.04, 1):
                raise SimulationDivergedError(
                    f"velocities run away at {self._time:.4g} s ({self._fastest:.3g} m/s): the "
                    f"frame would need {needed} substeps; choose a softer or heavier material"
                )
            dt_s = remaining / needed
            speed = self._executor.substep(dt_s)
            if not math.isfinite(speed) or speed * self._time > self._extent_limit:
                raise SimulationDivergedError(
                    f"velocities are not finite at {self._time:.4g} s with substeps of "
                    f"{dt_s:.3g} s; choose a softer or heavier material, or a finer quality"
                )
            remaining = 0.0 if needed == 1 else remaining - dt_s
            self._time += dt_s
            self._fastest = speed
            taken, smallest, fastest = taken + 1, min(smallest, dt_s), max(fastest, speed)
        limiting = self._steps.limiting(self._executor.velocities())
        return StepReport(taken, smallest, fastest, limiting)

    @property
    def state_bytes(self) -> int:
        """Bytes of particle packs, tiles and grid."""
        return self._executor.state_bytes

    def state(self) -> ParticleState:
        """Particles in the order they were given."""
        from sim.mpm.cpu import packs

        rows, total = self._executor.particles()
        return ParticleState(
            positions=(rows[:, packs.POSITION] + self._origin).astype(rows.dtype),
            velocities=np.ascontiguousarray(rows[:, packs.VELOCITY]),
            affine_velocities=_matrices(rows[:, packs.AFFINE]),
            deformations=_matrices(rows[:, packs.DEFORMATION]),
            total_deformations=_matrices(total),
            history=np.ascontiguousarray(rows[:, packs.HISTORY]),
            material=self._material,
        )


def _matrices(rows: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.ascontiguousarray(rows).reshape(-1, 3, 3)


def _moved(particles: MpmParticles, origin: npt.NDArray[np.float64]) -> MpmParticles:
    """Particles relative to the solver's origin."""
    return MpmParticles(
        particles.positions.astype(np.float64) - origin,
        particles.volumes,
        particles.velocities,
        particles.material,
        particles.field,
    )


def _check(
    particles: MpmParticles, materials: Sequence[MaterialParams], dx_m: float, options: MpmOptions
) -> None:
    if not (math.isfinite(dx_m) and dx_m > 0):
        raise InputError(f"the cell side must be a positive length, got {dx_m} m")
    if particles.material.max() >= len(materials):
        raise InputError(
            f"a particle has material {particles.material.max()}, but only {len(materials)} "
            "materials are given"
        )
    if options.device != "cpu":
        raise InputError(f"device {options.device!r} is not available; use cpu")
