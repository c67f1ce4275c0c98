"""`Vote`: which of two candidates moves more like the real thing; one JSON line each.

A line holds what training needs, so that it outlives the takes; docs/formats.md has its fields.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from render.errors import InputError, damage_of
from sim.materials import MaterialParams
from sim.physics_distribution import PhysicsDistribution
from sim.sweep.set_stiffness import SetStiffness

VOTES_NAME = "votes.jsonl"
"""File of a project that keeps its votes."""

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
    """Seed that shuffled pairs and sides."""
    predicted: PhysicsDistribution | None = field(default=None, compare=False)
    """What the model alone says of the photo, from which preferences are learned; None where the
    line does not hold it."""


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
    """Place of the pair in the shuffled round, from 0."""
    answer: Answer
    """Which one was chosen."""
    time_utc: str
    """When, as ISO 8601 in UTC."""

    def __post_init__(self) -> None:
        if self.answer not in ANSWERS:
            raise InputError(f"a vote is one of {', '.join(ANSWERS)}, not {self.answer!r}")

    def to_line(self) -> str:
        """One line of JSON."""
        predicted = self.subject.predicted
        values = {
            "format": VOTE_FORMAT,
            "version": VOTE_VERSION,
            **asdict(self.subject),
            "stiffness": self.subject.stiffness.to_json(),
            "predicted": None if predicted is None else predicted.to_json(),
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
            predicted = values.get("predicted")
            names = ("photo_sha256", "checkpoint_sha256", "set_name", "voter", "sides_seed")
            subject = VoteSubject(
                **{name: values[name] for name in names},
                stiffness=SetStiffness.from_json(values["stiffness"]),
                predicted=None if predicted is None else PhysicsDistribution.from_json(predicted),
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
