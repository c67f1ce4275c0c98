"""`TaichiExecutor`: the particles of one simulation on the device, stepped by Taichi kernels."""

# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.gpu import grid as grid_kernels
from sim.mpm.gpu import transfer
from sim.mpm.gpu.advance import advance, advance_total
from sim.mpm.gpu.laws import FLOWING_LAWS, LAWS
from sim.mpm.gpu.layout import (
    BLOCK_FLOATS,
    HISTORY,
    IDENTITY,
    LABELS,
    MASS,
    NODES,
    ROWS,
    VOLUME,
    F,
    V,
    X,
)
from sim.mpm.gpu.sorter import Sorter
from sim.mpm.gpu.taichi_module import start, ti
from sim.mpm.grid_world import GridWorld
from sim.mpm.material_rows import initial_history, material_rows
from sim.mpm.particle_state import MpmParticles

Rows = npt.NDArray[Any]
Ints = npt.NDArray[np.int32]

LARGEST_DRIFT = 0.98
"""Cells that a particle may have moved since it was sorted; there is room for one."""


class TaichiExecutor:
    """Steps particles of several materials and velocity fields on a device.

    Args:
        particles: Particles; positions are metres from the solver's origin.
        materials: Materials that the particles' indices mean.
        world: Cell side, gravity, ground and walls.
        precision: "float32" or "float64".
        device: "cuda", or "taichi-cpu" for tests.
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
        self._world = world
        self._dtype = np.dtype(precision)
        self._real = ti.f64 if self._dtype == np.float64 else ti.f32
        self._count = particles.particle_count
        groups, self._group_laws, group_fields = _groups(particles, materials)
        self._materials = self._array(material_rows(materials, self._dtype))
        self._frictions = self._array(world.ground_friction)
        self._walls = self._array(np.concatenate([world.wall_low, world.wall_high]))
        self._state = self._array(_initial_state(particles, materials))
        self._labels = _ints(
            np.stack([np.arange(self._count), particles.material, groups, np.zeros_like(groups)])
        )
        flows = bool(FLOWING_LAWS & set(self._group_laws))
        rest = np.tile(np.eye(3).ravel()[:, None], (1, self._count))
        self._total = self._array(rest) if flows else None
        self._sorter = Sorter(self._count, group_fields, inverse_dx=1 / world.dx_m, real=self._real)
        self._sort()
        self._apply_laws(0.0)

    def _array(self, values: Rows) -> Any:
        """Array on the device in the executor's precision."""
        array = ti.ndarray(self._real, values.shape)
        array.from_numpy(np.ascontiguousarray(values, self._dtype))
        return array

    def _sort(self) -> None:
        """Put the particles of a block together and make room for the grid around them."""
        self._state, self._labels, order, plan, starts = self._sorter.sort(
            self._state, self._labels
        )
        if self._total is not None:
            self._total = self._sorter.reordered(self._total, order)
        self._origin, self._grid_of = _ints(plan.origin), _ints(plan.grid_of)
        self._grid_origin = _ints(plan.grid_origin)
        self._grid_blocks = len(plan.grid_origin)
        self._grid = ti.ndarray(self._real, (self._grid_blocks * BLOCK_FLOATS,))
        self._fastest = self._array(np.zeros(self._grid_blocks))
        ends = np.searchsorted(plan.group, np.arange(len(self._group_laws) + 1))
        self._group_starts = starts[ends]
        self._drift = 0.0

    def substep(self, dt_s: float) -> float:
        """Advance by dt [s].

        Returns:
            Largest |velocity component| of the grid [m/s]; infinite after a blow-up, in which
            case particles were not moved.
        """
        speed = self._update_grid(dt_s)
        if not math.isfinite(speed):
            return speed
        transfer.g2p(
            self._state,
            self._labels,
            self._origin,
            self._grid_of,
            self._grid,
            self._count,
            self._world.dx_m,
            dt_s,
        )
        self._apply_laws(dt_s)
        self._drift += speed * dt_s / self._world.dx_m
        if self._drift > LARGEST_DRIFT:
            self._sort()
        return speed

    def _update_grid(self, dt_s: float) -> float:
        """Scatter the particles and give every node its velocity after dt; its largest part."""
        world, nodes = self._world, self._grid_blocks * NODES
        self._grid.fill(0)
        transfer.p2g(
            self._state,
            self._labels,
            self._origin,
            self._grid_of,
            self._grid,
            self._count,
            world.dx_m,
            -4.0 * dt_s / world.dx_m**2,
            *world.blend.factors(),
        )
        kept = math.exp(-world.damping_per_s * dt_s)
        gx, gy, gz = (world.gravity_m_s2 * dt_s).tolist()
        grid_kernels.update_grid(self._grid, nodes, gx, gy, gz, kept)
        grid_kernels.finish_grid(
            self._grid,
            self._grid_origin,
            self._frictions,
            self._walls,
            self._fastest,
            nodes,
            world.ground_node,
        )
        return float(grid_kernels.largest_speed(self._fastest, self._grid_blocks))

    def _apply_laws(self, dt_s: float) -> None:
        """Map trial gradients back and find V0 τ of every particle by its law."""
        bounds = zip(self._group_starts[:-1], self._group_starts[1:], strict=True)
        for law, (first, end) in zip(self._group_laws, bounds, strict=True):
            if law in LAWS:
                if self._total is not None:
                    advance_total(self._total, self._state, int(first), int(end), dt_s)
                advance(
                    self._state,
                    self._labels,
                    self._materials,
                    int(first),
                    int(end),
                    dt_s,
                    LAWS[law],
                )

    def particles(self) -> tuple[Rows, Rows]:
        """State fields [P, 34] and total deformations [P, 9] in the order of the input.

        Where nothing flows the total deformation is the elastic one.
        """
        identity = self._labels.to_numpy()[IDENTITY]
        rows = np.empty((self._count, ROWS), self._dtype)
        rows[identity] = self._state.to_numpy().T
        if self._total is None:
            return rows, rows[:, F : F + 9]
        total = np.empty((self._count, 9), self._dtype)
        total[identity] = self._total.to_numpy().T
        return rows, total

    def velocities(self) -> Rows:
        """Velocities [m/s] in the order of the input, shape [P, 3]."""
        return self.particles()[0][:, V : V + 3]

    @property
    def state_bytes(self) -> int:
        """Bytes of particles, with the room to sort them, and grid."""
        real = self._dtype.itemsize
        particle = 2 * (ROWS * real + LABELS * 4) + 8 + (18 * real if self._total else 0)
        return self._count * particle + self._grid_blocks * BLOCK_FLOATS * real


