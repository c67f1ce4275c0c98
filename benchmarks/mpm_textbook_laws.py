"""The laws of the plain numba loop: arrays, loops and libm, one particle at a time.

The laws themselves are the functions of `sim.constitutive`, compiled as they are; principal axes
come from four textbook Jacobi sweeps, since LAPACK's SVD would make the comparison too easy.
"""

# ruff: noqa: N803, N806 - paper letters

from __future__ import annotations

from collections.abc import Callable
from math import exp, log, sqrt
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.constitutive import drucker_prager, fixed_corotated, hencky, liquid, snow, von_mises
from sim.materials import ConstitutiveLaw
from sim.mpm import material_rows as columns

Floats = npt.NDArray[np.float32]
JELLY, SAND, SNOW, PLASTICINE, LIQUID = (
    columns.LAW_IDS[law]
    for law in (
        ConstitutiveLaw.JELLY,
        ConstitutiveLaw.SAND,
        ConstitutiveLaw.SNOW,
        ConstitutiveLaw.PLASTICINE,
        ConstitutiveLaw.LIQUID,
    )
)
MU, LAM, KAPPA, OWN = columns.MU, columns.LAM, columns.KAPPA, columns.KAPPA + 1
HARDENING_EXPONENT, PRESSURE_EXPONENT = columns.HARDENING_EXPONENT, columns.PRESSURE_EXPONENT
LIQUID_OWN = columns.SMALLEST_LOG_VOLUME
THIRD, ZERO, HALF, ONE = np.float32(1 / 3), np.float32(0), np.float32(0.5), np.float32(1)
EQUIVALENT = np.float32(sqrt(2 / 3))
SMALLEST, NEGLIGIBLE = np.float32(1e-8), np.float32(1e-12)


def compiled(body: Callable[..., Any]) -> Any:
    """Function on one thread."""
    return numba.njit(fastmath={"contract"}, error_model="numpy")(body)


_corotated = compiled(fixed_corotated.kirchhoff_stress)
_hencky = compiled(hencky.kirchhoff_stress)
_sand_mapping = compiled(drucker_prager.return_mapping)
_metal_mapping = compiled(von_mises.return_mapping)
_snow_mapping = compiled(snow.return_mapping)
_snow_moduli = compiled(snow.hardened_moduli)
_liquid_mapping = compiled(liquid.return_mapping)
_liquid_stress = compiled(liquid.kirchhoff_stress)


@compiled
def polar(F: Floats, R: Floats) -> None:
    """Orthogonal polar factor by four Newton steps."""
    R[:] = F
    for _ in range(4):
        a, b, c = R[0, 0], R[0, 1], R[0, 2]
        d, e, f = R[1, 0], R[1, 1], R[1, 2]
        g, h, i = R[2, 0], R[2, 1], R[2, 2]
        s = HALF / (a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g))
        R[0, 0], R[0, 1] = HALF * a + s * (e * i - f * h), HALF * b + s * (f * g - d * i)
        R[0, 2], R[1, 0] = HALF * c + s * (d * h - e * g), HALF * d + s * (c * h - b * i)
        R[1, 1], R[1, 2] = HALF * e + s * (a * i - c * g), HALF * f + s * (b * g - a * h)
        R[2, 0], R[2, 1] = HALF * g + s * (b * f - c * e), HALF * h + s * (c * d - a * f)
        R[2, 2] = HALF * i + s * (a * e - b * d)


@compiled
def determinant(m: Floats) -> Any:
    """Determinant of a 3 × 3 matrix."""
    return (
        m[0, 0] * (m[1, 1] * m[2, 2] - m[1, 2] * m[2, 1])
        - m[0, 1] * (m[1, 0] * m[2, 2] - m[1, 2] * m[2, 0])
        + m[0, 2] * (m[1, 0] * m[2, 1] - m[1, 1] * m[2, 0])
    )


@compiled
def jacobi(A: Floats, V: Floats) -> None:
    """Make a symmetric matrix diagonal; V gets its axes in columns."""
    V[:] = ZERO
    for k in range(3):
        V[k, k] = ONE
    for _ in range(4):
        for p in range(2):
            for q in range(p + 1, 3):
                if abs(A[p, q]) < NEGLIGIBLE:
                    continue
                d, twice = A[q, q] - A[p, p], A[p, q] + A[p, q]
                root = sqrt(d * d + twice * twice)
                t = twice / (d + root) if d >= ZERO else twice / (d - root)
                c = ONE / sqrt(ONE + t * t)
                s = t * c
                for k in range(3):
                    A[k, p], A[k, q] = c * A[k, p] - s * A[k, q], s * A[k, p] + c * A[k, q]
                for k in range(3):
                    A[p, k], A[q, k] = c * A[p, k] - s * A[q, k], s * A[p, k] + c * A[q, k]
                    V[k, p], V[k, q] = c * V[k, p] - s * V[k, q], s * V[k, p] + c * V[k, q]


