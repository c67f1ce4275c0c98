"""Particles of rigid bodies on the grid: what they feel, and how they are moved."""

# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm.gpu.layout import BLOCK, C, V, X
from sim.mpm.gpu.taichi_module import Double, Integer, Nothing, Row, Table, kernel, ti
from sim.mpm.gpu.tensors import like, read_vector, write_vector
from sim.mpm.gpu.transfer import gathered
from sim.mpm.rigid_exchange import RigidMotions

Vector = npt.NDArray[np.float64]

SAMPLE = 12
"""Velocity and its gradient."""
MOTION = 15
"""Position, velocity and its gradient."""


@kernel
def sample_grid(
    state: Table,
    labels: Table,
    origin: Table,
    grid_of: Table,
    grid: Row,
    ranks: Row,
    samples: Table,
    first: Integer,
    count: Integer,
    dx_m: Double,
) -> Nothing:
    """Velocity and its gradient of the grid at the rigid particles.

    Args:
        state: Particles, see `layout`.
        labels: Integers of the particles; blocks are read.
        origin: First node of every particle block, shape [B, 3].
        grid_of: Grid block of the 27 neighbours of every particle block, shape [B, 27].
        grid: Velocities of the nodes.
        ranks: Place of every rigid particle in the order of the input, shape [R].
        samples: Output in the order of the input, shape [R, `SAMPLE`].
        first: First rigid particle.
        count: R.
        dx_m: Cell side [m].
    """
    for r in range(count):
        p = first + r
        position = read_vector(state, X, p)
        inverse_dx = 1 / like(dx_m, state)
        velocity, c = gathered(position, inverse_dx, origin, grid_of, grid, labels[BLOCK, p])
        for i in ti.static(range(3)):
            samples[ranks[r], i] = velocity[i]
            for j in ti.static(range(3)):
                samples[ranks[r], 3 + 3 * i + j] = c[i, j]


@kernel
def place_particles(
    state: Table, ranks: Row, motions: Table, first: Integer, count: Integer
) -> Double:
    """Give the rigid particles their motion; returns the largest displacement [m].

    Args:
        state: Particles, see `layout`; position, velocity and C change.
        ranks: Place of every rigid particle in the order of the input, shape [R].
        motions: In the order of the input, shape [R, `MOTION`].
        first: First rigid particle.
        count: R.
    """
    farthest = ti.cast(0, ti.f64)
    for r in range(count):
        p, rank = first + r, ranks[r]
        after = ti.Vector([motions[rank, axis] for axis in range(3)])
        step = ti.abs(after - read_vector(state, X, p))
        ti.atomic_max(farthest, ti.cast(ti.max(step[0], step[1], step[2]), ti.f64))
        write_vector(state, X, p, after)
        write_vector(state, V, p, ti.Vector([motions[rank, 3 + axis] for axis in range(3)]))
        for entry in ti.static(range(9)):
            state[C + entry, p] = motions[rank, 6 + entry]
    return farthest


class RigidRange:
    """The rigid particles of one order of all particles: a range of columns.

    Args:
        first: First rigid particle.
        identities: Original index of every rigid particle, shape [R].
        real: Taichi's type of real numbers.
    """

    def __init__(self, first: int, identities: npt.NDArray[np.int32], real: Any) -> None:
        self._first, self._count = first, len(identities)
        self._real = real
        self._ranks = ti.ndarray(ti.i32, (self._count,))
        self._ranks.from_numpy(np.argsort(np.argsort(identities)).astype(np.int32))

    def sample(
        self, state: Any, labels: Any, origin: Any, grid_of: Any, grid: Any, dx_m: float
    ) -> tuple[Vector, Vector]:
        """Velocities [R, 3] [m/s] and gradients [R, 3, 3] [1/s] in the order of the input."""
        samples = ti.ndarray(self._real, (self._count, SAMPLE))
        sample_grid(
            state, labels, origin, grid_of, grid, self._ranks, samples,
            self._first, self._count, dx_m,
        )  # fmt: skip
        values = samples.to_numpy().astype(np.float64)
        return values[:, :3], values[:, 3:].reshape(-1, 3, 3)

    def place(self, state: Any, motions: RigidMotions, origin_m: Vector) -> float:
        """Give the particles their rigid motion; returns the largest displacement [m]."""
        rows = np.column_stack(
            [motions.positions - origin_m, motions.velocities, motions.affine.reshape(-1, 9)]
        )
        sent = ti.ndarray(self._real, (self._count, MOTION))
        dtype = np.float64 if self._real == ti.f64 else np.float32
        sent.from_numpy(np.ascontiguousarray(rows, dtype))
        return float(place_particles(state, self._ranks, sent, self._first, self._count))
