"""Blind votes: which of two candidates moves more like the real thing; one JSON line each.

A line holds what training needs, so that it outlives the takes; docs/formats.md has its fields.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal, get_args

import numpy as np
from psygnal import SignalGroupDescriptor

from render.errors import InputError, damage_of
from sim.materials import MaterialParams
from sim.sweep.set_stiffness import SetStiffness

Answer = Literal["left", "right", "same", "skip"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
VOTE_FORMAT = "phys4d vote"
VOTE_VERSION = 1


@dataclass(frozen=True, slots=True)
class VoteSide:
    """One of the two takes of a vote."""

    candidate: str
    """Key of the candidate."""
    take: str
    """Name of its take."""
    seed: int
    """Seed that draws the sample again."""
    log_likelihood: float
    """Log density of the sample under the distribution that it was drawn from."""
    asked: MaterialParams
    """Material before the stiffness map."""
    simulated: MaterialParams
    """Material that the solver ran."""

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`."""
        materials = {"asked": self.asked.to_json(), "simulated": self.simulated.to_json()}
        return asdict(self) | materials

    @staticmethod
    def from_json(values: dict[str, Any]) -> VoteSide:
        """Side of `to_json`'s values."""
        materials = {
            name: MaterialParams.from_json(values[name]) for name in ("asked", "simulated")
        }
        return VoteSide(**values | materials)


@dataclass(frozen=True, slots=True)
class VoteSubject:
    """What all votes on a set have in common."""

    photo_sha256: str
    """Hash of the project's photo; empty for a splat file."""
    checkpoint_sha256: str
    """Hash of the model's weights that predicted the distribution; empty where unknown."""
    set_name: str
    """Name of the set."""
    stiffness: SetStiffness
    """The stiffness map that both takes share."""
    voter: str
    """Anonymous label of who votes."""
    sides_seed: int
    """Seed of `blind_pairs`."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One answer."""

    subject: VoteSubject
    """What was voted on and by whom."""
    quality: str
    """Preset that both takes were run at."""
    left: VoteSide
    """What was seen on the left."""
    right: VoteSide
    """What was seen on the right."""
    pair_number: int
    """Place of the pair in `blind_pairs`, from 0."""
    answer: Answer
    """Which one was chosen."""
    time_utc: str
    """When, as ISO 8601 in UTC."""

    def __post_init__(self) -> None:
        if self.answer not in ANSWERS:
            raise InputError(f"a vote is one of {', '.join(ANSWERS)}, not {self.answer!r}")

    def to_line(self) -> str:
        """One line of JSON."""
        values = {
            "format": VOTE_FORMAT,
            "version": VOTE_VERSION,
            **asdict(self.subject),
            "stiffness": self.subject.stiffness.to_json(),
            "quality": self.quality,
            "left": self.left.to_json(),
            "right": self.right.to_json(),
            "pair_number": self.pair_number,
            "answer": self.answer,
            "time_utc": self.time_utc,
        }
        return json.dumps(values, allow_nan=False)

    @staticmethod
    def from_line(line: str) -> Vote:
        """Vote of `to_line`'s text.

        Raises:
            InputError: If it is no vote, damaged or of a newer version.
        """
        try:
            values = json.loads(line)
            if values.get("format") != VOTE_FORMAT or values["version"] > VOTE_VERSION:
                raise InputError("not a vote that this program reads; update phys4d-studio")
            names = ("photo_sha256", "checkpoint_sha256", "set_name", "voter", "sides_seed")
            subject = VoteSubject(
                **{name: values[name] for name in names},
                stiffness=SetStiffness.from_json(values["stiffness"]),
            )
            return Vote(
                subject,
                values["quality"],
                VoteSide.from_json(values["left"]),
                VoteSide.from_json(values["right"]),
                int(values["pair_number"]),
                values["answer"],
                values["time_utc"],
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise InputError(f"a vote cannot be read: {damage_of(error)}") from error


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
