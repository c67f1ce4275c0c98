"""The material head: pooled features of a picture to class probabilities and values per class.

Classes are blended from an ensemble of small joint networks and a logistic regression; the values
given a class from the same networks and the table of that class.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.nets.physics_law import HeadOutput, log_density, within_ranges

CLASS_COUNT = 14
VALUE_COUNT = 3
"""log10 E, nu, log10 rho."""
_LOG_SCALE_LIMITS = (-2.5, 1.0)
_LEAST_WEIGHT = 1e-12
_LEAST_SHARE = 0.05
_CLOSE_CALL = 0.6


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


class PhysicsHead(nn.Module):
    """All fitted tensors of the material head; every one is a parameter or a named buffer."""

    feature_mean: Tensor
    feature_basis: Tensor
    log_probability_mean: Tensor
    log_probability_basis: Tensor
    class_shares: Tensor
    floor_shares: Tensor
    class_means: Tensor
    class_stds: Tensor
    class_trust: Tensor
    spread: Tensor
    logistic: Tensor
    logistic_bias: Tensor
    settings: Tensor

    def __init__(self, shape: HeadShape) -> None:
        super().__init__()
        self.shape = shape
        self.ensemble = JointEnsemble(shape)
        half = shape.inputs // 2
        buffers = {
            "feature_mean": (1280,),
            "feature_basis": (1280, half),
            "log_probability_mean": (1000,),
            "log_probability_basis": (1000, half),
            "class_shares": (CLASS_COUNT,),
            "floor_shares": (CLASS_COUNT,),
            "class_means": (CLASS_COUNT, VALUE_COUNT),
            "class_stds": (CLASS_COUNT, VALUE_COUNT),
            "class_trust": (CLASS_COUNT,),
            "spread": (VALUE_COUNT,),
            "logistic": (shape.inputs, CLASS_COUNT),
            "logistic_bias": (CLASS_COUNT,),
            "settings": (5,),
        }
        for name, size in buffers.items():
            self.register_buffer(name, torch.zeros(size))

    def components(self, features: Tensor, log_probabilities: Tensor) -> Tensor:
        """Whitened principal components, shape [B, D], of features [B, 1280] and [B, 1000]."""
        first = (features - self.feature_mean) @ self.feature_basis
        second = (log_probabilities - self.log_probability_mean) @ self.log_probability_basis
        return torch.cat([first, second], dim=1)

    def forward(self, features: Tensor, log_probabilities: Tensor) -> HeadOutput:
        """Blend networks, logistic regression and class table.

        Args:
            features: Pooled trunk features, shape [B, 1280].
            log_probabilities: ImageNet log-probabilities, shape [B, 1000].
        """
        components = self.components(features, log_probabilities)
        network_share, table_share, floor, temperature, _ = self.settings.tolist()
        logistic = (components @ self.logistic + self.logistic_bias).softmax(-1)
        networks = self.network_output(components)
        probabilities = torch.lerp(logistic, networks.class_probabilities, network_share)
        probabilities = functional.normalize(probabilities ** (1 / temperature), p=1.0, dim=-1)
        means, stds = _moments(
            torch.tensor([1 - table_share, table_share])[:, None, None, None],
            torch.stack([networks.means, self.class_means.expand_as(networks.means)]),
            torch.stack([networks.stds, self.class_stds.expand_as(networks.stds)]),
        )
        probabilities = torch.lerp(probabilities, self.floor_shares, floor)
        return HeadOutput(probabilities, *within_ranges(means, stds))

    def log_prob(
        self, features: Tensor, log_probabilities: Tensor, classes: Tensor, values: Tensor
    ) -> Tensor:
        """Log density of one sample a picture, shape [B], differentiable in the head's parameters.

        It equals `PhysicsDistribution.log_prob` of what `forward` gives.

        Args:
            features: Pooled trunk features, shape [B, 1280].
            log_probabilities: ImageNet log-probabilities, shape [B, 1000].
            classes: Class of each sample, shape [B].
            values: log10 E, nu, log10 rho of each sample, inside their ranges, shape [B, 3].
        """
        return log_density(self(features, log_probabilities), classes, values)

    def decided_class(self, class_probabilities: Tensor) -> Tensor:
        """Class to decide for, shape [B], given probabilities [B, 14].

        The largest p / share^exponent among classes that are nearly as probable as the most
        probable one: a class that is rare in the training data wins close calls.
        """
        exponent = float(self.settings[4])
        merit = class_probabilities / self.class_shares.clamp(min=_LEAST_SHARE) ** exponent
        best = class_probabilities.max(dim=-1, keepdim=True).values
        return merit.where(class_probabilities >= _CLOSE_CALL * best, 0.0).argmax(dim=-1)

    def network_output(self, components: Tensor) -> HeadOutput:
        """The ensemble alone, its members moment-matched."""
        logits, shifts, log_scales = self.ensemble(components)
        means, stds = self.scaled_values(shifts, log_scales)
        member_probabilities = logits.softmax(-1)
        weights = member_probabilities + _LEAST_WEIGHT
        weights = weights / weights.sum(0)
        means, stds = _moments(weights[..., None], means, stds)
        return HeadOutput(member_probabilities.mean(0), means, stds)

    def scaled_values(self, shifts: Tensor, log_scales: Tensor) -> tuple[Tensor, Tensor]:
        """Means and standard deviations from the networks' raw values, shape [..., 14, 3].

        A class with little data keeps to its table: its trust is near 0.
        """
        trust = self.class_trust[:, None]
        means = self.class_means + trust * self.spread * shifts
        variance = trust * (self.spread * log_scales.exp()) ** 2
        return means, (variance + (1 - trust) * self.class_stds**2).sqrt()


def _moments(weights: Tensor, means: Tensor, stds: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of mixtures over the first axis."""
    mean = (weights * means).sum(0)
    variance = (weights * (stds**2 + (means - mean) ** 2)).sum(0)
    return mean, variance.sqrt()
