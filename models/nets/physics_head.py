"""The material head: pooled features of a picture to class probabilities and values per class.

Classes are blended from an ensemble of small joint networks, a logistic regression and what the
things that ImageNet names tell about materials; the values given a class from the same networks and
the table of that class.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.nets.head_blend import Blend, HeadParts, blended, mixture_moments
from models.nets.joint_ensemble import CLASS_COUNT, VALUE_COUNT, HeadShape, JointEnsemble
from models.nets.name_evidence import name_evidence
from models.nets.physics_law import HeadOutput, log_density

_LEAST_WEIGHT = 1e-12
_LEAST_SHARE = 0.05
_CLOSE_CALL = 0.6


class PhysicsHead(nn.Module):
    """All fitted tensors of the material head.

    Networks and logistic regression are parameters, which preference learning may move; whitening,
    the materials of things, class table and blend are named buffers. The output is exactly a
    `PhysicsDistribution`.
    """

    feature_mean: Tensor
    feature_basis: Tensor
    log_probability_mean: Tensor
    log_probability_basis: Tensor
    thing_materials: Tensor
    usual_shares: Tensor
    class_shares: Tensor
    floor_shares: Tensor
    class_means: Tensor
    class_stds: Tensor
    class_trust: Tensor
    spread: Tensor
    network_share: Tensor
    floor: Tensor
    evidence_weight: Tensor
    temperature: Tensor
    table_share: Tensor
    value_scale: Tensor
    decision_exponent: Tensor

    def __init__(self, shape: HeadShape) -> None:
        super().__init__()
        self.shape = shape
        self.ensemble = JointEnsemble(shape)
        self.logistic = nn.Parameter(torch.zeros(shape.inputs, CLASS_COUNT))
        self.logistic_bias = nn.Parameter(torch.zeros(CLASS_COUNT))
        half = shape.inputs // 2
        buffers = {
            "feature_mean": (1280,),
            "feature_basis": (1280, half),
            "log_probability_mean": (1000,),
            "log_probability_basis": (1000, half),
            "thing_materials": (1000, CLASS_COUNT),
            "usual_shares": (CLASS_COUNT,),
            "class_shares": (CLASS_COUNT,),
            "floor_shares": (CLASS_COUNT,),
            "class_means": (CLASS_COUNT, VALUE_COUNT),
            "class_stds": (CLASS_COUNT, VALUE_COUNT),
            "class_trust": (CLASS_COUNT,),
            "spread": (VALUE_COUNT,),
            "network_share": (),
            "floor": (),
            "evidence_weight": (),
            "temperature": (),
            "table_share": (VALUE_COUNT,),
            "value_scale": (VALUE_COUNT,),
            "decision_exponent": (),
        }
        for name, size in buffers.items():
            self.register_buffer(name, torch.zeros(size))
        self.usual_shares.fill_(1 / CLASS_COUNT)

    def components(self, features: Tensor, log_probabilities: Tensor) -> Tensor:
        """Whitened principal components, shape [B, D], of features [B, 1280] and [B, 1000]."""
        first = (features - self.feature_mean) @ self.feature_basis
        second = (log_probabilities - self.log_probability_mean) @ self.log_probability_basis
        return torch.cat([first, second], dim=1)

    def forward(self, features: Tensor, log_probabilities: Tensor) -> HeadOutput:
        """Distribution of each picture.

        Args:
            features: Pooled trunk features, shape [B, 1280].
            log_probabilities: ImageNet log-probabilities, shape [B, 1000].
        """
        components = self.components(features, log_probabilities)
        return blended(self.parts(components, self.evidence(log_probabilities)), self.blend)

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

    @property
    def blend(self) -> Blend:
        """The stored weights, temperature and scales."""
        return Blend(
            self.network_share,
            self.floor,
            self.evidence_weight,
            self.temperature,
            self.table_share,
            self.value_scale,
        )

    def set_blend(self, blend: Blend) -> None:
        """Store weights, temperature and scales."""
        for name, tensor in blend._asdict().items():
            getattr(self, name).copy_(tensor)

    def evidence(self, log_probabilities: Tensor) -> Tensor:
        """What the names of things tell, shape [B, 14], given log-probabilities [B, 1000]."""
        return name_evidence(log_probabilities, self.thing_materials, self.usual_shares)

    def parts(self, components: Tensor, evidence: Tensor) -> HeadParts:
        """What each part says of pictures with given components [B, D] and evidence [B, 14]."""
        logistic = (components @ self.logistic + self.logistic_bias).softmax(-1)
        networks = self._network_output(components)
        table = self.class_means, self.class_stds
        return HeadParts(logistic, networks, *table, self.floor_shares, evidence)

    def decided_class(self, class_probabilities: Tensor) -> Tensor:
        """Class to decide for, shape [B], given probabilities [B, 14].

        The largest p / share^exponent among classes that are nearly as probable as the most
        probable one: a class that is rare in the training data wins close calls.
        """
        merit = class_probabilities / self.class_shares.clamp(min=_LEAST_SHARE).pow(
            self.decision_exponent
        )
        best = class_probabilities.max(dim=-1, keepdim=True).values
        return merit.where(class_probabilities >= _CLOSE_CALL * best, 0.0).argmax(dim=-1)

    def scaled_values(self, shifts: Tensor, log_scales: Tensor) -> tuple[Tensor, Tensor]:
        """Means and standard deviations from the networks' raw values, shape [..., 14, 3].

        A class with little data keeps to its table: its trust is near 0.
        """
        trust = self.class_trust[:, None]
        means = self.class_means + trust * self.spread * shifts
        variance = trust * (self.spread * log_scales.exp()) ** 2
        return means, (variance + (1 - trust) * self.class_stds**2).sqrt()

    def _network_output(self, components: Tensor) -> HeadOutput:
        """The ensemble alone, its members moment-matched."""
        logits, shifts, log_scales = self.ensemble(components)
        means, stds = self.scaled_values(shifts, log_scales)
        member_probabilities = logits.softmax(-1)
        weights = member_probabilities + _LEAST_WEIGHT
        weights = functional.normalize(weights, p=1.0, dim=0)
        means, stds = mixture_moments(weights[..., None], means, stds)
        return HeadOutput(member_probabilities.mean(0), means, stds)
