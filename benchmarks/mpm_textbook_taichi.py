"""MLS-MPM as a Taichi tutorial writes it: the second yardstick of our speed.

One dense grid, particles as they come, float atomics; the rotation by four Newton steps, since an
SVD would make the comparison too easy. Runs on Taichi's CPU target or on CUDA. Source: Hu et al.,
SIGGRAPH 2018, and Taichi's example mpm3d.
"""

# ruff: noqa: N803, N806, PLR0913 - paper letters and one kernel a step, as textbooks have them
# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm.gpu.taichi_module import Nothing, function, kernel, start, ti

Floats = npt.NDArray[np.float32]
FLOOR_NODES = 3


@function
def polar(F: Any) -> Any:
    """Orthogonal polar factor by Newton's iteration."""
    R = F
    for _ in ti.static(range(4)):
        R = 0.5 * (R + R.inverse().transpose())
    return R


@function
def stencil(x: Any, inv: Any) -> Any:
    """First node, place in its cell, and weights of three nodes along each axis."""
    base = ti.cast(x * inv - 0.5, ti.i32)
    fx = x * inv - base
    w = ti.Matrix.rows([0.5 * (1.5 - fx) ** 2, 0.75 - (fx - 1) ** 2, 0.5 * (fx - 0.5) ** 2])
    return base, fx, w


@kernel
def p2g(
    x: ti.template(), v: ti.template(), C: ti.template(), F: ti.template(),
    grid: ti.template(), dt: float, mu: float, lam: float, mass: float, volume: float,
) -> Nothing:  # fmt: skip
    """Stresses, and everything onto the grid."""
    dx = 1.0 / grid.shape[0]
    for p in x:
        base, fx, w = stencil(x[p], 1 / dx)
        F[p] += dt * C[p] @ F[p]
        J = F[p].determinant()
        tau = 2 * mu * (F[p] - polar(F[p])) @ F[p].transpose()
        tau += ti.Matrix.identity(ti.f32, 3) * lam * J * (J - 1)
        A = mass * C[p] - dt * volume * 4 / (dx * dx) * tau
        for i, j, k in ti.static(ti.ndrange(3, 3, 3)):
            offset = ti.Vector([i, j, k])
            weight = w[i, 0] * w[j, 1] * w[k, 2]
            momentum = weight * (mass * v[p] + A @ ((offset - fx) * dx))
            grid[base + offset] += ti.Vector([momentum[0], momentum[1], momentum[2], weight * mass])


@kernel
def update(grid: ti.template(), dt: float) -> Nothing:
    """Momentum to velocity, gravity and the floor."""
    for i, j, k in grid:
        m = grid[i, j, k][3]
        if m > 0:
            v = grid[i, j, k] / m
            v[2] -= 9.81 * dt
            if k < FLOOR_NODES and v[2] < 0:
                v[2] = 0
            grid[i, j, k] = v


@kernel
def g2p(
    x: ti.template(), v: ti.template(), C: ti.template(), grid: ti.template(), dt: float
) -> Nothing:
    """Everything back to the particles."""
    dx = 1.0 / grid.shape[0]
    for p in x:
        base, fx, w = stencil(x[p], 1 / dx)
        new_v, new_C = ti.Vector.zero(ti.f32, 3), ti.Matrix.zero(ti.f32, 3, 3)
        for i, j, k in ti.static(ti.ndrange(3, 3, 3)):
            offset = ti.Vector([i, j, k])
            g = grid[base + offset]
            part = w[i, 0] * w[j, 1] * w[k, 2] * ti.Vector([g[0], g[1], g[2]])
            new_v += part
            new_C += 4 / dx * part.outer_product(offset - fx)
        v[p], C[p] = new_v, new_C
        x[p] += dt * new_v


class TaichiTextbookSolver:
    """State of the plain solver; the floor lies on the third layer of nodes."""

    def __init__(
        self,
        positions: Floats,
        *,
        volume: float,
        density: float,
        mu: float,
        lam: float,
        grid: int,
        device: str = "taichi-cpu",
    ) -> None:
        start(device)
        count = len(positions)
        self.x, self.v = (ti.Vector.field(3, ti.f32, count) for _ in range(2))
        self.C, self.F = (ti.Matrix.field(3, 3, ti.f32, count) for _ in range(2))
        self.grid = ti.Vector.field(4, ti.f32, (grid, grid, grid))
        self.x.from_numpy((positions + np.float32([0, 0, FLOOR_NODES / grid])).astype(np.float32))
        self.F.from_numpy(np.tile(np.eye(3, dtype=np.float32), (count, 1, 1)))
        self.constants = (mu, lam, density * volume, volume)

    def advance(self, substeps: int, dt: float) -> None:
        """Run a number of substeps."""
        for _ in range(substeps):
            self.grid.fill(0)
            p2g(self.x, self.v, self.C, self.F, self.grid, dt, *self.constants)
            update(self.grid, dt)
            g2p(self.x, self.v, self.C, self.grid, dt)
        ti.sync()
