"""`NoveltyScore`: how unlike everything the material head learned a picture is."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.nets.efficientnet_lite0 import FEATURE_COUNT, IMAGENET_CLASS_COUNT

NOVELTY_WARNING = (
    "This looks unlike the objects the model learned materials from, as people, animals and whole "
    "scenes do; check the material before you rely on it."
)
_FEATURE_SHARE = 0.7
"""Share of the features in the likeness of two pictures; ImageNet's classes have the rest."""
_ANIMAL_CLASSES = 398
"""ImageNet's first classes, from fish to apes, are its animals."""
_ANIMAL_WEIGHT = 0.15
"""What full belief in an animal adds to the distance; chosen on val."""


@dataclass(frozen=True, slots=True)
class NoveltyShape:
    """Sizes that fix the tensors of the score."""

    components: int
    """Principal components of the features, and again of the ImageNet log-probabilities."""
    pictures: int
    """Learned pictures that are remembered."""


class NoveltyScore(nn.Module):
    """Likeness to the nearest learned picture, from features that the trunk has computed anyway.

    Features and ImageNet log-probabilities are reduced to whitened principal components of the
    learned pictures; the score is 1 minus the largest weighted cosine to any of them, plus a share
    of the probability of ImageNet's animals, mapped to 0..1 with the threshold at 0.5. Source:
    Sun et al., Out-of-distribution detection with deep nearest neighbors, ICML 2022, with one
    neighbour; the second term is ours.
    """

    feature_mean: Tensor
    feature_basis: Tensor
    log_probability_mean: Tensor
    log_probability_basis: Tensor
    learned: Tensor
    calibration: Tensor

    def __init__(self, shape: NoveltyShape) -> None:
        super().__init__()
        self.shape = shape
        buffers = {
            "feature_mean": (FEATURE_COUNT,),
            "feature_basis": (FEATURE_COUNT, shape.components),
            "log_probability_mean": (IMAGENET_CLASS_COUNT,),
            "log_probability_basis": (IMAGENET_CLASS_COUNT, shape.components),
            "learned": (shape.pictures, 2 * shape.components),
            "calibration": (2,),
        }
        for name, size in buffers.items():
            self.register_buffer(name, torch.zeros(size))

    def forward(self, features: Tensor, log_probabilities: Tensor) -> Tensor:
        """Novelty of B pictures, 0 to 1, shape [B]; from `NOVEL_FROM` on it is worth a warning.

        Args:
            features: Pooled trunk features, shape [B, 1280].
            log_probabilities: ImageNet log-probabilities, shape [B, 1000].
        """
        threshold, width = self.calibration.tolist()
        beyond = self.unlikeness(features, log_probabilities) - threshold
        return torch.sigmoid(beyond / width)

    def unlikeness(self, features: Tensor, log_probabilities: Tensor) -> Tensor:
        """Distance to what was learned plus what belief in an animal adds, shape [B]."""
        animal = log_probabilities[:, :_ANIMAL_CLASSES].exp().sum(dim=1)
        return self.distance(features, log_probabilities) + _ANIMAL_WEIGHT * animal

    def distance(self, features: Tensor, log_probabilities: Tensor) -> Tensor:
        """1 minus the likeness to the nearest learned picture, 0 to 2, shape [B]."""
        return 1 - (self.codes(features, log_probabilities) @ self.learned.T).amax(dim=1)

    def codes(self, features: Tensor, log_probabilities: Tensor) -> Tensor:
        """Codes whose dot products are likenesses, shape [B, 2 D].

        Args:
            features: Pooled trunk features, shape [B, 1280].
            log_probabilities: ImageNet log-probabilities, shape [B, 1000].
        """
        first = (features - self.feature_mean) @ self.feature_basis
        second = (log_probabilities - self.log_probability_mean) @ self.log_probability_basis
        shares = (_FEATURE_SHARE**0.5, (1 - _FEATURE_SHARE) ** 0.5)
        parts = [functional.normalize(first, dim=1), functional.normalize(second, dim=1)]
        return torch.cat([share * part for share, part in zip(shares, parts, strict=True)], dim=1)
