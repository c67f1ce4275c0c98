"""`MpmSolver`: MLS-MPM of one body over an unlimited ground, with adaptive substeps.

The grid has no walls: blocks exist wherever particles are. Lengths inside are metres from an
origin on the ground below the body, so that float32 keeps its precision.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from sim.materials import ConstitutiveLaw, MaterialParams, p_wave_modulus
from sim.mpm.blocks import LARGEST_BLOCK
from sim.mpm.errors import SimulationDivergedError
from sim.mpm.particle_state import ParticleState
from sim.scene_setup import SceneSetup

if TYPE_CHECKING:
    from sim.mpm.cpu.executor import CpuExecutor

FloatArray = npt.NDArray[np.float32]

CONTACT_OFFSET_CELLS = {
    ConstitutiveLaw.JELLY: 0.35,
    ConstitutiveLaw.PLASTICINE: 0.1,
    ConstitutiveLaw.SAND: 0.0,
}
"""Cells from the ground down to the highest node that is held by it.

A quadratic kernel feels such a node from 1.5 cells away. With these offsets bodies rest with their
lowest particles between half a particle spacing above the ground and a tenth of a cell below it;
what flows comes closer to the node than what springs back.
"""
NO_GROUND_NODE = -1e9
RUNAWAY_SUBSTEPS = 20_000
"""A frame that would need more substeps than this is taken for a blow-up."""


class StepReport(NamedTuple):
    """How one frame was stepped."""

    substeps: int
    """Number of substeps."""
    smallest_dt_s: float
    """Smallest substep [s]."""
    fastest_m_s: float
    """Largest |velocity component| of the grid [m/s]."""


class MpmSolver:
    """One body of one material.

    Args:
        positions: Particle positions in the world [m], shape [P, 3].
        volumes: Rest volumes [m³], shape [P].
        params: Material that is simulated.
        scene: Gravity, ground height and friction.
        dx_m: Cell side [m].
        cfl: Largest Courant number (c + |v|) dt / dx of a substep.
        velocities: Initial velocities [m/s], shape [P, 3]; None for rest.
    """

    def __init__(
        self,
        positions: FloatArray,
        volumes: FloatArray,
        *,
        params: MaterialParams,
        scene: SceneSetup,
        dx_m: float,
        cfl: float = 0.5,
        velocities: FloatArray | None = None,
    ) -> None:
        from sim.mpm.cpu.executor import CpuExecutor

        _check_particles(positions, volumes, dx_m, cfl)
        ground_z = scene.ground_z_m
        center = positions.mean(axis=0, dtype=np.float64)
        bottom = center[2] if ground_z is None else ground_z
        offset = CONTACT_OFFSET_CELLS[params.law] * dx_m
        self._origin = np.array([center[0], center[1], bottom - offset])
        self._extent_limit = LARGEST_BLOCK * dx_m
        friction = params.friction if scene.ground_friction is None else scene.ground_friction
        self._ground = (NO_GROUND_NODE if ground_z is None else 0.0, friction)
        self._gravity = np.array(scene.gravity_m_s2, np.float64)
        self._dx, self._cfl = dx_m, cfl
        self.wave_speed_m_s = math.sqrt(
            p_wave_modulus(params.youngs_modulus_pa, params.poisson_ratio) / params.density_kg_m3
        )
        moving = np.zeros_like(positions) if velocities is None else velocities
        self._fastest = float(np.abs(moving).max())
        self._time = 0.0
        self._executor: CpuExecutor = CpuExecutor(
            (positions - self._origin).astype(np.float32),
            moving.astype(np.float32),
            volumes.astype(np.float32),
            params=params,
            dx_m=dx_m,
        )

    def largest_dt_s(self) -> float:
        """Largest stable substep [s] at the present speed, CFL · dx / (c + |v|)."""
        return self._cfl * self._dx / (self.wave_speed_m_s + self._fastest)

    def advance(self, duration_s: float, *, longest_dt_s: float = math.inf) -> StepReport:
        """Step until `duration_s` has passed.

        Args:
            duration_s: Time to simulate [s].
            longest_dt_s: Upper limit of a substep [s] beside the stable one.

        Raises:
            SimulationDivergedError: If velocities are not finite or run away; the particles are
                those of the last good substep.
        """
        remaining, taken, smallest, fastest = duration_s, 0, math.inf, 0.0
        while remaining > 0:
            dt_limit = min(self.largest_dt_s(), longest_dt_s)
            needed = max(math.ceil(remaining / dt_limit - 1e-9), 1)
            if needed + taken > RUNAWAY_SUBSTEPS * max(duration_s / 0.04, 1):
                raise SimulationDivergedError(
                    f"velocities run away at {self._time:.4g} s ({self._fastest:.3g} m/s): the "
                    f"frame would need {needed} substeps; choose a softer or heavier material"
                )
            dt_s = remaining / needed
            speed = self._executor.substep(dt_s, self._gravity, self._ground)
            if not math.isfinite(speed) or speed * self._time > self._extent_limit:
                raise SimulationDivergedError(
                    f"velocities are not finite at {self._time:.4g} s with substeps of "
                    f"{dt_s:.3g} s; choose a softer or heavier material, or a finer quality"
                )
            remaining = 0.0 if needed == 1 else remaining - dt_s
            self._time += dt_s
            self._fastest = speed
            taken, smallest, fastest = taken + 1, min(smallest, dt_s), max(fastest, speed)
        return StepReport(taken, smallest, fastest)

    @property
    def state_bytes(self) -> int:
        """Bytes of particle packs, tiles and grid."""
        return self._executor.state_bytes

    def state(self) -> ParticleState:
        """Particles in the order they were given."""
        from sim.mpm.cpu import executor as cpu

        fields, total = self._executor.particles()
        deformations = np.ascontiguousarray(fields[:, cpu.DEFORMATION]).reshape(-1, 3, 3)
        return ParticleState(
            positions=(fields[:, cpu.POSITION] + self._origin).astype(np.float32),
            velocities=np.ascontiguousarray(fields[:, cpu.VELOCITY]),
            affine_velocities=np.ascontiguousarray(fields[:, cpu.AFFINE]).reshape(-1, 3, 3),
            deformations=deformations,
            total_deformations=deformations if total is None else total.reshape(-1, 3, 3),
        )


def _check_particles(positions: FloatArray, volumes: FloatArray, dx_m: float, cfl: float) -> None:
    if positions.ndim != 2 or positions.shape[1] != 3 or not len(positions):
        raise InputError(f"need at least one particle, got positions of shape {positions.shape}")
    if volumes.shape != positions.shape[:1]:
        raise InputError(f"need one volume a particle, got shape {volumes.shape}")
    if not (np.isfinite(positions).all() and np.isfinite(volumes).all() and (volumes > 0).all()):
        raise InputError("particle positions must be finite and volumes positive")
    if not (math.isfinite(dx_m) and dx_m > 0):
        raise InputError(f"the cell side must be a positive length, got {dx_m} m")
    if not 0 < cfl <= 0.9:
        raise InputError(f"the Courant number must lie in 0 to 0.9, got {cfl}")
