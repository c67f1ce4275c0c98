"""AdamW with decay groups, its schedule, and averaged weights."""

from __future__ import annotations

import copy
import math

import torch
from torch import nn

from models.training.physgm.settings import Schedule


def make_optimizer(net: nn.Module, schedule: Schedule) -> torch.optim.AdamW:
    """AdamW over the trainable parameters; vectors and biases do not decay.

    Source: Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019.
    """
    trainable = [parameter for parameter in net.parameters() if parameter.requires_grad]
    groups = [
        {"params": [p for p in trainable if p.ndim > 1], "weight_decay": schedule.weight_decay},
        {"params": [p for p in trainable if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(
        [group for group in groups if group["params"]],
        lr=schedule.learning_rate,
        betas=(schedule.beta1, schedule.beta2),
    )


def learning_rate(schedule: Schedule, step: int) -> float:
    """Rate of a step: linear warm-up to the peak, then half a cosine to 0 after the last step."""
    if step < schedule.warmup_steps:
        return schedule.learning_rate * (step + 1) / schedule.warmup_steps
    span = max(schedule.step_count - schedule.warmup_steps, 1)
    fraction = min((step - schedule.warmup_steps) / span, 1.0)
    return schedule.learning_rate * 0.5 * (1 + math.cos(math.pi * fraction))


class AveragedWeights:
    """Exponential average of the trainable parameters.

    The decay is min(decay, (1 + n) / (10 + n)) in step n, so that the first steps are forgotten.
    """

    def __init__(self, net: nn.Module, decay: float) -> None:
        """Begin with the network's present weights."""
        self.decay = decay
        self.weights = {
            name: parameter.detach().clone()
            for name, parameter in net.named_parameters()
            if parameter.requires_grad
        }

    @torch.no_grad()
    def update(self, net: nn.Module, step: int) -> None:
        """Take in the weights after step number `step`, from 0."""
        decay = min(self.decay, (1 + step) / (10 + step))
        sources = dict(net.named_parameters())
        torch._foreach_lerp_(
            list(self.weights.values()), [sources[name] for name in self.weights], 1 - decay
        )

    def applied_to(self, net: nn.Module) -> nn.Module:
        """A copy of the network with the averaged weights."""
        averaged = copy.deepcopy(net)
        averaged.load_state_dict(self.weights, strict=False)
        return averaged
