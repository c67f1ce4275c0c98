"""Agreement of two rankings of the same candidates."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from render.errors import InputError

TIE = 2e-3
"""Distances that differ by less are ties: no eye tells such motions apart."""


def kendall_tau_b(first: Sequence[float], second: Sequence[float], *, tie: float = 0.0) -> float:
    """Kendall's τ-b of two scores of the same candidates, −1 to 1; 0 where one ties them all.

    Source: Kendall, The treatment of ties in ranking problems, Biometrika 33, 1945.

    Args:
        first: Scores of n candidates.
        second: Other scores of the same candidates.
        tie: Scores that differ by less count as equal.

    Raises:
        InputError: If the numbers of scores differ or there are fewer than 2.
    """
    signs = [_signs(scores, tie) for scores in (first, second)]
    if len(first) != len(second) or len(first) < 2:
        raise InputError(
            f"a rank correlation needs two lists of the same 2 or more scores, got {len(first)} "
            f"and {len(second)}"
        )
    ordered = [float(np.abs(one).sum()) for one in signs]
    if not all(ordered):
        return 0.0
    return float((signs[0] * signs[1]).sum()) / math.sqrt(ordered[0] * ordered[1])


def tie_share(scores: Sequence[float], *, tie: float = TIE) -> float:
    """Share of the pairs of candidates whose scores differ by less than `tie`, 0 to 1."""
    signs = _signs(scores, tie)
    return float((signs == 0).mean()) if len(signs) else 0.0


def _signs(scores: Sequence[float], tie: float) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Order of every pair of candidates: 1, −1 or 0 for a tie."""
    values = np.asarray(scores, np.float64)
    rows, columns = np.triu_indices(len(values), 1)
    gaps = values[rows] - values[columns]
    return np.where(np.abs(gaps) > tie, np.sign(gaps), 0).astype(np.int64)
