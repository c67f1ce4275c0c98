"""AdamW with decay groups."""

from __future__ import annotations

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
