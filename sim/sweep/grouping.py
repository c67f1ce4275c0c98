"""Which runs move the same, and why, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.materials import ConstitutiveLaw, MaterialParams
from sim.sweep.motion import MotionSummary
from sim.sweep.result import RunResult

SAME_MOTION_SHARE = 0.01
"""Mean distance of tracked splats, over the object's size, below which nobody sees a difference."""


@dataclass(frozen=True, slots=True)
class MotionGroup:
    """Runs that move the same."""

    names: tuple[str, ...]
    """Names of the runs, at least two."""
    reason: str
    """Why, in words."""


def motion_groups(results: Sequence[RunResult], size_m: float) -> tuple[MotionGroup, ...]:
    """Groups of two or more results whose recorded motion is the same.

    Runs at different qualities are never compared: the grid alone would tell them apart.

    Args:
        results: Finished results; others are left out.
        size_m: Longest side of the object [m].
    """
    groups: list[list[RunResult]] = []
    for result in results:
        if not result.finished or result.motion is None:
            continue
        home = next((group for group in groups if _alike(group[0], result, size_m)), None)
        if home is None:
            groups.append([result])
        else:
            home.append(result)
    return tuple(
        MotionGroup(tuple(one.name for one in group), _reason(group))
        for group in groups
        if len(group) > 1
    )


def motion_distance(first: MotionSummary, second: MotionSummary) -> float:
    """Mean distance [m] of the tracked splats over the frames that both have."""
    one, other = first.track, second.track
    common = [frame for frame in one.frames if frame in other.frames]
    if not common or one.point_count != other.point_count:
        return float("inf")
    rows = [one.frames.index(frame) for frame in common]
    other_rows = [other.frames.index(frame) for frame in common]
    apart = one.points()[rows].astype(np.float64) - other.points()[other_rows]
    return float(np.linalg.norm(apart, axis=2).mean())


def _alike(first: RunResult, second: RunResult, size_m: float) -> bool:
    if first.quality != second.quality or first.motion is None or second.motion is None:
        return False
    return motion_distance(first.motion, second.motion) < SAME_MOTION_SHARE * size_m


def _reason(group: Sequence[RunResult]) -> str:
    materials = [one.simulated for one in group if one.simulated is not None]
    if len(materials) == len(group):
        if all(one.law is ConstitutiveLaw.RIGID for one in materials):
            return "all are too stiff to deform at this quality and move as rigid bodies"
        if all(one.substitution for one in group) and _same_speeds(materials):
            return "all are clamped to the stiffest material that this quality can step"
    return "their materials differ, their motion does not"


def _same_speeds(materials: Sequence[MaterialParams]) -> bool:
    """Whether elastic waves run equally fast: then clamping has made them one material."""
    speeds = [one.youngs_modulus_pa / one.density_kg_m3 for one in materials]
    return max(speeds) <= 1.1 * min(speeds) and len({one.law for one in materials}) == 1
