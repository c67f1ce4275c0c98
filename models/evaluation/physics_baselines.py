"""What a constant answer scores: the class prior and the best constants of the training objects."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

from models.data.labelled_features import LabelledFeatures
from models.material_config import MaterialConfig
from models.training.material_table import class_table
from sim.class_priors import class_priors
from sim.materials import MaterialClass
from sim.physics_distribution import CLASS_COUNT, PhysicsDistribution
from sim.physics_sample import PARAMETER_RANGES, PARAMETERS

DoubleArray = npt.NDArray[np.float64]

_SMOOTHING = 0.5


def prior_distribution(training: LabelledFeatures, config: MaterialConfig) -> PhysicsDistribution:
    """Class frequencies of the training objects with the values of each class."""
    counts = np.bincount(training.classes, minlength=CLASS_COUNT) + _SMOOTHING
    table = class_table(
        torch.from_numpy(training.classes),
        torch.from_numpy(training.values),
        torch.from_numpy(training.weights(config.family_exponent)),
        class_priors(),
        config.prior_strength,
    )
    limits = np.array([PARAMETER_RANGES[name] for name in PARAMETERS])
    means = np.clip(table.means.numpy(), limits[:, 0], limits[:, 1])
    stds = table.stds.numpy()
    return PhysicsDistribution(
        class_probabilities=counts / counts.sum(),
        log10_youngs_modulus_mean=means[:, 0],
        log10_youngs_modulus_std=stds[:, 0],
        poisson_mean=means[:, 1],
        poisson_std=stds[:, 1],
        log10_density_mean=means[:, 2],
        log10_density_std=stds[:, 2],
        point_class=MaterialClass(int(counts.argmax())),
    )


def constant_errors(
    training: LabelledFeatures, held_out: LabelledFeatures, balanced: Sequence[int]
) -> dict[str, DoubleArray]:
    """Errors of the constants that do best on the training objects, each shape [N].

    For absolute errors that is the median, for relative ones the median weighted by 1 / value, for
    the balanced error of log10 E the median in which each of the balanced classes weighs the same.
    """
    known, true = training.values.astype(np.float64), held_out.values.astype(np.float64)
    columns: dict[str, DoubleArray] = {}
    for index, short in enumerate(("log10_e", "nu", "log10_rho")):
        columns[f"error_{short}"] = np.abs(np.median(known[:, index]) - true[:, index])
    for index, short in ((0, "log10_e"), (1, "nu")):
        columns[f"relative_{short}"] = _relative(known[:, index], true[:, index])
    columns["relative_log10_rho"] = _relative(10 ** known[:, 2], 10 ** true[:, 2])
    counts = np.bincount(training.classes, minlength=CLASS_COUNT)
    weights = np.isin(training.classes, balanced) / counts[training.classes]
    best = _median(known[:, 0], weights)
    columns["balanced_error_log10_e"] = np.abs(best - true[:, 0])
    return columns


def _relative(known: DoubleArray, true: DoubleArray) -> DoubleArray:
    return np.asarray(np.abs(_median(known, 1 / known) - true) / true)


def _median(values: DoubleArray, weights: DoubleArray) -> float:
    """Weighted median; that of all values where no weight is positive."""
    if not weights.any():
        return float(np.median(values))
    order = np.argsort(values)
    mass = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(mass, mass[-1] / 2)])
