"""Kernel of `snow`: Stomakhin's clamped stretches and hardening along the axes of F Fᵀ.

The elastic F forgets what has flowed, so the total deformation is kept beside it for the splats.
"""

from __future__ import annotations

from math import sqrt

from sim.mpm.cpu.elastic_form import principal_stretches
from sim.mpm.cpu.hencky_form import restretched
from sim.mpm.cpu.jit import f32, kernel, prange
from sim.mpm.cpu.law_functions import corotated_stress, snow_mapping, snow_moduli
from sim.mpm.cpu.layout import H0, H1, LANES, PACK, TAU, VOLUME, C, F
from sim.mpm.cpu.tensors import (
    Indices,
    State,
    advanced,
    read_matrix,
    spatial,
    write_matrix,
    write_symmetric,
)
from sim.mpm.cpu.total_deformation import advance_total
from sim.mpm.cpu.vector_rows import read, write
from sim.mpm.material_rows import (
    HARDENING_EXPONENT,
    LAM,
    LARGEST_RATIO,
    LARGEST_STRETCH,
    MU,
    SMALLEST_RATIO,
    SMALLEST_STRETCH,
)

_ONE = f32(1.0)


@kernel
def update(
    state: State, total: State, packs: Indices, pack_material: Indices, rows: State, dt: float
) -> None:
    """F ← clamped (I + dt C) F, history and V0 τ(F); arguments as in `law_steps.run`."""
    equivalent = rows.dtype.type(sqrt(2 / 3))
    for i in prange(len(packs)):
        start = packs[i] * PACK
        m = pack_material[packs[i]]
        mu, lam, exponent = rows[m, MU], rows[m, LAM], rows[m, HARDENING_EXPONENT]
        shortest, longest = rows[m, SMALLEST_STRETCH], rows[m, LARGEST_STRETCH]
        densest, loosest = rows[m, SMALLEST_RATIO], rows[m, LARGEST_RATIO]
        for lane in range(LANES):
            at = start + lane
            f = advanced(read_matrix(state, at + F), read_matrix(state, at + C), dt)
            s, u = principal_stretches(f)
            h0, h1 = read(state, at + H0), read(state, at + H1)
            c0, c1, c2, h0, h1 = snow_mapping(
                s[0], s[1], s[2], h0, h1, shortest, longest, densest, loosest, equivalent
            )
            write_matrix(state, at + F, restretched(f, s, (c0, c1, c2), u))
            write(state, at + H0, h0)
            write(state, at + H1, h1)
            hard_mu, hard_lam = snow_moduli(h0, mu, lam, exponent, _ONE)
            tau = spatial(corotated_stress(c0, c1, c2, hard_mu, hard_lam, _ONE), u)
            write_symmetric(state, at + TAU, tau, read(state, at + VOLUME))
        advance_total(total, state, packs[i], dt)
