"""The laws run as they are, in float64: what every kernel is compared with.

One particle at a time goes through the same plain functions that kernels compile; energies of many
particles are evaluated at once for diagnostics.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.constitutive import (
    drucker_prager,
    fixed_corotated,
    hencky,
    liquid,
    neo_hookean,
    snow,
    viscoplastic,
    von_mises,
)
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm import material_rows as columns

Floats = npt.NDArray[np.float64]
Triple = tuple[float, float, float]
State = tuple[float, float, float, float, float]
"""Principal stretches (or strains), h0 and h1."""

THIRD, HALF, ZERO, ONE = 1 / 3, 0.5, 0.0, 1.0
EQUIVALENT = math.sqrt(2 / 3)
SMALLEST_STRETCH = 1e-4
"""Stretches are read no smaller than this, as the kernels hold them."""

_VON_MISES = (
    von_mises.return_mapping,
    (columns.YIELD_STRESS, columns.RADIUS_PER_PA, columns.FLOW, columns.HARDENING),
)
_MAPPINGS: Mapping[ConstitutiveLaw, tuple[Callable[..., State], tuple[int, ...]]] = {
    ConstitutiveLaw.METAL: _VON_MISES,
    ConstitutiveLaw.PLASTICINE: _VON_MISES,
    ConstitutiveLaw.SAND: (
        drucker_prager.return_mapping,
        (columns.CONE_SLOPE, columns.CONE_RADIUS, columns.CONE_TIP, columns.SAND_GAP),
    ),
    ConstitutiveLaw.FOAM: (
        viscoplastic.return_mapping,
        (columns.MU, columns.YIELD_RADIUS, columns.PLASTIC_VISCOSITY),
    ),
    ConstitutiveLaw.SNOW: (
        snow.return_mapping,
        (
            columns.SMALLEST_STRETCH,
            columns.LARGEST_STRETCH,
            columns.SMALLEST_RATIO,
            columns.LARGEST_RATIO,
        ),
    ),
    ConstitutiveLaw.LIQUID: (
        liquid.return_mapping,
        (columns.SMALLEST_LOG_VOLUME, columns.LIQUID_GAP, columns.SMALLEST_VOLUME),
    ),
}
"""Return mapping of each law that has one, and the columns it takes after the history."""


class OracleStep(NamedTuple):
    """One particle after one evaluation of its law."""

    F: Floats
    """Deformation gradient after the return mapping, shape [3, 3]."""
    history: Floats
    """h0 and h1, shape [2]."""
    kirchhoff: Floats
    """Kirchhoff stress, viscous part included [Pa], shape [3, 3]."""
    energy_density: float
    """Elastic energy of a unit of rest volume [J/m³]."""


def evaluate(
    params: MaterialParams,
    F: npt.ArrayLike,
    history: npt.ArrayLike,
    dt_s: float,
    C: npt.ArrayLike | None = None,
) -> OracleStep:
    """Return mapping, stress and energy of one particle.

    Args:
        params: Material.
        F: Trial deformation gradient (I + dt C) F, shape [3, 3].
        history: h0 and h1 before the step, shape [2]; see `material_rows.initial_history`.
        dt_s: Step [s]; only viscoplastic laws read it.
        C: Velocity gradient [1/s], shape [3, 3]; adds a liquid's viscous stress.
    """
    row = columns.material_rows([params], np.float64)[0]
    u, stretches, vt = signed_svd(np.asarray(F, np.float64))
    h0, h1 = (float(value) for value in np.asarray(history, np.float64))
    mapped = _mapped(params.law, row, (*stretches, h0, h1), dt_s)
    s0, s1, s2, h0, h1 = mapped
    principal = principal_kirchhoff(params, np.array([[s0, s1, s2]]), np.array([[h0, h1]]))[0]
    kirchhoff = u @ np.diag(principal) @ u.T
    if C is not None and params.law is ConstitutiveLaw.LIQUID:
        kirchhoff = kirchhoff + _viscous(np.asarray(C, np.float64), s0 * s1 * s2, row)
    energy = energy_densities(params, (u * (s0, s1, s2) @ vt)[None], np.array([[h0, h1]]))
    return OracleStep(u * (s0, s1, s2) @ vt, np.array([h0, h1]), kirchhoff, float(energy[0]))


def energy_densities(params: MaterialParams, F: Floats, history: Floats) -> Floats:
    """Elastic energy of a unit of rest volume [J/m³] of many particles, shape [P].

    Args:
        params: Material of all of them.
        F: Elastic deformation gradients (after the return mapping), shape [P, 3, 3].
        history: h0 and h1, shape [P, 2].
    """
    return principal_energies(params, principal_stretches(F), history)


def principal_energies(params: MaterialParams, stretches: Floats, history: Floats) -> Floats:
    """Elastic energy of a unit of rest volume [J/m³] by principal stretches, shape [P].

    Args:
        params: Material of all of them.
        stretches: Elastic principal stretches, shape [P, 3].
        history: h0 and h1, shape [P, 2].
    """
    row = columns.material_rows([params], np.float64)[0]
    if params.law is ConstitutiveLaw.RIGID:
        return np.zeros(len(stretches))
    values = _energies(params.law, row, stretches.T, history[:, 0])
    return np.asarray(values, np.float64)


def principal_kirchhoff(params: MaterialParams, stretches: Floats, history: Floats) -> Floats:
    """Principal Kirchhoff stresses [Pa] of many particles, viscous parts left out, shape [P, 3].

    Args:
        params: Material of all of them.
        stretches: Elastic principal stretches, shape [P, 3].
        history: h0 and h1, shape [P, 2].
    """
    row = columns.material_rows([params], np.float64)[0]
    mu, lam, kappa = row[columns.MU], row[columns.LAM], row[columns.KAPPA]
    law, values = params.law, stretches.T
    held = np.maximum(np.abs(values), SMALLEST_STRETCH)
    if law is ConstitutiveLaw.RIGID:
        return np.zeros_like(stretches)
    stress: Any
    if law is ConstitutiveLaw.SNOW:
        exponent = row[columns.HARDENING_EXPONENT]
        moduli = _over_arrays(snow.hardened_moduli)(history[:, 0], mu, lam, exponent, ONE)
        stress = _over_arrays(fixed_corotated.kirchhoff_stress)(*values, *moduli, ONE)
    elif law is ConstitutiveLaw.JELLY:
        stress = _over_arrays(fixed_corotated.kirchhoff_stress)(*values, mu, lam, ONE)
    elif law is ConstitutiveLaw.NEO_HOOKEAN:
        stress = _over_arrays(neo_hookean.kirchhoff_stress)(*held, mu, kappa, THIRD, HALF, ONE)
    elif law is ConstitutiveLaw.LIQUID:
        exponent = row[columns.PRESSURE_EXPONENT]
        stress = _over_arrays(liquid.kirchhoff_stress)(*held, kappa, exponent, ONE)
    else:
        stress = _over_arrays(hencky.kirchhoff_stress)(*np.log(held), mu, lam)
    return np.stack(np.broadcast_arrays(*stress), axis=1)


def _energies(law: ConstitutiveLaw, row: Floats, stretches: Floats, h0: Floats) -> Any:
    mu, lam, kappa = row[columns.MU], row[columns.LAM], row[columns.KAPPA]
    if law is ConstitutiveLaw.SNOW:
        exponent = row[columns.HARDENING_EXPONENT]
        mu, lam = _over_arrays(snow.hardened_moduli)(h0, mu, lam, exponent, ONE)
    if law in (ConstitutiveLaw.JELLY, ConstitutiveLaw.SNOW):
        return _over_arrays(fixed_corotated.energy)(*stretches, mu, lam, HALF, ONE)
    held = np.maximum(np.abs(stretches), SMALLEST_STRETCH)
    if law is ConstitutiveLaw.NEO_HOOKEAN:
        return _over_arrays(neo_hookean.energy)(*held, mu, kappa, THIRD, HALF, ONE)
    if law is ConstitutiveLaw.LIQUID:
        return _over_arrays(liquid.energy)(*held, kappa, row[columns.PRESSURE_EXPONENT], ONE)
    return _over_arrays(hencky.energy)(*np.log(held), mu, lam, HALF)


def signed_svd(F: Floats) -> tuple[Floats, Floats, Floats]:
    """U, stretches and Vᵀ of F = U diag(s) Vᵀ; U turns without mirror, s[2] < 0 where det F < 0."""
    u, stretches, vt = np.linalg.svd(F)
    if np.linalg.det(F) < 0:
        u, stretches = u * (1, 1, -1), stretches * (1, 1, -1)
    return u, stretches, vt


def principal_stretches(F: Floats) -> Floats:
    """Principal stretches, the smallest negative where det F < 0, shape [P, 3] of [P, 3, 3]."""
    squares = np.linalg.eigvalsh(F.transpose(0, 2, 1) @ F)
    stretches = np.sqrt(np.maximum(squares, 0.0))
    stretches[:, 0] *= np.where(np.linalg.det(F) < 0, -1.0, 1.0)
    return np.asarray(stretches, np.float64)


def _mapped(law: ConstitutiveLaw, row: Floats, state: State, dt_s: float) -> State:
    """Principal stretches and history after the law's return mapping."""
    if law not in _MAPPINGS:
        return state
    mapping, names = _MAPPINGS[law]
    own = [float(row[name]) for name in names]
    if law is ConstitutiveLaw.SNOW:
        return mapping(*state, *own, EQUIVALENT)
    if law is ConstitutiveLaw.LIQUID:
        return mapping(*state, *own, THIRD, ZERO)
    step = [dt_s] if law is ConstitutiveLaw.FOAM else []
    s0, s1, s2, h0, h1 = state
    strains = mapping(*_strains((s0, s1, s2)), h0, h1, *own, *step, THIRD, ZERO, ONE, EQUIVALENT)
    e0, e1, e2, h0, h1 = strains
    return math.exp(e0), math.exp(e1), math.exp(e2), h0, h1


def _viscous(C: Floats, volume: float, row: Floats) -> Floats:
    arguments = [*C.ravel().tolist(), volume, float(row[columns.VISCOSITY])]
    xx, xy, xz, yy, yz, zz = liquid.viscous_stress(*arguments)
    return np.array([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]])


def _held(stretches: Triple) -> Triple:
    a, b, c = (max(abs(float(s)), SMALLEST_STRETCH) for s in stretches)
    return a, b, c


def _strains(stretches: Triple) -> Triple:
    a, b, c = _held(stretches)
    return math.log(a), math.log(b), math.log(c)


def _over_arrays(function: Callable[..., Any]) -> Callable[..., Any]:
    """A law function over arrays: its own code, with numpy's logarithm and exponential."""
    names = function.__globals__ | {"log": np.log, "exp": np.exp, "sqrt": np.sqrt}
    return FunctionType(function.__code__, names, function.__name__)
