"""`fit`: an adapter learned from comparisons by direct preference optimization.

All pairs teach and all judge: beside the deltas that learn from every pair, as many others as
there are folds learn without one part each, in step with it. What they say of the pairs that they
have not seen tells when to stop, and whether there is evidence to change the model at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from models.preference.comparisons import Comparisons
from models.preference.learner import CrossFit, Learner, State, pair_losses, weighted
from models.preference.measures import (
    divergence,
    entropy,
    judged,
    pair_calibration,
    win_chances,
)
from models.preference.policy import AdapterHead
from models.preference.settings import PreferenceSettings
from models.threads import one_thread

DoubleArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LearningStep:
    """How far learning is, after one step."""

    step: int
    """Steps taken."""
    step_count: int
    """Steps at most."""
    numbers: Mapping[str, float]
    """Losses, divergence, win rate, entropy, calibration … by name."""


Report = Callable[[LearningStep], None]
"""Told after every step; may raise `CancelledError`, which ends learning."""


def ignore_step(step: LearningStep) -> None:
    """Report nothing."""
    del step


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A fitted policy and how it came to be."""

    head: AdapterHead
    """Deltas learned from all pairs, at the step with the lowest held-out loss."""
    best_step: int
    """That step; 0 where learning never helped, or the evidence did not suffice."""
    steps: tuple[LearningStep, ...]
    """All steps that were taken, the start first."""
    evidence: float
    """Standard errors by which the win rate on pairs that were not learned from exceeds one half;
    0 where their loss never fell."""
    held_out_scores: DoubleArray
    """Log density of winner minus loser of each pair by deltas that had not seen it, shape [P]."""
    skipped: int
    """Steps of the deltas left out for want of a finite gradient."""


class _Best(NamedTuple):
    """The lowest held-out loss so far."""

    loss: float
    step: int
    state: State
    chances: DoubleArray
    """Chance to win each pair by deltas that have not seen it, shape [P]."""
    scores: DoubleArray
    """As `Fit.held_out_scores`."""


def fit(pairs: Comparisons, settings: PreferenceSettings, report: Report | None = None) -> Fit:
    """Move the deltas until pairs that were not learned from stop gaining.

    Args:
        pairs: Pairs of at least two groups.
        settings: β, smoothing, length, folds, evidence.
        report: See `Report`; None logs the held-out loss alone, which is faster.

    Raises:
        FaultyStepsError: If too many steps in a row had no finite gradient.
        CancelledError: If `report` raised it.
    """
    with one_thread():
        return _fit(_Course(pairs, settings), report)


def _fit(course: _Course, report: Report | None) -> Fit:
    """Take steps until none helps; see `fit`."""
    settings = course.settings
    steps: list[LearningStep] = []
    start = best = course.kept(0, course.held_out_loss())
    for step in range(settings.steps + 1):
        if step:
            course.step(step)
        numbers = {"held_out_loss": course.held_out_loss()}
        if report is not None:
            numbers |= course.measured()
        steps.append(LearningStep(step, settings.steps, numbers))
        if report is not None and step:
            report(steps[-1])
        if numbers["held_out_loss"] < best.loss:
            best = course.kept(step, numbers["held_out_loss"])
        elif step - best.step >= settings.patience:
            break
    evidence = excess_in_errors(best.chances, course.pairs)
    if evidence < settings.evidence:
        best = start
    course.learner.head.load_state_dict(best.state)
    skipped = course.learner.guard.skipped
    return Fit(course.learner.head, best.step, tuple(steps), evidence, best.scores, skipped)


class _Course:
    """Deltas that learn from all pairs, and those that judge them."""

    def __init__(self, pairs: Comparisons, settings: PreferenceSettings) -> None:
        self.learner = Learner(pairs, settings)
        self._judges = CrossFit(pairs, settings)
        self.pairs, self.settings = pairs, settings
        self._frozen = pairs.log_probabilities(pairs.reference)

    def step(self, number: int) -> None:
        """One step of all."""
        self.learner.step(number)
        self._judges.step(number)

    @torch.no_grad()
    def held_out_loss(self) -> float:
        """Mean of DPO's loss of each pair by deltas that have not seen it."""
        policy = self._judges.log_probabilities(keep_spread=False)
        losses = pair_losses(policy, self._frozen, self.pairs, self.settings).losses
        return float(weighted(losses, self.pairs.weights))

    @torch.no_grad()
    def kept(self, step: int, loss: float) -> _Best:
        """What is kept of the step that was just taken."""
        logs = self._judges.log_probabilities(keep_spread=self.settings.keep_spread)
        chances = win_chances(logs, self._frozen, self.pairs.shares).numpy()
        return _Best(loss, step, self.learner.state(), chances, (logs[:, 0] - logs[:, 1]).numpy())

    @torch.no_grad()
    def measured(self) -> dict[str, float]:
        """What is logged beside the held-out loss.

        The loss is DPO's on what was learned from. All else is of the policy as the adapter will
        hold it: agreement, win rate and calibration on pairs that it has not seen, divergence and
        entropy on all objects.
        """
        pairs, keep = self.pairs, self.settings.keep_spread
        policy = self._judges.log_probabilities(keep_spread=keep)
        margins = pair_losses(policy, self._frozen, pairs, self.settings).margins
        output = self.learner.head(pairs.reference, keep_spread=keep)
        shares, weights = pairs.shares, pairs.weights
        return {
            "loss": float(self.learner.loss()),
            "held_out_agreement": float(weighted(judged(margins, shares), weights)),
            "win_rate": float(weighted(win_chances(policy, self._frozen, shares), weights)),
            "calibration_error": pair_calibration(margins, shares),
            "divergence_nats": float(divergence(output, pairs.reference, pairs.terms).mean()),
            "entropy_nats": float(entropy(output, pairs.terms).mean()),
            "skipped_steps": float(self.learner.guard.skipped),
        }


def excess_in_errors(chances: DoubleArray, pairs: Comparisons) -> float:
    """Mean chance above one half over its standard error across groups; 0 where all are one half.

    Chances are bounded, unlike losses, of which a few confident pairs that were judged wrongly
    decide mean and standard error alone.

    Args:
        chances: Chance to win each pair, shape [P].
        pairs: Their weights and groups.
    """
    excess = _group_means(chances, pairs) - 0.5
    if not excess.any():
        return 0.0
    error = float(excess.std(ddof=1)) / math.sqrt(len(excess))
    return float(excess.mean() / max(error, 1e-12))


def _group_means(values: DoubleArray, pairs: Comparisons) -> DoubleArray:
    """Weighted mean of the values of each group, shape [G]."""
    _, group = np.unique(pairs.groups, return_inverse=True)
    weights = pairs.weights.numpy()
    return np.asarray(np.bincount(group, weights * values) / np.bincount(group, weights))
