"""Kernel of `jelly`: fixed corotated stress through the polar rotation.

τ = 2 mu (F − R) Fᵀ + lam J (J − 1) I needs R and J alone, which a few Newton steps give without
eigenvectors. Packs with an inverted or collapsed particle take the way through signed principal
stretches and `sim.constitutive.fixed_corotated`, of which this form is the twin.
"""

from __future__ import annotations

from math import sqrt

from sim.constitutive import fixed_corotated
from sim.mpm.cpu.jit import f32, function, inline, kernel, prange
from sim.mpm.cpu.layout import LANES, PACK, TAU, VOLUME, C, F
from sim.mpm.cpu.tensors import (
    Matrix,
    State,
    Symmetric,
    advanced,
    determinant,
    polar_rotation,
    product,
    read_matrix,
    scaled_columns,
    squared_stretches,
    symmetric_part,
    times_transposed,
    write_matrix,
    write_symmetric,
)
from sim.mpm.cpu.vector_rows import read

_ONE = f32(1.0)
_SMALLEST_SQUARE = f32(1e-6)
_COLLAPSED = f32(0.05)

_principal_stress = inline(fixed_corotated.kirchhoff_stress)


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
    squares, v = squared_stretches(f)
    s0 = sqrt(max(squares[0], _SMALLEST_SQUARE))
    s1 = sqrt(max(squares[1], _SMALLEST_SQUARE))
    s2 = sqrt(max(squares[2], _SMALLEST_SQUARE))
    u = scaled_columns(product(f, v), (_ONE / s0, _ONE / s1, _ONE / s2))
    if determinant(f) < 0:
        if s0 <= s1 and s0 <= s2:
            s0 = -s0
        elif s1 <= s2:
            s1 = -s1
        else:
            s2 = -s2
    tau = _principal_stress(s0, s1, s2, mu, lam, _ONE)
    return symmetric_part(times_transposed(scaled_columns(u, tau), u))


@kernel
def update_jelly(state: State, dt: float, mu: float, lam: float) -> None:
    """F ← (I + dt C) F, and V0 τ(F), for every particle.

    Args:
        state: Particle packs, see `layout`.
        dt: Substep [s].
        mu: Shear modulus [Pa].
        lam: First Lamé parameter [Pa].
    """
    for pack in prange(len(state) // PACK):
        collapsed = 0
        for lane in range(LANES):
            at = pack * PACK + lane
            f = advanced(read_matrix(state, at + F), read_matrix(state, at + C), dt)
            collapsed += 1 if determinant(f) < _COLLAPSED else 0
            write_matrix(state, at + F, f)
            tau = polar_stress(f, mu, lam)
            write_symmetric(state, at + TAU, tau, read(state, at + VOLUME))
        if collapsed > 0:
            for lane in range(LANES):
                at = pack * PACK + lane
                f = read_matrix(state, at + F)
                if determinant(f) < _COLLAPSED:
                    tau = principal_stress(f, mu, lam)
                    write_symmetric(state, at + TAU, tau, read(state, at + VOLUME))
