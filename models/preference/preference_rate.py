"""How often people choose what a method finds likelier: the user preference rate by method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.evaluation.bootstrap import DESCRIPTION, mean_interval
from models.preference.adapter import Adapter
from models.preference.comparisons import Comparisons, head_output
from models.preference.measures import judged
from models.preference.vote_pairs import vote_book
from models.preference.votes import VotePair
from render.errors import InputError
from sim.class_priors import class_priors
from sim.physics_distribution import PhysicsDistribution

MODEL, ADAPTED, PRIOR = "model", "adapter", "class_prior"
PROTOCOL = (
    "share of judged pairs in which the candidate that a method finds likelier was chosen; answers "
    "to one pair are averaged, every voter weighs the same, both alike counts half; chance is 0.5; "
    "class_prior is the published spread of each class without a look at the photo; an adapter is "
    "only measured fairly on votes that it was not learned from"
)


@dataclass(frozen=True, slots=True)
class PreferenceRate:
    """One method's rate."""

    share: float
    """Mean over pairs, 0 to 1."""
    interval95: tuple[float, float]
    """95 % bootstrap interval over pairs."""


@dataclass(frozen=True, slots=True)
class RateReport:
    """Rates of all methods on the same votes."""

    rates: dict[str, PreferenceRate]
    """By name of the method."""
    vote_count: int
    """Votes that count."""
    pair_count: int
    """Different pairs."""
    left_out: dict[str, int]
    """Reasons why votes do not count, with their number."""
    contradiction_count: int
    """Pairs that were judged both ways."""

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "user_preference_rate": {
                name: {
                    "share": round(rate.share, 4),
                    "interval95": [round(edge, 4) for edge in rate.interval95],
                }
                for name, rate in self.rates.items()
            },
            "vote_count": self.vote_count,
            "pair_count": self.pair_count,
            "left_out": dict(self.left_out),
            "contradiction_count": self.contradiction_count,
            "protocol": {"summary": PROTOCOL, "interval": DESCRIPTION},
        }


def preference_rates(
    votes: Sequence[VotePair],
    checkpoint: str,
    adapter: Adapter | None = None,
    projects: Sequence[Path] = (),
) -> RateReport:
    """Rates of the model, the adapter and the published priors.

    Args:
        votes: As `read_votes` gives them.
        checkpoint: SHA-256 of the model's weights.
        adapter: An adapter of that model; None leaves it out.
        projects: Projects that may hold the photos, besides those the votes lie in.

    Raises:
        InputError: If no vote counts, or the adapter belongs to other weights.
    """
    if adapter is not None:
        adapter.check_checkpoint(checkpoint)
    book = vote_book(votes, projects, checkpoint)
    if not book.comparisons:
        reasons = "; ".join(f"{count} {reason}" for reason, count in book.left_out.items())
        raise InputError(
            f"none of {len(votes)} votes counts ({reasons or 'there are none'}); name projects "
            "whose photos this model predicted"
        )
    pairs = Comparisons.of(book.distributions, book.comparisons)
    methods = {MODEL: book.distributions, PRIOR: (class_priors(),) * len(book.distributions)}
    if adapter is not None:
        methods[ADAPTED] = tuple(adapter.applied(each) for each in book.distributions)
    return RateReport(
        {name: _rate(pairs, method) for name, method in methods.items()},
        book.used,
        pairs.pair_count,
        dict(book.left_out),
        len(book.contradictions),
    )


def _rate(pairs: Comparisons, method: Sequence[PhysicsDistribution]) -> PreferenceRate:
    logs = pairs.log_probabilities(head_output(method))
    scores = np.asarray(judged(logs[:, 0] - logs[:, 1], pairs.shares).numpy())
    return PreferenceRate(float(scores.mean()), mean_interval(scores))
