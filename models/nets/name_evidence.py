"""What the things that ImageNet names tell about materials: a spoon's wood, a bottle's glass."""

from __future__ import annotations

from torch import Tensor

_DOUBT = 0.1
"""Belief, beside the 1 that a picture shares out, that its thing was mistaken."""
_LEAST_USUAL = 0.05
"""Share added to each material before the usual shares are normalised."""


def usual_shares(log_probabilities: Tensor, weights: Tensor, thing_materials: Tensor) -> Tensor:
    """Shares of the materials in what the things of N objects' pictures are made of, shape [14].

    Args:
        log_probabilities: ImageNet log-probabilities of V pictures each, shape [N, V, 1000].
        weights: Weight of each object, shape [N].
        thing_materials: As in `name_evidence`.
    """
    seen = (log_probabilities.exp() @ thing_materials).mean(1)
    shares = (weights / weights.sum()) @ seen + _LEAST_USUAL
    return shares / shares.sum()


def name_evidence(log_probabilities: Tensor, thing_materials: Tensor, usual: Tensor) -> Tensor:
    """Logarithm of how much likelier than usual each material is, shape [..., 14].

    Belief in what is no thing, and a little more, goes to the usual shares: a picture that shows
    none of the things tells nothing, all entries are 0.

    Args:
        log_probabilities: ImageNet log-probabilities, shape [..., 1000].
        thing_materials: Share of each material in each of ImageNet's things, rows of sum 1, or 0
            for what is no thing, shape [1000, 14].
        usual: Shares of the materials over the training objects, shape [14].
    """
    seen = log_probabilities.exp() @ thing_materials
    rest = (1 - seen.sum(-1, keepdim=True)).clamp(min=0) + _DOUBT
    return ((seen / usual + rest) / (1 + _DOUBT)).log()
