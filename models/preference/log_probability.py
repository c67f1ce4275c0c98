"""Log density of materials under distributions whose numbers can learn."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from models.nets.physics_law import HeadOutput, value_log_density

UNKNOWN_CLASS = -1
"""Class of a material whose law a person named: it may be of any."""
_LEAST_PROBABILITY = 1e-30
"""Classes that are ruled out count as this likely, so that gradients stay finite."""


class Points(NamedTuple):
    """B materials of which a log density is asked."""

    classes: Tensor
    """Material class or `UNKNOWN_CLASS`, shape [B]."""
    values: Tensor
    """log10 E, nu, log10 rho, inside their ranges, shape [B, 3]."""


def log_probability(output: HeadOutput, points: Points, terms: Tensor) -> Tensor:
    """Log density of B materials over class, log10 E, nu and log10 rho, shape [B].

    It equals `PhysicsDistribution.log_prob`; a material without a class is summed over all.
    Standard deviations have a floor, which keeps the density of a sure model finite.
    Source: PhysGM, CVPR 2026, section 3 (the class and Gaussian heads).

    Args:
        output: Distribution of each material, B rows.
        points: The materials.
        terms: Which of class, log10 E, nu and log10 rho count, shape [B, 4]; the rest is not
            predicted or known exactly, and left out.
    """
    values = points.values[:, None, :]  # [B, 1, 3]
    densities = value_log_density(values, output.means, output.stds)  # [B, 14, 3]
    given_class = torch.where(terms[:, None, 1:], densities, 0.0).sum(-1)  # [B, 14]
    likelihoods = class_logs(output)  # [B, 14]
    logs = torch.where(terms[:, :1], likelihoods, 0.0)
    known = points.classes >= 0
    rows = torch.arange(len(known))
    chosen = (logs + given_class)[rows, points.classes.clamp(min=0)]
    if bool(known.all()):
        return chosen
    anything = torch.logsumexp(likelihoods + given_class, dim=1)
    return torch.where(known, chosen, anything)


def class_logs(output: HeadOutput) -> Tensor:
    """Logarithms of the class probabilities, finite, shape [B, 14]."""
    return output.class_probabilities.clamp(min=_LEAST_PROBABILITY).log()
