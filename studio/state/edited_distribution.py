"""What the user made of a predicted distribution: edits as a value, and the distribution they give.

`DistributionEdits` is small, frozen and comparable, so that it can be undone, stored and sent;
`edited_distribution` turns it and the prediction into the distribution that is drawn, sampled and
simulated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from render.errors import InputError
from sim.physics_distribution import CLASS_COUNT, PhysicsDistribution
from sim.physics_sample import PARAMETER_RANGES, PARAMETERS

SPREAD_RANGE = (0.02, 50.0)
"""Factors on a standard deviation that an edit may have."""
LEAST_STD = 1e-4
"""Smallest standard deviation that narrowing leaves, in a parameter's own scale."""
SI_NAMES = {
    "log10_youngs_modulus": "youngs_modulus_pa",
    "poisson_ratio": "poisson_ratio",
    "log10_density": "density_kg_m3",
}
"""Parameter of the distribution -> quantity in SI units."""
PARAMETER_OF = {quantity: parameter for parameter, quantity in SI_NAMES.items()}
"""Quantity in SI units -> parameter of the distribution."""


@dataclass(frozen=True, slots=True)
class ParameterEdit:
    """How the law of one parameter differs from the predicted one, class by class."""

    parameter: str
    """One of `sim.physics_sample.PARAMETERS`."""
    shifts: tuple[float, ...]
    """Added to the centre of each class, in the parameter's own scale, 14 numbers."""
    spreads: tuple[float, ...]
    """Factor on the standard deviation of each class, 14 numbers in `SPREAD_RANGE`."""

    def __post_init__(self) -> None:
        _check_parameter(self.parameter)
        _check_numbers("shifts", self.shifts, -20.0, 20.0)
        _check_numbers("spreads", self.spreads, *SPREAD_RANGE)

    @property
    def changes_nothing(self) -> bool:
        """True when no class differs from its prediction."""
        return not any(self.shifts) and all(spread == 1 for spread in self.spreads)


@dataclass(frozen=True, slots=True)
class ParameterLock:
    """A parameter that the user knows: every sample has this value."""

    parameter: str
    """One of `sim.physics_sample.PARAMETERS`."""
    value: float
    """Value in the parameter's own scale: log10 of E in Pa, nu, log10 of rho in kg/m³."""

    def __post_init__(self) -> None:
        _check_parameter(self.parameter)
        low, high = PARAMETER_RANGES[self.parameter]
        if not low <= self.value <= high:
            raise InputError(
                f"locked {self.parameter} {self.value:g} is outside {low:g} to {high:g}; "
                "lock it to a value in that range"
            )


@dataclass(frozen=True, slots=True)
class DistributionEdits:
    """Everything the user changed in a predicted distribution; by default nothing."""

    class_weights: tuple[float, ...] | None = None
    """Class probabilities as the user set them, sum 1, 14 numbers; None leaves them to the model
    and, by Bayes' rule, to the locks."""
    parameters: tuple[ParameterEdit, ...] = ()
    """Edited laws, one entry a parameter at most."""
    locks: tuple[ParameterLock, ...] = ()
    """Parameters with a known value, one entry a parameter at most."""

    def __post_init__(self) -> None:
        if self.class_weights is not None:
            _check_numbers("class_weights", self.class_weights, 0.0, 1.0)
            total = sum(self.class_weights)
            if abs(total - 1) > 1e-4:
                raise InputError(f"class_weights have the sum {total:g}; give numbers with sum 1")
        for entries in (self.parameters, self.locks):
            names = [entry.parameter for entry in entries]
            if len(set(names)) != len(names):
                raise InputError(f"a parameter is edited twice: {', '.join(names)}; name it once")

    def __bool__(self) -> bool:
        """True when anything differs from the prediction."""
        return self != DistributionEdits()

    def edit_of(self, parameter: str) -> ParameterEdit:
        """Edit of a parameter; one that changes nothing where there is none."""
        found = (edit for edit in self.parameters if edit.parameter == parameter)
        return next(found, ParameterEdit(parameter, (0.0,) * CLASS_COUNT, (1.0,) * CLASS_COUNT))

    def lock_of(self, parameter: str) -> float | None:
        """Locked value in the parameter's own scale, None where it is free."""
        return next((lock.value for lock in self.locks if lock.parameter == parameter), None)

    def with_edit(self, edit: ParameterEdit) -> DistributionEdits:
        """With the edit of one parameter replaced; one that changes nothing is left out."""
        others = tuple(one for one in self.parameters if one.parameter != edit.parameter)
        kept = () if edit.changes_nothing else (edit,)
        ordered = sorted((*others, *kept), key=lambda one: PARAMETERS.index(one.parameter))
        return replace(self, parameters=tuple(ordered))

    def with_lock(self, parameter: str, value: float | None) -> DistributionEdits:
        """With one parameter locked to a value in its own scale, or free again (None)."""
        others = tuple(lock for lock in self.locks if lock.parameter != parameter)
        kept = () if value is None else (ParameterLock(parameter, value),)
        ordered = sorted((*others, *kept), key=lambda one: PARAMETERS.index(one.parameter))
        return replace(self, locks=tuple(ordered))

    def without(self, parameter: str) -> DistributionEdits:
        """With one parameter as predicted and free."""
        others = tuple(one for one in self.parameters if one.parameter != parameter)
        return replace(self, parameters=others).with_lock(parameter, None)


