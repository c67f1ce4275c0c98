"""What the material head must reach, and whether figures reach it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite, nan

Figures = Mapping[str, float]

_SHORT = ("log10_e", "log10_rho", "nu")


@dataclass(frozen=True, slots=True)
class Demand:
    """One figure and the interval it must lie in."""

    name: str
    """Name of a figure of `compared`."""
    least: float = -inf
    """Smallest value that passes."""
    most: float = inf
    """Largest value that passes."""

    def row(
        self, figures: Figures, constant: Figures, interval: list[float] | None
    ) -> dict[str, object]:
        """One row of the table: demand, figure, its interval, and the constant's figure.

        Args:
            figures: `compared` of the model.
            constant: `compared` of the constant with itself.
            interval: 95 % interval of the model's figure, None where it is not known.
        """
        value, other = figures[self.name], constant[self.name]
        return {
            "figure": self.name,
            "demand": self._words(),
            "value": round(value, 4) if isfinite(value) else None,
            "interval95": interval,
            "passed": self._met(value),
            "constant": round(other, 4) if isfinite(other) else None,
            "constant_passed": self._met(other),
        }

    def _met(self, value: float) -> bool:
        return self.least <= value <= self.most

    def _words(self) -> str:
        if self.most == inf:
            return f">= {self.least:g}"
        return f"<= {self.most:g}" if self.least == -inf else f"{self.least:g} to {self.most:g}"


FAMILY_DEMANDS = (
    Demand("balanced_top1", least=0.62),
    Demand("balanced_top2", least=0.78),
    Demand("top1", least=0.65),
    Demand("class_nll_gain", least=0.35),
    Demand("ece", most=0.08),
    Demand("alde_log10_e_ratio", most=0.85),
    Demand("balanced_alde_log10_e_ratio", most=0.80),
    Demand("nll_log10_e_gain", least=0.40),
    Demand("nll_log10_rho_gain", least=0.18),
    Demand("nll_nu_gain", least=0.40),
    Demand("alde_log10_rho_ratio", most=0.92),
    Demand("coverage90_log10_e", least=0.85, most=0.95),
    Demand("coverage90_log10_rho", least=0.85, most=0.95),
    Demand("coverage90_nu", least=0.85, most=0.95),
    Demand("least_class_coverage90_log10_e", least=0.70),
)
"""With families held out."""
KIND_DEMANDS = (
    Demand("class_nll_gain", least=0.0),
    Demand("nll_log10_e_gain", least=0.0),
    Demand("nll_log10_rho_gain", least=0.0),
    Demand("nll_nu_gain", least=0.0),
    Demand("coverage90_log10_e", least=0.85, most=0.95),
    Demand("balanced_top1", least=0.44),
)
"""With whole kinds of things held out."""


def compared(figures: Figures, constant: Figures) -> dict[str, float]:
    """The model's figures, with gains in NLL and ratios of errors against the constant's.

    A gain is positive and a ratio below 1 where the model is better.
    """
    names = ("class_nll", *(f"nll_{short}" for short in _SHORT))
    gains = {f"{name}_gain": constant[name] - figures[name] for name in names}
    errors = ("alde_log10_e", "balanced_alde_log10_e", "alde_log10_rho")
    ratios = {f"{name}_ratio": _ratio(figures[name], constant[name]) for name in errors}
    return {**figures, **gains, **ratios}


def _ratio(value: float, constant: float) -> float:
    """Ratio of two errors; not a number where the constant is exact."""
    return nan if constant == 0 else value / constant
