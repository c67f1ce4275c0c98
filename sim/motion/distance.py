"""`motion_distance`: how differently two motions of one object look; 0 for the same motion.

Every term lies between 0 and 1, and so does their weighted mean, see `docs/motion.md`.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields

import numpy as np

from render.errors import InputError
from sim.motion.events import contact_time, rest_time
from sim.motion.motion import Motion

LONGEST_EVENT_GAP_S = 0.5
"""Difference of contact or rest times from which on it counts as 1 [s]."""


@dataclass(frozen=True, slots=True)
class MotionTerms:
    """One number a term, each from 0 for alike to 1."""

    track: float
    """Mean distance of the points that the reference sees, in longest sides, each at most 1."""
    silhouette: float
    """1 − mean intersection over union of the silhouettes."""
    contact: float
    """Difference of the times of first contact over half a second, at most 1."""
    rest: float
    """Difference of the times of coming to rest over half a second, at most 1."""


@dataclass(frozen=True, slots=True)
class MotionWeights:
    """How much each term counts; only their ratios matter."""

    track: float = 0.5
    """Weight of `MotionTerms.track`."""
    silhouette: float = 0.4
    """Weight of `MotionTerms.silhouette`."""
    contact: float = 0.05
    """Weight of `MotionTerms.contact`."""
    rest: float = 0.05
    """Weight of `MotionTerms.rest`."""

    def __post_init__(self) -> None:
        values = astuple(self)
        if not (all(np.isfinite(values)) and min(values) >= 0 and sum(values) > 0):
            raise InputError(f"weights of a motion distance must be 0 or more, got {values}")


DEFAULT_WEIGHTS = MotionWeights()


@dataclass(frozen=True, slots=True)
class MotionDistance:
    """How differently two motions look."""

    total: float
    """Weighted mean of the terms, 0 to 1."""
    terms: MotionTerms
    """What it is made of."""


def motion_distance(
    candidate: Motion, reference: Motion, weights: MotionWeights = DEFAULT_WEIGHTS
) -> MotionDistance:
    """Distance of a candidate from a reference, over the time that both cover.

    Displacements from the first picture are compared, so that a small misplacement of a filmed
    object does not count as motion.

    Args:
        candidate: Motion of a candidate.
        reference: Motion of the reference; only points that it sees are compared.
        weights: How much each term counts.

    Raises:
        InputError: If the two cannot be compared: other points, pictures or stiffness maps.
    """
    _check_comparable(candidate, reference)
    end = min(candidate.duration_s, reference.duration_s)
    times = reference.times_s[reference.times_s <= end + 1e-6]
    candidate, reference = (
        candidate.at(np.minimum(times, candidate.duration_s)),
        reference.at(times),
    )
    terms = MotionTerms(
        track=_track_distance(candidate, reference),
        silhouette=1 - _mean_overlap(candidate, reference),
        contact=_gap(contact_time(candidate), contact_time(reference)),
        rest=_gap(rest_time(candidate), rest_time(reference)),
    )
    names = [field.name for field in fields(MotionTerms)]
    shares = np.array([getattr(weights, name) for name in names])
    values = np.array([getattr(terms, name) for name in names])
    return MotionDistance(float(shares @ values / shares.sum()), terms)


def _check_comparable(candidate: Motion, reference: Motion) -> None:
    if candidate.stiffness != reference.stiffness:
        raise InputError(
            f"{candidate.name or 'the candidate'} was simulated under the stiffness map "
            f'"{candidate.stiffness}", {reference.name or "the reference"} under '
            f'"{reference.stiffness}"; compare motions of one map'
        )
    if candidate.size_px != reference.size_px:
        raise InputError(
            f"pictures of {candidate.size_px} and {reference.size_px} px cannot be compared; "
            "project both with one camera"
        )
    if not np.array_equal(candidate.points, reference.points):
        raise InputError(
            f"{candidate.name or 'the candidate'} and {reference.name or 'the reference'} follow "
            "different points; use one object, camera and seed"
        )


def _track_distance(candidate: Motion, reference: Motion) -> float:
    """Mean of min(|difference of displacements| / longest side, 1) over what is seen."""
    moved = (motion.tracks - motion.tracks[:1] for motion in (candidate, reference))
    first, second = moved
    apart = np.linalg.norm((first - second).astype(np.float64), axis=2) / reference.longest_px
    seen = reference.visible & reference.visible[:1]
    if not seen.any():
        return 0.0
    return float(np.minimum(apart[seen], 1).mean())


def _mean_overlap(candidate: Motion, reference: Motion) -> float:
    """Mean intersection over union; pictures in which neither is seen do not count."""
    both = (candidate.masks & reference.masks).sum(axis=(1, 2))
    either = (candidate.masks | reference.masks).sum(axis=(1, 2))
    known = either > 0
    return float((both[known] / either[known]).mean()) if known.any() else 1.0


def _gap(first_s: float, second_s: float) -> float:
    return min(abs(first_s - second_s) / LONGEST_EVENT_GAP_S, 1.0)
