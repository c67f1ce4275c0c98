"""How the parts of the material head are blended into one distribution."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from models.nets.physics_law import HeadOutput, within_ranges

_LEAST_PROBABILITY = 1e-9


class HeadParts(NamedTuple):
    """What the parts of the head say of B pictures, before they are blended."""

    logistic: Tensor
    """Class probabilities of the logistic regression, shape [B, 14]."""
    networks: HeadOutput
    """What the ensemble says, its members moment-matched."""
    table_means: Tensor
    """Means of log10 E, nu, log10 rho of each class, shape [B, 14, 3] or [14, 3]."""
    table_stds: Tensor
    """Their standard deviations, shape [B, 14, 3] or [14, 3]."""
    floor: Tensor
    """Published class shares, shape [14]."""
    evidence: Tensor
    """Logarithm of how much likelier than usual names of things make the classes, [B, 14]."""


class Blend(NamedTuple):
    """Weights, temperature and scales; fitted to objects that the parts were not fitted to."""

    network_share: Tensor
    """Share of the networks in the class probabilities, 0 to 1; logistic regression has the rest,
    shape []."""
    floor: Tensor
    """Share of the published class shares in the class probabilities, 0 to 1, shape []."""
    evidence_weight: Tensor
    """Power of the evidence of names, > 0; independent evidence has 1, shape []."""
    temperature: Tensor
    """Probabilities are raised to 1/T and normalised anew, > 0, shape []."""
    table_share: Tensor
    """Share of the class table in log10 E, nu, log10 rho given a class, 0 to 1, shape [3]."""
    value_scale: Tensor
    """Factor of their standard deviations, > 0, shape [3]."""


def blended(parts: HeadParts, blend: Blend) -> HeadOutput:
    """One distribution a picture.

    The evidence of names multiplies the class probabilities. Values given a class are a mixture of
    two normal laws, moment-matched to one.
    """
    mixed = torch.lerp(parts.logistic, parts.networks.class_probabilities, blend.network_share)
    logits = mixed.clamp(min=_LEAST_PROBABILITY).log() / blend.temperature
    believed = (logits + blend.evidence_weight * parts.evidence).softmax(-1)
    share = blend.table_share
    means, stds = mixture_moments(
        torch.stack([1 - share, share])[:, None, None],
        torch.stack([parts.networks.means, parts.table_means.expand_as(parts.networks.means)]),
        torch.stack([parts.networks.stds, parts.table_stds.expand_as(parts.networks.stds)]),
    )
    probabilities = torch.lerp(believed, parts.floor.expand_as(believed), blend.floor)
    return HeadOutput(probabilities, *within_ranges(means, stds * blend.value_scale))


def mixture_moments(weights: Tensor, means: Tensor, stds: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of mixtures over the first axis."""
    mean = (weights * means).sum(0)
    variance = (weights * (stds**2 + (means - mean) ** 2)).sum(0)
    return mean, variance.sqrt()
