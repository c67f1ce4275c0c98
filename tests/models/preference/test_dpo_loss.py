"""DPO's loss against a plain implementation, and what its gradients must do."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from preference_fixtures import physics

from models.preference.comparisons import Comparison, Comparisons, Material
from models.preference.log_probability import UNKNOWN_CLASS
from models.preference.loss import dpo_loss
from models.preference.policy import AdapterHead
from sim.physics_distribution import ALL_PREDICTED, PARAMETERS, PhysicsDistribution
from sim.physics_sample import PhysicsSample


def material(sample: PhysicsSample) -> Material:
    values = tuple(sample.value_of(name) for name in PARAMETERS)
    return Material(int(sample.material_class), values)


def comparisons(count: int = 6, *, same: bool = False, predicted=ALL_PREDICTED) -> Comparisons:
    from dataclasses import replace

    distributions = [replace(physics(seed), predicted=predicted) for seed in range(3)]
    rng = np.random.default_rng(1)
    pairs = []
    for index in range(count):
        winner, loser = (material(one) for one in distributions[index % 3].sample(rng, 2))
        pairs.append(Comparison(index % 3, winner, winner if same else loser, 1.0, 1.0, str(index)))
    return Comparisons.of(distributions, pairs)


def moved_head(scale: float = 0.3) -> AdapterHead:
    torch.manual_seed(0)
    head = AdapterHead()
    with torch.no_grad():
        for parameter in head.parameters():
            parameter.copy_(scale * torch.randn_like(parameter))
    return head


def mean_loss(head: AdapterHead, pairs: Comparisons, beta: float, smoothing: float = 0.0):
    policy = pairs.log_probabilities(head(pairs.reference))
    frozen = pairs.log_probabilities(pairs.reference)
    return dpo_loss(policy, frozen, beta=beta, label_smoothing=smoothing).losses.mean()


def plain_log_density(distribution: PhysicsDistribution, one: Material, delta: AdapterHead):
    """The policy's log density in plain Python floats, from its formula."""
    bias, shift, scale = (
        parameter.detach().numpy()
        for parameter in (delta.class_bias, delta.shifts, delta.log_scale)
    )
    weights = [p * math.exp(b) for p, b in zip(distribution.probabilities, bias, strict=True)]
    total = math.log(weights[one.class_index] / sum(weights))
    for index, name in enumerate(PARAMETERS):
        mean, std = (float(moment[one.class_index]) for moment in distribution.moments(name))
        mean += float(shift[one.class_index, index])
        std *= math.exp(float(scale[index]))
        low, high = (0.0, 0.49) if name == "poisson_ratio" else (-math.inf, math.inf)
        mean = min(max(mean, low), high)
        inside = 0.5 * (
            math.erf((high - mean) / (std * 2**0.5)) - math.erf((low - mean) / (std * 2**0.5))
        )
        z = (one.values[index] - mean) / std
        total += -0.5 * z * z - math.log(std * math.sqrt(2 * math.pi)) - math.log(inside)
    return total


def plain_loss(deltas: AdapterHead, beta: float, smoothing: float) -> float:
    """The loss of `comparisons()` with loops and `math` alone."""
    distributions = [physics(seed) for seed in range(3)]
    rng, none, losses = np.random.default_rng(1), AdapterHead(), []
    for index in range(6):
        own = distributions[index % 3]
        winner, loser = (material(one) for one in own.sample(rng, 2))
        ratio = [
            plain_log_density(own, one, deltas) - plain_log_density(own, one, none)
            for one in (winner, loser)
        ]
        margin = beta * (ratio[0] - ratio[1])
        losses.append(
            (1 - smoothing) * math.log1p(math.exp(-margin))
            + smoothing * math.log1p(math.exp(margin))
        )
    return sum(losses) / len(losses)


@pytest.mark.parametrize(("beta", "smoothing"), [(0.1, 0.0), (0.7, 0.1), (2.0, 0.05)])
def test_loss_is_that_of_a_plain_implementation(beta: float, smoothing: float) -> None:
    head = moved_head()
    found = mean_loss(head, comparisons(), beta, smoothing)
    assert float(found.detach()) == pytest.approx(plain_loss(head, beta, smoothing), abs=1e-6)


def test_gradients_are_those_of_a_plain_implementation() -> None:
    head = moved_head()
    mean_loss(head, comparisons(), 0.7, 0.1).backward()
    step = 1e-5
    for parameter in head.parameters():
        flat, gradient = parameter.data.view(-1), parameter.grad.view(-1)
        for index in (0, 1, len(flat) // 2, len(flat) - 1):
            before = float(flat[index])
            flat[index] = before + step
            above = plain_loss(head, 0.7, 0.1)
            flat[index] = before - step
            below = plain_loss(head, 0.7, 0.1)
            flat[index] = before
            assert float(gradient[index]) == pytest.approx((above - below) / (2 * step), abs=1e-6)


@pytest.mark.parametrize(("beta", "same"), [(0.0, False), (0.5, True)])
def test_gradients_are_exactly_zero_without_beta_or_without_a_difference(
    beta: float, same: bool
) -> None:
    head = moved_head()
    loss = mean_loss(head, comparisons(same=same), beta)
    loss.backward()
    assert float(loss.detach()) == pytest.approx(math.log(2), abs=1e-12)
    assert all(bool((parameter.grad == 0).all()) for parameter in head.parameters())


def test_values_that_a_model_does_not_predict_are_left_out() -> None:
    pairs = comparisons(predicted=ALL_PREDICTED - {"log10_density"})
    head = moved_head()
    mean_loss(head, pairs, 0.5).backward()
    assert bool((head.mean_shift.grad[:, 2] == 0).all())
    assert bool((head.mean_shift.grad[:, 0] != 0).any())
    assert float(head.log_scale.grad[2]) == 0


def test_log_densities_are_those_of_the_distribution() -> None:
    pairs = comparisons()
    found = pairs.log_probabilities(pairs.reference)
    rng = np.random.default_rng(1)
    for index in range(6):
        own = physics(index % 3)
        expected = own.log_probs(own.sample(rng, 2))
        assert found[index].tolist() == pytest.approx(expected, abs=1e-4)


def test_a_material_without_class_is_summed_over_all_classes() -> None:
    own = physics()
    sample = own.sample(np.random.default_rng(0), 1)[0]
    values = material(sample).values
    unknown = Comparison(0, Material(UNKNOWN_CLASS, values), material(sample))
    pairs = Comparisons.of([own], [unknown])
    each = Comparisons.of(
        [own], [Comparison(0, Material(i, values), material(sample)) for i in range(14)]
    )
    total = torch.logsumexp(each.log_probabilities(each.reference)[:, 0], 0)
    assert float(pairs.log_probabilities(pairs.reference)[0, 0]) == pytest.approx(float(total))


def test_a_share_of_a_half_wants_no_difference() -> None:
    shares = torch.tensor([0.5], dtype=torch.float64)
    policy = torch.tensor([[1.0, 0.0]], dtype=torch.float64, requires_grad=True)
    loss = dpo_loss(policy, torch.zeros_like(policy), beta=1.0, shares=shares).losses.sum()
    loss.backward()
    assert float(policy.grad[0, 0]) > 0  # pushed back towards no difference
