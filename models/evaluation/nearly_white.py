"""Objects that no measurement on a white ground can judge: white ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.evaluation.picture_metrics import psnr
from models.evaluation.reconstruction_protocol import TruthViews
from render.errors import InputError

NEARLY_WHITE_DB = 26.0
"""Mean PSNR of a blank picture above which an object is left out: white on white."""


def nearly_white(truths: Sequence[TruthViews], input_count: int) -> bool:
    """Whether a blank picture does as well as any on the novel views of all inputs.

    Args:
        truths: What the object looks like, from each first input.
        input_count: Views that are given; they decide which are novel.

    Raises:
        InputError: If an input view is missing or no other view is left.
    """
    means = []
    for truth in truths:
        pictures = [truth.on_white(name) for name in truth.novel_names(input_count)]
        means.append(np.mean([psnr(np.ones_like(picture), picture) for picture in pictures]))
    return float(np.mean(means)) > NEARLY_WHITE_DB


def all_nearly_white() -> InputError:
    """The error where no other object is left."""
    return InputError("every object is nearly white; nothing to measure")
