"""`TaichiExecutor`: the particles of one simulation on the device, stepped by Taichi kernels."""

# No `from __future__ import annotations`: Taichi's types are objects here.

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.materials import MaterialParams
from sim.mpm.blocks import soft_block_count
from sim.mpm.gpu import grid as grid_kernels
from sim.mpm.gpu import transfer
from sim.mpm.gpu.device_particles import DeviceParticles
from sim.mpm.gpu.drives import move_driven, push_particles
from sim.mpm.gpu.fields import separate_fields
from sim.mpm.gpu.layout import BLOCK_FLOATS, HISTORY, MASS, NODES, ROWS, V, X
from sim.mpm.gpu.mirror import Mirror
from sim.mpm.gpu.obstacles import apply_obstacles
from sim.mpm.gpu.plan import DevicePlan
from sim.mpm.gpu.rigid_nodes import DeviceNodes
from sim.mpm.gpu.taichi_module import start, ti
from sim.mpm.grid_world import GridWorld
from sim.mpm.material_rows import initial_history
from sim.mpm.particle_state import MpmParticles
from sim.mpm.rigid_exchange import RigidCoupling
from sim.mpm.time_step import FastestParticle
from sim.scene.drives import DriveStep
from sim.scene.obstacle_rows import ObstacleRows

Rows = npt.NDArray[Any]

LARGEST_DRIFT = 0.98
"""Cells that a particle may have moved since it was sorted; there is room for one."""


