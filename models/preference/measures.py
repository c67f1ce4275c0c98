"""What is logged at every step of preference learning, in closed form where there is one."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from models.evaluation.physics_metrics import calibration_error
from models.nets.physics_law import HeadOutput, value_log_density
from sim.physics_sample import PARAMETER_RANGES, PARAMETERS

_NU = PARAMETERS.index("poisson_ratio")
_NODES = 129
"""Points of the trapezoidal rule over the range of nu."""


def divergence(policy: HeadOutput, reference: HeadOutput, terms: Tensor) -> Tensor:
    """Kullback–Leibler divergence of the policy from the reference, shape [N], in nats.

    KL(π, ρ) = KL of the classes + Σ_c π_c Σ_v KL of value v given the class; closed form for the
    normal laws (Cover & Thomas, Elements of Information Theory, chapter 2), trapezoidal rule for
    the truncated law of nu.

    Args:
        policy: N distributions.
        reference: N distributions.
        terms: Which of class, log10 E, nu, log10 rho count, shape [N, 4].
    """
    ratio = reference.stds / policy.stds
    apart = (policy.means - reference.means) / reference.stds
    normal = ratio.log() + 0.5 * (ratio**-2 + apart**2 - 1)  # [N, 14, 3]
    own, other = _nu_densities(policy), _nu_densities(reference)  # [N, 14, G]
    width = _nu_grid(policy.means)[1]
    truncated = torch.trapezoid(own.exp() * (own - other), dx=width, dim=-1)
    values = torch.cat([normal[..., :_NU], truncated[..., None], normal[..., _NU + 1 :]], dim=-1)
    inside = (
        torch.where(terms[:, None, 1:], values, 0.0).sum(-1) * policy.class_probabilities
    ).sum(-1)
    logs = torch.xlogy(policy.class_probabilities, policy.class_probabilities)
    cross = torch.xlogy(policy.class_probabilities, reference.class_probabilities)
    return torch.where(terms[:, 0], (logs - cross).sum(-1), 0.0) + inside


def entropy(policy: HeadOutput, terms: Tensor) -> Tensor:
    """Differential entropy of class and values, shape [N], in nats; nu by the trapezoidal rule.

    Args:
        policy: N distributions.
        terms: Which of class, log10 E, nu, log10 rho count, shape [N, 4].
    """
    normal = policy.stds.log() + 0.5 * math.log(2 * math.pi * math.e)  # [N, 14, 3]
    own = _nu_densities(policy)
    truncated = -torch.trapezoid(own.exp() * own, dx=_nu_grid(policy.means)[1], dim=-1)
    values = torch.cat([normal[..., :_NU], truncated[..., None], normal[..., _NU + 1 :]], dim=-1)
    inside = (
        torch.where(terms[:, None, 1:], values, 0.0).sum(-1) * policy.class_probabilities
    ).sum(-1)
    classes = -torch.xlogy(policy.class_probabilities, policy.class_probabilities).sum(-1)
    return torch.where(terms[:, 0], classes, 0.0) + inside


def judged(scores: Tensor, shares: Tensor) -> Tensor:
    """How far scores order each pair as it was judged, 0 to 1; equal scores count half.

    Args:
        scores: Score of the winner minus that of the loser, shape [P].
        shares: How certain each winner is, shape [P].
    """
    right = (torch.sign(scores) + 1) / 2
    return shares * right + (1 - shares) * (1 - right)


def pair_calibration(margins: Tensor, shares: Tensor) -> float:
    """Expected calibration error of σ(margin) as the chance that the winner wins.

    Args:
        margins: Implicit reward of the winner minus that of the loser, shape [P].
        shares: How certain each winner is, shape [P].
    """
    confidence = torch.sigmoid(margins.abs()).numpy()
    right = torch.where(margins >= 0, shares, 1 - shares).numpy()
    return calibration_error(np.asarray(confidence), np.asarray(right))


def win_chances(policy: Tensor, reference: Tensor, shares: Tensor) -> Tensor:
    """Estimated chance that a material of the policy beats one of the reference, shape [P].

    Of the two materials of a pair, which the reference drew, the policy draws each in proportion
    to π/ρ (importance weights, normalised over the pair); 0.5 where both models are the same.

    Args:
        policy: Log densities of winner and loser under the policy, shape [P, 2].
        reference: The same under the reference, shape [P, 2].
        shares: How certain each winner is, shape [P].
    """
    ratios = policy - reference
    first = torch.sigmoid(ratios[:, 0] - ratios[:, 1])
    return shares * first + (1 - shares) * (1 - first)


def _nu_grid(like: Tensor) -> tuple[Tensor, float]:
    low, high = PARAMETER_RANGES["poisson_ratio"]
    return torch.linspace(low, high, _NODES).to(like), (high - low) / (_NODES - 1)


def _nu_densities(output: HeadOutput) -> Tensor:
    """Log density of nu at the nodes of the rule, shape [N, 14, G]."""
    grid, _ = _nu_grid(output.means)
    values = grid[:, None].expand(-1, len(PARAMETERS))
    return value_log_density(values, output.means[:, :, None], output.stds[:, :, None])[..., _NU]
