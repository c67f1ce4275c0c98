"""`MpmSolver`: MLS-MPM of bodies over an unlimited ground, with adaptive substeps.

The grid has no walls unless a domain is asked for: blocks exist wherever particles are. Lengths
inside are metres from an origin on the ground below the bodies, so that float32 keeps its
precision.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.blocks import LARGEST_BLOCK
from sim.mpm.blow_up import culprit, remedy
from sim.mpm.cpu.layout import BLOCK_SIDE
from sim.mpm.errors import SimulationDivergedError
from sim.mpm.executors import open_executor
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles, ParticleState
from sim.mpm.placing import grid_world, moved_world, solver_origin
from sim.mpm.present_modulus import STIFFENING_LAWS
from sim.mpm.rigid_exchange import RigidCoupling, with_rigid_fields
from sim.mpm.time_step import StepReport, TimeStep
from sim.scene.drives import SceneDrives
from sim.scene.hand import HandCommand
from sim.scene.obstacle_rows import ObstacleTable
from sim.scene_setup import SceneSetup

RUNAWAY_SUBSTEPS = 20_000
"""A frame that would need more substeps than this is taken for a blow-up."""
BLOW_UP_CELLS = 1e4
"""Matter that crosses more cells than this in one substep has blown up."""
STIFFENING_INTERVAL = 16
"""Substeps after which the present wave speeds are looked at anew."""
LONGEST_RIGID_DT_S = 0.002
"""Longest substep [s] where rigid bodies collide."""
_RIGID_PREFIX = "rigid_"
_DRIVE_PREFIX = "drive_"


class MpmSolver:
    """Particles of several materials and velocity fields in one scene.

    Args:
        particles: Particles in the world.
        materials: Materials that the particles' indices mean.
        scene: Gravity, ground height and friction.
        dx_m: Cell side [m].
        options: Substeps, transfers, precision, domain.
        coupling: Moves the particles of rigid materials; without one they move with the grid.

    Raises:
        InputError: If particles, materials or options contradict each other.
        BackendUnavailableError: If the device cannot be used here.
    """

    def __init__(
        self,
        particles: MpmParticles,
        materials: Sequence[MaterialParams],
        scene: SceneSetup,
        *,
        dx_m: float,
        options: MpmOptions = MpmOptions(),  # noqa: B008 - frozen
        coupling: RigidCoupling | None = None,
    ) -> None:
        _check(particles, materials, dx_m)
        if coupling is not None:
            longest_s = min(options.longest_dt_s, LONGEST_RIGID_DT_S)
            options = replace(options, longest_dt_s=longest_s)
            rigid = np.array([one.law is ConstitutiveLaw.RIGID for one in materials])
            particles = with_rigid_fields(particles, rigid[particles.material], coupling)
        self._materials, self._material = tuple(materials), particles.material
        self._scene, self._options, self._coupling = scene, options, coupling
        self._stiffens = any(one.law in STIFFENING_LAWS for one in materials)
        self._extent_limit = LARGEST_BLOCK * BLOCK_SIDE * dx_m
        self._steps = TimeStep(materials, particles.material, dx_m=dx_m, options=options)
        self._fastest = float(np.abs(particles.velocities).max())
        self._time = 0.0
        origin = solver_origin(particles, materials, scene, dx_m)
        self._world = grid_world(
            particles, materials, scene, origin=origin, dx_m=dx_m, options=options
        )
        self._reach_m = float(np.abs(particles.positions - origin).max())
        self._check_extent(particles)
        self.executor = open_executor(
            _moved(particles, origin), materials, world=self._world, options=options
        )
        """Particles and kernels on their device."""
        self._furnish()
        if coupling is not None:
            self.executor.place_rigid(coupling)

    def _check_extent(self, particles: MpmParticles) -> None:
        if self._reach_m > 0.5 * self._extent_limit:
            size = float(np.ptp(particles.positions, axis=0).max())
            raise InputError(
                f"particles {size:.3g} m apart do not fit in a grid of {self._world.dx_m:.3g} m "
                f"cells, which reaches {self._extent_limit:.3g} m; choose coarser cells"
            )

    def _furnish(self) -> None:
        """Obstacles and drives as seen from the present origin."""
        scene, precision = self._scene, self._options.precision
        self._obstacles = ObstacleTable(
            scene.obstacles,
            origin_m=self._world.origin_m,
            hold_m=self._world.hold_m,
            dtype=precision,
        )
        self._drives = SceneDrives(
            scene.forces,
            scene.regions_driven,
            masses=self.executor.masses(),
            origin_m=self._world.origin_m,
            dtype=precision,
        )
        self._driven = bool(scene.forces or scene.regions_driven)

    @property
    def time_s(self) -> float:
        """Time simulated so far [s]."""
        return self._time

    @property
    def wave_speed_m_s(self) -> float:
        """Largest elastic wave speed of the materials [m/s]."""
        return self._steps.wave_speed_m_s

    @property
    def stable_dt_s(self) -> float:
        """Largest substep [s] that elastic waves and viscosity allow at rest."""
        return self._steps.stable_s()

    @property
    def notes(self) -> tuple[str, ...]:
        """What people should know about the substeps."""
        return self._steps.notes

    def largest_dt_s(self) -> float:
        """Largest substep [s] at the present speeds of particles and obstacles."""
        return self._steps.largest_s(max(self._fastest, self._obstacles.fastest_m_s(self._time)))

    def advance(
        self,
        duration_s: float,
        *,
        commands: Callable[[float], Sequence[HandCommand]] | None = None,
    ) -> StepReport:
        """Step until `duration_s` has passed.

        Args:
            duration_s: Time to simulate [s].
            commands: Called before every substep with the time [s]; returns what the hand has
                done since the last call.

        Raises:
            SimulationDivergedError: If velocities are not finite or run away; the particles are
                those of the last good substep.
        """
        end_s, taken, smallest, fastest = self._time + duration_s, 0, math.inf, 0.0
        while self._time < end_s:
            if taken % STIFFENING_INTERVAL == 0 and self._stiffens:
                self._steps.stiffen(self.executor.stiffening())
            target_s = min(end_s, self._next_event_s())
            needed = self._steps.count(target_s - self._time, self.largest_dt_s())
            self._check_runaway(needed + taken, duration_s)
            dt_s = (target_s - self._time) / needed
            speed = self._substep(dt_s, () if commands is None else commands(self._time))
            self._check_speed(speed, dt_s)
            # Events and frames end exactly where they should, however many substeps lead there.
            self._time = target_s if needed == 1 else self._time + dt_s
            self._fastest = speed
            taken, smallest, fastest = taken + 1, min(smallest, dt_s), max(fastest, speed)
        limiting = self._steps.limiting(self.executor.fastest())
        return StepReport(taken, smallest, fastest, limiting)

    def _next_event_s(self) -> float:
        """Time [s] at which an obstacle, a force or a driven region begins or ends next."""
        return min(self._obstacles.next_event_s(self._time), self._drives.next_event_s(self._time))

    def _substep(self, dt_s: float, commands: Sequence[HandCommand]) -> float:
        """One substep; largest |velocity component| [m/s]."""
        executor, time_s = self.executor, self._time
        if commands:
            self._drives.obey(commands, executor.positions)
        driven = self._driven or bool(commands)
        self._driven = driven
        return executor.substep(
            dt_s,
            drive=self._drives.begin(time_s, dt_s, executor.positions) if driven else None,
            obstacles=self._obstacles.at(time_s, dt_s) if len(self._obstacles) else None,
            coupling=self._coupling,
        )

    def _check_runaway(self, substeps: int, duration_s: float) -> None:
        if substeps > RUNAWAY_SUBSTEPS * max(duration_s / 0.04, 1):
            limiting = self._steps.limiting(self.executor.fastest())
            raise SimulationDivergedError(
                f"velocities run away at {self._time:.4g} s: the frame would need {substeps} "
                f"substeps for {self._fastest:.3g} m/s beside waves of {limiting.wave_speed:.3g} "
                f"m/s (particle {limiting.index}); {remedy(self._options)}"
            )

    def _check_speed(self, speed: float, dt_s: float) -> None:
        self._reach_m += speed * dt_s
        if self._reach_m > self._extent_limit:  # a bound: look where particles really are
            self._reach_m = float(np.abs(self.executor.positions()).max()) + speed * dt_s
        if not math.isfinite(speed) or speed * dt_s > BLOW_UP_CELLS * self._world.dx_m:
            rows, _ = self.executor.particles()
            blamed = culprit(rows, self._material, self._materials, self._world.origin_m)
            raise SimulationDivergedError(
                f"velocities are {'huge' if math.isfinite(speed) else 'not finite'} at "
                f"{self._time:.4g} s with substeps of {dt_s:.3g} s: {blamed}; "
                f"{remedy(self._options)}"
            )
        if self._reach_m > self._extent_limit:
            raise SimulationDivergedError(
                f"particles have flown {self._reach_m:.3g} m by {self._time:.4g} s at up to "
                f"{speed:.3g} m/s, and the grid of {self._world.dx_m:.3g} m cells reaches "
                f"{self._extent_limit:.3g} m; add a ground, or choose coarser cells"
            )

    @property
    def state_bytes(self) -> int:
        """Bytes of particle packs and grid."""
        return self.executor.state_bytes

    def state(self) -> ParticleState:
        """Particles in the order they were given."""
        from sim.mpm.cpu import packs

        rows, total = self.executor.particles()
        return ParticleState(
            positions=(rows[:, packs.POSITION] + self._world.origin_m).astype(rows.dtype),
            velocities=np.ascontiguousarray(rows[:, packs.VELOCITY]),
            affine_velocities=_matrices(rows[:, packs.AFFINE]),
            deformations=_matrices(rows[:, packs.DEFORMATION]),
            total_deformations=_matrices(total),
            history=np.ascontiguousarray(rows[:, packs.HISTORY]),
            material=self._material,
        )

    def checkpoint(self) -> dict[str, Any]:
        """All that `restore` needs to go on bit for bit: arrays and scalars by name."""
        kept = {
            "time_s": self._time,
            "fastest_m_s": self._fastest,
            "reach_m": self._reach_m,
            "origin_m": self._world.origin_m.copy(),
            "driven": self._driven,
            **self.executor.checkpoint(),
            **{_DRIVE_PREFIX + name: value for name, value in self._drives.checkpoint().items()},
        }
        if self._coupling is not None:
            rigid = self._coupling.checkpoint()
            kept |= {_RIGID_PREFIX + name: value for name, value in rigid.items()}
        return kept

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Return to a checkpoint of a solver with the same particles.

        Raises:
            InputError: If it belongs to other particles or another precision.
        """
        state = np.asarray(checkpoint["state"])
        if state.dtype != self._options.precision:
            raise InputError(
                f"the checkpoint holds {state.dtype} numbers, the solver {self._options.precision}"
            )
        if len(checkpoint["identity"]) != len(self._material):
            raise InputError(
                f"the checkpoint holds {len(checkpoint['identity'])} particles, the solver "
                f"{len(self._material)}; give the same particles"
            )
        self._time = float(checkpoint["time_s"])
        self._fastest = float(checkpoint["fastest_m_s"])
        self._reach_m = float(checkpoint["reach_m"])
        self._world = moved_world(self._world, np.asarray(checkpoint["origin_m"], np.float64))
        self.executor.adopt_world(self._world)
        self.executor.restore(checkpoint)
        self._furnish()
        self._drives.restore(_part(checkpoint, _DRIVE_PREFIX))
        self._driven = self._driven or bool(checkpoint["driven"])
        if self._coupling is not None:
            self._coupling.restore(_part(checkpoint, _RIGID_PREFIX))


def _part(checkpoint: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Entries whose names begin with a prefix, without it."""
    return {
        name.removeprefix(prefix): value
        for name, value in checkpoint.items()
        if name.startswith(prefix)
    }


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


def _check(particles: MpmParticles, materials: Sequence[MaterialParams], dx_m: float) -> None:
    if not (math.isfinite(dx_m) and dx_m > 0):
        raise InputError(f"the cell side must be a positive length, got {dx_m} m")
    if particles.material.max() >= len(materials):
        raise InputError(
            f"a particle has material {particles.material.max()}, but only {len(materials)} "
            "materials are given"
        )
