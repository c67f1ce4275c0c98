"""Figures of a reconstruction measurement: means, groups and paired gains with intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

METRICS = (
    "novel_psnr",
    "novel_ssim",
    "novel_lpips",
    "silhouette_iou",
    "input_psnr",
    "input_psnr_near_object",
    "input_silhouette_iou",
)
_DRAWS = 10_000
_SEED = 5


@dataclass(frozen=True, slots=True)
class ObjectScore:
    """Means over the views of one object and its two input views, for one method."""

    id: str
    """Object, `folder/name`."""
    family: str
    """Family of near-identical siblings; empty for none."""
    values: dict[str, float]
    """Each of `METRICS`; NaN where it could not be measured."""
    by_view: dict[str, tuple[float, float]]
    """PSNR [dB] and silhouette IoU by novel view point."""


@dataclass(frozen=True, slots=True)
class Gain:
    """Paired difference of two methods over the objects."""

    mean: float
    """Mean difference."""
    low: float
    """2.5 % point of the bootstrap over objects."""
    high: float
    """97.5 % point of the bootstrap over objects."""
    better_share: float
    """Share of objects on which the first method is better."""

    def to_json(self) -> dict[str, object]:
        """Rounded values by name."""
        return {
            "mean": round(self.mean, 4),
            "interval95": [round(self.low, 4), round(self.high, 4)],
            "objects_better_share": round(self.better_share, 3),
        }


@dataclass(frozen=True, slots=True)
class ReconstructionReport:
    """Scores of the model and of the baselines on the same objects."""

    protocol: dict[str, object]
    """How it was measured, in words and numbers."""
    model: list[ObjectScore]
    """Scores of the model."""
    baselines: dict[str, list[ObjectScore]]
    """Scores of each baseline, same objects in the same order."""
    lpips_reason: str | None
    """Why LPIPS is missing; None where it was measured."""
    left_out: list[str] = field(default_factory=list)
    """Objects whose views are nearly all white."""

    def best_baseline(self, metric: str) -> str:
        """Name of the baseline with the highest mean of a metric."""
        return max(self.baselines, key=lambda name: _mean(self.baselines[name], metric))

    def gain(self, metric: str) -> Gain:
        """The model against the best baseline of that metric, paired over the objects."""
        other = self.baselines[self.best_baseline(metric)]
        pairs = zip(self.model, other, strict=True)
        return paired_gain(np.array([a.values[metric] - b.values[metric] for a, b in pairs]))

    def to_json(self) -> dict[str, object]:
        """Top level: the model's overall figures; below: gains, baselines, groups, objects."""
        return {
            **_figures(self.model),
            **({"novel_lpips_reason": self.lpips_reason} if self.lpips_reason else {}),
            "object_count": len(self.model),
            "gain_over_best_baseline": {
                metric: {"baseline": self.best_baseline(metric), **self.gain(metric).to_json()}
                for metric in ("novel_psnr", "silhouette_iou", "novel_ssim")
            },
            "offsets": _by_view(self.model),
            "baselines": {
                name: {**_figures(scores), "offsets": _by_view(scores)}
                for name, scores in self.baselines.items()
            },
            "groups": self._groups(),
            "objects": {score.id: _rounded(score.values) for score in self.model},
            "left_out_nearly_white": self.left_out,
            "protocol": self.protocol,
        }

    def _groups(self) -> dict[str, object]:
        folders = sorted({score.id.split("/")[0] for score in self.model})
        chosen = {
            folder: [score.id.startswith(f"{folder}/") for score in self.model]
            for folder in folders
        }
        chosen["with_family"] = [bool(score.family) for score in self.model]
        chosen["without_family"] = [not score.family for score in self.model]
        groups: dict[str, object] = {}
        for name, inside in chosen.items():
            if any(inside):
                own = [score for score, keep in zip(self.model, inside, strict=True) if keep]
                groups[name] = {
                    "object_count": len(own),
                    **_figures(own),
                    "baselines": {
                        other: _figures([s for s, keep in zip(scores, inside, strict=True) if keep])
                        for other, scores in self.baselines.items()
                    },
                }
        return groups


def paired_gain(differences: npt.NDArray[np.float64]) -> Gain:
    """Mean difference with a percentile bootstrap interval over objects."""
    rng = np.random.default_rng(_SEED)
    draws = rng.integers(0, len(differences), (_DRAWS, len(differences)))
    low, high = np.percentile(differences[draws].mean(axis=1), [2.5, 97.5])
    mean, better = float(differences.mean()), float((differences > 0).mean())
    return Gain(mean, float(low), float(high), better)


def _mean(scores: list[ObjectScore], metric: str) -> float:
    return float(np.mean([score.values[metric] for score in scores]))


def _figures(scores: list[ObjectScore]) -> dict[str, float | None]:
    return _rounded({metric: _mean(scores, metric) for metric in METRICS})


def _rounded(values: dict[str, float]) -> dict[str, float | None]:
    return {name: None if math.isnan(value) else round(value, 4) for name, value in values.items()}


def _by_view(scores: list[ObjectScore]) -> dict[str, object]:
    return {
        view: {
            "psnr": round(float(np.mean([score.by_view[view][0] for score in scores])), 4),
            "silhouette_iou": round(
                float(np.mean([score.by_view[view][1] for score in scores])), 4
            ),
        }
        for view in scores[0].by_view
    }
