"""Learning from votes: which votes are taken, what was learned, and how well it agrees."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from psygnal import SignalGroupDescriptor

FEWEST_TO_LEARN = 5
"""Votes from which on anything can be learned."""
FEWEST_TO_AGREE = 20
"""Votes from which on it is told how well the model agrees with votes that it has not seen."""


@dataclass(frozen=True, slots=True)
class VoteSource:
    """Votes of another project."""

    file: Path
    """Its file of votes."""
    name: str
    """What it is called: the project, or the file."""
    count: int
    """Votes that say something, skips left out."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often a model prefers what voters preferred, on pairs that it did not learn from."""

    share: float
    """Share of the pairs on which it agrees, 0 to 1; guessing is 0.5."""
    interval: tuple[float, float]
    """95 % interval of the share."""
    share_before: float
    """The same of the model before it learned."""
    count: int
    """Pairs that were asked."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What votes have taught."""

    digest: str
    """Hash of the adapter's numbers."""
    vote_count: int
    """Votes that were learned from."""
    left_out: tuple[tuple[str, int], ...] = ()
    """Reasons why votes do not count, each with their number."""
    contradiction_count: int = 0
    """Pairs that were answered both ways."""
    gone_count: int = 0
    """Votes that count although a take of theirs no longer exists."""
    voter_count: int = 1
    """People who gave them; each weighs the same."""
    helped: bool = True
    """Whether votes that were held out told clearly enough that the model should change."""
    agreement: Agreement | None = None
    """On votes that it has not seen; None where these are too few."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned in this session, and for which object."""

    project: Path
    """Project that was open."""
    adapter: Path
    """File of the adapter."""
    learned: Learned
    """What votes have taught."""


@dataclass
class LearningState:
    """The panel of votes and adapters; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    sources: tuple[VoteSource, ...] = ()
    """Votes of other projects that are learned from as well."""
    job: int | None = None
    """Generation of the job that learns or puts an adapter on; None while none does."""
    lesson: Lesson | None = None
    """What was learned last in this session."""
