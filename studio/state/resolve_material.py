"""Pure function from material intent to what the material panel shows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.material_table import material_table
from sim.materials import ConstitutiveLaw, MaterialClass, MaterialParams
from sim.physics_distribution import PhysicsDistribution
from studio.state.document import TakeSummary
from studio.state.material import SPLAT_LAW, MaterialChoice, chosen_sample, predicted_sample
from studio.state.quantities import DENSITY, MATERIAL_QUANTITIES, YOUNGS_MODULUS, Quantity

CURVE_POINTS = 160
PROMINENT_SHARE = 0.05
"""Classes from this probability on are shown before "more"."""

PARAMETER_OF = {
    "youngs_modulus_pa": "log10_youngs_modulus",
    "poisson_ratio": "poisson_ratio",
    "density_kg_m3": "log10_density",
}
"""Field of a request -> parameter of the distribution."""

AXES = {
    "youngs_modulus_pa": (3.0, 12.0),
    "poisson_ratio": (0.0, 0.49),
    "density_kg_m3": (1.0, 4.3),
}
"""Axis of each curve in its parameter's own scale, wide enough for all 14 classes."""

STIFFNESS_HELP = {
    "real": (
        "Real: stiffness as given. What is too stiff to deform visibly moves as a rigid body."
    ),
    "expressive": (
        "Expressive: softened until it visibly deforms; the order of materials is kept."
    ),
}


@dataclass(frozen=True, slots=True)
class ClassBar:
    """One class of the distribution."""

    material_class: MaterialClass
    """Class."""
    probability: float
    """Its probability, 0 to 1."""
    chosen: bool
    """True for the class the next simulation uses."""


@dataclass(frozen=True, slots=True)
class CurveView:
    """Density curve of one quantity and the values marked on it."""

    quantity: Quantity
    """What is shown."""
    axis: tuple[float, float]
    """Ends of the axis, in log10 where the quantity is logarithmic."""
    heights: tuple[float, ...]
    """Density scaled to a peak of 1, evenly spaced over the axis."""
    predicted: float
    """Expected value of the chosen class [SI]."""
    chosen: float
    """Value of the next simulation [SI]."""
    edited: bool
    """True when the user set the value."""


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """Asked-for value beside the simulated one."""

    label: str
    """Quantity."""
    predicted: str
    """Value asked for."""
    simulated: str
    """Value simulated."""
    differs: bool
    """True when they are not the same."""


@dataclass(frozen=True, slots=True)
class MaterialView:
    """Everything the material panel shows."""

    bars: tuple[ClassBar, ...]
    """Classes by falling probability."""
    curves: tuple[CurveView, ...]
    """Young's modulus, Poisson's ratio and density."""
    automatic_law: ConstitutiveLaw
    """Law of the chosen class."""
    law: ConstitutiveLaw | None
    """Law the user chose; None takes the automatic one."""
    seed: int
    """Seed of the next simulation."""
    quality: str
    """Quality preset."""
    stiffness: str
    """Stiffness map."""
    stiffness_help: str
    """What the map does, in words."""
    edited: bool
    """True when anything differs from the prediction."""
    comparison: tuple[ComparisonRow, ...] = ()
    """Asked for and simulated values of the take that is shown."""
    comparison_title: str = ""
    """Name of that take."""
    substitution: str = ""
    """What was changed to simulate it, in words."""
    expressive_offered: bool = False
    """True when the take could be simulated so that it deforms."""


def resolve_material(
    choice: MaterialChoice, physics: PhysicsDistribution | None, take: TakeSummary | None
) -> MaterialView:
    """What the material panel shows; without a distribution there are no bars and flat curves."""
    sample, predicted = chosen_sample(choice, physics), predicted_sample(choice, physics)
    law = SPLAT_LAW if physics is None else material_table().entry(sample.material_class).law
    return MaterialView(
        bars=() if physics is None else _bars(physics, sample.material_class),
        curves=tuple(
            CurveView(
                quantity=quantity,
                axis=AXES[quantity.key],
                heights=_heights(physics, quantity, choice.material_class),
                predicted=getattr(predicted, quantity.key),
                chosen=getattr(sample, quantity.key),
                edited=getattr(choice, quantity.key) is not None,
            )
            for quantity in MATERIAL_QUANTITIES
        ),
        automatic_law=law,
        law=choice.law,
        seed=choice.seed,
        quality=choice.quality,
        stiffness=choice.stiffness,
        stiffness_help=STIFFNESS_HELP[choice.stiffness],
        edited=choice.is_edited(),
        comparison=_comparison(take),
        comparison_title=take.name if take is not None else "",
        substitution=take.substitution if take is not None else "",
        expressive_offered=take is not None
        and bool(take.substitution)
        and take.stiffness == "real",
    )


def axis_position(quantity: Quantity, value: float, axis: tuple[float, float]) -> float:
    """Where a value [SI] lies on its axis, 0 to 1, clamped."""
    scaled = math.log10(value) if quantity.logarithmic else value
    return min(max((scaled - axis[0]) / (axis[1] - axis[0]), 0.0), 1.0)


def axis_value(quantity: Quantity, position: float, axis: tuple[float, float]) -> float:
    """Value [SI] at a place of the axis, 0 to 1, within the quantity's range."""
    scaled = axis[0] + min(max(position, 0.0), 1.0) * (axis[1] - axis[0])
    return quantity.clamped(10.0**scaled if quantity.logarithmic else scaled)


def _bars(physics: PhysicsDistribution, chosen: MaterialClass) -> tuple[ClassBar, ...]:
    order = np.argsort(-physics.class_probabilities, kind="stable")
    return tuple(
        ClassBar(
            MaterialClass(int(index)),
            float(physics.class_probabilities[index]),
            int(index) == int(chosen),
        )
        for index in order
    )


@lru_cache(maxsize=64)
def _heights(
    physics: PhysicsDistribution | None, quantity: Quantity, material_class: MaterialClass | None
) -> tuple[float, ...]:
    if physics is None:
        return (0.0,) * CURVE_POINTS
    shown = (
        physics if material_class is None else physics.conditioned(material_class=material_class)
    )
    grid = np.linspace(*AXES[quantity.key], CURVE_POINTS)
    density = shown.density_of(PARAMETER_OF[quantity.key], grid)
    peak = float(density.max())
    return tuple((density / peak).tolist()) if peak > 0 else (0.0,) * CURVE_POINTS


def _comparison(take: TakeSummary | None) -> tuple[ComparisonRow, ...]:
    if take is None or take.predicted is None or take.simulated is None:
        return ()
    predicted, simulated = take.predicted, take.simulated
    laws = (predicted.law.value, simulated.law.value)
    return (
        ComparisonRow("Law", *laws, differs=laws[0] != laws[1]),
        *(
            _comparison_row(quantity, predicted, simulated)
            for quantity in (YOUNGS_MODULUS, DENSITY)
        ),
    )


def _comparison_row(
    quantity: Quantity, predicted: MaterialParams, simulated: MaterialParams
) -> ComparisonRow:
    before = quantity.format(getattr(predicted, quantity.key))
    after = quantity.format(getattr(simulated, quantity.key))
    return ComparisonRow(quantity.label, before, after, before != after)
