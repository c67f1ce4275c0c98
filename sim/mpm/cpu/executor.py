"""`CpuExecutor`: particle packs, block plan and grid, stepped by numba kernels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from render.kernel_cache import PARALLEL_KERNEL_LOCK
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.blocks import BlockPlan, plan_blocks
from sim.mpm.cpu import grid as grid_kernels
from sim.mpm.cpu import transfer
from sim.mpm.cpu.fields import separate_fields
from sim.mpm.cpu.jit import threads_for
from sim.mpm.cpu.law_calls import FLOWING_LAWS, law_step
from sim.mpm.cpu.layout import BLOCK_FLOATS, FIELDS, PACK, TOTAL_PACK
from sim.mpm.cpu.packs import (
    DEFORMATION,
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
from sim.mpm.cpu.vector_rows import TILE_FLOATS
from sim.mpm.grid_world import GridWorld
from sim.mpm.particle_state import MpmParticles

Ints = npt.NDArray[np.int32]
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
        self._world = world
        self._dx = self._dtype(world.dx_m)
        self._material, self._field = particles.material, particles.field
        self._laws = [
            None if one.law is ConstitutiveLaw.RIGID else law_step(one) for one in materials
        ]
        self._gravity = world.gravity_m_s2
        self._frictions = world.ground_friction.astype(self._dtype)
        self._walls = (world.wall_low.astype(self._dtype), world.wall_high.astype(self._dtype))
        self._blend = tuple(self._dtype(factor) for factor in world.blend.factors())
        count = particles.particle_count
        rows = np.tile(empty_row(self._dtype), (count, 1))
        rows[:, POSITION], rows[:, VELOCITY] = particles.positions, particles.velocities
        rows[:, VOLUMES] = particles.volumes
        densities = np.array([one.density_kg_m3 for one in materials])
        rows[:, MASSES] = particles.volumes * densities[particles.material]
        flows = any(one.law in FLOWING_LAWS for one in materials)
        self._sort(rows, identities(count, self._dtype) if flows else None, np.arange(count))
        self._apply_laws(self._dtype(0))

    def _sort(self, rows: Rows, total: Rows | None, identity: Longs) -> None:
        """Plan blocks for the particles and put them in packs."""
        # The kernels' own arithmetic: a particle on a cell's edge falls the same way.
        scaled = rows[:, POSITION] * (self._dtype(1) / self._dx) - self._dtype(0.5)
        cells = np.floor(scaled).astype(np.int64)
        self._adopt(plan_blocks(cells, self._material[identity], self._field[identity]))
        plan = self._plan
        self._identity = identity[plan.order]
        self._state = packed(rows[plan.order], plan, empty_row(self._dtype))
        self._total = None
        if total is not None:
            self._total = packed(total[plan.order], plan, identities(1, self._dtype)[0])
        self._drift = 0.0

    def _adopt(self, plan: BlockPlan) -> None:
        """Make room for a plan's tiles and grid."""
        self._plan = plan
        self._tiles = np.zeros(len(plan.origin) * TILE_FLOATS, self._dtype)
        self._grid = np.zeros(len(plan.grid_origin) * BLOCK_FLOATS, self._dtype)
        self._fastest = np.zeros(len(plan.grid_origin), self._dtype)
        self._packs_of = [
            np.flatnonzero(plan.pack_material == index).astype(np.int32)
            for index in range(len(self._laws))
        ]

    def substep(self, dt_s: float) -> float:
        """Advance by dt [s].

        Returns:
            Largest |velocity component| of the grid [m/s]; infinite after a blow-up, in which
            case particles were not moved.
        """
        with PARALLEL_KERNEL_LOCK, threads_for(len(self._identity)):
            speed = self._update_grid(dt_s)
            if not np.isfinite(speed):
                return speed
            plan, step = self._plan, (self._dx, self._dtype(dt_s))
            transfer.g2p(
                self._state,
                plan.pack_start,
                plan.origin,
                plan.grid_of,
                self._grid,
                self._tiles,
                step,
            )
            self._apply_laws(step[1])
        self._drift += speed * dt_s / self._world.dx_m
        if self._drift > LARGEST_DRIFT:
            self._sort(*self._rows(), self._identity)
        return speed

    def _update_grid(self, dt_s: float) -> float:
        """Scatter the particles and give every node its velocity after dt; its largest part."""
        plan, world, real = self._plan, self._world, self._dtype
        factors = (self._dx, real(-4.0 * dt_s / world.dx_m**2))
        transfer.p2g(self._state, plan.pack_start, plan.origin, self._tiles, factors, self._blend)
        kept = real(math.exp(-world.damping_per_s * dt_s))
        gravity_step = (world.gravity_m_s2 * dt_s).astype(real)
        grid_kernels.update_grid(self._grid, plan.tile_of, self._tiles, gravity_step, kept)
        shared = plan.shared
        if len(shared.block):
            separate_fields(
                self._grid, shared.start, shared.block, shared.face, real(world.field_friction)
            )
        grid_kernels.finish_grid(
            self._grid,
            plan.grid_origin,
            (real(world.ground_node), self._frictions, plan.grid_field),
            self._walls,
            self._fastest,
        )
        return float(self._fastest.max())

    def _apply_laws(self, dt: Any) -> None:
        """Advance F and V0 τ of every pack by its material's law."""
        with PARALLEL_KERNEL_LOCK, threads_for(len(self._identity)):
            for law, packs in zip(self._laws, self._packs_of, strict=True):
                if law is None or not len(packs):
                    continue
                if len(packs) == self._plan.pack_count:
                    law(self._state, self._total, dt)
                    continue
                state = self._state.reshape(-1, PACK)
                part = state[packs].ravel()
                total = None
                if self._total is not None:
                    total = self._total.reshape(-1, TOTAL_PACK)[packs].ravel()
                law(part, total, dt)
                state[packs] = part.reshape(-1, PACK)
                if self._total is not None and total is not None:
                    self._total.reshape(-1, TOTAL_PACK)[packs] = total.reshape(-1, TOTAL_PACK)

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
        return ordered, ordered_total

    def velocities(self) -> Rows:
        """Velocities [m/s] in the order of the input, shape [P, 3]."""
        ordered = np.empty((len(self._identity), 3), self._dtype)
        ordered[self._identity] = some_unpacked(self._state, self._plan, VELOCITY)
        return ordered

    @property
    def state_bytes(self) -> int:
        """Bytes of particle packs, tiles and grid."""
        arrays = (self._state, self._tiles, self._grid, self._total)
        return sum(array.nbytes for array in arrays if array is not None)
