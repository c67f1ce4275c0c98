"""`CpuExecutor`: particle packs, block plan and grid of one body, stepped by numba kernels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from render.kernel_cache import PARALLEL_KERNEL_LOCK
from sim.constitutive import drucker_prager, von_mises
from sim.materials import ConstitutiveLaw, MaterialParams, lame_parameters
from sim.mpm.blocks import BlockPlan, plan_blocks
from sim.mpm.cpu import transfer
from sim.mpm.cpu.jit import f32, threads_for
from sim.mpm.cpu.law_jelly import update_jelly
from sim.mpm.cpu.law_plasticine import update_plasticine
from sim.mpm.cpu.law_sand import update_sand
from sim.mpm.cpu.layout import (
    BLOCK_FLOATS,
    FIELDS,
    LANES,
    MASS,
    TAU,
    TOTAL_PACK,
    VOLUME,
    C,
    F,
    V,
    X,
)
from sim.mpm.cpu.vector_rows import TILE_FLOATS

FloatArray = npt.NDArray[np.float32]
LawStep = Callable[[FloatArray, Any, Any], None]
"""Advances packs, and their total deformations if any, by a float32 dt [s]."""

LARGEST_DRIFT = 0.98
"""Cells that a particle may have moved since it was sorted; tiles have room for one."""

_TOTAL_FIELDS = TOTAL_PACK // LANES


def _field(offset: int) -> int:
    return offset // LANES


def columns(first: int, count: int) -> slice:
    """Columns of `CpuExecutor.particles` of the `count` fields from layout constant `first`."""
    return slice(_field(first), _field(first) + count)


POSITION, VELOCITY = columns(X, 3), columns(V, 3)
AFFINE, DEFORMATION, STRESS = columns(C, 9), columns(F, 9), columns(TAU, 6)
MASSES = columns(MASS, 1)


class CpuExecutor:
    """Steps one body; positions are metres from the solver's origin.

    Args:
        positions: Shape [P, 3] [m].
        velocities: Shape [P, 3] [m/s].
        volumes: Rest volumes, shape [P] [m³].
        params: Material that is simulated.
        dx_m: Cell side [m].
    """

    def __init__(
        self,
        positions: FloatArray,
        velocities: FloatArray,
        volumes: FloatArray,
        *,
        params: MaterialParams,
        dx_m: float,
    ) -> None:
        count = len(positions)
        particles = np.zeros((count, FIELDS), np.float32)
        particles[:, _field(X) : _field(X) + 3] = positions
        particles[:, _field(V) : _field(V) + 3] = velocities
        particles[:, _field(F) : _field(F) + 9] = np.eye(3).ravel()
        particles[:, _field(VOLUME)] = volumes
        particles[:, _field(MASS)] = volumes * params.density_kg_m3
        self._dx = f32(dx_m)
        self._drift = 0.0
        self._law = _law_step(params)
        flows = params.law is ConstitutiveLaw.PLASTICINE
        total = np.tile(np.eye(3, dtype=np.float32).ravel(), (count, 1)) if flows else None
        self._sort(particles, total, np.arange(count))
        self._apply_law(f32(0))

    def _sort(
        self, particles: FloatArray, total: FloatArray | None, identity: npt.NDArray[np.int64]
    ) -> None:
        """Plan blocks for the particles and put them in packs."""
        position = particles[:, _field(X) : _field(X) + 3]
        # The kernels' own float32 arithmetic: a particle on a cell's edge falls the same way.
        scaled = position * (f32(1) / self._dx) - f32(0.5)
        plan = plan_blocks(np.floor(scaled).astype(np.int64))
        self._plan = plan
        self._identity = identity[plan.order]
        empty = np.zeros(FIELDS, np.float32)
        empty[_field(F) : _field(F) + 9] = np.eye(3).ravel()
        self._state = _packed(particles[plan.order], plan, empty)
        self._total = None
        if total is not None:
            self._total = _packed(total[plan.order], plan, np.eye(3, dtype=np.float32).ravel())
        self._tiles = np.zeros(len(plan.origin) * TILE_FLOATS, np.float32)
        self._grid = np.zeros(len(plan.grid_origin) * BLOCK_FLOATS, np.float32)
        self._fastest = np.zeros(len(plan.grid_origin), np.float32)
        self._drift = 0.0

    def substep(
        self, dt_s: float, gravity: npt.NDArray[np.float64], ground: tuple[float, float]
    ) -> float:
        """Advance by dt.

        Args:
            dt_s: Substep [s].
            gravity: Gravity [m/s²], shape [3].
            ground: Highest node index along z inside the ground, and its friction coefficient.

        Returns:
            Largest |velocity component| of the grid [m/s]; infinite after a blow-up, in which
            case particles were not moved.
        """
        plan, dt, dx = self._plan, f32(dt_s), self._dx
        with PARALLEL_KERNEL_LOCK, threads_for(len(plan.order)):
            stress_factor = f32(-4.0 * dt_s) / (dx * dx)
            transfer.p2g(self._state, plan.pack_start, plan.origin, self._tiles, dx, stress_factor)
            transfer.update_grid(
                self._grid,
                plan.grid_origin,
                plan.tile_of,
                self._tiles,
                (gravity * dt_s).astype(np.float32),
                (f32(ground[0]), f32(ground[1])),
                self._fastest,
            )
            speed = float(self._fastest.max())
            if not np.isfinite(speed):
                return speed
            transfer.g2p(
                self._state,
                plan.pack_start,
                plan.origin,
                plan.grid_of,
                self._grid,
                self._tiles,
                (dx, dt),
            )
            self._apply_law(dt)
        self._drift += speed * dt_s / float(dx)
        if self._drift > LARGEST_DRIFT:
            self._sort(*self._unpacked())
        return speed

    def _apply_law(self, dt: Any) -> None:
        with PARALLEL_KERNEL_LOCK, threads_for(len(self._plan.order)):
            self._law(self._state, self._total, dt)

    def _unpacked(self) -> tuple[FloatArray, FloatArray | None, npt.NDArray[np.int64]]:
        """Particles in pack order with their original indices."""
        total = None
        if self._total is not None:
            total = _unpack(self._total, _TOTAL_FIELDS)[self._plan.slots]
        return _unpack(self._state, FIELDS)[self._plan.slots], total, self._identity

    def particles(self) -> tuple[FloatArray, FloatArray | None]:
        """State fields [P, 32] and total deformations [P, 9] in the order of the input."""
        particles, total, identity = self._unpacked()
        ordered = np.empty_like(particles)
        ordered[identity] = particles
        if total is None:
            return ordered, None
        ordered_total = np.empty_like(total)
        ordered_total[identity] = total
        return ordered, ordered_total

    @property
    def state_bytes(self) -> int:
        """Bytes of particle packs, tiles and grid."""
        arrays = (self._state, self._tiles, self._grid, self._total)
        return sum(array.nbytes for array in arrays if array is not None)


def _packed(particles: FloatArray, plan: BlockPlan, empty: FloatArray) -> FloatArray:
    rows = np.tile(empty, (plan.pack_count * LANES, 1))
    rows[plan.slots] = particles
    packs = rows.reshape(plan.pack_count, LANES, -1).transpose(0, 2, 1)
    return np.ascontiguousarray(packs).ravel()


def _unpack(packs: FloatArray, field_count: int) -> FloatArray:
    return packs.reshape(-1, field_count, LANES).transpose(0, 2, 1).reshape(-1, field_count)


def _law_step(params: MaterialParams) -> LawStep:
    """Kernel call of the material's law."""
    lam64, mu64 = lame_parameters(params.youngs_modulus_pa, params.poisson_ratio)
    lam, mu = f32(lam64), f32(mu64)
    if params.law is ConstitutiveLaw.SAND:
        slope = drucker_prager.cone_slope(params.friction_angle_rad)
        expansion = f32(slope * (3 * lam64 + 2 * mu64) / (2 * mu64))
        return lambda state, _, dt: update_sand(state, dt, mu, lam, expansion)
    if params.law is ConstitutiveLaw.PLASTICINE:
        radius = f32(von_mises.strain_radius(params.yield_stress_pa, mu64))
        return lambda state, total, dt: update_plasticine(state, total, dt, mu, lam, radius)
    if params.law is ConstitutiveLaw.JELLY:
        return lambda state, _, dt: update_jelly(state, dt, mu, lam)
    raise ValueError(f"the material point method has no law {params.law.value!r}")
