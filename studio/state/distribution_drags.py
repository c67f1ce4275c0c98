"""Dragging a curve: what each handle does to the centres and spreads of a parameter.

All handles are affine maps x -> a x + b of the parameter's own scale, applied to one class or to
all of them, so that the quantiles of a mixture move exactly with the pointer.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from render.errors import InputError
from sim.materials import MaterialClass
from sim.physics_distribution import CLASS_COUNT, PhysicsDistribution
from sim.physics_sample import PARAMETER_RANGES
from studio.state.edited_distribution import (
    LEAST_STD,
    SPREAD_RANGE,
    DistributionEdits,
    ParameterEdit,
    edited_distribution,
)

LOW_SHARE, MIDDLE_SHARE, HIGH_SHARE = 0.05, 0.5, 0.95
"""Probabilities of the percentiles that can be dragged."""
_LEAST_STRETCH, _MOST_STRETCH = 0.02, 50.0
_ROUNDS = 6
"""Repetitions for the truncated law of Poisson's ratio, whose quantiles do not move affinely."""


class Handle(StrEnum):
    """A part of a curve that can be held."""

    CENTRE = "centre"
    """The mean: moves the law, keeps its width."""
    WIDTH = "width"
    """The flank: widens or narrows about the mean."""
    LOW = "low"
    """5 % percentile: the 95 % one stays."""
    MIDDLE = "middle"
    """Median: moves the law, keeps its width."""
    HIGH = "high"
    """95 % percentile: the 5 % one stays."""


SHARE_OF = {Handle.LOW: LOW_SHARE, Handle.MIDDLE: MIDDLE_SHARE, Handle.HIGH: HIGH_SHARE}
"""Probability of each percentile handle."""


def mean_of(
    physics: PhysicsDistribution, parameter: str, material_class: MaterialClass | None
) -> float:
    """Expected value of a parameter, in its own scale, of one class or over all (None)."""
    if material_class is not None:
        return physics.expected(parameter, material_class)
    means = [physics.expected(parameter, member) for member in MaterialClass]
    return float(physics.probabilities @ np.array(means))


def quantile_of(
    physics: PhysicsDistribution,
    parameter: str,
    material_class: MaterialClass | None,
    share: float,
) -> float:
    """Quantile of a parameter, in its own scale, of one class or over all (None)."""
    if material_class is not None:
        return physics.law_of(parameter, int(material_class)).quantile(share)
    return physics.quantile(parameter, share)


def std_of(
    physics: PhysicsDistribution, parameter: str, material_class: MaterialClass | None
) -> float:
    """Standard deviation of a parameter, in its own scale, of one class or over all (None).

    That of Poisson's ratio is the one before truncation.
    """
    mean, std = (array.astype(np.float64) for array in physics.moments(parameter))
    if material_class is not None:
        return float(std[int(material_class)])
    weights = physics.probabilities
    centre = float(weights @ mean)
    return float(np.sqrt(weights @ (std**2 + (mean - centre) ** 2)))


def dragged(
    predicted: PhysicsDistribution,
    edits: DistributionEdits,
    parameter: str,
    material_class: MaterialClass | None,
    handle: Handle,
    *,
    start: float,
    value: float,
) -> DistributionEdits:
    """Edits after a handle was dragged.

    Args:
        predicted: What the model says.
        edits: Edits when the drag began.
        parameter: One of `PARAMETERS`; a locked one moves its lock with every handle.
        material_class: Class whose law is dragged; None drags all classes together.
        handle: What is held.
        start: Where `WIDTH` was taken hold of, in the parameter's own scale; others ignore it.
        value: Where the pointer is, in the parameter's own scale.

    Returns:
        New edits. A drag past the range of the parameter stops at its end.
    """
    low, high = PARAMETER_RANGES[parameter]
    value = min(max(value, low), high)
    if edits.lock_of(parameter) is not None:
        return edits.with_lock(parameter, value)
    result = edits
    for _ in range(_ROUNDS if parameter == "poisson_ratio" else 1):
        now = edited_distribution(predicted, result)
        stretch, anchor, target = _map_of(now, parameter, material_class, handle, (start, value))
        result = stretched(predicted, result, parameter, material_class, (stretch, anchor, target))
        if handle is Handle.WIDTH:
            break
    return result


