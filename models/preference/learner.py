"""`Learner`: deltas and optimiser on comparisons, one step at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from models.preference.comparisons import Comparisons
from models.preference.loss import PairLoss, dpo_loss
from models.preference.policy import AdapterHead
from models.preference.settings import PreferenceSettings
from models.training.physgm.step_guard import StepGuard, gradient_fault, loss_fault

BoolArray = npt.NDArray[np.bool_]
State = dict[str, Tensor]
"""Copies of the deltas."""


class Learner:
    """Deltas that learn from pairs by full batches of Adam, without weight decay.

    Args:
        pairs: What is learned from.
        settings: β, smoothing, learning rate.
    """

    def __init__(self, pairs: Comparisons, settings: PreferenceSettings) -> None:
        self.head = AdapterHead(settings.learns)
        self.guard = StepGuard(settings.skipped_in_row)
        self._pairs, self._settings = pairs, settings
        self._frozen = pairs.log_probabilities(pairs.reference)
        self._optimizer = torch.optim.Adam(
            self.head.parameters(), lr=settings.learning_rate, weight_decay=0.0
        )

    def state(self) -> State:
        """Copies of the deltas."""
        return {name: tensor.clone() for name, tensor in self.head.state_dict().items()}

    def step(self, number: int) -> None:
        """One step over all pairs; left out where loss or gradient are not finite.

        Args:
            number: Number of the step, for messages.

        Raises:
            FaultyStepsError: If too many steps in a row had no finite gradient.
        """
        self._optimizer.zero_grad()
        loss = self.loss()
        fault = loss_fault({"dpo": loss}, ())
        if fault is None:
            loss.backward()  # type: ignore[no-untyped-call]
            fault = gradient_fault(self.head)
        if fault is not None:
            self.guard.skip(number, fault)
            return
        self._optimizer.step()
        self.guard.passed()

    def loss(self) -> Tensor:
        """Weighted mean of DPO's loss over the pairs that it learns from."""
        policy = self._pairs.log_probabilities(self.head(self._pairs.reference))
        losses = pair_losses(policy, self._frozen, self._pairs, self._settings).losses
        return weighted(losses, self._pairs.weights)


class CrossFit:
    """Learners that leave out one part of the pairs each, so that every pair is unseen by one.

    Args:
        pairs: All pairs, of at least two groups.
        settings: Number of parts and how to learn.
    """

    def __init__(self, pairs: Comparisons, settings: PreferenceSettings) -> None:
        fold_of = folds_of(pairs.groups, settings.folds, settings.seed)
        self._unseen = [fold_of == fold for fold in range(fold_of.max() + 1)]
        self._held_out = [pairs.subset(part) for part in self._unseen]
        self.learners = [Learner(pairs.subset(~part), settings) for part in self._unseen]

    def step(self, number: int) -> None:
        """One step of every learner; see `Learner.step`."""
        for learner in self.learners:
            learner.step(number)

    def log_probabilities(self, *, keep_spread: bool) -> Tensor:
        """Log densities of winner and loser by the learner that has not seen the pair, [P, 2].

        Args:
            keep_spread: Leave the standard deviations of the model as they are.
        """
        found = torch.empty(len(self._unseen[0]), 2, dtype=torch.float64)
        for part, held_out, learner in zip(
            self._unseen, self._held_out, self.learners, strict=True
        ):
            output = learner.head(held_out.reference, keep_spread=keep_spread)
            found[torch.from_numpy(part)] = held_out.log_probabilities(output)
        return found


def pair_losses(
    policy: Tensor, reference: Tensor, pairs: Comparisons, settings: PreferenceSettings
) -> PairLoss:
    """DPO's losses of pairs under log densities of policy and reference, each of shape [P, 2]."""
    return dpo_loss(
        policy,
        reference,
        beta=settings.beta,
        label_smoothing=settings.label_smoothing,
        shares=pairs.shares,
    )


def weighted(values: Tensor, weights: Tensor) -> Tensor:
    """Weighted mean of values of P pairs."""
    return (weights * values).sum() / weights.sum()


def folds_of(groups: npt.NDArray[np.str_], count: int, seed: int) -> npt.NDArray[np.int64]:
    """Part that each pair belongs to, shape [P]; groups stay whole, parts are alike in size.

    Args:
        groups: Group of each pair, shape [P]; at least two different ones.
        count: Parts; no more than there are groups.
        seed: Seed of the draw.
    """
    names, group = np.unique(groups, return_inverse=True)
    drawn = np.random.default_rng(seed).permutation(len(names))
    return np.asarray(drawn[group] % min(count, len(names)), np.int64)
