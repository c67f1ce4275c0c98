"""Kernel of `jelly`: fixed corotated stress through the polar rotation.

τ = 2 mu (F − R) Fᵀ + lam J (J − 1) I needs R and J alone, which a few Newton steps give without
eigenvectors. Particles that are inverted or collapsed take the way through signed principal
stretches and `sim.constitutive.fixed_corotated`, of which this form is the twin.
"""

from __future__ import annotations

from sim.mpm.cpu.elastic_form import any_collapsed, is_collapsed, principal_stretches
from sim.mpm.cpu.jit import f32, function, inline, kernel, prange
from sim.mpm.cpu.law_functions import corotated_stress
from sim.mpm.cpu.layout import LANES, PACK, TAU, VOLUME, C, F
from sim.mpm.cpu.tensors import (
    Indices,
    Matrix,
    State,
    Symmetric,
    advanced,
    determinant,
    polar_rotation,
    read_matrix,
    spatial,
    write_matrix,
    write_symmetric,
)
from sim.mpm.cpu.vector_rows import read
from sim.mpm.material_rows import LAM, MU

_ONE = f32(1.0)


@inline
def polar_stress(f: Matrix, mu: float, lam: float) -> Symmetric:
    """Kirchhoff stress [Pa], xx xy xz yy yz zz, of a deformation gradient with det F > 0."""
    volume = determinant(f)
    r = polar_rotation(f)
    d = (
        f[0] - r[0],
        f[1] - r[1],
        f[2] - r[2],
        f[3] - r[3],
        f[4] - r[4],
        f[5] - r[5],
        f[6] - r[6],
        f[7] - r[7],
        f[8] - r[8],
    )
    m = mu + mu
    pressure = lam * volume * (volume - _ONE)
    return (
        m * (d[0] * f[0] + d[1] * f[1] + d[2] * f[2]) + pressure,
        m * (d[0] * f[3] + d[1] * f[4] + d[2] * f[5]),
        m * (d[0] * f[6] + d[1] * f[7] + d[2] * f[8]),
        m * (d[3] * f[3] + d[4] * f[4] + d[5] * f[5]) + pressure,
        m * (d[3] * f[6] + d[4] * f[7] + d[5] * f[8]),
        m * (d[6] * f[6] + d[7] * f[7] + d[8] * f[8]) + pressure,
    )


@function
def principal_stress(f: Matrix, mu: float, lam: float) -> Symmetric:
    """Kirchhoff stress [Pa] of any deformation gradient; det F < 0 flips the smallest stretch."""
    s, u = principal_stretches(f)
    return spatial(corotated_stress(s[0], s[1], s[2], mu, lam, _ONE), u)


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
            tau = polar_stress(f, mu, lam)
            write_symmetric(state, at + TAU, tau, read(state, at + VOLUME))
        if any_collapsed(state, start):
            for lane in range(LANES):
                at = start + lane
                f = read_matrix(state, at + F)
                if is_collapsed(f):
                    tau = principal_stress(f, mu, lam)
                    write_symmetric(state, at + TAU, tau, read(state, at + VOLUME))
