"""PhysGM's heads as a distribution over materials."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from models.nets.physgm.physgm_net import RawPrediction
from models.physgm.physics import class_probabilities, decoded_physics
from render.errors import InputError
from sim.class_priors import class_priors
from sim.materials import MaterialClass


def raw(
    logits: list[float] | None = None,
    youngs: tuple[float, float] = (0.0, 0.0),
    poisson: tuple[float, float] = (0.0, 0.0),
) -> RawPrediction:
    return RawPrediction(
        torch.zeros(1),
        torch.tensor([logits or [0.0] * 14]),
        torch.tensor([youngs]),
        torch.tensor([poisson]),
    )


def test_values_are_those_of_the_standardisation_without_a_tenth() -> None:
    law = decoded_physics(raw()).distribution
    np.testing.assert_allclose(law.log10_youngs_modulus_mean, 7.387210, rtol=1e-6)
    assert 10 ** float(law.log10_youngs_modulus_mean[0]) == pytest.approx(2.44e7, rel=2e-3)
    std = math.sqrt(math.log(2) + 0.01)  # softplus(0) plus the floor
    np.testing.assert_allclose(law.log10_youngs_modulus_std, 2.456477 * std, rtol=1e-6)
    np.testing.assert_allclose(law.poisson_mean, 0.398, rtol=1e-6)
    np.testing.assert_allclose(law.poisson_std, 0.111 * std, rtol=1e-6)


@pytest.mark.parametrize(("z", "pascal"), [(-1.5, 5e3), (-1.0, 8.5e4), (1.0, 7.0e9), (1.5, 1.2e11)])
def test_decoded_stiffness(z: float, pascal: float) -> None:
    law = decoded_physics(raw(youngs=(z, 0.0))).distribution
    assert 10 ** float(law.log10_youngs_modulus_mean[0]) == pytest.approx(pascal, rel=0.05)


@pytest.mark.parametrize("variance", [-200.0, -3.0, 25.0, 400.0])
def test_variance_is_a_softplus_with_a_floor(variance: float) -> None:
    law = decoded_physics(raw(youngs=(0.0, variance))).distribution
    softplus = math.log1p(math.exp(-abs(variance))) + max(variance, 0.0)
    expected = 2.456477 * math.sqrt(softplus + 0.01)
    assert float(law.log10_youngs_modulus_std[3]) == pytest.approx(expected, rel=1e-5)


def test_unphysical_poisson_ratio_is_clamped_with_a_warning() -> None:
    decoded = decoded_physics(raw(poisson=(1.0, 0.0)))
    np.testing.assert_allclose(decoded.distribution.poisson_mean, 0.49)
    assert len(decoded.warnings) == 1
    assert "0.509" in decoded.warnings[0]
    assert decoded_physics(raw(poisson=(-4.0, 0.0))).distribution.poisson_mean.max() == 0
    assert decoded_physics(raw(poisson=(0.5, 0.0))).warnings == ()
    assert "1e-17" in decoded_physics(raw(youngs=(-10.0, 0.0))).warnings[0]


def test_density_is_the_prior_of_each_class_and_marked_so() -> None:
    law, prior = decoded_physics(raw()).distribution, class_priors()
    np.testing.assert_array_equal(law.log10_density_mean, prior.log10_density_mean)
    np.testing.assert_array_equal(law.log10_density_std, prior.log10_density_std)
    assert law.predicted == {"material_class", "log10_youngs_modulus", "poisson_ratio"}


def test_calibrated_one_by_one_logits_keep_their_probabilities() -> None:
    shares = np.full(14, 0.01)
    shares[MaterialClass.SNOW], shares[MaterialClass.WOOD] = 0.68, 0.20
    logits = np.log(shares / (1 - shares))
    np.testing.assert_allclose(class_probabilities(logits), shares, rtol=1e-6)
    softmax = np.exp(logits) / np.exp(logits).sum()
    assert softmax.max() > 0.8  # what odds taken for probabilities would say
    law = decoded_physics(raw(logits.tolist())).distribution
    assert law.mean().material_class is MaterialClass.SNOW


@pytest.mark.parametrize("shift", [-1000.0, -50.0, 0.0, 50.0, 1000.0])
def test_probabilities_stay_finite_and_ordered(shift: float) -> None:
    logits = np.linspace(-3, 3, 14) + shift
    shares = class_probabilities(logits)
    assert np.isfinite(shares).all()
    assert float(shares.sum()) == pytest.approx(1, abs=1e-5)
    assert (np.diff(shares) >= 0).all()


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_values_that_are_not_finite_are_refused(bad: float) -> None:
    for broken in (raw([bad] + [0.0] * 13), raw(youngs=(bad, 0.0)), raw(poisson=(0.0, bad))):
        with pytest.raises(InputError, match="not finite; choose the precision"):
            decoded_physics(broken)
