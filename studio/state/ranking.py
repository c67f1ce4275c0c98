"""From votes to an order of the candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.vote import Vote

Wins = npt.NDArray[np.float64]

FEWEST_FOR_STRENGTH = 3
"""Votes a candidate, on the mean, from which on strengths say more than shares of wins."""
_PRIOR_DRAWS = 0.1
"""Imagined draws of every pair, so that who never lost has a finite strength."""
_ITERATIONS = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one candidate stands."""

    key: str
    """The candidate."""
    place: int
    """From 1; candidates that are level share one."""
    share: float
    """Share of its votes that it won, a draw counting half."""
    strength: float
    """Bradley–Terry strength; those of all have mean 1."""
    votes: int
    """Votes that it took part in."""


def win_table(votes: Sequence[Vote], keys: Sequence[str]) -> Wins:
    """How often the row won against the column, a draw counting half, shape [K, K]."""
    rows = {key: index for index, key in enumerate(keys)}
    wins = np.zeros((len(keys), len(keys)))
    for vote in votes:
        left, right = rows.get(vote.left.candidate), rows.get(vote.right.candidate)
        if left is None or right is None or vote.answer == "skip":
            continue
        gain = {"left": 1.0, "same": 0.5, "right": 0.0}[vote.answer]
        wins[left, right] += gain
        wins[right, left] += 1 - gain
    return wins


def bradley_terry(wins: Wins) -> npt.NDArray[np.float64]:
    """Strengths p with P(i beats j) = p_i / (p_i + p_j), mean 1, shape [K].

    Minorisation–maximisation of the likelihood (Hunter 2004, eq. 3); every pair is given
    0.1 imagined draws, which keeps strengths finite and those without votes at the mean.

    Args:
        wins: See `win_table`.
    """
    count = len(wins)
    table = wins + _PRIOR_DRAWS / 2 * (1 - np.eye(count))
    games = table + table.T
    strengths = np.ones(count)
    for _ in range(_ITERATIONS):
        expected = games / (strengths[:, None] + strengths[None, :])
        strengths = table.sum(axis=1) / np.maximum(expected.sum(axis=1), 1e-12)
        strengths *= count / strengths.sum()
    return strengths


def standings(votes: Sequence[Vote], keys: Sequence[str]) -> tuple[Standing, ...]:
    """Candidates from best to worst; those without a vote come last without a place's worth.

    Few votes are ranked by their share of wins, more by Bradley–Terry strengths.

    Args:
        votes: Votes of one set.
        keys: Candidates of the set.
    """
    if len(keys) < 2:
        return tuple(Standing(key, 1, 0.0, 1.0, 0) for key in keys)
    wins = win_table(votes, keys)
    played = (wins + wins.T).sum(axis=1)
    shares = np.divide(wins.sum(axis=1), played, out=np.full(len(keys), 0.5), where=played > 0)
    strengths = bradley_terry(wins)
    value = strengths if played.mean() >= FEWEST_FOR_STRENGTH else shares
    order = sorted(range(len(keys)), key=lambda i: (played[i] == 0, -round(float(value[i]), 9)))
    places: list[Standing] = []
    for rank, index in enumerate(order, 1):
        level = bool(places) and np.isclose(value[index], value[order[rank - 2]])
        place = places[-1].place if level else rank
        places.append(Standing(
            keys[index], place, float(shares[index]), float(strengths[index]), int(played[index])
        ))  # fmt: skip
    return tuple(places)
