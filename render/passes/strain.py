"""Scalars of the stretch that a posed clip stores."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

SMALLEST_STRETCH = 1e-4
"""Stretches are read no smaller than this before their logarithm."""


def largest_strains(stretches: FloatArray) -> FloatArray:
    """Largest |ln λ| over the principal stretches λ, shape [N].

    Args:
        stretches: Symmetric right stretches S of F = R S, shape [N, 3, 3].
    """
    principal = np.maximum(np.abs(np.linalg.eigvalsh(stretches)), SMALLEST_STRETCH)
    return np.asarray(np.abs(np.log(principal)).max(axis=1), np.float32)


def volume_strains(stretches: FloatArray) -> FloatArray:
    """Logarithms ln det S: below 0 where compressed, above where expanded, shape [N]."""
    ratios = np.maximum(np.abs(np.linalg.det(stretches)), SMALLEST_STRETCH**3)
    return np.asarray(np.log(ratios), np.float32)
