"""Whose samples move more like the reference: win rates with ties apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.evaluation.bootstrap import mean_interval
from render.errors import InputError

DoubleArray = npt.NDArray[np.float64]

_WORSE_THAN_ALL = 2.0
"""Stands for the infinite distance of a motion that blew up; real ones lie between 0 and 1."""


@dataclass(frozen=True, slots=True, eq=False)
class ObjectWins:
    """Comparisons of one object: every sample after with every one before."""

    name: str
    """Name of the object."""
    material: str
    """Class of the object."""
    wins: int
    """Pairs in which that of the adapter moved more like the reference."""
    losses: int
    """Pairs in which that of the model did."""
    ties: int
    """Pairs that moved alike."""
    before: float
    """Mean distance of the model's samples; those that blew up count as 1."""
    after: float
    """Mean distance of the adapter's samples."""

    @property
    def rate(self) -> float:
        """Wins over wins and losses; 0.5 where all tied."""
        decided = self.wins + self.losses
        return self.wins / decided if decided else 0.5

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "object": self.name,
            "material": self.material,
            "distance_before": round(self.before, 4),
            "distance_after": round(self.after, 4),
            "wins": self.wins,
            "losses": self.losses,
            "ties": self.ties,
        }


def object_wins(
    name: str, material: str, before: DoubleArray, after: DoubleArray, margin: float
) -> ObjectWins:
    """Compare all samples of an object; some must be known on both sides.

    Args:
        name: Its name.
        material: Its class.
        before: Distances of the model's samples, infinite where the motion blew up, shape [M].
        after: Distances of the adapter's samples, shape [N].
        margin: Distances that differ by less tie; two motions that blew up tie.
    """
    one, other = (np.where(np.isinf(part), _WORSE_THAN_ALL, part) for part in (before, after))
    known = (one[~np.isnan(one)], other[~np.isnan(other)])
    gaps = known[0][:, None] - known[1][None, :]
    return ObjectWins(
        name,
        material,
        int((gaps > margin).sum()),
        int((gaps < -margin).sum()),
        int((np.abs(gaps) <= margin).sum()),
        float(np.minimum(known[0], 1).mean()),
        float(np.minimum(known[1], 1).mean()),
    )


def win_report(objects: Sequence[ObjectWins]) -> dict[str, object]:
    """Win rate after against before, its interval over objects, and ties apart.

    Raises:
        InputError: If there is no object.
    """
    if not objects:
        raise InputError("no object was compared; simulate some first")
    rates = np.array([each.rate for each in objects])
    ties = np.array([each.ties / (each.wins + each.losses + each.ties) for each in objects])
    nearer = np.array([each.before - each.after for each in objects])
    return {
        "win_rate": round(float(rates.mean()), 4),
        "win_rate_interval95": [round(edge, 4) for edge in mean_interval(rates)],
        "tie_share": round(float(ties.mean()), 4),
        "distance_before": round(float(np.mean([each.before for each in objects])), 4),
        "distance_after": round(float(np.mean([each.after for each in objects])), 4),
        "distance_gain_interval95": [round(edge, 4) for edge in mean_interval(nearer)],
        "object_count": len(objects),
    }