@lru_cache(maxsize=32)
def edited_distribution(
    predicted: PhysicsDistribution, edits: DistributionEdits
) -> PhysicsDistribution:
    """The distribution that the user's edits make of a predicted one.

    First the laws of the parameters are moved and widened, then locked values are conditioned on
    (`PhysicsDistribution.conditioned`: Bayes' rule over the classes). Class weights that the user
    set are taken as they stand, whatever is locked.

    Args:
        predicted: What the model says.
        edits: What the user changed.

    Returns:
        Distribution to draw, sample and simulate; the prediction itself where nothing is edited.
        A centre that would leave the range of its parameter stays at its end.
    """
    if not edits:
        return predicted
    result = predicted
    for edit in edits.parameters:
        result = replace(result, **_moved_fields(result, edit))
    if edits.locks:
        locks = {SI_NAMES[lock.parameter]: _si_value(lock) for lock in edits.locks}
        result = result.conditioned(
            youngs_modulus_pa=locks.get("youngs_modulus_pa"),
            poisson_ratio=locks.get("poisson_ratio"),
            density_kg_m3=locks.get("density_kg_m3"),
        )
    if edits.class_weights is not None:
        weights = np.array(edits.class_weights, np.float32)
        result = replace(result, class_probabilities=weights, point_class=None)
    return result


def _moved_fields(physics: PhysicsDistribution, edit: ParameterEdit) -> dict[str, Any]:
    """Means and standard deviations under an edit, by field name."""
    mean, std = physics.moments(edit.parameter)
    low, high = PARAMETER_RANGES[edit.parameter]
    centres = np.clip(np.add(mean, edit.shifts, dtype=np.float64), low, high)
    scales = np.multiply(std, edit.spreads, dtype=np.float64)
    if std.max() > 0:
        scales = np.maximum(scales, LEAST_STD)
    return physics.moment_fields(edit.parameter, centres, scales)


def _si_value(lock: ParameterLock) -> float:
    return lock.value if lock.parameter == "poisson_ratio" else 10.0**lock.value


def _check_parameter(parameter: str) -> None:
    if parameter not in PARAMETERS:
        raise InputError(f"unknown parameter {parameter!r}; use one of: {', '.join(PARAMETERS)}")


def _check_numbers(name: str, values: tuple[float, ...], low: float, high: float) -> None:
    if len(values) != CLASS_COUNT:
        raise InputError(f"{name} needs one number a class ({CLASS_COUNT}), got {len(values)}")
    for value in values:
        if not low <= value <= high:
            raise InputError(
                f"{name} {value:g} is outside {low:g} to {high:g}; choose a value in that range"
            )
