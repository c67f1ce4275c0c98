"""`open_executor`: the kernels of one device behind the methods that `MpmSolver` calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy.typing as npt

from sim.materials import MaterialParams
from sim.mpm.grid_world import GridWorld
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles
from sim.mpm.rigid_exchange import RigidCoupling
from sim.mpm.time_step import FastestParticle
from sim.scene.drives import DriveStep
from sim.scene.obstacle_rows import ObstacleRows

Rows = npt.NDArray[Any]


class Executor(Protocol):
    """P particles on one device; arrays are in the order of the input."""

    def adopt_world(self, world: GridWorld) -> None:
        """Take ground, walls and gravity from a world."""

    def substep(
        self,
        dt_s: float,
        *,
        drive: DriveStep | None = None,
        obstacles: ObstacleRows | None = None,
        coupling: RigidCoupling | None = None,
    ) -> float:
        """Advance by dt [s]; largest |velocity component| of the grid [m/s], infinite on failure.

        Args:
            dt_s: Substep [s].
            drive: Forces, driven regions and the hand.
            obstacles: Obstacles that stand there, from the solver's origin.
            coupling: Moves the particles of rigid materials.
        """

    def place_rigid(self, coupling: RigidCoupling) -> None:
        """Give the particles of rigid materials the present motion of their bodies."""

    def particles(self) -> tuple[Rows, Rows]:
        """State fields [P, 34], see `cpu.packs`, and total deformations [P, 9]."""

    def fastest(self) -> list[FastestParticle]:
        """Particle with the largest |velocity component| of every material that has particles."""

    def positions(self) -> Rows:
        """Positions from the solver's origin [m], shape [P, 3]."""

    def masses(self) -> Rows:
        """Masses [kg], shape [P]."""

    def stiffening(self) -> list[float]:
        """Present wave modulus of every material, as a factor on that at rest."""

    @property
    def state_bytes(self) -> int:
        """Bytes of particles and grid."""

    def checkpoint(self) -> dict[str, Any]:
        """Arrays and numbers by name; `state` and `identity` among them."""

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Return to a checkpoint of the same particles on the same kind of device."""


def open_executor(
    particles: MpmParticles,
    materials: Sequence[MaterialParams],
    *,
    world: GridWorld,
    options: MpmOptions,
) -> Executor:
    """Executor of `options.device`.

    Args:
        particles: Particles; positions are metres from the solver's origin.
        materials: Materials that the particles' indices mean.
        world: Cell side, gravity, ground and walls.
        options: Device and precision.

    Raises:
        BackendUnavailableError: If the device cannot be used here; the message names the remedy.
    """
    if options.device == "cpu":
        from sim.mpm.cpu.executor import CpuExecutor

        return CpuExecutor(particles, materials, world=world, precision=options.precision)
    from sim.mpm.gpu.executor import TaichiExecutor

    return TaichiExecutor(
        particles, materials, world=world, precision=options.precision, device=options.device
    )
