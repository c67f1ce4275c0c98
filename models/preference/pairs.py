"""From distances to pairs: best against worst of a set, and more where they are wanted."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from models.preference.comparisons import Comparison, Material
from models.preference.rollouts import Rollout
from render.errors import InputError
from sim.physics_distribution import PARAMETERS
from sim.physics_sample import PhysicsSample

DoubleArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PairSettings:
    """Which candidates of a set become pairs."""

    pairs_per_set: int = 1
    """Pairs of a set at most, those furthest apart first; 1 is the best against the worst."""
    margin: float = 0.005
    """Two candidates whose distances differ by less are alike and make no pair."""

    def __post_init__(self) -> None:
        if self.pairs_per_set < 1:
            raise InputError(f"pairs_per_set must be at least 1, got {self.pairs_per_set}")
        if not 0 <= self.margin < 1:
            raise InputError(f"margin {self.margin:g} is outside 0 to 1")

    def to_json(self) -> dict[str, object]:
        """All fields as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class RankedPair:
    """Two candidates of which one moves more like the reference."""

    winner: int
    """Number of the better one."""
    loser: int
    """Number of the other."""


def ranked_pairs(distances: DoubleArray, settings: PairSettings) -> tuple[RankedPair, ...]:
    """Pairs of a set, the clearest first.

    A candidate whose motion blew up, drawn by the policy, is worse than all whose motion did not;
    two such are alike. A candidate of unknown distance is in no pair.

    Args:
        distances: Distance of each candidate from the reference; infinite where its motion blew
            up, NaN where unknown, shape [K].
        settings: Number and margin.
    """
    known = np.flatnonzero(~np.isnan(distances))
    finite = np.where(np.isinf(distances), _WORSE_THAN_ALL, distances)
    gaps = []
    for one, other in itertools.combinations(known.tolist(), 2):
        winner, loser = (one, other) if finite[one] <= finite[other] else (other, one)
        gap = float(finite[loser] - finite[winner])
        if gap > settings.margin:
            gaps.append((-gap, winner, loser))
    return tuple(
        RankedPair(winner, loser) for _, winner, loser in sorted(gaps)[: settings.pairs_per_set]
    )


_WORSE_THAN_ALL = 2.0
"""Stands for an infinite distance; real ones lie between 0 and 1."""


def rollout_comparisons(
    rollouts: Sequence[Rollout], reference: int, settings: PairSettings
) -> tuple[Comparison, ...]:
    """Pairs of all sets; every set weighs the same, and is held out as a whole.

    Args:
        rollouts: Sets; a pair's row is the number of its set.
        reference: Number of the world whose references judge.
        settings: Number and margin.
    """
    found = []
    for row, rollout in enumerate(rollouts):
        pairs = ranked_pairs(rollout.distances[reference], settings)
        found += [
            Comparison(
                row,
                material_of(rollout.samples[pair.winner]),
                material_of(rollout.samples[pair.loser]),
                weight=1 / len(pairs),
                group=rollout.name,
            )
            for pair in pairs
        ]
    return tuple(found)


def film_comparisons(
    rollouts: Sequence[Rollout], settings: PairSettings, *, folds: int
) -> tuple[Comparison, ...]:
    """Pairs of filmed objects: best and worst, second best and second worst, and so on.

    No candidate is in two pairs, so that even of a single clip pairs can be held out whose
    materials nobody learned from. With as many clips as there are folds, clips are held out whole.

    Args:
        rollouts: Sets, one a clip; a pair's row is the number of its set.
        settings: Number and margin.
        folds: Parts that are held out in turn.
    """
    ranked = [_disjoint_pairs(rollout.distances[0], settings) for rollout in rollouts]
    whole = sum(bool(pairs) for pairs in ranked) >= folds
    return tuple(
        Comparison(
            row,
            material_of(rollout.samples[pair.winner]),
            material_of(rollout.samples[pair.loser]),
            weight=1 / len(pairs),
            group=rollout.name if whole else f"{rollout.name} {number}",
        )
        for row, (rollout, pairs) in enumerate(zip(rollouts, ranked, strict=True))
        for number, pair in enumerate(pairs)
    )


def _disjoint_pairs(distances: DoubleArray, settings: PairSettings) -> tuple[RankedPair, ...]:
    """Pairs of a set that share no candidate; see `ranked_pairs` for what counts."""
    finite = np.where(np.isinf(distances), _WORSE_THAN_ALL, distances)
    order = [int(index) for index in np.argsort(finite, kind="stable") if finite[index] >= 0]
    half = len(order) // 2
    nested = zip(order[:half], order[::-1][:half], strict=True)
    pairs = [
        RankedPair(winner, loser)
        for winner, loser in nested
        if finite[loser] - finite[winner] > settings.margin
    ]
    return tuple(pairs[: settings.pairs_per_set])


def material_of(sample: PhysicsSample) -> Material:
    """A sample as one side of a comparison."""
    values = tuple(sample.value_of(name) for name in PARAMETERS)
    return Material(int(sample.material_class), values)
