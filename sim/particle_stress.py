"""Von Mises stresses of many particles at once, from the laws' own stress functions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.constitutive.oracle import principal_kirchhoff
from sim.materials import MaterialParams

Floats = npt.NDArray[np.float64]

SMALLEST_VOLUME_RATIO = 1e-3
"""Volume ratios are read no smaller than this when Kirchhoff's stress becomes Cauchy's."""


def mises_stresses(params: MaterialParams, stretches: Floats, history: Floats) -> Floats:
    """√(3/2) ‖dev σ‖ of the elastic Cauchy stress [Pa], shape [P].

    Args:
        params: Material of all of them.
        stretches: Elastic principal stretches, shape [P, 3].
        history: h0 and h1, shape [P, 2].
    """
    volume_ratios = np.maximum(np.abs(stretches.prod(axis=1)), SMALLEST_VOLUME_RATIO)
    stresses = principal_kirchhoff(params, stretches, history) / volume_ratios[:, None]
    deviators = stresses - stresses.mean(axis=1, keepdims=True)
    return np.asarray(np.sqrt(1.5 * (deviators**2).sum(axis=1)), np.float64)
