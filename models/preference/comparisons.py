"""`Comparisons`: pairs of materials of which one moved better, with what the model said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from models.nets.physics_law import HeadOutput, within_ranges
from models.preference.log_probability import UNKNOWN_CLASS, Points, log_probability
from render.errors import InputError
from sim.materials import MaterialParams
from sim.physics_distribution import CLASS_PARAMETER, PARAMETERS, PhysicsDistribution
from sim.physics_sample import PARAMETER_RANGES

TERMS = (CLASS_PARAMETER, *PARAMETERS)


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Class and values of one side of a comparison."""

    class_index: int
    """Material class or `UNKNOWN_CLASS`."""
    values: tuple[float, ...]
    """log10 E, nu, log10 rho."""

    @staticmethod
    def of(params: MaterialParams) -> Material:
        """The predicted part of a full set of parameters."""
        raw = (
            np.log10(params.youngs_modulus_pa),
            params.poisson_ratio,
            np.log10(params.density_kg_m3),
        )
        inside = (
            float(np.clip(value, *PARAMETER_RANGES[name]))
            for value, name in zip(raw, PARAMETERS, strict=True)
        )
        chosen = params.material_class
        return Material(UNKNOWN_CLASS if chosen is None else int(chosen), tuple(inside))


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """One pair of one object."""

    row: int
    """Number of the object's distribution."""
    winner: Material
    """The one that moved better."""
    loser: Material
    """The other."""
    share: float = 1.0
    """How certain that is, 1 certain, 0.5 a tie."""
    weight: float = 1.0
    """What the pair weighs in the loss."""
    group: str = ""
    """Pairs of one group are held out together."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """P pairs of N objects as tensors."""

    reference: HeadOutput
    """What the frozen model says of each object, N rows."""
    terms: Tensor
    """Which of `TERMS` the model predicts and nobody fixed, shape [N, 4]."""
    rows: Tensor
    """Object of each pair, shape [P]."""
    winners: Points
    """Winner of each pair."""
    losers: Points
    """Loser of each pair."""
    shares: Tensor
    """How certain each winner is, shape [P]."""
    weights: Tensor
    """Weight of each pair, shape [P]."""
    groups: npt.NDArray[np.str_]
    """Group of each pair, shape [P]."""

    @staticmethod
    def of(
        distributions: Sequence[PhysicsDistribution], pairs: Sequence[Comparison]
    ) -> Comparisons:
        """Gather pairs.

        Args:
            distributions: What the model says of each object.
            pairs: Comparisons; their rows count `distributions`.

        Raises:
            InputError: If there is no pair, or a distribution has no spread.
        """
        if not pairs:
            raise InputError("there is no comparison to learn from; compare candidates first")
        for distribution in distributions:
            check_spread(distribution)
        return Comparisons(
            head_output(distributions),
            torch.tensor([_terms(each) for each in distributions]),
            torch.tensor([pair.row for pair in pairs]),
            _points([pair.winner for pair in pairs]),
            _points([pair.loser for pair in pairs]),
            torch.tensor([pair.share for pair in pairs], dtype=torch.float64),
            torch.tensor([pair.weight for pair in pairs], dtype=torch.float64),
            np.array([pair.group for pair in pairs]),
        )

    @property
    def pair_count(self) -> int:
        """Number of pairs."""
        return len(self.rows)

    def subset(self, chosen: npt.NDArray[np.bool_]) -> Comparisons:
        """The pairs of a mask [P]; all objects stay."""
        mask = torch.from_numpy(chosen)
        return Comparisons(
            self.reference,
            self.terms,
            self.rows[mask],
            Points(*(part[mask] for part in self.winners)),
            Points(*(part[mask] for part in self.losers)),
            self.shares[mask],
            self.weights[mask],
            self.groups[chosen],
        )

    def log_probabilities(self, output: HeadOutput) -> Tensor:
        """Log densities of winner and loser under distributions of the objects, shape [P, 2].

        Args:
            output: Distribution of each object, N rows.
        """
        own = HeadOutput(*(part[self.rows] for part in output))
        terms = self.terms[self.rows]
        sides = (self.winners, self.losers)
        found = torch.stack([log_probability(own, side, terms) for side in sides], dim=1)
        return torch.where(self._different[:, None], found, found.detach())

    @property
    def _different(self) -> Tensor:
        """Pairs of two different materials, shape [P]; the others have nothing to teach."""
        same_values = (self.winners.values == self.losers.values).all(-1)
        return (self.winners.classes != self.losers.classes) | ~same_values


def check_spread(distribution: PhysicsDistribution) -> None:
    """Refuse a predictor that gives one answer instead of a distribution.

    Raises:
        InputError: If class and all predicted values are certain.
    """
    if distribution.predicted <= distribution.known:
        raise InputError(
            "the model gives one material without spread: all its candidates would be the same "
            "and have no log density, so preferences cannot move it (PhysGM's ablation finds the "
            "same); use a model that predicts a distribution"
        )


def head_output(distributions: Sequence[PhysicsDistribution]) -> HeadOutput:
    """Distributions as double-precision tensors, one row each."""
    probabilities = torch.tensor(np.stack([each.probabilities for each in distributions]))
    moments = np.array([[each.moments(name) for name in PARAMETERS] for each in distributions])
    means, stds = torch.tensor(moments, dtype=torch.float64).permute(2, 0, 3, 1)
    return HeadOutput(probabilities, *within_ranges(means, stds))


def _terms(distribution: PhysicsDistribution) -> list[bool]:
    counted = distribution.predicted - distribution.known
    return [name in counted for name in TERMS]


def _points(materials: Sequence[Material]) -> Points:
    return Points(
        torch.tensor([each.class_index for each in materials]),
        torch.tensor([each.values for each in materials], dtype=torch.float64),
    )
