"""Class probabilities under the hand: one is set, the others make room in proportion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from sim.materials import MaterialClass
from sim.physics_distribution import CLASS_COUNT

_NOTHING = 1e-9
"""Sum of the other probabilities below which they have no proportions left to keep."""


def reweighted(
    probabilities: npt.ArrayLike,
    material_class: MaterialClass,
    probability: float,
    fallback: Sequence[float] | npt.ArrayLike,
) -> tuple[float, ...]:
    """Probabilities with that of one class set, the others scaled so that the sum is 1.

    Args:
        probabilities: Present ones, shape [14].
        material_class: Class that is set.
        probability: Its new probability, 0 to 1.
        fallback: Proportions of the others where they are all 0 now: the predicted ones.

    Raises:
        InputError: If the probability is outside 0 to 1.
    """
    if not 0 <= probability <= 1:
        raise InputError(
            f"probability {probability:.4g} is outside 0 % to 100 %; type for example 40 %"
        )
    weights = np.array(probabilities, np.float64)
    index = int(material_class)
    others = _without(weights, index)
    if others.sum() < _NOTHING:
        others = _without(np.array(fallback, np.float64), index)
    if others.sum() < _NOTHING:
        others = _without(np.ones(CLASS_COUNT), index)
    weights = others * ((1 - probability) / others.sum())
    weights[index] = probability
    return tuple(float(weight) for weight in weights)


def _without(weights: npt.NDArray[np.float64], index: int) -> npt.NDArray[np.float64]:
    others = weights.copy()
    others[index] = 0
    return others
