"""Decay groups, learning rate and averaged weights."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn
from training_fixtures import settings, trainer

from models.training.averaged_weights import AveragedWeights
from models.training.learning_rate import warm_cosine
from models.training.physgm.optimizer import make_optimizer
from models.training.physgm.settings import Schedule


def test_matrices_decay_and_vectors_do_not() -> None:
    net = trainer(settings()).net
    decaying, still = make_optimizer(net, Schedule(weight_decay=0.05)).param_groups
    assert decaying["weight_decay"] == 0.05
    assert still["weight_decay"] == 0
    names = {id(parameter): name for name, parameter in net.named_parameters()}
    assert all(names[id(p)].endswith(("weight", "_init")) for p in decaying["params"])
    assert all(
        "norm" in names[id(p)] or names[id(p)].endswith((".bias", "0.weight"))
        for p in still["params"]
    )
    assert len(decaying["params"]) + len(still["params"]) == len(names)


def test_frozen_parameters_are_left_alone() -> None:
    net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    net[0].requires_grad_(False)
    groups = make_optimizer(net, Schedule()).param_groups
    assert [len(group["params"]) for group in groups] == [1, 1]
    assert AveragedWeights(net, 0.9).weights.keys() == {"1.weight", "1.bias"}


def test_step_is_adamw() -> None:
    layer = nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        layer.weight.fill_(2.0)
    schedule = Schedule(learning_rate=0.1, beta1=0.9, beta2=0.95, weight_decay=0.5)
    optimizer = make_optimizer(layer, schedule)
    weight, mean, square = 2.0, 0.0, 0.0
    for step, gradient in enumerate((0.3, -0.7), 1):
        layer.weight.grad = torch.tensor([[gradient]])
        optimizer.step()
        mean, square = 0.9 * mean + 0.1 * gradient, 0.95 * square + 0.05 * gradient**2
        weight -= 0.1 * 0.5 * weight
        weight -= 0.1 * (mean / (1 - 0.9**step)) / (math.sqrt(square / (1 - 0.95**step)) + 1e-8)
        assert float(layer.weight.detach()) == pytest.approx(weight, rel=1e-6)


def _rate(step: int, last_share: float = 0.0) -> float:
    return warm_cosine(step, peak=2e-4, warmup_steps=10, step_count=110, last_share=last_share)


def test_rate_warms_up_and_falls_along_a_cosine() -> None:
    assert _rate(0) == pytest.approx(2e-5)
    assert _rate(9) == pytest.approx(2e-4)
    assert _rate(10) == pytest.approx(2e-4)
    assert _rate(60) == pytest.approx(1e-4)
    assert _rate(35) == pytest.approx(1e-4 * (1 + math.cos(math.pi / 4)))
    assert _rate(110) == pytest.approx(0, abs=1e-12)


def test_rate_falls_to_the_last_share() -> None:
    assert _rate(60, 0.5) == pytest.approx(1.5e-4)
    assert _rate(200, 0.5) == pytest.approx(1e-4)


def test_rate_without_warm_up_begins_at_the_peak() -> None:
    assert warm_cosine(0, peak=2e-4, warmup_steps=0, step_count=5) == 2e-4


def test_average_forgets_the_first_steps() -> None:
    layer = nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        layer.weight.fill_(1.0)
    averaged = AveragedWeights(layer, 0.3)
    plain = 1.0
    for step, value in enumerate((5.0, -2.0, 4.0)):
        with torch.no_grad():
            layer.weight.fill_(value)
        averaged.update(layer, step)
        decay = min(0.3, (1 + step) / (10 + step))
        plain = decay * plain + (1 - decay) * value
        assert float(averaged.weights["weight"]) == pytest.approx(plain, rel=1e-6)
    assert float(layer.weight.detach()) == 4.0
    assert float(averaged.state_of(layer)["weight"]) == pytest.approx(plain, rel=1e-6)
