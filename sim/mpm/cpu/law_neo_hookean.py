"""Kernel of `neo-hookean`: τ = mu J^(−2/3) dev(F Fᵀ) + (kappa/2) (J² − 1) I, without eigenvectors.

Along the principal axes of F Fᵀ this is `sim.constitutive.neo_hookean`, of which it is the twin;
particles that are inverted or collapsed go that way.
"""

from __future__ import annotations

from sim.mpm.cpu.elastic_form import any_collapsed, is_collapsed, principal_stretches
from sim.mpm.cpu.float_bits import exp, log
from sim.mpm.cpu.jit import f32, function, inline, kernel, prange
from sim.mpm.cpu.law_functions import neo_hookean_stress
from sim.mpm.cpu.layout import LANES, PACK, TAU, VOLUME, C, F
from sim.mpm.cpu.tensors import (
    Indices,
    Matrix,
    State,
    Symmetric,
    advanced,
    determinant,
    left_cauchy_green,
    read_matrix,
    spatial,
    write_matrix,
    write_symmetric,
)
from sim.mpm.cpu.vector_rows import read
from sim.mpm.material_rows import KAPPA, MU

_HALF, _ONE = f32(0.5), f32(1.0)
_SMALLEST_VOLUME = f32(1e-6)


@inline
def tensor_stress(f: Matrix, mu: float, kappa: float, third: float) -> Symmetric:
    """Kirchhoff stress [Pa], xx xy xz yy yz zz, of a deformation gradient with det F > 0."""
    volume = max(determinant(f), _SMALLEST_VOLUME)
    shear = mu * exp(-(third + third) * log(volume))
    b = left_cauchy_green(f)
    pressure = _HALF * kappa * (volume * volume - _ONE)
    shift = pressure - shear * third * (b[0] + b[3] + b[5])
    return (
        shear * b[0] + shift,
        shear * b[1],
        shear * b[2],
        shear * b[3] + shift,
        shear * b[4],
        shear * b[5] + shift,
    )


@function
def principal_stress(f: Matrix, mu: float, kappa: float, third: float) -> Symmetric:
    """Kirchhoff stress [Pa] of any deformation gradient; stretches count by their size."""
    s, u = principal_stretches(f)
    tau = neo_hookean_stress(abs(s[0]), abs(s[1]), abs(s[2]), mu, kappa, third, _HALF, _ONE)
    return spatial(tau, u)


@kernel
def update(state: State, packs: Indices, pack_material: Indices, rows: State, dt: float) -> None:
    """F ← (I + dt C) F, and V0 τ(F); arguments as in `law_steps.run`."""
    third = rows.dtype.type(1 / 3)
    for i in prange(len(packs)):
        start = packs[i] * PACK
        material = pack_material[packs[i]]
        mu, kappa = rows[material, MU], rows[material, KAPPA]
        for lane in range(LANES):
            at = start + lane
            f = advanced(read_matrix(state, at + F), read_matrix(state, at + C), dt)
            write_matrix(state, at + F, f)
            tau = tensor_stress(f, mu, kappa, third)
            write_symmetric(state, at + TAU, tau, read(state, at + VOLUME))
        if any_collapsed(state, start):
            for lane in range(LANES):
                at = start + lane
                f = read_matrix(state, at + F)
                if is_collapsed(f):
                    tau = principal_stress(f, mu, kappa, third)
                    write_symmetric(state, at + TAU, tau, read(state, at + VOLUME))
