"""Kernel of `metal` and `plasticine`: Hencky elasticity with the von Mises return mapping.

The elastic F forgets what has flowed, so the total deformation is kept beside it for the splats.
"""

from __future__ import annotations

from math import sqrt

from sim.mpm.cpu.jit import f32, kernel, prange
from sim.mpm.cpu.law_functions import von_mises_mapping
from sim.mpm.cpu.layout import H0, H1, LANES, PACK
from sim.mpm.cpu.plastic_step import settle, trial
from sim.mpm.cpu.tensors import Indices, State
from sim.mpm.cpu.total_deformation import advance_total
from sim.mpm.cpu.vector_rows import read
from sim.mpm.material_rows import FLOW, HARDENING, LAM, MU, RADIUS_PER_PA, YIELD_STRESS

_ZERO, _ONE = f32(0.0), f32(1.0)


@kernel
def update(
    state: State, total: State, packs: Indices, pack_material: Indices, rows: State, dt: float
) -> None:
    """F ← projected (I + dt C) F, history and V0 τ(F); arguments as in `law_steps.run`."""
    third, equivalent = rows.dtype.type(1 / 3), rows.dtype.type(sqrt(2 / 3))
    for i in prange(len(packs)):
        start = packs[i] * PACK
        material = pack_material[packs[i]]
        mu, lam = rows[material, MU], rows[material, LAM]
        yield_stress, radius = rows[material, YIELD_STRESS], rows[material, RADIUS_PER_PA]
        flow, hardening = rows[material, FLOW], rows[material, HARDENING]
        for lane in range(LANES):
            at = start + lane
            tried = trial(state, at, dt)
            e = tried[1]
            mapped = von_mises_mapping(
                e[0],
                e[1],
                e[2],
                read(state, at + H0),
                read(state, at + H1),
                yield_stress,
                radius,
                flow,
                hardening,
                third,
                _ZERO,
                _ONE,
                equivalent,
            )
            settle(state, at, tried, mapped, mu, lam)
        advance_total(total, state, packs[i], dt)
