"""Kernels that advance deformation gradients and find stresses, for the particles of one law."""

# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

from typing import Any

from sim.mpm.gpu.layout import HISTORY, MATERIAL, TAU, VOLUME, C, F
from sim.mpm.gpu.taichi_module import (
    Double,
    Integer,
    Nothing,
    Row,
    Static,
    Table,
    function,
    kernel,
    rebound,
    ti,
)
from sim.mpm.gpu.tensors import like, read_matrix, write_matrix, write_symmetric
from sim.mpm.present_modulus import SLIGHT, wave_factor

_wave_factor = rebound(wave_factor)


@function
def _trial(table: Static, row: Static, p: Any, c: Any, dt: Any) -> Any:
    """Trial deformation gradient (I + dt C) F."""
    gradient = read_matrix(table, row, p)
    return gradient + dt * (c @ gradient)


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
        trial = _trial(total, 0, p, read_matrix(state, C, p), like(dt_s, state))
        write_matrix(total, 0, p, trial)


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
    """F ← mapped (I + dt C) F, history and V0 τ, for the particles `first` to `end` of one law.

    Args:
        state: Particles, see `layout`.
        labels: Integers of the particles; materials are read.
        rows: Materials, see `sim.mpm.material_rows`.
        first: First particle.
        end: Particle after the last.
        dt_s: Substep [s].
        law: One of `laws.LAWS`.
    """
    for p in range(first, end):
        dt = like(dt_s, state)
        c = read_matrix(state, C, p)
        history = ti.Vector([state[HISTORY, p], state[HISTORY + 1, p]])
        trial = _trial(state, F, p, c, dt)
        gradient, mapped, tau = law(trial, history, rows, labels[MATERIAL, p], dt, c)
        write_matrix(state, F, p, gradient)
        write_symmetric(state, TAU, p, state[VOLUME, p] * tau)
        state[HISTORY, p] = mapped[0]
        state[HISTORY + 1, p] = mapped[1]


@kernel
def find_stiffening(
    state: Table, labels: Table, factors: Row, first: Integer, end: Integer
) -> Nothing:
    """Largest factor on the wave modulus of every material, over the particles `first` to `end`.

    Args:
        state: Particles, see `layout`; F is read.
        labels: Integers of the particles; materials are read.
        factors: In and out, see `present_modulus.wave_factor`, shape [M].
        first: First particle.
        end: Particle after the last.
    """
    for p in range(first, end):
        gradient = read_matrix(state, F, p)
        norm = gradient.norm_sqr()
        if norm > SLIGHT:
            factor = _wave_factor(norm, gradient.determinant())
            material = labels[MATERIAL, p]
            if factor > factors[material]:  # most are not: few threads meet
                ti.atomic_max(factors[material], factor)
