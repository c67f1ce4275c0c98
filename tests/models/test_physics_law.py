"""The head's log density is that of the `PhysicsDistribution` it gives, and so is its slope."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from models.nets.head_blend import Blend
from models.nets.joint_ensemble import HeadShape
from models.nets.physics_head import PhysicsHead
from models.nets.physics_law import HeadOutput, log_density, within_ranges
from models.physics_estimator import distributions
from sim.class_priors import class_priors
from sim.materials import MaterialClass
from sim.physics_sample import PARAMETERS, PhysicsSample

SAMPLES = (
    (MaterialClass.METAL, (11.1, 0.31, 3.8)),
    (MaterialClass.RUBBER, (6.2, 0.49, 3.05)),
    (MaterialClass.FOAM, (5.0, 0.02, 1.7)),
)


def random_head(dtype: torch.dtype) -> PhysicsHead:
    """A head whose every tensor is random but sensible."""
    torch.manual_seed(3)
    head = PhysicsHead(HeadShape(inputs=6, hidden=5, value_hidden=4, members=2))
    for name, tensor in head.named_buffers():
        tensor.copy_(torch.rand_like(tensor) + 0.1)
        if name.endswith("shares"):
            tensor /= tensor.sum()
    prior = class_priors()
    means = (prior.log10_youngs_modulus_mean, prior.poisson_mean, prior.log10_density_mean)
    head.class_means.copy_(torch.from_numpy(np.stack(means, axis=1)))
    head.feature_basis *= 0.01
    head.log_probability_basis *= 0.01
    shares = torch.tensor([0.1, 0.2, 0.3])
    settings = [torch.tensor(value) for value in (0.7, 0.02, 0.6, 1.2)]
    head.set_blend(Blend(*settings, table_share=shares, value_scale=1 + shares))
    return head.to(dtype).eval()


def pictures(count: int, dtype: torch.dtype) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(7)
    features = torch.rand(count, 1280, generator=generator, dtype=dtype)
    return features, -5 * torch.rand(count, 1000, generator=generator, dtype=dtype)


def samples(dtype: torch.dtype) -> tuple[torch.Tensor, torch.Tensor]:
    classes = torch.tensor([int(member) for member, _ in SAMPLES])
    return classes, torch.tensor([values for _, values in SAMPLES], dtype=dtype)


def test_log_prob_is_that_of_the_distribution() -> None:
    head = random_head(torch.float32)
    inputs = pictures(3, torch.float32)
    with torch.no_grad():
        output = head(*inputs)
        ours = head.log_prob(*inputs, *samples(torch.float32))
    answers = distributions(output, output.class_probabilities.argmax(1))
    for got, answer, (member, values) in zip(ours, answers, SAMPLES, strict=True):
        sample = PhysicsSample.from_values(member, dict(zip(PARAMETERS, values, strict=True)))
        assert float(got) == pytest.approx(answer.log_prob(sample), abs=2e-4)


def test_gradient_agrees_with_finite_differences() -> None:
    """Every parameter tensor gets a gradient; two entries of each are checked in float64."""
    head = random_head(torch.float64)
    inputs, labels = pictures(3, torch.float64), samples(torch.float64)
    head.log_prob(*inputs, *labels).sum().backward()
    step = 1e-6
    for name, parameter in head.named_parameters():
        assert parameter.grad is not None, name
        flat = parameter.data.view(-1)
        for index in (0, flat.numel() // 2):
            kept = float(flat[index])
            found = []
            for shifted in (kept + step, kept - step):
                flat[index] = shifted
                with torch.no_grad():
                    found.append(float(head.log_prob(*inputs, *labels).sum()))
            flat[index] = kept
            slope = (found[0] - found[1]) / (2 * step)
            analytic = float(parameter.grad.view(-1)[index])
            assert analytic == pytest.approx(slope, rel=1e-5, abs=1e-7), name


def test_values_outside_the_ranges_cannot_leave_the_head() -> None:
    means, stds = within_ranges(torch.full((1, 14, 3), 99.0), torch.zeros(1, 14, 3))
    output = HeadOutput(torch.full((1, 14), 1 / 14), means, stds)
    found = distributions(output, torch.tensor([2]))[0]
    assert found.poisson_mean.max() == pytest.approx(0.49)
    assert found.poisson_std.min() > 0
    assert torch.isfinite(log_density(output, torch.tensor([2]), means[:, 2])).all()
