"""Kernel of `sand`: Hencky elasticity with the Drucker–Prager return mapping."""

from __future__ import annotations

from math import sqrt

from sim.mpm.cpu.jit import f32, kernel, prange
from sim.mpm.cpu.law_functions import drucker_prager_mapping
from sim.mpm.cpu.layout import H0, H1, LANES, PACK
from sim.mpm.cpu.plastic_step import settle, trial
from sim.mpm.cpu.tensors import Indices, State
from sim.mpm.cpu.vector_rows import read
from sim.mpm.material_rows import CONE_RADIUS, CONE_SLOPE, CONE_TIP, LAM, MU, SAND_GAP

_ZERO, _ONE = f32(0.0), f32(1.0)


@kernel
def update(state: State, packs: Indices, pack_material: Indices, rows: State, dt: float) -> None:
    """F ← projected (I + dt C) F, history and V0 τ(F); arguments as in `law_steps.run`."""
    third, equivalent = rows.dtype.type(1 / 3), rows.dtype.type(sqrt(2 / 3))
    for i in prange(len(packs)):
        start = packs[i] * PACK
        material = pack_material[packs[i]]
        mu, lam = rows[material, MU], rows[material, LAM]
        slope, radius = rows[material, CONE_SLOPE], rows[material, CONE_RADIUS]
        tip, gap = rows[material, CONE_TIP], rows[material, SAND_GAP]
        for lane in range(LANES):
            at = start + lane
            tried = trial(state, at, dt)
            e = tried[1]
            mapped = drucker_prager_mapping(
                e[0],
                e[1],
                e[2],
                read(state, at + H0),
                read(state, at + H1),
                slope,
                radius,
                tip,
                gap,
                third,
                _ZERO,
                _ONE,
                equivalent,
            )
            settle(state, at, tried, mapped, mu, lam)
