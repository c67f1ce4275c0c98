"""What the user chose in the material panel; None always means "as predicted"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from psygnal import SignalGroupDescriptor

from sim.material_table import material
from sim.materials import ConstitutiveLaw, MaterialClass
from sim.physics_distribution import PhysicsDistribution, PhysicsSample

SEED_MAX = 2**31 - 1


@dataclass
class MaterialChoice:
    """Overrides on top of the predicted distribution; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    material_class: MaterialClass | None = None
    """Class to condition on; None takes the likeliest."""
    law: ConstitutiveLaw | None = None
    """Constitutive law; None takes the one of the class."""
    youngs_modulus_pa: float | None = None
    """Young's modulus [Pa]."""
    poisson_ratio: float | None = None
    """Poisson's ratio, 0 to 0.49."""
    density_kg_m3: float | None = None
    """Density [kg/m³]."""
    seed: int = 0
    """Seed of the next simulation."""
    quality: str = "preview"
    """Name of the quality preset."""
    stiffness: str = "real"
    """Stiffness map, "real" or "expressive"."""

    def is_edited(self) -> bool:
        """True when anything differs from the prediction."""
        values = (self.law, self.youngs_modulus_pa, self.poisson_ratio, self.density_kg_m3)
        return self.material_class is not None or any(value is not None for value in values)


SPLAT_LAW = ConstitutiveLaw.JELLY
"""Law of a splat file, which has no prediction, until the user chooses one."""
SPLAT_CLASS = MaterialClass.RUBBER
"""Class that stands for the unknown one of a splat file."""


def chosen_class(choice: MaterialChoice, physics: PhysicsDistribution) -> MaterialClass:
    """Class the next simulation uses: the user's, otherwise the one the model decided for."""
    if choice.material_class is not None:
        return choice.material_class
    return physics.mean().material_class


def predicted_sample(choice: MaterialChoice, physics: PhysicsDistribution | None) -> PhysicsSample:
    """Expected values of the chosen class; for a splat file those of its law in the table."""
    if physics is None:
        params = material(SPLAT_LAW if choice.law is None else choice.law)
        values = (params.youngs_modulus_pa, params.poisson_ratio, params.density_kg_m3)
        return PhysicsSample(SPLAT_CLASS, *values)
    return physics.conditioned(material_class=chosen_class(choice, physics)).mean()


def chosen_sample(choice: MaterialChoice, physics: PhysicsDistribution | None) -> PhysicsSample:
    """Values the next simulation uses: the user's where given, otherwise the class's means."""
    mean = predicted_sample(choice, physics)
    return PhysicsSample(
        material_class=mean.material_class,
        youngs_modulus_pa=_first(choice.youngs_modulus_pa, mean.youngs_modulus_pa),
        poisson_ratio=_first(choice.poisson_ratio, mean.poisson_ratio),
        density_kg_m3=_first(choice.density_kg_m3, mean.density_kg_m3),
    )


def _first(override: float | None, predicted: float) -> float:
    return predicted if override is None else override
