"""What the material head is fitted to: pictures of real and procedural objects and their labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from models.data.labelled_features import NO_CLASS, LabelledFeatures
from models.material_config import MaterialConfig
from models.nets.joint_ensemble import CLASS_COUNT
from sim.physics_distribution import PhysicsDistribution

_ALTERNATIVE_SHARE = 0.75
"""Share of the doubt in a class that its alternative has; published shares have the rest."""
_UNLIKE = 2.0
"""Standard deviations of log10 E from the published mean of the class."""


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """Labels of N objects as the losses need them: real objects first, procedural ones after."""

    classes: Tensor
    """Labelled class, shape [N]."""
    beliefs: Tensor
    """Probability of each class by the label, shape [N, 14]."""
    values: Tensor
    """log10 E, nu, log10 rho, shape [N, 3]."""
    value_stds: Tensor
    """Their labelled standard deviations, 0 where unknown, shape [N, 3]."""
    weights: Tensor
    """Weight of each object in a loss, shape [N]."""
    value_weights: Tensor
    """Whether an object's values teach more than its class does, 0 or 1, shape [N]: all real ones,
    and procedural ones with values unlike their class's, which are of gelatin."""
    real_count: int
    """Real objects; they alone make the class table and the blend."""
    families: tuple[str, ...]
    """Families of the real objects."""

    @staticmethod
    def of(
        real: LabelledFeatures,
        procedural: LabelledFeatures | None,
        priors: PhysicsDistribution,
        config: MaterialConfig,
    ) -> Targets:
        """Labels of real and, where given, procedural objects.

        Procedural objects together have `procedural_share` of the weight of all.
        """
        parts = [real] if procedural is None else [real, procedural]
        floor_shares = torch.from_numpy(priors.probabilities).float()
        tells = [np.ones(len(real.ids), np.float32)]
        if procedural is not None:
            tells.append(_unlike_their_class(procedural, priors))
        weights = [torch.from_numpy(real.weights(config.family_exponent))]
        if procedural is not None:
            total = float(weights[0].sum()) * config.procedural_share
            count = len(procedural.ids)
            weights.append(torch.full((count,), total / (1 - config.procedural_share) / count))
        return Targets(
            classes=_joined([part.classes for part in parts]),
            beliefs=torch.cat([beliefs(part, floor_shares, config.label_doubt) for part in parts]),
            values=_joined([part.values for part in parts]),
            value_stds=_joined([part.value_stds for part in parts]),
            weights=torch.cat(weights),
            value_weights=_joined(tells),
            real_count=len(real.ids),
            families=real.families,
        )

    def drawn(self, count: int) -> Tensor:
        """Rows of all real objects and of `count` procedural ones at random, in order."""
        others = torch.randperm(len(self.classes) - self.real_count)[:count]
        return torch.cat([torch.arange(self.real_count), self.real_count + others.sort().values])


def beliefs(examples: LabelledFeatures, floor_shares: Tensor, doubt: float) -> Tensor:
    """Probability of each class by the labels, shape [N, 14].

    The class has the label's confidence; of the rest the alternative has three quarters, though no
    more than the class itself, and the published shares of all classes have what is left.

    Args:
        examples: Labelled objects.
        floor_shares: Published class shares, shape [14].
        doubt: Share of this in the result; the labelled class alone has the rest, 0 to 1.
    """
    classes = torch.from_numpy(examples.classes)
    certain = functional.one_hot(classes, CLASS_COUNT).float()
    confidence = torch.from_numpy(examples.confidences)[:, None]
    alternative = torch.from_numpy(examples.alternatives)
    named = (alternative != NO_CLASS).float()[:, None]
    other = functional.one_hot(alternative.clamp(min=0), CLASS_COUNT) * named
    share = torch.minimum(_ALTERNATIVE_SHARE * (1 - confidence), confidence) * named
    told = confidence * certain + share * other + (1 - confidence - share) * floor_shares
    return torch.lerp(certain, told, doubt)


def _unlike_their_class(
    examples: LabelledFeatures, priors: PhysicsDistribution
) -> npt.NDArray[np.float32]:
    """1 where log10 E lies far from what is published for the class, 0 elsewhere, shape [N]."""
    means, stds = priors.log10_youngs_modulus_mean, priors.log10_youngs_modulus_std
    distance = np.abs(examples.values[:, 0] - means[examples.classes]) / stds[examples.classes]
    return np.asarray(distance > _UNLIKE, np.float32)


def _joined(columns: list[np.ndarray]) -> Tensor:
    return torch.from_numpy(np.concatenate(columns))
