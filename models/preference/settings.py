"""Settings of preference learning, read from a committed config."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from render.errors import InputError
from sim.physics_distribution import CLASS_PARAMETER, PARAMETERS

LEARNABLE = (CLASS_PARAMETER, *PARAMETERS)
"""What an adapter can move."""
_RANGES = {
    "beta": (0.0, 100.0),
    "label_smoothing": (0.0, 0.49),
    "steps": (1, 100_000),
    "learning_rate": (1e-6, 1.0),
    "folds": (2, 20),
    "patience": (1, 100_000),
    "evidence": (0.0, 10.0),
    "skipped_in_row": (1, 1000),
    "seed": (0, 2**31 - 1),
}


@dataclass(frozen=True, slots=True)
class PreferenceSettings:
    """How an adapter is fitted to comparisons."""

    beta: float = 0.2
    """β of DPO: how dear it is to leave the reference."""
    label_smoothing: float = 0.05
    """Chance that a comparison is wrong."""
    steps: int = 400
    """Optimiser steps at most, each over all pairs."""
    learning_rate: float = 0.02
    """Learning rate of Adam; there is no weight decay."""
    folds: int = 5
    """Parts of the objects (of the questions, where people voted) that are held out in turn."""
    patience: int = 60
    """Steps without a lower loss of the held-out pairs after which training stops."""
    learns: tuple[str, ...] = LEARNABLE
    """What the adapter moves, of `LEARNABLE`; the rest stays as the model says it."""
    keep_spread: bool = True
    """Whether the adapter leaves the model's standard deviations as they are. Comparisons tell
    where the better materials lie; DPO's optimum is always surer than its reference, which no
    comparison has shown."""
    evidence: float = 3.0
    """Standard errors across groups by which the estimated win rate on pairs that were not learned
    from must exceed one half, or the adapter changes nothing."""
    skipped_in_row: int = 20
    """Steps in a row without a finite gradient at which training ends."""
    seed: int = 0
    """Seed that draws the parts."""

    def __post_init__(self) -> None:
        for name, (low, high) in _RANGES.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise InputError(f"{name} {value:g} is outside {low:g} to {high:g}")
        unknown = set(self.learns) - set(LEARNABLE)
        if unknown or not self.learns:
            raise InputError(
                f"learns must name some of {', '.join(LEARNABLE)}, got {', '.join(self.learns)}"
            )

    def to_json(self) -> dict[str, object]:
        """All fields as plain values."""
        return asdict(self)