class TaichiExecutor:
    """Steps particles of several materials and velocity fields on a device.

    Sums on the grid are atomic: two runs agree to rounding, not bit for bit.

    Args:
        particles: Particles; positions are metres from the solver's origin.
        materials: Materials that the particles' indices mean.
        world: Cell side, gravity, ground and walls.
        precision: "float32" or "float64".
        device: "cuda", or "taichi-cpu" for tests.

    Raises:
        BackendUnavailableError: If the device is not here.
    """

    def __init__(
        self,
        particles: MpmParticles,
        materials: Sequence[MaterialParams],
        *,
        world: GridWorld,
        precision: str,
        device: str,
    ) -> None:
        start(device)
        self._real = ti.f64 if np.dtype(precision) == np.float64 else ti.f32
        self._mirror, self._materials = Mirror(self._real), tuple(materials)
        self.adopt_world(world)
        self._particles = DeviceParticles(particles, materials, dx_m=world.dx_m, real=self._real)
        self._masses = self._particles.rows(MASS, 1)[:, 0]
        self._sort()
        self._particles.apply_laws(0.0)

    def adopt_world(self, world: GridWorld) -> None:
        """Take ground, walls and gravity from a world."""
        self._world = world
        walls = np.concatenate([world.wall_low, world.wall_high])
        self._walls = self._mirror.reals("walls", walls)
        self._frictions = self._mirror.reals("frictions", world.ground_friction)
        self._settling = self._mirror.reals("settling", world.settling)

    def _sort(self) -> None:
        """Put the particles of a block together and make room for the grid around them."""
        plan: DevicePlan = self._particles.sort()
        mirror, shared = self._mirror, plan.shared
        self._origin = mirror.ints("origin", plan.origin)
        self._grid_of = mirror.ints("grid_of", plan.grid_of)
        self._grid_origin = mirror.ints("grid_origin", plan.grid_origin)
        self._shared = (
            mirror.ints("shared_start", shared.start),
            mirror.ints("shared_block", shared.block),
            mirror.ints("shared_face", shared.face),
        )
        self._shared_groups = len(shared.start) - 1
        self._grid_blocks = len(plan.grid_origin)
        self._soft_blocks = plan.grid_origin[: soft_block_count(plan.grid_origin[:, 3]), :3]
        self._grid = ti.ndarray(self._real, (self._grid_blocks * BLOCK_FLOATS,))
        self._fastest = ti.ndarray(self._real, (self._grid_blocks,))
        self._fastest.fill(0)
        self._drift = 0.0

    def substep(
        self,
        dt_s: float,
        *,
        drive: DriveStep | None = None,
        obstacles: ObstacleRows | None = None,
        coupling: RigidCoupling | None = None,
    ) -> float:
        """Advance by dt.

        Args:
            dt_s: Substep [s].
            drive: Forces, driven regions and the hand.
            obstacles: Obstacles that stand there, from the solver's origin.
            coupling: Moves the particles of rigid materials.

        Returns:
            Largest |velocity component| of the grid [m/s]; infinite after a blow-up, in which
            case particles were not moved.
        """
        world, particles, shift_m = self._world, self._particles, 0.0
        if drive is not None:
            self._push(drive)
        self._fill_grid(dt_s)
        places = (self._origin, self._grid_of, self._grid)
        rigid, motions = particles.rigid, None
        if coupling is not None and rigid is not None:
            felt = rigid.sample(particles.state, particles.labels, *places, world.dx_m)
            nodes = DeviceNodes(self._grid, self._soft_blocks, world, self._real)
            motions = coupling.exchange(dt_s, *felt, nodes)
        speed = self._finish_grid(obstacles)
        if not math.isfinite(speed):
            return speed
        transfer.g2p(particles.state, particles.labels, *places, particles.count, world.dx_m, dt_s)
        if motions is not None and rigid is not None:
            shift_m = rigid.place(particles.state, motions, world.origin_m)
            speed = max(speed, float(np.abs(motions.velocities).max(initial=0.0)))
        if drive is not None and len(drive.regions):
            self._move(drive, "regions", drive.regions)
            speed = max(speed, drive.fastest_m_s)
        particles.apply_laws(dt_s)
        self._drift += (speed * dt_s + shift_m) / world.dx_m
        if self._drift > LARGEST_DRIFT:
            self._sort()
        return speed

    def _push(self, drive: DriveStep) -> None:
        """Change particle velocities before the transfer to the grid."""
        if len(drive.entering):
            self._move(drive, "entering", drive.entering)
        if drive.pushes:
            mirror, particles = self._mirror, self._particles
            push_particles(
                particles.state,
                particles.labels,
                mirror.ints("members", drive.members),
                mirror.ints("force_ints", drive.force_ints),
                mirror.reals("forces", drive.forces),
                mirror.reals("grips", drive.grips),
                mirror.reals("hand", drive.hand),
                particles.count,
                len(drive.forces),
                len(drive.members),
                int(len(drive.hand) > 0),
            )

    def _move(self, drive: DriveStep, name: str, regions: Rows) -> None:
        """Put driven particles where they are told to be."""
        move_driven(
            self._particles.state,
            self._particles.labels,
            self._mirror.ints("region_of", drive.region_of),
            self._mirror.reals("masses", drive.masses),
            self._mirror.reals("anchors", drive.anchors),
            self._mirror.reals(name, regions),
            self._particles.count,
        )

    def _fill_grid(self, dt_s: float) -> None:
        """Scatter the particles; velocities of the nodes after forces and contact of fields."""
        self._grid.fill(0)
        self._scatter(dt_s)
        world = self._world
        kept = math.exp(-world.damping_per_s * dt_s)
        gx, gy, gz = (world.gravity_m_s2 * dt_s).tolist()
        grid_kernels.update_grid(self._grid, self._grid_blocks * NODES, gx, gy, gz, kept)
        if self._shared_groups:
            separate_fields(self._grid, *self._shared, self._shared_groups, world.field_friction)

    def _scatter(self, dt_s: float) -> None:
        """Add mass and momentum of the particles to the grid."""
        world, particles = self._world, self._particles
        transfer.p2g(
            particles.state,
            particles.labels,
            self._origin,
            self._grid_of,
            self._grid,
            particles.count,
            world.dx_m,
            -4.0 * dt_s / world.dx_m**2,
            *world.blend.factors(),
        )

    def _gather(self, dt_s: float) -> None:
        """Take velocities and their gradients from the grid and move the particles."""
        particles = self._particles
        transfer.g2p(
            particles.state,
            particles.labels,
            self._origin,
            self._grid_of,
            self._grid,
            particles.count,
            self._world.dx_m,
            dt_s,
        )

    def _finish_grid(self, obstacles: ObstacleRows | None) -> float:
        """Apply obstacles, ground and walls; largest |velocity component| [m/s]."""
        world, nodes = self._world, self._grid_blocks * NODES
        if obstacles is not None and len(obstacles.rows):
            apply_obstacles(
                self._grid,
                self._grid_origin,
                self._settling,
                self._mirror.reals("obstacles", obstacles.rows),
                self._mirror.ints("shapes", obstacles.shapes),
                self._mirror.reals("distances", obstacles.distances),
                nodes,
                len(obstacles.rows),
                world.dx_m,
            )
        grid_kernels.finish_grid(
            self._grid,
            self._grid_origin,
            self._frictions,
            self._settling,
            self._walls,
            self._fastest,
            nodes,
            world.ground_node,
            world.ground_rest,
            *world.ground_response,
        )
        return float(grid_kernels.largest_speed(self._fastest, self._grid_blocks))

    def phases(self, dt_s: float) -> dict[str, Callable[[], object]]:
        """Calls for measurements; "nodes", "g2p", "law" in this order make a substep of dt [s].

        "p2g" alone adds the particles to the grid once more; "nodes" clears it, adds them and
        gives the nodes their velocities. Nothing here looks whether particles must be sorted.
        """
        return {
            "sort": self._sort,
            "p2g": lambda: self._scatter(dt_s),
            "nodes": lambda: self._free_nodes(dt_s),
            "g2p": lambda: self._gather(dt_s),
            "law": lambda: self._particles.apply_laws(dt_s),
        }

    def _free_nodes(self, dt_s: float) -> float:
        """Velocities of the nodes where nothing but ground and walls stands."""
        self._fill_grid(dt_s)
        return self._finish_grid(None)

    @property
    def grid_bytes(self) -> int:
        """Bytes of the grid's nodes."""
        return self._grid_blocks * BLOCK_FLOATS * self._particles.dtype.itemsize

    def place_rigid(self, coupling: RigidCoupling) -> None:
        """Give the particles of rigid materials the present motion of their bodies."""
        if self._particles.rigid is not None:
            motions, origin_m = coupling.particles(), self._world.origin_m
            self._particles.rigid.place(self._particles.state, motions, origin_m)

    def particles(self) -> tuple[Rows, Rows]:
        """State fields [P, 34] and total deformations [P, 9] in the order of the input.

        Where nothing flows the total deformation is the elastic one.
        """
        return self._particles.rows(0, ROWS), self._particles.total_deformations()

    def fastest(self) -> list[FastestParticle]:
        """Particle with the largest |velocity component| of every material that has particles."""
        speeds, found = np.abs(self._particles.rows(V, 3)).max(axis=1), []
        for material in range(len(self._materials)):
            members = np.flatnonzero(self._particles.material == material)
            if len(members):
                particle = int(members[np.argmax(speeds[members])])
                found.append(FastestParticle(material, particle, float(speeds[particle])))
        return found

    def positions(self) -> Rows:
        """Positions from the solver's origin [m] in the order of the input, shape [P, 3]."""
        return self._particles.rows(X, 3)

    def masses(self) -> Rows:
        """Masses [kg] at rest in the order of the input, shape [P]."""
        return self._masses

    def stiffening(self) -> list[float]:
        """Present wave modulus of every material, as a factor on that at rest."""
        return self._particles.stiffening()

    @property
    def state_bytes(self) -> int:
        """Bytes of particles, with the room to sort them, and grid."""
        return self._particles.state_bytes + self.grid_bytes

    def checkpoint(self) -> dict[str, Any]:
        """Particles in the order of the input; `restore` brings them back bit for bit."""
        rows, total = self.particles()
        return {
            "state": np.ascontiguousarray(rows),
            "total": np.ascontiguousarray(total),
            "identity": np.arange(self._particles.count),
            "laws": np.array([one.law.value for one in self._materials]),
        }

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Return to a checkpoint of the same particles.

        Masses become those of the materials, and a material whose law is another one now begins
        with that law's history.
        """
        rows = np.array(kept["state"])
        rows[:, MASS] = self._masses
        for index, (one, law) in enumerate(zip(self._materials, kept["laws"], strict=True)):
            if one.law.value != str(law):
                changed = self._particles.material == index
                rows[changed, HISTORY : HISTORY + 2] = initial_history(one.law)
        self._particles.replace(rows, np.asarray(kept["total"]))
        self._sort()
