"""Figures of a reconstruction measurement: means with intervals, groups and paired gains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from models.evaluation.bootstrap import Gain, mean_interval, paired_gain
from models.evaluation.groups import PUBLISHED, groups
from models.evaluation.reconstruction_baselines import BEST_BASELINE
from models.evaluation.reconstruction_protocol import COMMON_NAMES
from models.evaluation.rounding import PLACES, rounded
from models.evaluation.scores import METRICS, ObjectScore

Json = dict[str, object]
GAIN_METRICS = ("novel_psnr", "silhouette_iou", "novel_ssim")


@dataclass(frozen=True, slots=True)
class ReconstructionReport:
    """Scores of a model and of other methods on the same objects."""

    protocol: Json
    """How it was measured, in words and numbers."""
    model_name: str
    """Name of the model."""
    model: list[ObjectScore]
    """Scores of the model."""
    baselines: dict[str, list[ObjectScore]]
    """Scores of each other method, same objects in the same order."""
    lpips_reason: str | None
    """Why LPIPS is missing; None where it was measured."""
    left_out: list[str] = field(default_factory=list)
    """Objects whose views are nearly all white."""
    skipped: dict[str, str] = field(default_factory=dict)
    """Broken objects and what is wrong with them."""
    failed: dict[str, str] = field(default_factory=dict)
    """Objects that the model refused, scored as blank pictures, and its reasons."""
    process_peak_mb: float | None = None
    """Largest resident memory of the whole run [MB]; None where the system hides it."""

    def gain(self, metric: str, *, over: str = BEST_BASELINE) -> Gain:
        """The model against another method, paired over the objects."""
        return _gain(self.model, self.baselines[over], metric)

    def to_json(self) -> Json:
        """Top level: the model's overall figures; below: gains, baselines, groups, objects."""
        return {
            "model": self.model_name,
            **_figures(self.model),
            **({"novel_lpips_reason": self.lpips_reason} if self.lpips_reason else {}),
            "object_count": len(self.model),
            "intervals95": _intervals(self.model),
            "gain_over_best_baseline": {
                metric: {"baseline": BEST_BASELINE, **self.gain(metric).to_json()}
                for metric in GAIN_METRICS
            },
            "gain_by_view": self._gain_by_view(),
            "views_common_to_all_input_counts": _common(self.model),
            "offsets": _by_view(self.model),
            "seconds_per_photo": _spread([s.seconds for o in self.model for s in o.inputs]),
            "peak_memory_mb_per_photo": _spread(
                [s.peak_memory_mb for o in self.model for s in o.inputs]
            ),
            "gaussian_count": _spread([s.gaussian_count for o in self.model for s in o.inputs]),
            "baselines": {
                name: {
                    **_figures(scores),
                    "views_common_to_all_input_counts": _common(scores),
                    "offsets": _by_view(scores),
                    "gain_of_model": {
                        metric: self.gain(metric, over=name).to_json() for metric in GAIN_METRICS
                    },
                }
                for name, scores in self.baselines.items()
            },
            "groups": self._groups(),
            "objects": {score.item.id: rounded(score.values) for score in self.model},
            "left_out_nearly_white": self.left_out,
            "skipped_count": len(self.skipped),
            "skipped": self.skipped,
            "failed": self.failed,
            **({} if self.process_peak_mb is None else {"peak_memory_mb": self.process_peak_mb}),
            "protocol": self.protocol,
        }

    def _gain_by_view(self) -> Json:
        """Gains over the one baseline at every novel view."""
        names = list(self.model[0].inputs[0].novel)
        table: Json = {}
        for name in names:
            pairs = [
                (own.mean_over((name,)), other.mean_over((name,)))
                for own, other in zip(self.model, self.baselines[BEST_BASELINE], strict=True)
            ]
            known = [(own, other) for own, other in pairs if own is not None and other is not None]
            table[name] = {
                metric: paired_gain(
                    np.array([own[key] - other[key] for own, other in known])
                ).to_json()
                for metric, key in (("psnr", "novel_psnr"), ("silhouette_iou", "silhouette_iou"))
                if known
            }
        return table

    def _groups(self) -> Json:
        table: Json = {}
        for name, inside in groups([score.item for score in self.model]).items():
            own = _chosen(self.model, inside)
            others = {key: _chosen(scores, inside) for key, scores in self.baselines.items()}
            table[name] = {
                "object_count": len(own),
                **_figures(own),
                "intervals95": _intervals(own),
                "gain_over_best_baseline": {
                    metric: _gain(own, others[BEST_BASELINE], metric).to_json()
                    for metric in GAIN_METRICS
                },
                "baselines": {key: _figures(scores) for key, scores in others.items()},
                **({"published": dict(PUBLISHED[name])} if name in PUBLISHED else {}),
            }
        return table


def _chosen(scores: Sequence[ObjectScore], inside: Sequence[bool]) -> list[ObjectScore]:
    return [score for score, keep in zip(scores, inside, strict=True) if keep]


def _gain(model: Sequence[ObjectScore], other: Sequence[ObjectScore], metric: str) -> Gain:
    pairs = zip(model, other, strict=True)
    return paired_gain(np.array([own.values[metric] - o.values[metric] for own, o in pairs]))


def _figures(scores: Sequence[ObjectScore]) -> dict[str, float | None]:
    return rounded(
        {metric: float(np.mean([score.values[metric] for score in scores])) for metric in METRICS}
    )


def _intervals(scores: Sequence[ObjectScore]) -> Json:
    """95 % interval of every metric that was measured."""
    columns = {name: np.array([score.values[name] for score in scores]) for name in METRICS}
    return {
        name: [round(edge, PLACES) for edge in mean_interval(values)]
        for name, values in columns.items()
        if np.isfinite(values).all()
    }


def _common(scores: Sequence[ObjectScore]) -> Json:
    """Means over the views that are novel for one, two and four inputs alike."""
    rows = [row for score in scores if (row := score.mean_over(COMMON_NAMES)) is not None]
    if not rows:
        return {"object_count": 0}
    means = {name: float(np.mean([row[name] for row in rows])) for name in METRICS[:4]}
    return {"object_count": len(rows), "views": list(COMMON_NAMES), **rounded(means)}


def _by_view(scores: Sequence[ObjectScore]) -> Json:
    """PSNR and silhouette IoU of every novel view, over the objects that have it."""
    table: Json = {}
    for name in dict.fromkeys(name for score in scores for name in score.inputs[0].novel):
        rows = [row for score in scores if (row := score.mean_over((name,))) is not None]
        if rows:
            table[name] = {
                "psnr": round(float(np.mean([row["novel_psnr"] for row in rows])), PLACES),
                "silhouette_iou": round(
                    float(np.mean([row["silhouette_iou"] for row in rows])), PLACES
                ),
            }
    return table


def _spread(values: Sequence[float]) -> dict[str, float | None]:
    """Median and largest of some values; null where one is unknown."""
    if not np.isfinite(values).all():
        return {"median": None, "max": None}
    return {"median": round(float(np.median(values)), 3), "max": round(float(np.max(values)), 3)}
