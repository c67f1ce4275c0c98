"""Energy and height of motions as curves that can be compared."""

from __future__ import annotations

import math
from functools import lru_cache

from sim.sweep.motion import MotionSummary


def curve_scales(motions: tuple[MotionSummary, ...]) -> tuple[float, float, float]:
    """Largest energy [J], lowest and highest centre [m] of motions that share their axes."""
    if not motions:
        return 1.0, 0.0, 1.0
    energy = max(max(_energy(one)) for one in motions)
    heights = [place[2] for one in motions for place in one.center_m]
    return max(energy, 1e-12), min(heights), max(*heights, min(heights) + 1e-9)


def _energy(motion: MotionSummary) -> tuple[float, ...]:
    both = zip(motion.kinetic_energy_j, motion.elastic_energy_j, strict=True)
    sums = (kinetic + elastic for kinetic, elastic in both)
    return tuple(one if math.isfinite(one) else 0.0 for one in sums)


@lru_cache(maxsize=256)
def motion_curves(
    motion: MotionSummary, scales: tuple[float, float, float]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Energy and height of every frame as shares, 0 to 1, of what `curve_scales` says."""
    most, low, high = scales
    energy = tuple(value / most for value in _energy(motion))
    return energy, tuple((place[2] - low) / (high - low) for place in motion.center_m)