@compiled
def svd(F: Floats, U: Floats, s: Floats, V: Floats, A: Floats) -> None:
    """F = U diag(s) Vᵀ."""
    for i in range(3):
        for j in range(3):
            A[i, j] = F[0, i] * F[0, j] + F[1, i] * F[1, j] + F[2, i] * F[2, j]
    jacobi(A, V)
    for k in range(3):
        s[k] = sqrt(max(A[k, k], SMALLEST))
        for i in range(3):
            U[i, k] = (F[i, 0] * V[0, k] + F[i, 1] * V[1, k] + F[i, 2] * V[2, k]) / s[k]


@compiled
def corotated_stress(F: Floats, row: Floats, R: Floats, tau: Floats) -> None:
    """Kirchhoff stress [Pa] of `jelly`."""
    polar(F, R)
    J = determinant(F)
    for a in range(3):
        for b in range(3):
            total = row[LAM] * J * (J - ONE) if a == b else ZERO
            for k in range(3):
                total += (row[MU] + row[MU]) * (F[a, k] - R[a, k]) * F[b, k]
            tau[a, b] = total


@compiled
def liquid_stress(F: Floats, h: Floats, row: Floats, tau: Floats) -> None:
    """F ← J^(1/3) I and the Kirchhoff stress [Pa] of `liquid`."""
    r = row[LIQUID_OWN:]
    s, _, _, h[0], h[1] = _liquid_mapping(
        determinant(F), ONE, ONE, h[0], h[1], r[0], r[1], r[2], THIRD, ZERO
    )
    p, _, _ = _liquid_stress(s, s, s, row[KAPPA], row[PRESSURE_EXPONENT], ONE)
    F[:] = ZERO
    tau[:] = ZERO
    for k in range(3):
        F[k, k], tau[k, k] = s, p


@compiled
def _principal(law: int, s: Floats, h: Floats, row: Floats, t: Floats) -> None:
    """Mapped stretches and principal Kirchhoff stresses [Pa] of a plastic law."""
    r = row[OWN:]
    if law == SNOW:
        s[0], s[1], s[2], h[0], h[1] = _snow_mapping(
            s[0], s[1], s[2], h[0], h[1], r[0], r[1], r[2], r[3], EQUIVALENT
        )
        mu, lam = _snow_moduli(h[0], row[MU], row[LAM], row[HARDENING_EXPONENT], ONE)
        t[0], t[1], t[2] = _corotated(s[0], s[1], s[2], mu, lam, ONE)
        return
    e0, e1, e2 = log(s[0]), log(s[1]), log(s[2])
    if law == SAND:
        e0, e1, e2, h[0], h[1] = _sand_mapping(
            e0, e1, e2, h[0], h[1], r[0], r[1], r[2], r[3], THIRD, ZERO, ONE, EQUIVALENT
        )
    else:
        e0, e1, e2, h[0], h[1] = _metal_mapping(
            e0, e1, e2, h[0], h[1], r[0], r[1], r[2], r[3], THIRD, ZERO, ONE, EQUIVALENT
        )
    t[0], t[1], t[2] = _hencky(e0, e1, e2, row[MU], row[LAM])
    s[0], s[1], s[2] = exp(e0), exp(e1), exp(e2)


@compiled
def plastic_stress(
    law: int, F: Floats, h: Floats, row: Floats, room: tuple[Floats, ...], tau: Floats
) -> None:
    """Return mapping on F and Kirchhoff stress [Pa] of `sand`, `plasticine` or `snow`."""
    U, V, A, s, t = room
    svd(F, U, s, V, A)
    _principal(law, s, h, row, t)
    for a in range(3):
        for b in range(3):
            stretched, stress = ZERO, ZERO
            for k in range(3):
                stretched += U[a, k] * s[k] * V[b, k]
                stress += U[a, k] * t[k] * U[b, k]
            F[a, b], tau[a, b] = stretched, stress


@compiled
def update_stress(
    law: int, F: Floats, h: Floats, row: Floats, room: tuple[Floats, ...], tau: Floats
) -> None:
    """Return mapping on a trial F, and its Kirchhoff stress [Pa]."""
    if law == JELLY:
        corotated_stress(F, row, room[0], tau)
    elif law == LIQUID:
        liquid_stress(F, h, row, tau)
    else:
        plastic_stress(law, F, h, row, room, tau)
