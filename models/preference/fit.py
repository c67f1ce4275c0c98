"""`fit`: an adapter learned from comparisons by direct preference optimization."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from models.preference.comparisons import Comparisons
from models.preference.loss import PairLoss, dpo_loss
from models.preference.measures import (
    divergence,
    entropy,
    judged,
    pair_calibration,
    win_rate,
)
from models.preference.policy import AdapterHead
from models.preference.settings import PreferenceSettings
from models.training.physgm.step_guard import StepGuard, gradient_fault, loss_fault

_log = logging.getLogger(__name__)


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
    """Deltas at the step with the lowest loss of the held-out pairs."""
    best_step: int
    """That step; 0 where learning never helped."""
    steps: tuple[LearningStep, ...]
    """All steps that were taken, the start first."""
    skipped: int
    """Steps left out for want of a finite gradient."""


def fit(
    training: Comparisons,
    held_out: Comparisons,
    settings: PreferenceSettings,
    report: Report | None = None,
) -> Fit:
    """Move the deltas until the held-out pairs stop gaining; full batches, Adam, no weight decay.

    Args:
        training: Pairs to learn from.
        held_out: Pairs that decide when to stop.
        settings: β, smoothing, length.
        report: See `Report`; None logs the losses alone, which is faster.

    Raises:
        FaultyStepsError: If too many steps in a row had no finite gradient.
        CancelledError: If `report` raised it.
    """
    learner = _Learner(training, held_out, settings)
    measured = learner.losses if report is None else learner.measured
    steps = [measured(0)]
    start = learner.state()
    best = (steps[0].numbers["held_out_loss"], 0, start)
    for step in range(1, settings.steps + 1):
        learner.step(step)
        steps.append(measured(step))
        if report is not None:
            report(steps[-1])
        loss = steps[-1].numbers["held_out_loss"]
        if loss < best[0]:
            best = (loss, step, learner.state())
        elif step - best[1] >= settings.patience:
            break
    best_step = best[1]
    if learner.fall_in_errors(start, best[2]) < settings.evidence:
        best_step, best = 0, (0.0, 0, start)
    learner.head.load_state_dict(best[2])
    return Fit(learner.head, best_step, tuple(steps), learner.guard.skipped)


class _Learner:
    """Deltas, optimiser and the frozen log densities."""

    def __init__(
        self, training: Comparisons, held_out: Comparisons, settings: PreferenceSettings
    ) -> None:
        self._training, self._held_out, self._settings = training, held_out, settings
        self._frozen = training.log_probabilities(training.reference)
        self._frozen_held_out = held_out.log_probabilities(held_out.reference)
        self.head = AdapterHead(settings.learns)
        self.guard = StepGuard(settings.skipped_in_row)
        self._optimizer = torch.optim.Adam(
            self.head.parameters(), lr=settings.learning_rate, weight_decay=0.0
        )

    def state(self) -> dict[str, torch.Tensor]:
        """Copies of the deltas."""
        return {name: tensor.clone() for name, tensor in self.head.state_dict().items()}

    def step(self, number: int) -> None:
        """One step over all training pairs; left out where loss or gradient are not finite."""
        self._optimizer.zero_grad()
        output = self.head(self._training.reference)
        pairs = self._losses(self._training.log_probabilities(output), self._frozen, self._training)
        loss = _weighted(pairs.losses, self._training.weights)
        fault = loss_fault({"dpo": loss}, ())
        if fault is None:
            loss.backward()  # type: ignore[no-untyped-call]
            fault = gradient_fault(self.head)
        if fault is not None:
            self.guard.skip(number, fault)
            return
        self._optimizer.step()
        self.guard.passed()

    @torch.no_grad()
    def fall_in_errors(
        self, before: dict[str, torch.Tensor], after: dict[str, torch.Tensor]
    ) -> float:
        """Fall of the held-out loss over its standard error across groups; 0 without a fall.

        Args:
            before: Deltas.
            after: Other deltas.
        """
        held_out, tables = self._held_out, []
        for state in (before, after):
            self.head.load_state_dict(state)
            policy = held_out.log_probabilities(self.head(held_out.reference))
            losses = self._losses(policy, self._frozen_held_out, held_out).losses.numpy()
            tables.append(_group_means(losses, held_out))
        falls = tables[0] - tables[1]
        if len(falls) < 2 or not falls.any():
            return 0.0
        error = float(falls.std(ddof=1)) / len(falls) ** 0.5
        return float(falls.mean() / max(error, 1e-12))

    @torch.no_grad()
    def losses(self, step: int) -> LearningStep:
        """DPO's loss of both parts after a step."""
        held_out = self._held_out
        own = self._training.log_probabilities(self.head(self._training.reference))
        seen = self._losses(own, self._frozen, self._training)
        unseen = self._losses(
            held_out.log_probabilities(self.head(held_out.reference)),
            self._frozen_held_out,
            held_out,
        )
        numbers = {
            "loss": float(_weighted(seen.losses, self._training.weights)),
            "held_out_loss": float(_weighted(unseen.losses, held_out.weights)),
        }
        return LearningStep(step, self._settings.steps, numbers)

    @torch.no_grad()
    def measured(self, step: int) -> LearningStep:
        """What is logged after a step.

        Both losses are DPO's; all else is of the policy as the adapter will hold it, on the
        held-out pairs.
        """
        held_out, reference = self._held_out, self._held_out.reference
        output = self.head(reference, keep_spread=self._settings.keep_spread)
        policy = held_out.log_probabilities(output)
        pairs = self._losses(policy, self._frozen_held_out, held_out)
        shares, weights = held_out.shares, held_out.weights
        numbers = {
            **self.losses(step).numbers,
            "held_out_agreement": float(_weighted(judged(pairs.margins, shares), weights)),
            "win_rate": win_rate(policy, self._frozen_held_out, shares, weights),
            "calibration_error": pair_calibration(pairs.margins, shares),
            "divergence_nats": float(divergence(output, reference, held_out.terms).mean()),
            "entropy_nats": float(entropy(output, held_out.terms).mean()),
            "skipped_steps": float(self.guard.skipped),
        }
        return LearningStep(step, self._settings.steps, numbers)

    def _losses(
        self, policy: torch.Tensor, reference: torch.Tensor, pairs: Comparisons
    ) -> PairLoss:
        return dpo_loss(
            policy,
            reference,
            beta=self._settings.beta,
            label_smoothing=self._settings.label_smoothing,
            shares=pairs.shares,
        )


def _weighted(losses: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    return (weights * losses).sum() / weights.sum()


def _group_means(losses: npt.NDArray[np.float64], pairs: Comparisons) -> npt.NDArray[np.float64]:
    """Weighted mean of the losses of each group, shape [G]."""
    _, group = np.unique(pairs.groups, return_inverse=True)
    weights = pairs.weights.numpy()
    return np.asarray(np.bincount(group, weights * losses) / np.bincount(group, weights))


def held_out_mask(groups: npt.NDArray[np.str_], share: float, seed: int) -> npt.NDArray[np.bool_]:
    """Pairs to hold out: whole groups, as many as make the share, at least one, never all.

    Args:
        groups: Group of each pair, shape [P]; at least two different ones.
        share: Share of the groups.
        seed: Seed of the draw.
    """
    names = np.unique(groups)
    count = min(max(round(share * len(names)), 1), len(names) - 1)
    drawn = np.random.default_rng(seed).permutation(names)[:count]
    return np.isin(groups, drawn)