def _groups(
    particles: MpmParticles, materials: Sequence[MaterialParams]
) -> tuple[Ints, list[ConstitutiveLaw], Ints]:
    """Group of every particle, and law and velocity field of every group, sorted by law."""
    laws = list(ConstitutiveLaw)
    law_of = np.array([laws.index(one.law) for one in materials])[particles.material]
    pairs, groups = np.unique(
        np.column_stack([law_of, particles.field]), axis=0, return_inverse=True
    )
    group_laws = [laws[index] for index in pairs[:, 0]]
    return groups.reshape(-1).astype(np.int32), group_laws, pairs[:, 1].astype(np.int32)


def _initial_state(particles: MpmParticles, materials: Sequence[MaterialParams]) -> Rows:
    """Table of particles at rest in shape, shape [ROWS, P]."""
    state = np.zeros((ROWS, particles.particle_count))
    state[X : X + 3], state[V : V + 3] = particles.positions.T, particles.velocities.T
    state[F : F + 9] = np.eye(3).ravel()[:, None]
    densities = np.array([one.density_kg_m3 for one in materials])
    histories = np.array([initial_history(one.law) for one in materials])
    state[VOLUME] = particles.volumes
    state[MASS] = particles.volumes * densities[particles.material]
    state[HISTORY : HISTORY + 2] = histories[particles.material].T
    return state


def _ints(values: npt.NDArray[Any]) -> Any:
    array = ti.ndarray(ti.i32, values.shape)
    array.from_numpy(np.ascontiguousarray(values, np.int32))
    return array
