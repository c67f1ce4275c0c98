"""The policy of preference learning: what the frozen heads say, moved by a few numbers."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from models.nets.joint_ensemble import CLASS_COUNT, VALUE_COUNT
from models.nets.physics_law import HeadOutput, within_ranges
from models.preference.adapter import Adapter
from models.preference.log_probability import class_logs
from sim.physics_distribution import CLASS_PARAMETER, PARAMETERS

_UNITS = (1.0, 0.05, 0.1)
"""What one unit of a shift parameter moves log10 E [decades], nu and log10 rho [decades]: about
what classes differ by, so that one learning rate suits all."""


class AdapterHead(nn.Module):
    """Deltas on the output of the physics heads; at first none.

    Policy and reference share trunk and heads: the reference is what the heads say without the
    deltas. Only the deltas are parameters.

    Args:
        learns: Names of what may move; gradients of the rest are 0.
    """

    movable: Tensor
    units: Tensor

    def __init__(self, learns: Collection[str] = (CLASS_PARAMETER, *PARAMETERS)) -> None:
        super().__init__()
        self.class_bias = nn.Parameter(torch.zeros(CLASS_COUNT, dtype=torch.float64))
        self.mean_shift = nn.Parameter(torch.zeros(CLASS_COUNT, VALUE_COUNT, dtype=torch.float64))
        self.log_scale = nn.Parameter(torch.zeros(VALUE_COUNT, dtype=torch.float64))
        movable = [float(name in learns) for name in (CLASS_PARAMETER, *PARAMETERS)]
        self.register_buffer("movable", torch.tensor(movable, dtype=torch.float64))
        self.register_buffer("units", torch.tensor(_UNITS, dtype=torch.float64))

    def forward(self, reference: HeadOutput, *, keep_spread: bool = False) -> HeadOutput:
        """What the policy says where the reference says `reference`, B rows.

        Args:
            reference: What the frozen heads say.
            keep_spread: Leave their standard deviations as they are.
        """
        logits = class_logs(reference) + self.class_bias * self.movable[0]
        means = reference.means + self.shifts
        stds = reference.stds
        if not keep_spread:
            stds = stds * (self.log_scale * self.movable[1:]).exp()
        return HeadOutput(logits.softmax(-1), *within_ranges(means, stds))

    @property
    def shifts(self) -> Tensor:
        """Shifts of the means in the values' own scales, shape [14, 3]."""
        return self.mean_shift * self.movable[1:] * self.units

    def adapter(self, checkpoint: str, name: str, *, keep_spread: bool) -> Adapter:
        """The deltas as an adapter.

        Args:
            checkpoint: SHA-256 of the weights of the reference.
            name: What the user calls it.
            keep_spread: Leave the standard deviations of the model as they are.
        """
        scale = torch.zeros_like(self.log_scale) if keep_spread else self.log_scale
        return Adapter(
            checkpoint,
            name,
            _plain(self.class_bias * self.movable[0]),
            _plain(self.shifts),
            _plain(scale * self.movable[1:]),
        )

    @staticmethod
    def of(adapter: Adapter) -> AdapterHead:
        """The deltas of an adapter as parameters."""
        head = AdapterHead()
        with torch.no_grad():
            for name, parameter in head.named_parameters():
                parameter.copy_(torch.from_numpy(np.array(getattr(adapter, name))))
            head.mean_shift.div_(head.units)
        return head


def _plain(tensor: Tensor) -> npt.NDArray[np.float64]:
    return np.array(tensor.detach().numpy())
