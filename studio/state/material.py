"""What the user chose in the material panel; None always means "as predicted"."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar

import numpy as np
from psygnal import SignalGroupDescriptor

from sim.material_table import material, params_for
from sim.materials import ConstitutiveLaw, MaterialClass, MaterialParams
from sim.physics_distribution import PhysicsDistribution, PhysicsSample
from studio.state.edited_distribution import SI_NAMES, DistributionEdits, edited_distribution
from studio.state.law_numbers import Numbers

SEED_MAX = 2**31 - 1
SAMPLE_COUNT_RANGE = (1, 64)


@dataclass
class MaterialChoice:
    """Edits of the predicted distribution and how it is simulated; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()
    SAVED: ClassVar[tuple[str, ...]] = (
        "edited", "material_class", "law", "numbers", "preset", "seed", "sample_count",
        "chosen_sample", "quality", "stiffness",
    )  # fmt: skip
    AHEAD: ClassVar[tuple[str, ...]] = (
        "law", "numbers", "seed", "sample_count", "quality", "stiffness",
    )  # fmt: skip

    edited: DistributionEdits = field(default_factory=DistributionEdits)
    """What differs from the predicted distribution."""
    material_class: MaterialClass | None = None
    """Class that is shown and simulated; None takes the one the distribution decides for."""
    law: ConstitutiveLaw | None = None
    """Constitutive law; None takes the one of the class."""
    numbers: Numbers = ()
    """Numbers of the law that replace the table's: fields of `MaterialParams` and values [SI]."""
    preset: str = ""
    """Name of the preset that was taken last; empty for none."""
    seed: int = 0
    """Seed of the samples and of the next simulation."""
    sample_count: int = 8
    """Samples that are drawn, 1 to 64."""
    chosen_sample: int | None = None
    """Number of the sample that is simulated, from 0; None takes the mean of the class."""
    quality: str = "preview"
    """Name of the quality preset."""
    stiffness: str = "real"
    """Stiffness map, "real" or "expressive"."""
    mixed: bool = False
    """Whether curves show and drag all classes together; a matter of view, not of the document."""

    def is_edited(self) -> bool:
        """True when anything differs from the prediction."""
        chosen = (self.law, self.material_class, self.chosen_sample)
        edited = bool(self.edited) or bool(self.numbers)
        return edited or any(value is not None for value in chosen)


SPLAT_LAW = ConstitutiveLaw.JELLY
"""Law of a splat file, which has no prediction, until the user chooses one."""
SPLAT_CLASS = MaterialClass.RUBBER
"""Class that stands for the unknown one of a splat file."""


def distribution_of(
    choice: MaterialChoice, predicted: PhysicsDistribution | None
) -> PhysicsDistribution | None:
    """The distribution as the user edited it; None for a splat file."""
    return None if predicted is None else edited_distribution(predicted, choice.edited)


def chosen_class(choice: MaterialChoice, physics: PhysicsDistribution) -> MaterialClass:
    """Class of the next simulation: the sample's, the user's, or what the distribution decides.

    Args:
        choice: What the user chose.
        physics: The edited distribution.
    """
    if choice.chosen_sample is not None:
        return drawn_samples(physics, choice.seed, choice.chosen_sample + 1)[-1].material_class
    if choice.material_class is not None:
        return choice.material_class
    if physics.point_class is not None:
        return physics.point_class
    return MaterialClass(int(physics.class_probabilities.argmax()))


@lru_cache(maxsize=16)
def drawn_samples(physics: PhysicsDistribution, seed: int, count: int) -> tuple[PhysicsSample, ...]:
    """Samples of a distribution; sample i depends on the seed and i alone, not on the count."""
    return physics.sample(np.random.default_rng(seed), count)


def class_mean(physics: PhysicsDistribution, material_class: MaterialClass) -> PhysicsSample:
    """Expected values of a class."""
    values = {name: physics.expected(name, material_class) for name in SI_NAMES}
    return PhysicsSample.from_values(material_class, values)


def chosen_sample(choice: MaterialChoice, predicted: PhysicsDistribution | None) -> PhysicsSample:
    """Class and values of the next simulation."""
    physics = distribution_of(choice, predicted)
    if physics is None:
        return _splat_sample(choice)
    if choice.chosen_sample is not None:
        return drawn_samples(physics, choice.seed, choice.chosen_sample + 1)[-1]
    return class_mean(physics, chosen_class(choice, physics))


def table_params(choice: MaterialChoice, predicted: PhysicsDistribution | None) -> MaterialParams:
    """Material of the next simulation with the table's numbers, before those the user set."""
    sample = chosen_sample(choice, predicted)
    law = choice.law
    if predicted is None:
        law = SPLAT_LAW if law is None else law
    return params_for(sample, law=law)


def _splat_sample(choice: MaterialChoice) -> PhysicsSample:
    """Values of the law in the table, or those that the user locked."""
    params = material(SPLAT_LAW if choice.law is None else choice.law)
    values = (params.youngs_modulus_pa, params.poisson_ratio, params.density_kg_m3)
    sample = PhysicsSample(SPLAT_CLASS, *values)
    locked = {lock.parameter: lock.value for lock in choice.edited.locks}
    if not locked:
        return sample
    logs = {name: sample.value_of(name) for name in SI_NAMES} | locked
    return PhysicsSample.from_values(SPLAT_CLASS, logs)
