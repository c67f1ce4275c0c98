"""What a take says about each of its bodies: its Gaussians, its materials, how it began."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from sim.materials import MaterialParams


@dataclass(frozen=True, slots=True)
class BodyMaterial:
    """One material of a body, before and after the stiffness map."""

    predicted: MaterialParams
    """Material before the stiffness map."""
    simulated: MaterialParams
    """Material that the solver ran."""
    substitution: str | None = None
    """What the stiffness map changed, in words."""
    particle_count: int = 0
    """Particles of this material."""

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`."""
        return asdict(self) | {
            "predicted": self.predicted.to_json(),
            "simulated": self.simulated.to_json(),
        }

    @staticmethod
    def from_json(values: dict[str, Any]) -> BodyMaterial:
        """Material of `to_json`'s values."""
        pair = {name: MaterialParams.from_json(values[name]) for name in ("predicted", "simulated")}
        return BodyMaterial(**values | pair)


@dataclass(frozen=True, slots=True)
class TakeBody:
    """One body of a take; its Gaussians are a range of the rest cloud."""

    name: str
    """Name as given, may be empty."""
    first_gaussian: int
    """Index of its first Gaussian in the rest cloud."""
    gaussian_count: int
    """Number of its Gaussians."""
    interior_count: int = 0
    """How many of them, the last ones, were added inside and are drawn once exposed."""
    separate: bool = False
    """Whether it has a velocity field of its own, so that others do not stick to it."""
    velocity_m_s: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Velocity at the start [m/s]."""
    particle_count: int = 0
    """Number of its particles."""
    particles_per_cell: float = 0.0
    """Mean particles a cell of the filled body."""
    materials: tuple[BodyMaterial, ...] = ()
    """Material of the body, then those of its regions; empty unless simulated."""

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`."""
        bare = asdict(replace(self, materials=()))
        return bare | {
            "velocity_m_s": list(self.velocity_m_s),
            "materials": [material.to_json() for material in self.materials],
        }

    @staticmethod
    def from_json(values: dict[str, Any]) -> TakeBody:
        """Body of `to_json`'s values."""
        x, y, z = (float(component) for component in values["velocity_m_s"])
        materials = tuple(BodyMaterial.from_json(one) for one in values["materials"])
        return TakeBody(**values | {"velocity_m_s": (x, y, z), "materials": materials})
