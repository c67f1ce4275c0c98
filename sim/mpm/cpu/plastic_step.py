"""What the plastic laws on Hencky strains do alike around their return mapping."""

from __future__ import annotations

from sim.mpm.cpu.hencky_form import principal_strains, strained
from sim.mpm.cpu.jit import inline
from sim.mpm.cpu.law_functions import hencky_stress
from sim.mpm.cpu.layout import H0, H1, TAU, VOLUME, C, F
from sim.mpm.cpu.tensors import (
    Matrix,
    State,
    Triple,
    advanced,
    read_matrix,
    spatial,
    write_matrix,
    write_symmetric,
)
from sim.mpm.cpu.vector_rows import read, write

Mapped = tuple[float, float, float, float, float]
"""Strains and history after a return mapping."""


@inline
def trial(state: State, at: int, dt: float) -> tuple[Matrix, Triple, Matrix]:
    """Trial gradient (I + dt C) F of a particle, its Hencky strains and left axes."""
    f = advanced(read_matrix(state, at + F), read_matrix(state, at + C), dt)
    e, u = principal_strains(f)
    return f, e, u


@inline
def settle(
    state: State,
    at: int,
    tried: tuple[Matrix, Triple, Matrix],
    mapped: Mapped,
    mu: float,
    lam: float,
) -> None:
    """Store the projected F, the history and V0 τ of a particle."""
    f, e, u = tried
    after = (mapped[0], mapped[1], mapped[2])
    write_matrix(state, at + F, strained(f, e, after, u))
    write(state, at + H0, mapped[3])
    write(state, at + H1, mapped[4])
    tau = spatial(hencky_stress(after[0], after[1], after[2], mu, lam), u)
    write_symmetric(state, at + TAU, tau, read(state, at + VOLUME))
