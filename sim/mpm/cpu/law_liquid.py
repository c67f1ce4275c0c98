"""Kernel of `liquid`: pressure from the volume ratio alone, and viscous stress from C."""

from __future__ import annotations

from sim.mpm.cpu.jit import f32, kernel, prange
from sim.mpm.cpu.law_functions import liquid_mapping, liquid_stress, liquid_viscous_stress
from sim.mpm.cpu.layout import H0, H1, LANES, PACK, TAU, VOLUME, C, F
from sim.mpm.cpu.tensors import (
    Indices,
    State,
    advanced,
    determinant,
    read_matrix,
    write_matrix,
    write_symmetric,
)
from sim.mpm.cpu.vector_rows import read, write
from sim.mpm.material_rows import (
    KAPPA,
    LIQUID_GAP,
    PRESSURE_EXPONENT,
    SMALLEST_LOG_VOLUME,
    SMALLEST_VOLUME,
    VISCOSITY,
)

_ZERO, _ONE = f32(0.0), f32(1.0)


@kernel
def update(state: State, packs: Indices, pack_material: Indices, rows: State, dt: float) -> None:
    """F ← J^(1/3) I with J of (I + dt C) F, history and V0 τ; arguments as in `law_steps.run`."""
    third = rows.dtype.type(1 / 3)
    for i in prange(len(packs)):
        start = packs[i] * PACK
        m = pack_material[packs[i]]
        kappa, exponent, viscosity = rows[m, KAPPA], rows[m, PRESSURE_EXPONENT], rows[m, VISCOSITY]
        lowest, gap, smallest = (
            rows[m, SMALLEST_LOG_VOLUME],
            rows[m, LIQUID_GAP],
            rows[m, SMALLEST_VOLUME],
        )
        for lane in range(LANES):
            at = start + lane
            c = read_matrix(state, at + C)
            trial = determinant(advanced(read_matrix(state, at + F), c, dt))
            s, _, _, h0, h1 = liquid_mapping(
                trial,
                _ONE,
                _ONE,
                read(state, at + H0),
                read(state, at + H1),
                lowest,
                gap,
                smallest,
                third,
                _ZERO,
            )
            volume = s * s * s
            write_matrix(state, at + F, (s, _ZERO, _ZERO, _ZERO, s, _ZERO, _ZERO, _ZERO, s))
            write(state, at + H0, h0)
            write(state, at + H1, h1)
            p, _, _ = liquid_stress(volume, _ONE, _ONE, kappa, exponent, _ONE)
            shear = liquid_viscous_stress(*c, volume, viscosity)
            tau = (shear[0] + p, shear[1], shear[2], shear[3] + p, shear[4], shear[5] + p)
            write_symmetric(state, at + TAU, tau, read(state, at + VOLUME))
