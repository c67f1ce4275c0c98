"""The terms of PhysGM's loss and their weighted sum.

Source: PhysGM, CVPR 2026 (arXiv 2508.13911), section 3.4, and its public configuration, which has
the weights and the squared error beside the likelihoods. Every term is a mean over objects, so that
the mean over batches of equal size is the term of the big batch.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from models.nets.physgm.physgm_net import RawPrediction
from models.physgm.physics import VARIANCE_FLOOR
from models.training.physgm.physics_targets import PhysicsTargets

LIKELIHOOD_CAP = 100.0
"""Largest negative log-likelihood of one object."""
PERCEPTUAL_TERM = "lpips"


def picture_terms(color: Tensor, alpha: Tensor, target: Tensor) -> dict[str, Tensor]:
    """Mean squared errors of colour on white and of coverage.

    Args:
        color: Drawn colour over white, shape [..., 3, H, W].
        alpha: Drawn coverage, shape [..., H, W].
        target: Straight colour and coverage, shape [..., 4, H, W].
    """
    coverage = target[..., 3, :, :]
    white = target[..., :3, :, :] * coverage[..., None, :, :] + 1 - coverage[..., None, :, :]
    return {
        "rgb": functional.mse_loss(color, white),
        "alpha": functional.mse_loss(alpha, coverage),
    }


def physics_terms(raw: RawPrediction, targets: PhysicsTargets) -> dict[str, Tensor]:
    """Terms of class, E, nu and, where the network predicts it, density.

    Class: mean binary cross-entropy of 14 logits against a one-hot label. Values: see
    `value_term`; a value nobody knows adds 0.
    """
    one_hot = functional.one_hot(targets.material, raw.material_logits.shape[-1])
    terms = {
        "material": functional.binary_cross_entropy_with_logits(
            raw.material_logits, one_hot.to(raw.material_logits.dtype)
        )
    }
    heads = {
        "youngs_modulus": raw.youngs_modulus,
        "poisson_ratio": raw.poisson_ratio,
        "density": raw.density,
    }
    for place, (name, head) in enumerate(heads.items()):
        if head is not None:
            terms[name] = value_term(head, targets.values[:, place])
    return terms


def value_term(head: Tensor, target: Tensor) -> Tensor:
    """Negative log-likelihood of a normal distribution plus squared error of its mean.

    1/2 ln(2 pi) + 1/2 ln v + (z - m)² / (2 v), at most 100 an object, plus (z - m)², with the
    variance v = softplus(raw) + 0.01; mean over objects, 0 for those whose z is NaN.

    Args:
        head: Mean m and raw variance, shape [B, 2].
        target: Standardised values z, shape [B].
    """
    known = target.isfinite()
    z = torch.where(known, target, 0)
    mean, variance = head[:, 0], functional.softplus(head[:, 1]) + VARIANCE_FLOOR
    squared = (z - mean) ** 2
    likelihood = 0.5 * (math.log(2 * math.pi) + variance.log() + squared / variance)
    return torch.where(known, likelihood.clamp(max=LIKELIHOOD_CAP) + squared, 0).mean()


def weighted_sum(terms: Mapping[str, Tensor], weights: object) -> Tensor:
    """Sum of the terms, each times the attribute of that name."""
    parts = [getattr(weights, name) * term for name, term in terms.items()]
    return torch.stack(parts).sum()
