"""`SetStiffness`: the one stiffness map of all runs that are compared (design section 4)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from render.errors import InputError, damage_of
from sim.materials import MaterialParams
from sim.stiffness import (
    ExpressiveMap,
    SimulatedMaterial,
    StiffnessMode,
    clamped,
    real_material,
    steppable_modulus,
)


@dataclass(frozen=True, slots=True)
class SetStiffness:
    """From predicted to simulated stiffness, the same for every run of a set at every quality."""

    mode: StiffnessMode
    """Which of the two maps of the design."""
    fastest_wave_m_s: float
    """Fastest elastic wave that every quality of the set can follow [m/s]."""
    expressive: ExpressiveMap = field(default_factory=ExpressiveMap)
    """The affine map under `expressive`; the identity under `real`."""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.fastest_wave_m_s) and self.fastest_wave_m_s > 0):
            raise InputError(
                f"the fastest wave must be a positive speed [m/s], got {self.fastest_wave_m_s}"
            )

    @staticmethod
    def fit(
        materials: Sequence[MaterialParams], mode: str, fastest_wave_m_s: float
    ) -> SetStiffness:
        """Map of a set.

        Args:
            materials: Materials asked for, all of the set.
            mode: "real" or "expressive".
            fastest_wave_m_s: See the field.

        Raises:
            InputError: If the mode is unknown.
        """
        chosen = StiffnessMode.from_name(mode)
        if chosen is StiffnessMode.REAL:
            return SetStiffness(chosen, fastest_wave_m_s)
        limits = [steppable_modulus(one, fastest_wave_m_s) for one in materials]
        return SetStiffness(chosen, fastest_wave_m_s, ExpressiveMap.fit(materials, limits))

    def simulated(self, params: MaterialParams) -> SimulatedMaterial:
        """What the solver runs for a material that was asked for."""
        if self.mode is StiffnessMode.EXPRESSIVE:
            return self.expressive.simulated(params)
        return real_material(params, steppable_modulus(params, self.fastest_wave_m_s))

    def simulated_beside(self, params: MaterialParams) -> SimulatedMaterial:
        """What the solver runs for a material that is the same in all runs of the set.

        The map was fitted to what differs between the runs; other matter follows it as far as it
        can be stepped.
        """
        mapped = self.simulated(params)
        if self.mode is StiffnessMode.REAL:
            return mapped
        return clamped(mapped, steppable_modulus(mapped.simulated, self.fastest_wave_m_s))

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`."""
        return asdict(self) | {"mode": self.mode.value}

    @staticmethod
    def from_json(values: dict[str, Any]) -> SetStiffness:
        """Map of `to_json`'s values.

        Raises:
            InputError: If they are damaged.
        """
        try:
            return SetStiffness(
                StiffnessMode.from_name(values["mode"]),
                float(values["fastest_wave_m_s"]),
                ExpressiveMap(**values["expressive"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"a stiffness map cannot be read: {damage_of(error)}") from error
