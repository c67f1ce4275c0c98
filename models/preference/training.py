"""`learn_from_votes`: an adapter from the votes of one or several people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from models.evaluation.bootstrap import mean_interval
from models.preference.adapter import Adapter
from models.preference.comparisons import Comparisons
from models.preference.fit import LearningStep, Report, fit, ignore_step
from models.preference.measures import judged
from models.preference.settings import PreferenceSettings
from models.preference.vote_pairs import Contradiction, VoteBook, vote_book
from models.preference.votes import VotePair
from render.errors import InputError

FEWEST_QUESTIONS = 5
"""Different pairs of candidates that must have been judged."""


@dataclass(frozen=True, slots=True)
class LearningOptions:
    """What votes are learned with."""

    checkpoint: str
    """SHA-256 of the weights that predicted, as `ProjectManifest.checkpoint`."""
    name: str = "my votes"
    """What the user calls the adapter."""
    projects: tuple[Path, ...] = ()
    """Projects that may hold the photos, besides those the votes lie in."""
    settings: PreferenceSettings = field(default_factory=PreferenceSettings)
    """How the adapter is fitted."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often the model finds that one likelier which people found better."""

    share: float
    """Mean over questions of the weighted share of their answers, 0 to 1; chance is 0.5."""
    interval95: tuple[float, float]
    """95 % bootstrap interval over the questions."""
    question_count: int
    """Questions asked, none of which the adapter in question had learned from."""


@dataclass(frozen=True, slots=True, eq=False)
class LearningResult:
    """What was learned from votes."""

    adapter: Adapter
    """Learned from all votes that count."""
    before: Agreement
    """Of the model alone."""
    held_out_agreement: Agreement
    """Of adapters on questions that they had not seen, each question held out once; that of the
    model alone where the votes changed nothing."""
    vote_count: int
    """Votes that count."""
    left_out: Mapping[str, int]
    """Reasons why votes do not count, with their number."""
    takes_gone: int
    """Votes that count although a take of theirs no longer exists."""
    votes_by_voter: Mapping[str, int]
    """Votes that count by anonymous label; every voter weighs the same."""
    contradictions: tuple[Contradiction, ...]
    """Questions that were answered both ways."""
    best_step: int
    """Step of the lowest held-out loss; 0 where nothing could be learned."""
    evidence: float
    """Standard errors by which votes that were not learned from became likelier."""
    steps: tuple[LearningStep, ...]
    """Log of the fit."""


def learn_from_votes(
    votes: Sequence[VotePair], options: LearningOptions, report: Report = ignore_step
) -> LearningResult:
    """Fit an adapter to votes; takes are not needed and nothing is simulated.

    Args:
        votes: As `read_votes` gives them, of one or several projects.
        options: Model, projects and settings.
        report: Told after every step; may raise `CancelledError`.

    Raises:
        InputError: If too few votes count; the message says why the others do not. If the model
            predicts without spread.
        CancelledError: If `report` raised it.
    """
    book = vote_book(votes, options.projects, options.checkpoint)
    _check_enough(book, len(votes))
    pairs = Comparisons.of(book.distributions, book.comparisons)
    settings = options.settings
    found = fit(pairs, settings, report)
    logs = pairs.log_probabilities(pairs.reference)
    before = _agreement(logs[:, 0] - logs[:, 1], pairs)
    after = _agreement(torch.from_numpy(found.held_out_scores), pairs)
    adapter = found.head.adapter(options.checkpoint, options.name, keep_spread=settings.keep_spread)
    about = {
        "learned_from": "votes",
        "vote_count": book.used,
        "question_count": pairs.pair_count,
        "voter_count": len(book.votes_by_voter),
        "best_step": found.best_step,
        "agreement_before": before.share,
        "agreement": after.share,
        "settings": settings.to_json(),
    }
    return LearningResult(
        adapter=replace(adapter, about=about),
        before=before,
        held_out_agreement=after,
        vote_count=book.used,
        left_out=book.left_out,
        takes_gone=book.takes_gone,
        votes_by_voter=book.votes_by_voter,
        contradictions=book.contradictions,
        best_step=found.best_step,
        evidence=found.evidence,
        steps=found.steps,
    )


def _check_enough(book: VoteBook, given: int) -> None:
    if len(book.comparisons) >= FEWEST_QUESTIONS:
        return
    reasons = "; ".join(f"{count} {reason}" for reason, count in book.left_out.items())
    raise InputError(
        f"of {given} votes {book.used} count, on {len(book.comparisons)} different pairs of "
        f"candidates; at least {FEWEST_QUESTIONS} pairs are needed"
        + (f" (left out: {reasons})" if reasons else "")
        + "; vote on more candidates of photos that this model predicted"
    )


def _agreement(scores: Tensor, pairs: Comparisons) -> Agreement:
    """How far log densities of winner minus loser, [P], order each pair as it was judged."""
    found = np.asarray(judged(scores, pairs.shares).numpy())
    return Agreement(float(found.mean()), mean_interval(found), len(found))
