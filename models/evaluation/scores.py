"""Scores of one method on the objects of a reconstruction measurement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from models.evaluation.objects import EvaluatedObject

METRICS = (
    "novel_psnr",
    "novel_ssim",
    "novel_lpips",
    "silhouette_iou",
    "input_psnr",
    "input_psnr_near_object",
    "input_silhouette_iou",
)


class ViewScore(NamedTuple):
    """How alike a drawn view and the true one are."""

    psnr: float
    """Peak signal-to-noise ratio on white [dB]."""
    ssim: float
    """Structural similarity."""
    lpips: float
    """Perceptual distance; NaN where it was not measured."""
    iou: float
    """Intersection over union of the silhouettes."""


class InputViewScore(NamedTuple):
    """How alike the input view and the drawing from its camera are."""

    psnr: float
    """Peak signal-to-noise ratio on white [dB]."""
    psnr_near_object: float
    """The same over the input's mask, grown by 3 px [dB]."""
    iou: float
    """Intersection over union of the silhouettes."""


@dataclass(frozen=True, slots=True)
class InputScore:
    """One object rebuilt from one input by one method."""

    input_azimuth_deg: float
    """Azimuth of the input view [degrees]."""
    novel: dict[str, ViewScore]
    """Scores by the name of the novel view."""
    given: dict[str, InputViewScore]
    """Scores of the views that were given, by name; the first is the input view."""
    seconds: float = float("nan")
    """Wall time of the reconstruction [s]."""
    peak_memory_mb: float = float("nan")
    """Largest resident memory of the process meanwhile [MB]; NaN where the system hides it."""
    gaussian_count: int = 0
    """Gaussians of the reconstruction."""

    @property
    def own(self) -> InputViewScore:
        """Scores of the input view."""
        return next(iter(self.given.values()))


@dataclass(frozen=True, slots=True)
class ObjectScore:
    """One object, rebuilt by one method from each input."""

    item: EvaluatedObject
    """The object."""
    inputs: tuple[InputScore, ...]
    """Scores by input."""

    @property
    def values(self) -> dict[str, float]:
        """Each of `METRICS`, means over the novel views, then the inputs; NaN if not measured."""
        parts = []
        for score in self.inputs:
            psnr, ssim, lpips, iou = np.mean(list(score.novel.values()), axis=0)
            parts.append((psnr, ssim, lpips, iou, *score.own))
        return dict(zip(METRICS, map(float, np.mean(parts, axis=0)), strict=True))

    def mean_over(self, names: tuple[str, ...]) -> dict[str, float] | None:
        """Novel metrics over some novel views; None where an input lacks one of them."""
        if any(name not in score.novel for score in self.inputs for name in names):
            return None
        rows = [[score.novel[name] for name in names] for score in self.inputs]
        means = np.mean(rows, axis=(0, 1))
        return dict(zip(METRICS[:4], map(float, means), strict=True))
