"""Kernels that map trial gradients back and find stresses, for the particles of one law."""

# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

from sim.mpm.gpu.layout import HISTORY, MATERIAL, TAU, VOLUME, C, F
from sim.mpm.gpu.taichi_module import Double, Integer, Nothing, Static, Table, kernel, ti
from sim.mpm.gpu.tensors import like, read_matrix, write_matrix, write_symmetric


@kernel
def advance_total(
    total: Table, state: Table, first: Integer, end: Integer, dt_s: Double
) -> Nothing:
    """Total deformation gradients F ← (I + dt C) F of the particles `first` to `end`.

    Args:
        total: Nine rows.
        state: Particles, see `layout`; C is read.
        first: First particle.
        end: Particle after the last.
        dt_s: Substep [s].
    """
    for p in range(first, end):
        gradient = read_matrix(total, 0, p)
        step = like(dt_s, state) * read_matrix(state, C, p)
        write_matrix(total, 0, p, gradient + step @ gradient)


@kernel
def advance(
    state: Table,
    labels: Table,
    rows: Table,
    first: Integer,
    end: Integer,
    dt_s: Double,
    law: Static,
) -> Nothing:
    """Map trial gradients back and store V0 τ, for the particles `first` to `end` of one law.

    Args:
        state: Particles, see `layout`; F holds the trial gradient (I + dt C) F.
        labels: Integers of the particles; materials are read.
        rows: Materials, see `sim.mpm.material_rows`.
        first: First particle.
        end: Particle after the last.
        dt_s: Substep [s].
        law: One of `laws.LAWS`.
    """
    for p in range(first, end):
        gradient, history, tau = law(
            read_matrix(state, F, p),
            ti.Vector([state[HISTORY, p], state[HISTORY + 1, p]]),
            rows,
            labels[MATERIAL, p],
            like(dt_s, state),
            read_matrix(state, C, p),
        )
        write_matrix(state, F, p, gradient)
        write_symmetric(state, TAU, p, state[VOLUME, p] * tau)
        state[HISTORY, p] = history[0]
        state[HISTORY + 1, p] = history[1]
