"""Fit the material head to features of labelled pictures."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.data.material_examples import LabelledFeatures
from models.material_config import MaterialConfig
from models.nets.physics_head import CLASS_COUNT, HeadShape, PhysicsHead
from models.threads import one_thread
from sim.physics_distribution import PhysicsDistribution

_LOGISTIC_ITERATIONS = 60
_GRADIENT_LIMIT = 1.0
_LEAST_SPREAD = (0.05, 0.005, 0.02)
"""Least spread within classes of log10 E [decades], nu and log10 rho [decades]."""


def fit_head(
    examples: LabelledFeatures, priors: PhysicsDistribution, config: MaterialConfig, seed: int
) -> PhysicsHead:
    """Fit every part of the head; the same seed and data give the same head.

    Args:
        examples: Training objects.
        priors: Published values of each class, for classes with little or no data.
        config: Recipe.
        seed: Seed of the initial weights and of the noise.
    """
    with one_thread():
        torch.manual_seed(seed)
        return _fitted(examples, priors, config)


def _fitted(
    examples: LabelledFeatures, priors: PhysicsDistribution, config: MaterialConfig
) -> PhysicsHead:
    """Components, class table, logistic regression and networks, in this order."""
    views = examples.features.shape[1]
    shape = HeadShape(
        inputs=2 * config.components,
        hidden=config.hidden,
        value_hidden=config.value_hidden,
        members=config.members,
    )
    head = PhysicsHead(shape)
    weights = torch.from_numpy(examples.weights(config.family_exponent)) / views
    weights = weights.repeat_interleave(views)
    features = torch.from_numpy(examples.features).flatten(0, 1)
    log_probabilities = torch.from_numpy(examples.log_probabilities).flatten(0, 1)
    classes = torch.from_numpy(examples.classes).repeat_interleave(views)
    head.feature_mean, head.feature_basis = whitening(features, weights, config.components)
    head.log_probability_mean, head.log_probability_basis = whitening(
        log_probabilities, weights, config.components
    )
    table = class_table(examples, priors, config)
    head.class_shares, head.class_means, head.class_stds = table.shares, table.means, table.stds
    head.class_trust, head.spread = table.trust, table.spread
    head.floor_shares = torch.from_numpy(priors.probabilities).float()
    components = head.components(features, log_probabilities)
    head.logistic, head.logistic_bias = _logistic(
        components, classes, weights, config.logistic_decay
    )
    head.settings = torch.tensor(
        [
            config.network_share,
            config.table_share,
            config.floor,
            config.temperature,
            config.decision_exponent,
        ]
    )
    _train_ensemble(head, components.reshape(-1, views, shape.inputs), examples, config)
    return head.eval().requires_grad_(False)


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
    examples: LabelledFeatures, priors: PhysicsDistribution, config: MaterialConfig
) -> ClassTable:
    """Means and spreads of each class's objects, shrunk to the published priors.

    Source: the posterior mean of a normal law with a conjugate prior worth `prior_strength`
    families (Gelman et al., Bayesian Data Analysis, section 3.3).
    """
    weights = torch.from_numpy(examples.weights(config.family_exponent))
    classes, values = torch.from_numpy(examples.classes), torch.from_numpy(examples.values)
    member = functional.one_hot(classes, CLASS_COUNT).float() * weights[:, None]
    mass, strength = member.sum(0), config.prior_strength
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


def _logistic(
    components: Tensor, classes: Tensor, weights: Tensor, decay: float
) -> tuple[Tensor, Tensor]:
    """Penalised multinomial logistic regression: matrix [D, 14] and bias [14]."""
    matrix = torch.zeros(components.shape[1], CLASS_COUNT, requires_grad=True)
    bias = torch.zeros(CLASS_COUNT, requires_grad=True)
    share = weights / weights.sum()
    optimiser = torch.optim.LBFGS(
        [matrix, bias], max_iter=_LOGISTIC_ITERATIONS, line_search_fn="strong_wolfe"
    )

    def closure() -> Tensor:
        optimiser.zero_grad()
        losses = functional.cross_entropy(components @ matrix + bias, classes, reduction="none")
        loss: Tensor = (share * losses).sum() + decay * (matrix**2).sum()
        loss = loss + 1e-3 * (bias**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    return matrix.detach(), bias.detach()


def _train_ensemble(
    head: PhysicsHead,
    components: Tensor,
    examples: LabelledFeatures,
    config: MaterialConfig,
) -> None:
    """Train all networks at once; each sees one random picture of every object a step.

    Args:
        head: Head whose class table is set.
        components: Whitened components, shape [N, V, D].
        examples: The N objects.
        config: Recipe.
    """
    ensemble = head.ensemble.train()
    ensemble.dropout = config.dropout
    optimiser = torch.optim.AdamW(
        ensemble.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=config.learning_rate, total_steps=config.steps, pct_start=0.15
    )
    count, views, _ = components.shape
    classes = torch.from_numpy(examples.classes)
    targets = (torch.from_numpy(examples.values) - head.class_means[classes]) / head.spread
    trust = head.class_trust[classes][:, None]
    weights = torch.from_numpy(examples.weights(config.family_exponent))
    share = (weights / weights.sum()).expand(config.members, -1)
    repeated, rows = classes.repeat(config.members), torch.arange(count)
    for _ in range(config.steps):
        batch = components[rows, torch.randint(views, (config.members, count))]
        batch = batch + torch.randn_like(batch) * config.input_noise
        logits, shifts, log_scales = ensemble.decoded(batch, classes)
        class_loss = functional.cross_entropy(logits.flatten(0, 1), repeated, reduction="none")
        value_loss = 0.5 * ((targets - trust * shifts) / log_scales.exp()) ** 2 + log_scales
        loss = (share * class_loss.view_as(share)).sum()
        loss = loss + config.value_weight * (share[..., None] * value_loss).sum()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(ensemble.parameters(), _GRADIENT_LIMIT * config.members)
        optimiser.step()
        schedule.step()
    ensemble.dropout = 0.0
