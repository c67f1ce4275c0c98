"""`CpuExecutor`: particle packs, block plan and grid, stepped by numba kernels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from render.kernel_cache import PARALLEL_KERNEL_LOCK
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.blocks import BlockPlan, plan_blocks
from sim.mpm.cpu import law_steps, transfer
from sim.mpm.cpu.drives import move_driven, push_particles
from sim.mpm.cpu.fields import separate_fields
from sim.mpm.cpu.fill import fill_grid, task_count
from sim.mpm.cpu.grid import Bounds, finish_grid
from sim.mpm.cpu.jit import numba, threads_for
from sim.mpm.cpu.layout import BLOCK_FLOATS, FIELDS, LANES
from sim.mpm.cpu.obstacles import apply_obstacles
from sim.mpm.cpu.packs import (
    DEFORMATION,
    HISTORY,
    MASSES,
    POSITION,
    TOTAL_FIELDS,
    VELOCITY,
    VOLUMES,
    Rows,
    empty_row,
    identities,
    packed,
    some_unpacked,
    unpacked,
)
from sim.mpm.cpu.rigid_lanes import RigidLanes
from sim.mpm.cpu.rigid_nodes import GridNodes
from sim.mpm.cpu.sorting import moved_state, moved_total, sorted_plan
from sim.mpm.cpu.tiles import Ints
from sim.mpm.cpu.turns import new_turn
from sim.mpm.grid_world import GridWorld
from sim.mpm.material_rows import initial_history, material_rows
from sim.mpm.particle_state import MpmParticles
from sim.mpm.present_modulus import stiffenings
from sim.mpm.rigid_exchange import RigidCoupling
from sim.mpm.time_step import FastestParticle
from sim.scene.drives import DriveStep
from sim.scene.obstacle_rows import ObstacleRows

Longs = npt.NDArray[np.int64]

LARGEST_DRIFT = 0.98
"""Cells that a particle may have moved since it was sorted; tiles have room for one."""


class CpuExecutor:
    """Steps particles of several materials and velocity fields.

    Args:
        particles: Particles; positions are metres from the solver's origin.
        materials: Materials that the particles' indices mean.
        world: Cell side, gravity, ground and walls.
        precision: "float32" or "float64".
    """

    def __init__(
        self,
        particles: MpmParticles,
        materials: Sequence[MaterialParams],
        *,
        world: GridWorld,
        precision: str,
    ) -> None:
        self._dtype: Any = np.dtype(precision).type
        self._material, self._field = particles.material, particles.field
        self._laws = [one.law for one in materials]
        self._material_rows = material_rows(materials, self._dtype)
        self._rigid = np.array([law is ConstitutiveLaw.RIGID for law in self._laws])
        self.adopt_world(world)
        count = particles.particle_count
        rows = np.tile(empty_row(self._dtype), (count, 1))
        rows[:, POSITION], rows[:, VELOCITY] = particles.positions, particles.velocities
        rows[:, VOLUMES] = particles.volumes
        densities = np.array([one.density_kg_m3 for one in materials])
        rows[:, MASSES] = particles.volumes * densities[particles.material]
        self._masses = rows[:, MASSES].copy()
        rows[:, HISTORY] = np.array([initial_history(law) for law in self._laws])[
            particles.material
        ]
        flows = any(law in law_steps.FLOWING_LAWS for law in self._laws)
        self._pack(rows, identities(count, self._dtype) if flows else None)
        self._apply_laws(self._dtype(0))

    def adopt_world(self, world: GridWorld) -> None:
        """Take ground, walls and gravity from a world."""
        real = self._dtype
        self._world = world
        self._dx = real(world.dx_m)
        ground = (world.ground_node, world.ground_rest, *world.ground_response)
        self._ground = tuple(real(part) for part in ground)
        self._frictions = world.ground_friction.astype(real)
        self._settling = world.settling.astype(real)
        self._walls = (world.wall_low.astype(real), world.wall_high.astype(real))
        self._blend = tuple(real(factor) for factor in world.blend.factors())

    def _pack(self, rows: Rows, total: Rows | None) -> None:
        """Plan blocks for the particles, in the order of the input, and put them in packs."""
        scaled = rows[:, POSITION] * (self._dtype(1) / self._dx) - self._dtype(0.5)
        plan = plan_blocks(np.floor(scaled).astype(np.int64), self._material, self._field)
        self._state = packed(rows[plan.order], plan, empty_row(self._dtype))
        self._total = None
        if total is not None:
            self._total = packed(total[plan.order], plan, identities(1, self._dtype)[0])
        self._adopt(plan, plan.order)

    def _sort(self) -> None:
        """Plan blocks for the particles where they are now and move them to their packs."""
        identity = self._identity
        plan, sources = sorted_plan(
            self._state, self._plan, self._material[identity], self._field[identity], self._dx
        )
        self._state = moved_state(self._state, sources)
        if self._total is not None:
            self._total = moved_total(self._total, sources)
        self._adopt(plan, identity[plan.order])

    def _adopt(self, plan: BlockPlan, identity: Longs) -> None:
        """Make room for a plan's grid."""
        self._plan, self._identity, self._drift = plan, identity, 0.0
        self._lane_particles: npt.NDArray[np.int32] | None = None
        self._grid = np.zeros(len(plan.grid_origin) * BLOCK_FLOATS, self._dtype)
        self._fastest = np.zeros(len(plan.grid_origin), self._dtype)
        self._touched = np.zeros(len(plan.origin), np.int32)
        self._fill_tasks = task_count(len(plan.grid_origin), len(plan.origin))
        of_law = [law for law in dict.fromkeys(self._laws) if law is not ConstitutiveLaw.RIGID]
        members = [np.flatnonzero([own is law for own in self._laws]) for law in of_law]
        self._packs_of = [
            (law, np.flatnonzero(np.isin(plan.pack_material, some)).astype(np.int32))
            for law, some in zip(of_law, members, strict=True)
        ]
        self._rigid_lanes = None
        if self._rigid[plan.pack_material].any():
            self._rigid_lanes = RigidLanes(plan, self._rigid, identity)

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
        shift_m = 0.0
        with PARALLEL_KERNEL_LOCK, threads_for(len(self._identity)):
            if drive is not None:
                self._push(drive)
            lanes, motions = self._rigid_lanes, None
            at_once = coupling is None and obstacles is None and not len(self._plan.shared.block)
            self._fill_grid(dt_s, bounded=at_once)
            if coupling is not None and lanes is not None:
                felt = lanes.sample(self._state, self._grid, self._dx)
                nodes = GridNodes(self._grid, self._plan, self._world)
                motions = coupling.exchange(dt_s, *felt, nodes)
            if not at_once:
                self._finish_grid(obstacles)
            speed = float(self._fastest.max())
            if not np.isfinite(speed):
                return speed
            step = (self._dx, self._dtype(dt_s))
            transfer.g2p(
                self._state, (self._plan.pack_start, *self._tiles()), self._grid, step,
                new_turn(0), numba.get_num_threads(),
            )  # fmt: skip
            if motions is not None and lanes is not None:
                shift_m = lanes.place(self._state, motions, self._world.origin_m)
                speed = max(speed, float(np.abs(motions.velocities).max(initial=0.0)))
            if drive is not None and len(drive.regions):
                self._move(drive, drive.regions)
                speed = max(speed, drive.fastest_m_s)
            self._apply_laws(step[1])
            self._drift += (speed * dt_s + shift_m) / self._world.dx_m
            if self._drift > LARGEST_DRIFT:
                self._sort()
        return speed

    def _push(self, drive: DriveStep) -> None:
        """Change particle velocities before the transfer to the grid."""
        if len(drive.entering):
            self._move(drive, drive.entering)
        if drive.pushes:
            push_particles(
                self._state, self._particle_of(), drive.members, drive.force_ints, drive.forces,
                drive.grips, drive.hand,
            )  # fmt: skip

    def _move(self, drive: DriveStep, regions: Rows) -> None:
        """Put driven particles where they are told to be."""
        move_driven(
            self._state, self._particle_of(), drive.region_of, drive.masses, drive.anchors, regions
        )

    def _particle_of(self) -> npt.NDArray[np.int32]:
        """Original index of the particle in every lane, shape [packs · 16]."""
        if self._lane_particles is None:
            self._lane_particles = np.zeros(self._plan.pack_count * LANES, np.int32)
            self._lane_particles[self._plan.slots] = self._identity
        return self._lane_particles

    def _fill_grid(self, dt_s: float, *, bounded: bool) -> None:
        """Scatter the particles; velocities of the nodes after forces and contact of fields.

        Args:
            dt_s: Substep [s].
            bounded: Apply ground and walls too.
        """
        plan, world, real = self._plan, self._world, self._dtype
        kept = real(math.exp(-world.damping_per_s * dt_s))
        gravity_step = (world.gravity_m_s2 * dt_s).astype(real)
        fill_grid(
            self._state,
            (plan.scatter_order, plan.turn_of, plan.pack_start, *self._tiles()),
            self._grid,
            (self._dx, real(-4.0 * dt_s / world.dx_m**2), *self._blend),
            (gravity_step, kept),
            (self._bounds(), self._fastest, bounded),
            new_turn(self._fill_tasks),
            numba.get_num_threads(),
        )
        shared = plan.shared
        if len(shared.block):
            friction = real(world.field_friction)
            separate_fields(self._grid, shared.start, shared.block, shared.face, friction)

    def _tiles(self) -> tuple[Ints, Ints, Ints]:
        """Where the tiles of particle blocks lie, which grid blocks and nodes they use."""
        return self._plan.origin, self._plan.grid_of, self._touched

    def _bounds(self) -> Bounds:
        """Ground and walls; see `finish_grid`."""
        plan, fields = self._plan, (self._frictions, self._settling)
        return plan.grid_origin, *self._ground, *fields, plan.grid_field, *self._walls

    def _finish_grid(self, obstacles: ObstacleRows | None) -> None:
        """Apply obstacles, ground and walls."""
        plan = self._plan
        if obstacles is not None and len(obstacles.rows):
            apply_obstacles(
                self._grid, plan.grid_origin, (self._settling, plan.grid_field), obstacles.rows,
                obstacles.shapes, obstacles.distances, self._dx,
            )  # fmt: skip
        finish_grid(self._grid, self._bounds(), self._fastest)

    def _apply_laws(self, dt: Any) -> None:
        """Advance F, history and V0 τ of every pack by its material's law."""
        with PARALLEL_KERNEL_LOCK, threads_for(len(self._identity)):
            for law, packs in self._packs_of:
                law_steps.run(
                    law, self._state, self._total, packs, self._plan.pack_material,
                    self._material_rows, dt,
                )  # fmt: skip

    def place_rigid(self, coupling: RigidCoupling) -> None:
        """Give the particles of rigid materials the present motion of their bodies."""
        if self._rigid_lanes is not None:
            self._rigid_lanes.place(self._state, coupling.particles(), self._world.origin_m)

    def _rows(self) -> tuple[Rows, Rows | None]:
        """State and total deformations in pack order."""
        total = None
        if self._total is not None:
            total = unpacked(self._total, self._plan, TOTAL_FIELDS)
        return unpacked(self._state, self._plan, FIELDS), total

    def particles(self) -> tuple[Rows, Rows]:
        """State fields [P, 34] and total deformations [P, 9] in the order of the input.

        Where nothing flows the total deformation is the elastic one.
        """
        rows, total = self._rows()
        ordered = np.empty_like(rows)
        ordered[self._identity] = rows
        if total is None:
            return ordered, ordered[:, DEFORMATION]
        ordered_total = np.empty_like(total)
        ordered_total[self._identity] = total
        flows = np.array([law in law_steps.FLOWING_LAWS for law in self._laws])[self._material]
        return ordered, np.where(flows[:, None], ordered_total, ordered[:, DEFORMATION])

    def fastest(self) -> list[FastestParticle]:
        """Particle with the largest |velocity component| of every material that has particles."""
        sizes = np.abs(self._state.reshape(-1, FIELDS, LANES)[:, VELOCITY])
        speeds, found = sizes.max(axis=(1, 2)), []
        for material in range(len(self._laws)):
            packs = np.flatnonzero(self._plan.pack_material == material)
            if len(packs):
                pack = int(packs[np.argmax(speeds[packs])])
                lane = int(np.argmax(sizes[pack].max(axis=0)))
                particle = int(self._particle_of()[pack * LANES + lane])
                found.append(FastestParticle(material, particle, float(speeds[pack])))
        return found

    def positions(self) -> Rows:
        """Positions from the solver's origin [m] in the order of the input, shape [P, 3]."""
        return self._part(POSITION)

    def masses(self) -> Rows:
        """Masses [kg] at rest in the order of the input, shape [P]."""
        return self._masses

    def stiffening(self) -> list[float]:
        """Present wave modulus of every material, as a factor on that at rest."""
        # Unused lanes hold no deformation, so that whole packs can be looked at.
        gradients = self._state.reshape(-1, FIELDS, LANES)[:, DEFORMATION]
        return stiffenings(self._laws, self._plan.pack_material, gradients.transpose(1, 0, 2))

    def _part(self, part: slice) -> Rows:
        """Some state fields in the order of the input, shape [P, fields]."""
        rows = some_unpacked(self._state, self._plan, part)
        ordered = np.empty_like(rows)
        ordered[self._identity] = rows
        return ordered

    @property
    def state_bytes(self) -> int:
        """Bytes of particle packs and grid."""
        arrays = (self._state, self._grid, self._total)
        return sum(array.nbytes for array in arrays if array is not None)

    def checkpoint(self) -> dict[str, Any]:
        """Packs and plan, from which `restore` goes on bit for bit."""
        plan = self._plan
        kept: dict[str, Any] = {
            "state": self._state.copy(),
            "identity": self._identity.copy(),
            "masses": self._masses.copy(),
            "laws": np.array([law.value for law in self._laws]),
            "pack_start": plan.pack_start.copy(),
            "block_origin": plan.origin.copy(),
            "drift": self._drift,
        }
        return kept if self._total is None else kept | {"total": self._total.copy()}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Return to a checkpoint of the same particles.

        Masses become those of the materials, and a material whose law is another one now begins
        with that law's history.
        """
        identity = np.asarray(kept["identity"])
        self._state = np.array(kept["state"])
        view = self._state.reshape(-1, FIELDS, LANES)
        slots = np.flatnonzero(view[:, MASSES, :].ravel() > 0)
        blocks = np.searchsorted(kept["pack_start"], slots // LANES, side="right") - 1
        cells = np.asarray(kept["block_origin"], np.int64)[blocks]
        # Sorting is stable: particles that are in order stay where they are.
        self._adopt(plan_blocks(cells, self._material[identity], self._field[identity]), identity)
        self._total = None
        if any(law in law_steps.FLOWING_LAWS for law in self._laws):
            self._total = np.array(kept.get("total", view[:, DEFORMATION, :].ravel()))
        if not np.array_equal(kept["masses"], self._masses):
            factors = self._masses / np.asarray(kept["masses"])
            view[slots // LANES, MASSES, slots % LANES] *= factors[identity]
        for index, law in enumerate(self._laws):
            if law.value != str(kept["laws"][index]):
                packs = self._plan.pack_material == index
                view[packs, HISTORY, :] = np.array(initial_history(law))[:, None]
        self._drift = float(kept["drift"])
