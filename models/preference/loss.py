"""The loss of direct preference optimization."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor
from torch.nn import functional


class PairLoss(NamedTuple):
    """Losses of P pairs."""

    losses: Tensor
    """Loss of each pair, shape [P]."""
    margins: Tensor
    """Implicit reward of the winner minus that of the loser, shape [P]."""


def dpo_loss(
    policy: Tensor,
    reference: Tensor,
    *,
    beta: float,
    label_smoothing: float = 0.0,
    shares: Tensor | None = None,
) -> PairLoss:
    """Direct preference optimization.

    L = -s log σ(z) - (1 - s) log σ(-z) with z = β ((log π_w - log π_l) - (log ρ_w - log ρ_l)),
    π the policy and ρ the frozen reference; s is 1 where the winner is certain. Sources: Rafailov
    et al., Direct Preference Optimization, NeurIPS 2023, equation 7; with label smoothing ε, that
    is s = 1 - ε, it is Mitchell's conservative DPO, 2023, equation 2.

    Args:
        policy: Log densities of winner and loser under the policy, shape [P, 2].
        reference: The same under the reference, shape [P, 2].
        beta: β, how dear it is to leave the reference, 0 or more.
        label_smoothing: ε, chance that a comparison is wrong, 0 to 0.5.
        shares: How certain each winner is, 1 certain, 0.5 a tie, shape [P]; None: all certain.
    """
    ratios = (policy[:, 0] - policy[:, 1]) - (reference[:, 0] - reference[:, 1])
    margins = beta * ratios
    certain = 1.0 if shares is None else shares
    share = certain * (1 - label_smoothing) + (1 - certain) * label_smoothing
    losses = -share * functional.logsigmoid(margins) - (1 - share) * functional.logsigmoid(-margins)
    return PairLoss(losses, margins)
