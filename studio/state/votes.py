"""Blind votes on candidates: the pair that is asked for, and the votes that were given."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from psygnal import SignalGroupDescriptor

from sim.vote import Answer, Vote


def blind_pairs(keys: Sequence[str], seed: int) -> tuple[tuple[str, str], ...]:
    """All pairs of candidates, left and right, in the order in which they are asked.

    The order of `keys` does not matter: keys and seed alone decide order and sides.

    Args:
        keys: Candidates that can be shown.
        seed: Recorded with every vote.
    """
    rng = np.random.default_rng(seed)
    pairs = list(itertools.combinations(sorted(keys), 2))
    order, swapped = rng.permutation(len(pairs)), rng.random(len(pairs)) < 0.5
    shuffled = [pairs[index] for index in order]
    return tuple(
        (right, left) if swap else (left, right)
        for (left, right), swap in zip(shuffled, swapped, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Ballot:
    """The pair that is asked for now."""

    left: str
    """Key of the candidate on the left."""
    right: str
    """Key of the candidate on the right."""
    left_take: str
    """Take on the left."""
    right_take: str
    """Take on the right."""
    number: int
    """Place of the pair in `blind_pairs`, from 0."""
    answer: Answer | None = None
    """What the user chose; until then nothing is told about the two."""


@dataclass
class VotesState:
    """The vote that goes on and those that were given; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    ballot: Ballot | None = None
    """Pair that is asked for; None while nobody votes."""
    pair_count: int = 0
    """Pairs of the set."""
    votes: tuple[Vote, ...] = ()
    """Votes of the project, oldest first."""

    @property
    def blind(self) -> bool:
        """Whether parameters and likelihood must not be seen."""
        return self.ballot is not None and self.ballot.answer is None

    def of_set(self, name: str) -> tuple[Vote, ...]:
        """Votes on a set that are no skips."""
        return tuple(
            vote for vote in self.votes
            if vote.subject.set_name == name and vote.answer != "skip"
        )  # fmt: skip
