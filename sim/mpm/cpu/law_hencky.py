"""Kernel of `hencky`: StVK–Hencky elasticity along the principal axes of F Fᵀ."""

from __future__ import annotations

from sim.mpm.cpu.hencky_form import principal_strains
from sim.mpm.cpu.jit import kernel, prange
from sim.mpm.cpu.law_functions import hencky_stress
from sim.mpm.cpu.layout import LANES, PACK, TAU, VOLUME, C, F
from sim.mpm.cpu.tensors import (
    Indices,
    State,
    advanced,
    read_matrix,
    spatial,
    write_matrix,
    write_symmetric,
)
from sim.mpm.cpu.vector_rows import read
from sim.mpm.material_rows import LAM, MU


@kernel
def update(state: State, packs: Indices, pack_material: Indices, rows: State, dt: float) -> None:
    """F ← (I + dt C) F, and V0 τ(F); arguments as in `law_steps.run`."""
    for i in prange(len(packs)):
        start = packs[i] * PACK
        material = pack_material[packs[i]]
        mu, lam = rows[material, MU], rows[material, LAM]
        for lane in range(LANES):
            at = start + lane
            f = advanced(read_matrix(state, at + F), read_matrix(state, at + C), dt)
            write_matrix(state, at + F, f)
            e, u = principal_strains(f)
            tau = spatial(hencky_stress(e[0], e[1], e[2], mu, lam), u)
            write_symmetric(state, at + TAU, tau, read(state, at + VOLUME))
