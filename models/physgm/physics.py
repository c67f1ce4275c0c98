"""The one place where PhysGM's raw physics becomes a `PhysicsDistribution`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from torch import Tensor
from torch.nn import functional

from models.nets.physgm.physgm_net import RawPrediction
from render.errors import InputError
from sim.class_priors import class_priors
from sim.materials import POISSON_MAX
from sim.physics_distribution import ALL_PREDICTED, CLASS_COUNT, PhysicsDistribution
from sim.physics_sample import PARAMETER_RANGES

LOG10_E_MEAN, LOG10_E_STD = 7.387210, 2.456477
"""Standardisation of log10(E / Pa) in the public training."""
NU_MEAN, NU_STD = 0.398, 0.111
"""Standardisation of Poisson's ratio in the public training."""
LOG10_DENSITY_MEAN, LOG10_DENSITY_STD = 3.0, 0.5
"""Standardisation of log10(density / (kg/m³)) in our own training: rounded moments of the published
ranges of the classes (`resources/materials/classes.json`)."""
VARIANCE_FLOOR = 0.01
"""Added to the softplus of the raw variance, in standardised units."""

DoubleArray = npt.NDArray[np.float64]
FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class DecodedPhysics:
    """What the heads say, as a distribution."""

    distribution: PhysicsDistribution
    """Class, E and nu are predicted; density comes from the prior of each class, unless the network
    predicts it too."""
    warnings: tuple[str, ...] = ()
    """Sentences for the user, for example that nu had to be clamped."""


def decoded_physics(raw: RawPrediction, scene: int = 0) -> DecodedPhysics:
    """Distribution over materials of one scene.

    E is log10-normal with mean 7.387210 + 2.456477 z and nu normal with mean 0.398 + 0.111 z, the
    same for every class; z is the predicted mean, the variance in units of z is
    softplus(raw) + 0.01. E is not divided by ten. Source: PhysGM, CVPR 2026, section 3.3, and its
    public constants.

    Raises:
        InputError: If the network gave values that are not finite.
    """
    logits = _finite(raw.material_logits[scene], "material logits")
    log10_e, log10_e_std = _moments(raw.youngs_modulus[scene], LOG10_E_MEAN, LOG10_E_STD, "E")
    nu, nu_std = _moments(raw.poisson_ratio[scene], NU_MEAN, NU_STD, "nu")
    least_e, most_e = PARAMETER_RANGES["log10_youngs_modulus"]
    warnings = []
    if not 0 <= nu <= POISSON_MAX:
        warnings.append(
            f"the network predicts a Poisson's ratio of {nu:.3g}; {POISSON_MAX:g} is the most "
            "that is simulated, 0 the least: it was clamped"
        )
    if not least_e <= log10_e <= most_e:
        warnings.append(
            f"the network predicts a Young's modulus of 1e{log10_e:.3g} Pa; it was clamped to "
            f"1e{least_e:g}..1e{most_e:g} Pa"
        )
    every_class = np.ones(CLASS_COUNT, np.float32)
    density_mean, density_std = _density(raw, scene)
    predicted = ALL_PREDICTED if raw.density is not None else ALL_PREDICTED - {"log10_density"}
    distribution = PhysicsDistribution(
        class_probabilities=class_probabilities(logits),
        log10_youngs_modulus_mean=every_class * np.float32(np.clip(log10_e, least_e, most_e)),
        log10_youngs_modulus_std=every_class * np.float32(log10_e_std),
        poisson_mean=every_class * np.float32(np.clip(nu, 0, POISSON_MAX)),
        poisson_std=every_class * np.float32(nu_std),
        log10_density_mean=density_mean,
        log10_density_std=density_std,
        predicted=predicted,
    )
    return DecodedPhysics(distribution, tuple(warnings))


def _density(raw: RawPrediction, scene: int) -> tuple[FloatArray, FloatArray]:
    """Mean and standard deviation of log10 density for every class, each of shape [14]."""
    prior = class_priors()
    if raw.density is None:
        return prior.log10_density_mean, prior.log10_density_std
    mean, std = _moments(raw.density[scene], LOG10_DENSITY_MEAN, LOG10_DENSITY_STD, "density")
    every_class = np.ones(CLASS_COUNT, np.float32)
    least, most = PARAMETER_RANGES["log10_density"]
    return every_class * np.float32(np.clip(mean, least, most)), every_class * np.float32(std)


def class_probabilities(logits: npt.ArrayLike) -> npt.NDArray[np.float32]:
    """Probabilities of logits that were trained one by one against one-hot labels.

    Binary cross-entropy on a one-hot label makes sigmoid(logit) of each class the estimate of that
    class's own probability, so the estimates are divided by their sum; a softmax would take the
    odds for the probabilities and be too sure. The order of classes is kept. Computed from
    logarithms: a picture that every class rejects still gives finite shares.

    Args:
        logits: One a class, shape [14].

    Returns:
        Sum 1, shape [14].
    """
    values = np.asarray(logits, np.float64)
    log_sigmoid = -np.logaddexp(0.0, -values)
    weights = np.exp(log_sigmoid - log_sigmoid.max())
    return np.asarray(weights / weights.sum(), np.float32)


def _moments(values: Tensor, mean: float, std: float, name: str) -> tuple[float, float]:
    """Mean and standard deviation of a head's two numbers, in the value's own unit."""
    z = _finite(values, name)
    variance = float(functional.softplus(values.double())[1]) + VARIANCE_FLOOR
    return float(z[0]) * std + mean, variance**0.5 * std


def _finite(values: Tensor, name: str) -> DoubleArray:
    array = np.asarray(values.detach().double().cpu().numpy())
    if not np.isfinite(array).all():
        raise InputError(
            f"the network's {name} are not finite; choose the precision bf16 or fp32, and check "
            "that the pictures are finite"
        )
    return array
