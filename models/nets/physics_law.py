"""The law of a `PhysicsDistribution` in torch: log densities that parameters can learn from."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor

from sim.physics_sample import PARAMETER_RANGES, PARAMETERS

LEAST_STD = 1e-3
"""Smallest standard deviation of a value given the class, in the value's own scale."""
_LIMITS = torch.tensor([PARAMETER_RANGES[name] for name in PARAMETERS])
_NU = PARAMETERS.index("poisson_ratio")


class HeadOutput(NamedTuple):
    """Distribution of B pictures as plain tensors: a `PhysicsDistribution` each."""

    class_probabilities: Tensor
    """Probabilities of the classes, shape [B, 14]."""
    means: Tensor
    """Mean of log10 E, location of nu, mean of log10 rho given the class, shape [B, 14, 3]."""
    stds: Tensor
    """Their standard deviations given the class, shape [B, 14, 3]."""


def within_ranges(means: Tensor, stds: Tensor) -> tuple[Tensor, Tensor]:
    """Means inside the ranges of the parameters and standard deviations of at least `LEAST_STD`."""
    low, high = _LIMITS.to(means).unbind(1)
    return torch.minimum(torch.maximum(means, low), high), stds.clamp(min=LEAST_STD)


def value_log_density(values: Tensor, means: Tensor, stds: Tensor) -> Tensor:
    """Log density of log10 E, nu and log10 rho, each on its own, shape [..., 3].

    log10 E and log10 rho are normal; nu is normal truncated to its range.
    Source: Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions vol. 1, section 10.1.

    Args:
        values: Inside the ranges of the parameters, shape [..., 3].
        means: Locations inside those ranges, shape [..., 3].
        stds: Scales > 0, shape [..., 3].
    """
    plain = -0.5 * ((values - means) / stds) ** 2 - stds.log() - 0.5 * math.log(2 * math.pi)
    low, high = (float(edge) for edge in _LIMITS[_NU])
    location, scale = means[..., _NU], stds[..., _NU] * math.sqrt(2)
    inside = 0.5 * (torch.erf((high - location) / scale) - torch.erf((low - location) / scale))
    unbounded = torch.zeros_like(inside)
    return plain - torch.stack([unbounded, inside.log(), unbounded], dim=-1)


def log_density(output: HeadOutput, classes: Tensor, values: Tensor) -> Tensor:
    """Log density of (class, log10 E, nu, log10 rho), shape [B], as `PhysicsDistribution` has it.

    Args:
        output: Distribution of B pictures.
        classes: Class of each sample, shape [B].
        values: log10 E, nu, log10 rho of each sample, shape [B, 3].
    """
    rows = torch.arange(len(classes))
    chosen = value_log_density(values, output.means[rows, classes], output.stds[rows, classes])
    return output.class_probabilities[rows, classes].log() + chosen.sum(-1)
