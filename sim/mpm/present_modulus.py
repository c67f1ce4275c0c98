"""How much stiffer than at rest a stretched elastic body is to small waves."""

from __future__ import annotations

from collections.abc import Sequence
from math import acos, cos, sqrt
from types import FunctionType
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.materials import ConstitutiveLaw

Rows = npt.NDArray[Any]

STIFFENING_LAWS = frozenset({ConstitutiveLaw.JELLY, ConstitutiveLaw.NEO_HOOKEAN})
"""Laws that stiffen without limit when pulled.

The others keep their modulus (Hencky strains), or `material_rows.wave_modulus` bounds them.
"""
SLIGHT = 3.05
"""‖F‖² up to which nothing is stretched by more than 3 %."""


def stiffenings(
    laws: Sequence[ConstitutiveLaw], material: npt.NDArray[np.int32], gradients: Rows
) -> list[float]:
    """Present wave modulus of every material, as a factor on that at rest.

    Args:
        laws: Law of every material, M.
        material: Material index of every particle, shape [P].
        gradients: Deformation gradients row by row, shape [9, P].
    """
    return [
        stiffening(gradients[:, material == index]) if law in STIFFENING_LAWS else 1.0
        for index, law in enumerate(laws)
    ]


def wave_factor(norm: float, volume: float) -> float:
    """Factor on the wave modulus of one particle, at least 1.

    Fixed corotated elasticity pulled along one axis has dτ/d(ln λ) = 2 mu (2λ − 1) λ +
    lam (2J − 1) J; c² is that over the density at rest, lengths being those of the present. The
    largest stretch is bounded by ‖F‖² ≥ λ² + 2J/λ (its other two have the product J/λ), whose
    largest root is that of λ³ − ‖F‖² λ + 2J = 0.

    Args:
        norm: ‖F‖², above 0.
        volume: J.
    """
    cosine = max(min(-volume * sqrt(27.0 / (norm * norm * norm)), 1.0), -1.0)
    stretch = 2.0 * sqrt(norm / 3.0) * cos(acos(cosine) / 3.0)
    return max((2.0 * stretch - 1.0) * stretch, max((2.0 * volume - 1.0) * volume, 1.0))


_NUMPY = {
    "sqrt": np.sqrt, "cos": np.cos, "acos": np.arccos, "max": np.maximum, "min": np.minimum,
}  # fmt: skip
_wave_factors = FunctionType(wave_factor.__code__, wave_factor.__globals__ | _NUMPY)


def stiffening(gradients: Rows) -> float:
    """Largest `wave_factor` over some particles.

    Args:
        gradients: Deformation gradients row by row, nine arrays of any shape, shape [9, ...].
    """
    f = gradients
    norms = np.einsum("i...,i...->...", f, f)
    stretched = norms > SLIGHT
    if not stretched.any():
        return 1.0
    f, norms = f[:, stretched].astype(np.float64), norms[stretched].astype(np.float64)
    volumes = (
        f[0] * (f[4] * f[8] - f[5] * f[7])
        - f[1] * (f[3] * f[8] - f[5] * f[6])
        + f[2] * (f[3] * f[7] - f[4] * f[6])
    )
    return float(_wave_factors(norms, volumes).max())
