"""Training of the head's networks, several sets of objects at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from models.material_config import MaterialConfig
from models.nets.joint_ensemble import HeadShape, JointEnsemble
from models.training.material_table import ClassTable
from models.training.material_targets import Targets

_GRADIENT_LIMIT = 1.0


class Share(NamedTuple):
    """The objects that some networks are trained on, and what is known of their classes."""

    weights: Tensor
    """Weight of each object, 0 for those held out, shape [N]."""
    table: ClassTable
    """Values of the classes, from the same objects."""
    members: int
    """Networks trained on them."""


def train_ensembles(
    shares: Sequence[Share],
    pictures: Tensor,
    targets: Targets,
    config: MaterialConfig,
) -> list[JointEnsemble]:
    """One ensemble for each share; all are trained together, which costs little more than one.

    A step shows each network one random picture of every real object and of some procedural ones.
    Values are trained by the expected log density under the label, a normal law of the labelled
    standard deviation: the squared error gains that variance, weighted by `value_doubt`.

    Args:
        shares: Objects and number of networks of each ensemble.
        pictures: Whitened components of each object's pictures, shape [N, V, D].
        targets: Labels of the N objects.
        config: Recipe.
    """
    shape = HeadShape(pictures.shape[2], config.hidden, config.value_hidden, 1)
    owner = torch.tensor([i for i, share in enumerate(shares) for _ in range(share.members)])
    ensemble = JointEnsemble(replace(shape, members=len(owner))).train()
    ensemble.dropout = config.dropout
    loss_of = _Loss(shares, targets, owner, config)
    optimiser = torch.optim.AdamW(
        ensemble.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=config.learning_rate, total_steps=config.steps, pct_start=0.15
    )
    views = pictures.shape[1]
    for _ in range(config.steps):
        rows = targets.drawn(config.procedural_batch)
        seen = torch.randint(views, (len(owner), len(rows)))
        batch = pictures[rows, seen]  # [M, rows, D]
        batch = batch + torch.randn_like(batch) * config.input_noise
        loss = loss_of(rows, *ensemble.decoded(batch, targets.classes[rows]))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(ensemble.parameters(), _GRADIENT_LIMIT * len(owner))
        optimiser.step()
        schedule.step()
    firsts = [int((owner < i).sum()) for i in range(len(shares))]
    return [
        ensemble.part(first, share.members) for first, share in zip(firsts, shares, strict=True)
    ]


class _Loss:
    """Sum over the networks of the mean loss of each one's objects."""

    def __init__(
        self, shares: Sequence[Share], targets: Targets, owner: Tensor, config: MaterialConfig
    ) -> None:
        classes = targets.classes
        tables = [share.table for share in shares]
        scaled = [(targets.values - t.means[classes]) / t.spread for t in tables]
        doubts = [config.value_doubt * (targets.value_stds / t.spread) ** 2 for t in tables]
        weights = [share.weights / share.weights.sum() for share in shares]
        self._real_count = targets.real_count
        self._values = torch.stack(scaled)[owner]  # [M, N, 3]
        self._doubts = torch.stack(doubts)[owner]
        self._trust = torch.stack([t.trust[classes] for t in tables])[owner][..., None]
        self._weights = torch.stack(weights)[owner]  # [M, N]
        self._beliefs = targets.beliefs
        self._value_weights = config.value_weight * targets.value_weights

    def __call__(self, rows: Tensor, logits: Tensor, shifts: Tensor, log_scales: Tensor) -> Tensor:
        class_loss = -(self._beliefs[rows] * functional.log_softmax(logits, dim=-1)).sum(-1)
        residuals = self._values[:, rows] - self._trust[:, rows] * shifts
        squares = residuals**2 + self._doubts[:, rows]
        value_loss = 0.5 * squares * (-2 * log_scales).exp() + log_scales
        both = class_loss + self._value_weights[rows] * value_loss.sum(-1)
        return (self._drawn_weights(rows) * both).sum()

    def _drawn_weights(self, rows: Tensor) -> Tensor:
        """Weights of the drawn objects, shape [M, rows]; those drawn stand for all procedural."""
        weights = self._weights[:, rows]
        drawn = len(rows) - self._real_count
        if not drawn:
            return weights
        weights[:, self._real_count :] *= (self._weights.shape[1] - self._real_count) / drawn
        return weights
