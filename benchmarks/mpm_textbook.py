"""MLS-MPM as a textbook writes it, compiled by numba on one thread: the yardstick of our speed.

One dense grid, particles as they come, scalar arithmetic. Source: Hu et al., SIGGRAPH 2018 (the
88-line program).
"""

# ruff: noqa: N803, N806, PLR0913, PLR0915, C901 - one function in paper letters, as textbooks have it

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from benchmarks.mpm_textbook_laws import compiled, update_stress
from sim.materials import MaterialParams
from sim.mpm.material_rows import LAW_IDS, initial_history, material_rows

Floats = npt.NDArray[np.float32]


@compiled
def substep(
    x: Floats,
    v: Floats,
    C: Floats,
    F: Floats,
    grid: Floats,
    history: Floats,
    masses: Floats,
    volumes: Floats,
    law: int,
    row: Floats,
    numbers: tuple[float, ...],
) -> None:
    """One substep of all particles; numbers: dx, dt, g dt, 0.5, 1, 1.5, 0.75."""
    dx, dt, gdt, half, one, threehalf, threequarter = numbers
    inv = one / dx
    four = one + one + one + one
    grid[:] = 0
    w = np.empty((3, 3), np.float32)
    new = np.empty((3, 3), np.float32)
    A = np.empty((3, 3), np.float32)
    tau = np.empty((3, 3), np.float32)
    room = (
        np.empty((3, 3), np.float32),
        np.empty((3, 3), np.float32),
        np.empty((3, 3), np.float32),
        np.empty(3, np.float32),
        np.empty(3, np.float32),
    )
    for p in range(len(x)):
        for a in range(3):
            for b in range(3):
                total = F[p, a, b]
                for k in range(3):
                    total += dt * C[p, a, k] * F[p, k, b]
                new[a, b] = total
        update_stress(law, new, history[p], row, room, tau)
        F[p] = new
        k4 = -dt * volumes[p] * four * inv * inv
        for a in range(3):
            for b in range(3):
                A[a, b] = k4 * tau[a, b] + masses[p] * C[p, a, b]
        i0 = int(x[p, 0] * inv - half)
        j0 = int(x[p, 1] * inv - half)
        k0 = int(x[p, 2] * inv - half)
        base = (i0, j0, k0)
        for a in range(3):
            fx = x[p, a] * inv - np.float32(base[a])
            w[0, a] = half * (threehalf - fx) * (threehalf - fx)
            w[1, a] = threequarter - (fx - one) * (fx - one)
            w[2, a] = half * (fx - half) * (fx - half)
        for i in range(3):
            for j in range(3):
                for k in range(3):
                    weight = w[i, 0] * w[j, 1] * w[k, 2]
                    d0 = np.float32(i0 + i) * dx - x[p, 0]
                    d1 = np.float32(j0 + j) * dx - x[p, 1]
                    d2 = np.float32(k0 + k) * dx - x[p, 2]
                    for a in range(3):
                        q = masses[p] * v[p, a] + A[a, 0] * d0 + A[a, 1] * d1 + A[a, 2] * d2
                        grid[i0 + i, j0 + j, k0 + k, a] += weight * q
                    grid[i0 + i, j0 + j, k0 + k, 3] += weight * masses[p]
    for i in range(grid.shape[0]):
        for j in range(grid.shape[1]):
            for k in range(grid.shape[2]):
                m = grid[i, j, k, 3]
                if m > 0:
                    s = one / m
                    grid[i, j, k, 0] *= s
                    grid[i, j, k, 1] *= s
                    grid[i, j, k, 2] = grid[i, j, k, 2] * s + gdt
                    if k < 3 and grid[i, j, k, 2] < 0:
                        grid[i, j, k, 2] = 0
    for p in range(len(x)):
        i0 = int(x[p, 0] * inv - half)
        j0 = int(x[p, 1] * inv - half)
        k0 = int(x[p, 2] * inv - half)
        base = (i0, j0, k0)
        for a in range(3):
            fx = x[p, a] * inv - np.float32(base[a])
            w[0, a] = half * (threehalf - fx) * (threehalf - fx)
            w[1, a] = threequarter - (fx - one) * (fx - one)
            w[2, a] = half * (fx - half) * (fx - half)
        new[:] = 0
        v[p] = 0
        for i in range(3):
            for j in range(3):
                for k in range(3):
                    weight = w[i, 0] * w[j, 1] * w[k, 2]
                    d0 = np.float32(i0 + i) * dx - x[p, 0]
                    d1 = np.float32(j0 + j) * dx - x[p, 1]
                    d2 = np.float32(k0 + k) * dx - x[p, 2]
                    for a in range(3):
                        g = weight * grid[i0 + i, j0 + j, k0 + k, a]
                        v[p, a] += g
                        new[a, 0] += g * d0
                        new[a, 1] += g * d1
                        new[a, 2] += g * d2
        for a in range(3):
            x[p, a] += dt * v[p, a]
            for b in range(3):
                C[p, a, b] = four * inv * inv * new[a, b]


class TextbookSolver:
    """State of the plain loop; the floor, without friction, lies on the third layer of nodes."""

    def __init__(
        self,
        positions: Floats,
        velocities: Floats,
        volumes: Floats,
        *,
        params: MaterialParams,
        grid: int,
    ) -> None:
        count = len(positions)
        self.x = (positions + np.float32([0, 0, 3 / grid])).astype(np.float32)
        self.v = velocities.astype(np.float32)
        self.C = np.zeros((count, 3, 3), np.float32)
        self.F = np.tile(np.eye(3, dtype=np.float32), (count, 1, 1))
        self.history = np.tile(np.float32(initial_history(params.law)), (count, 1))
        self.volumes = volumes.astype(np.float32)
        self.masses = self.volumes * np.float32(params.density_kg_m3)
        self.grid = np.zeros((grid, grid, grid, 4), np.float32)
        self.law, self.row = LAW_IDS[params.law], material_rows([params])[0]

    def advance(self, substeps: int, dt: float) -> None:
        """Run a number of substeps."""
        numbers = (1 / len(self.grid), dt, -9.81 * dt, 0.5, 1.0, 1.5, 0.75)
        numbers = tuple(np.float32(number) for number in numbers)
        arrays = (self.x, self.v, self.C, self.F, self.grid)
        own = (self.history, self.masses, self.volumes, self.law, self.row)
        for _ in range(substeps):
            substep(*arrays, *own, numbers)
