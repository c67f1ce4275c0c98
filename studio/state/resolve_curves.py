"""Curves of the material panel: densities, percentiles and marks of the three quantities."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sim.materials import MaterialClass, MaterialParams
from sim.physics_distribution import PhysicsDistribution
from sim.physics_sample import PhysicsSample
from studio.state.curve_axis import AXES
from studio.state.distribution_drags import (
    HIGH_SHARE,
    LOW_SHARE,
    MIDDLE_SHARE,
    mean_of,
    quantile_of,
    std_of,
)
from studio.state.document import TakeSummary
from studio.state.edited_distribution import PARAMETER_OF, DistributionEdits
from studio.state.material import MaterialChoice, chosen_sample
from studio.state.material_view import CurveView, SampleMark
from studio.state.quantities import MATERIAL_QUANTITIES, Quantity

CURVE_POINTS = 180


def resolve_curves(
    choice: MaterialChoice,
    predicted: PhysicsDistribution,
    physics: PhysicsDistribution,
    shown: MaterialClass,
    *,
    samples: tuple[PhysicsSample, ...],
    take: TakeSummary | None,
) -> tuple[CurveView, ...]:
    """Curves of Young's modulus, Poisson's ratio and density.

    Args:
        choice: What the user chose.
        predicted: What the model says.
        physics: The edited distribution.
        shown: Class whose curves are shown.
        samples: Drawn samples.
        take: Take that is shown.
    """
    part = None if choice.mixed else shown
    views = []
    for quantity in MATERIAL_QUANTITIES:
        parameter = PARAMETER_OF[quantity.key]
        locked = choice.edited.lock_of(parameter) is not None
        edited = locked or _is_moved(choice.edited, parameter, part)
        curve, behind = _heights(physics, parameter, shown, choice.mixed)
        views.append(
            CurveView(
                quantity=quantity,
                axis=AXES[quantity.key],
                mean=_si(quantity, mean_of(physics, parameter, part)),
                predicted=_si(quantity, mean_of(predicted, parameter, part)),
                edited=edited,
                locked=locked,
                curve=() if locked else curve,
                behind=behind if not locked else (),
                ghost=_heights(predicted, parameter, shown, choice.mixed)[0] if edited else (),
                mixed=choice.mixed,
                percentiles=None if locked else _percentiles(physics, quantity, part),
                spread=None if locked else _spread(physics, quantity, part),
                samples=tuple(
                    SampleMark(float(getattr(sample, quantity.key)), index == choice.chosen_sample)
                    for index, sample in enumerate(samples)
                ),
                simulated=_simulated(quantity, take),
            )
        )
    return tuple(views)


def resolve_plain_curves(choice: MaterialChoice, take: TakeSummary | None) -> tuple[CurveView, ...]:
    """Values without a distribution: of the law in the table, or as the user locked them."""
    sample = chosen_sample(choice, None)
    plain = chosen_sample(MaterialChoice(law=choice.law), None)
    return tuple(
        CurveView(
            quantity=quantity,
            axis=AXES[quantity.key],
            mean=float(getattr(sample, quantity.key)),
            predicted=float(getattr(plain, quantity.key)),
            edited=choice.edited.lock_of(PARAMETER_OF[quantity.key]) is not None,
            simulated=_simulated(quantity, take),
        )
        for quantity in MATERIAL_QUANTITIES
    )


def _is_moved(edits: DistributionEdits, parameter: str, part: MaterialClass | None) -> bool:
    """Whether the law that is shown differs from the predicted one."""
    edit = edits.edit_of(parameter)
    if part is None:
        return not edit.changes_nothing
    return edit.shifts[part] != 0 or edit.spreads[part] != 1


@lru_cache(maxsize=64)
def _heights(
    physics: PhysicsDistribution, parameter: str, shown: MaterialClass, mixed: bool
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Curve that is dragged and curve behind it, each with its peak at 1 or in one scale."""
    quantity_axis = next(AXES[key] for key, name in PARAMETER_OF.items() if name == parameter)
    grid = np.linspace(*quantity_axis, CURVE_POINTS)
    shares = physics.class_densities_of(parameter, grid)
    mixture = shares.sum(axis=0)
    if mixed:
        return _scaled(mixture, mixture), _scaled(shares[shown], mixture)
    alone = physics.law_of(parameter, shown).density(grid)
    return _scaled(alone, alone), _scaled(mixture, mixture)


def _scaled(density: npt.NDArray[np.float64], scale: npt.NDArray[np.float64]) -> tuple[float, ...]:
    peak = float(scale.max())
    return tuple((density / peak).tolist()) if peak > 0 else ()


@lru_cache(maxsize=64)
def _percentiles(
    physics: PhysicsDistribution, quantity: Quantity, part: MaterialClass | None
) -> tuple[float, float, float]:
    parameter = PARAMETER_OF[quantity.key]
    low, middle, high = (
        _si(quantity, quantile_of(physics, parameter, part, share))
        for share in (LOW_SHARE, MIDDLE_SHARE, HIGH_SHARE)
    )
    return low, middle, high


def _spread(physics: PhysicsDistribution, quantity: Quantity, part: MaterialClass | None) -> float:
    std = std_of(physics, PARAMETER_OF[quantity.key], part)
    return float(10.0**std) if quantity.logarithmic else std


def _simulated(quantity: Quantity, take: TakeSummary | None) -> float | None:
    """What the take ran, where that is not what it asked for."""
    if take is None or take.predicted is None or take.simulated is None:
        return None
    asked, ran = _value(take.predicted, quantity), _value(take.simulated, quantity)
    return ran if abs(ran - asked) > 1e-6 * abs(asked) else None


def _value(params: MaterialParams, quantity: Quantity) -> float:
    return float(getattr(params, quantity.key))


def _si(quantity: Quantity, scaled: float) -> float:
    return float(10.0**scaled) if quantity.logarithmic else float(scaled)