def with_spread(
    predicted: PhysicsDistribution,
    edits: DistributionEdits,
    parameter: str,
    material_class: MaterialClass | None,
    std: float,
) -> DistributionEdits:
    """Edits with a standard deviation, in the parameter's own scale, about the same centre.

    Raises:
        InputError: If the spread is not above 0 or wider than the range of the parameter.
    """
    low, high = PARAMETER_RANGES[parameter]
    if not LEAST_STD <= std <= high - low:
        raise InputError(
            f"spread {std:.3g} is outside {LEAST_STD:g} to {high - low:g}; "
            "lock the parameter for no spread at all"
        )
    now = edited_distribution(predicted, edits)
    centre = _centre_of(now, parameter, material_class)
    factor = std / max(std_of(now, parameter, material_class), LEAST_STD)
    return stretched(predicted, edits, parameter, material_class, (factor, centre, centre))


def stretched(
    predicted: PhysicsDistribution,
    edits: DistributionEdits,
    parameter: str,
    material_class: MaterialClass | None,
    affine: tuple[float, float, float],
) -> DistributionEdits:
    """Edits after x -> target + stretch (x - anchor) on one class or on all.

    Args:
        predicted: What the model says.
        edits: Edits before.
        parameter: One of `PARAMETERS`.
        material_class: Class that is moved; None moves all.
        affine: Stretch, anchor and target, in the parameter's own scale.
    """
    stretch, anchor, target = affine
    mean, std = (array.astype(np.float64) for array in predicted.moments(parameter))
    edit = edits.edit_of(parameter)
    low, high = PARAMETER_RANGES[parameter]
    chosen = range(CLASS_COUNT) if material_class is None else (int(material_class),)
    shifts, spreads = list(edit.shifts), list(edit.spreads)
    for index in chosen:
        centre = min(max(mean[index] + shifts[index], low), high)
        moved = min(max(target + stretch * (centre - anchor), low), high)
        shifts[index] = float(moved - mean[index])
        if std[index] > 0:
            factor = spreads[index] * stretch
            spreads[index] = float(min(max(factor, SPREAD_RANGE[0]), SPREAD_RANGE[1]))
    return edits.with_edit(ParameterEdit(parameter, tuple(shifts), tuple(spreads)))


def _map_of(
    now: PhysicsDistribution,
    parameter: str,
    material_class: MaterialClass | None,
    handle: Handle,
    pointer: tuple[float, float],
) -> tuple[float, float, float]:
    """Stretch, anchor and target that bring a handle to the pointer."""
    start, value = pointer
    if handle is Handle.CENTRE:
        return 1.0, mean_of(now, parameter, material_class), value
    if handle is Handle.MIDDLE:
        return 1.0, quantile_of(now, parameter, material_class, MIDDLE_SHARE), value
    if handle is Handle.WIDTH:
        centre = mean_of(now, parameter, material_class)
        reach = max(abs(start - centre), 1e-9)
        anchor = _centre_of(now, parameter, material_class)
        return _stretch(abs(value - centre) / reach), anchor, anchor
    other = Handle.HIGH if handle is Handle.LOW else Handle.LOW
    fixed = quantile_of(now, parameter, material_class, SHARE_OF[other])
    moving = quantile_of(now, parameter, material_class, SHARE_OF[handle])
    span = moving - fixed
    if abs(span) < 1e-9:
        return 1.0, moving, value
    return _stretch((value - fixed) / span), fixed, fixed


def _centre_of(
    now: PhysicsDistribution, parameter: str, material_class: MaterialClass | None
) -> float:
    """Centre before truncation, about which a width grows on both sides."""
    mean = now.moments(parameter)[0].astype(np.float64)
    if material_class is not None:
        return float(mean[int(material_class)])
    return float(now.probabilities @ mean)


def _stretch(factor: float) -> float:
    return min(max(factor, _LEAST_STRETCH), _MOST_STRETCH)
