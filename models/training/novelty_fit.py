"""Fit the novelty score: remember the pictures that the material head learns from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from models.novelty import NoveltyScore, NoveltyShape

FloatArray = npt.NDArray[np.float32]

COMPONENTS = 96
MAX_PICTURES = 4096
CALIBRATION = (0.61, 0.03)
"""Unlikeness at which a picture counts as novel, and the width of the transition.

Chosen on the val split by `benchmarks/novelty.py`: the value that parts known from novel
pictures best when renders and photos count alike on both sides.
"""
_LEAST_VARIANCE = 1e-4
"""Least variance of a component, as a share of the largest; half precision holds no less."""


def fit_novelty(
    pictures: Sequence[tuple[FloatArray, FloatArray]], *, components: int = COMPONENTS
) -> NoveltyScore:
    """The score of a set of learned pictures.

    Args:
        pictures: Features [..., 1280] and ImageNet log-probabilities [..., 1000] of each group of
            pictures; evenly thinned out together where there are more than `MAX_PICTURES`.
        components: Principal components kept of each; at most one less than there are pictures.
    """
    features = torch.from_numpy(np.concatenate([_flat(pair[0]) for pair in pictures]))
    log_probabilities = torch.from_numpy(np.concatenate([_flat(pair[1]) for pair in pictures]))
    kept = np.linspace(0, len(features) - 1, min(len(features), MAX_PICTURES)).astype(int)
    components = min(components, len(features) - 1)
    novelty = NoveltyScore(NoveltyShape(components, len(kept)))
    novelty.feature_mean, novelty.feature_basis = _whitening(features, components)
    novelty.log_probability_mean, novelty.log_probability_basis = _whitening(
        log_probabilities, components
    )
    novelty.learned = novelty.codes(features[kept], log_probabilities[kept])
    novelty.calibration = torch.tensor(CALIBRATION)
    return novelty.eval()


def _flat(values: FloatArray) -> FloatArray:
    return values.reshape(-1, values.shape[-1]).astype(np.float32)


def _whitening(values: Tensor, components: int) -> tuple[Tensor, Tensor]:
    """Mean [D] and basis [D, K] that whitens the K largest principal components."""
    mean = values.mean(0)
    _, spreads, directions = torch.linalg.svd((values - mean).double(), full_matrices=False)
    variances = spreads[:components] ** 2 / len(values)
    scale = variances.clamp(min=_LEAST_VARIANCE * float(variances[0])).rsqrt()
    return mean, (directions[:components].T * scale).float()
