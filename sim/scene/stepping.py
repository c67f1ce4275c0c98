"""`SubstepPolicy`: how a scene is stepped where it says so itself."""

from __future__ import annotations

from dataclasses import dataclass

from render.errors import InputError
from sim.scene.checks import checked_number


@dataclass(frozen=True, slots=True)
class SubstepPolicy:
    """Adaptive substeps, or fixed ones where a scene prescribes them."""

    kind: str = "adaptive"
    """"adaptive" or "fixed"."""
    dt_s: float | None = None
    """Length of a fixed substep [s]; None where substeps are adaptive."""

    def __post_init__(self) -> None:
        if self.kind not in ("adaptive", "fixed"):
            raise InputError(f"substeps are adaptive or fixed, got {self.kind!r}")
        if self.kind == "adaptive" and self.dt_s is not None:
            raise InputError("adaptive substeps take no length; choose fixed ones to give it")
        if self.kind == "fixed":
            checked_number("length of a substep", self.dt_s, 1e-9, 1.0, unit="s")

    @property
    def fixed_dt_s(self) -> float | None:
        """Length of the substeps [s]; None where they are adaptive."""
        return self.dt_s
