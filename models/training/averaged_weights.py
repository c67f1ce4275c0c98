"""Exponentially averaged weights, which are those that are written out."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class AveragedWeights:
    """Exponential average of the trainable parameters.

    The decay in step n is min(decay, (1 + n) / (10 + n)), so that the first steps are forgotten.
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

    def state_of(self, net: nn.Module) -> dict[str, Tensor]:
        """State dict of the network with the averaged weights in place of the trained ones."""
        return {**net.state_dict(), **self.weights}
