"""What a fit of the material head knows without networks: whitening and the table of classes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.nets.joint_ensemble import CLASS_COUNT
from sim.physics_distribution import PhysicsDistribution

_LEAST_SPREAD = (0.05, 0.005, 0.02)
"""Least spread within classes of log10 E [decades], nu and log10 rho [decades]."""


class ClassTable(NamedTuple):
    """Values of each class, known before a picture is seen."""

    shares: Tensor
    """Smoothed share of each class, shape [14]."""
    means: Tensor
    """Means of log10 E, nu, log10 rho, shape [14, 3]."""
    stds: Tensor
    """Their standard deviations, shape [14, 3]."""
    trust: Tensor
    """How far the class's own objects outweigh the published prior, 0 to 1, shape [14]."""
    spread: Tensor
    """Spread of the values within classes, shape [3]."""


def class_table(
    classes: Tensor, values: Tensor, weights: Tensor, priors: PhysicsDistribution, strength: float
) -> ClassTable:
    """Means and spreads of each class's objects, shrunk to the published priors.

    Source: the posterior mean of a normal law with a conjugate prior worth `strength` families
    (Gelman et al., Bayesian Data Analysis, section 3.3).

    Args:
        classes: Class of each object, shape [N].
        values: log10 E, nu, log10 rho, shape [N, 3].
        weights: Weight of each object, shape [N].
        priors: Published values.
        strength: Weight of the published values.
    """
    member = functional.one_hot(classes, CLASS_COUNT).float() * weights[:, None]
    mass = member.sum(0)
    prior_means, prior_stds = prior_moments(priors)
    means = (member.T @ values + strength * prior_means) / (mass + strength)[:, None]
    residuals = values - means[classes]
    prior_variance = prior_stds**2 + (means - prior_means) ** 2
    total = member.T @ residuals**2 + strength * prior_variance
    return ClassTable(
        shares=(mass + 0.5) / (mass + 0.5).sum(),
        means=means,
        stds=(total / (mass + strength)[:, None]).sqrt(),
        trust=mass / (mass + strength),
        spread=torch.maximum(
            ((weights[:, None] * residuals**2).sum(0) / weights.sum()).sqrt(),
            torch.tensor(_LEAST_SPREAD),
        ),
    )


def prior_moments(priors: PhysicsDistribution) -> tuple[Tensor, Tensor]:
    """Means and standard deviations of a distribution over its classes, each [14, 3]."""
    means = (priors.log10_youngs_modulus_mean, priors.poisson_mean, priors.log10_density_mean)
    stds = (priors.log10_youngs_modulus_std, priors.poisson_std, priors.log10_density_std)
    return (
        torch.from_numpy(np.stack(means, axis=1).copy()),
        torch.from_numpy(np.stack(stds, axis=1).copy()),
    )


def whitening(rows: Tensor, weights: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Weighted mean [D] and basis [D, count] whose projections have variance 1.

    Source: principal component analysis by the eigenvectors of the weighted covariance.
    """
    share = (weights / weights.sum()).double()
    mean = share @ rows.double()
    scaled = (rows.double() - mean) * share.sqrt()[:, None]
    if len(rows) < rows.shape[1]:  # the smaller of the two Gram matrices has the same spectrum
        variances, left = torch.linalg.eigh(scaled @ scaled.T)
        variances, directions = variances[-count:], scaled.T @ left[:, -count:]
        directions = directions / variances.clamp(min=1e-12).sqrt()
    else:
        variances, directions = torch.linalg.eigh(scaled.T @ scaled)
        variances, directions = variances[-count:], directions[:, -count:]
    pivot = directions[directions.abs().argmax(0), torch.arange(count)]
    basis = directions * pivot.sign() / variances.clamp(min=1e-8).sqrt()
    return mean.float(), basis.flip(1).float()
