"""`JointEnsemble`: small networks that tell a material's class and its values given the class."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional

CLASS_COUNT = 14
VALUE_COUNT = 3
"""log10 E, nu, log10 rho."""
_LOG_SCALE_LIMITS = (-2.5, 1.0)


@dataclass(frozen=True, slots=True)
class HeadShape:
    """Sizes that fix the head's tensors."""

    inputs: int
    """Components a picture is reduced to."""
    hidden: int
    value_hidden: int
    members: int


class JointEnsemble(nn.Module):
    """M networks: a shared hidden layer, class logits, and values decoded given each class."""

    def __init__(self, shape: HeadShape) -> None:
        super().__init__()
        members, hidden, inner = shape.members, shape.hidden, shape.value_hidden
        self.shape = shape
        self.dropout = 0.0
        self.first = nn.Parameter(torch.randn(members, shape.inputs, hidden) / shape.inputs**0.5)
        self.first_bias = nn.Parameter(torch.zeros(members, 1, hidden))
        self.logits = nn.Parameter(torch.randn(members, hidden, CLASS_COUNT) / hidden**0.5)
        self.logits_bias = nn.Parameter(torch.zeros(members, 1, CLASS_COUNT))
        self.second = nn.Parameter(torch.randn(members, hidden, inner) / hidden**0.5)
        self.class_code = nn.Parameter(torch.randn(members, 1, CLASS_COUNT, inner) * 0.1)
        self.values = nn.Parameter(torch.randn(members, inner, 2 * VALUE_COUNT) * 0.01)
        self.values_bias = nn.Parameter(torch.zeros(members, 1, 1, 2 * VALUE_COUNT))

    def forward(self, components: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits, value shifts and log scales of every member.

        Args:
            components: Whitened components, shape [B, D] or, one set a member, [M, B, D].

        Returns:
            Logits [M, B, 14]; shifts of the values from the class means and logarithms of their
            scales, both in units of the within-class spread, shape [M, B, 14, 3].
        """
        hidden = self.hidden(components)
        logits = hidden @ self.logits + self.logits_bias
        inner = functional.silu((hidden @ self.second)[:, :, None, :] + self.class_code)
        decoded = torch.einsum("mbci,miv->mbcv", inner, self.values) + self.values_bias
        shifts, log_scales = decoded.chunk(2, dim=-1)
        return logits, shifts, log_scales.clamp(*_LOG_SCALE_LIMITS)

    def decoded(self, components: Tensor, classes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The same with values for one class a picture, as training needs them.

        Args:
            components: Whitened components, one set a member, shape [M, B, D].
            classes: Class of each picture, shape [B].

        Returns:
            Logits [M, B, 14], shifts and logarithms of scales, each [M, B, 3].
        """
        hidden = self.hidden(components)
        logits = hidden @ self.logits + self.logits_bias
        inner = functional.silu(hidden @ self.second + self.class_code[:, 0, classes])
        shifts, log_scales = (inner @ self.values + self.values_bias[:, 0]).chunk(2, dim=-1)
        return logits, shifts, log_scales.clamp(*_LOG_SCALE_LIMITS)

    def hidden(self, components: Tensor) -> Tensor:
        """First layer of every member, shape [M, B, H], thinned by dropout while training."""
        hidden = functional.silu(components @ self.first + self.first_bias)
        return functional.dropout(hidden, self.dropout, training=self.training)

    def part(self, first: int, count: int) -> JointEnsemble:
        """An ensemble of copies of some members."""
        chosen = JointEnsemble(replace(self.shape, members=count))
        state = self.state_dict()
        chosen.load_state_dict({name: rows[first : first + count] for name, rows in state.items()})
        return chosen
