"""What more views are worth: one, two and four posed views compared on the same novel ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.evaluation import bootstrap
from models.evaluation.examiner import LOW_PASS_PX2
from models.evaluation.objects import ObjectSet
from models.evaluation.picture_metrics import psnr, silhouette_iou
from models.evaluation.reconstruction_protocol import (
    COMMON_NAMES,
    INPUT_AZIMUTHS_DEG,
    INPUT_NAMES,
    PICTURE_PX,
    TruthViews,
)
from models.posed_views import PosedViews
from render.base import Renderer, RenderSettings
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback, ignore_progress
from render.registry import open_renderer

FloatArray = npt.NDArray[np.float32]
Fuse = Callable[[PosedViews], GaussianCloud]
"""Posed views to Gaussians in the world of the poses."""
Pair = tuple[float, float]
"""PSNR on white [dB] and silhouette IoU."""

COUNTS = tuple(INPUT_NAMES)
NEARLY_WHITE_DB = 26.0
PROTOCOL = {
    "summary": (
        "each object is rebuilt from 1, 2 and 4 posed views and compared on the same five views, "
        "none of them an input for any count: azimuth offsets 45, 135, 225 and 315 degrees at the "
        "rig's elevation and offset 0 at elevation 45 (top); figures are means over views, then "
        "over two first inputs at azimuths "
        f"{' and '.join(f'{azimuth:g}' for azimuth in INPUT_AZIMUTHS_DEG)} degrees, then objects"
    ),
    "inputs": "offsets 0 for one view, 0 and 180 for two, 0, 90, 180 and 270 degrees for four",
    "picture_px": PICTURE_PX,
    "low_pass_px2": LOW_PASS_PX2,
    "placement": (
        "poses and intrinsics are given; a single view is also told the object's longest side, "
        "which several views see for themselves; no alignment to the truth"
    ),
    "psnr": "of the whole picture on white, sRGB 0 to 1",
    "silhouette_iou": "of coverages above one half",
    "input_psnr": "mean over the views that were given; lowest: the worst of them",
    "nearly_white": f"objects above {NEARLY_WHITE_DB:g} dB of a blank picture are left out",
    "gains": f"paired by object; {bootstrap.DESCRIPTION}",
}
"""The measurement in words."""


@dataclass(frozen=True, slots=True)
class PosedScore:
    """One object rebuilt from a number of views."""

    count: int
    """Number of views that were given."""
    novel: dict[str, Pair]
    """Figures of the views in `COMMON_NAMES` that the object has pictures of."""
    inputs: dict[str, Pair]
    """Figures of the views that were given."""

    @property
    def values(self) -> dict[str, float]:
        """Means over the views."""
        novel, given = (np.mean(list(part.values()), axis=0) for part in (self.novel, self.inputs))
        return {
            "novel_psnr": float(novel[0]),
            "silhouette_iou": float(novel[1]),
            "input_psnr": float(given[0]),
            "lowest_input_psnr": min(error for error, _ in self.inputs.values()),
            "input_silhouette_iou": float(given[1]),
        }


def posed_score(truth: TruthViews, fuse: Fuse, count: int, renderer: Renderer) -> PosedScore:
    """Rebuild an object from `count` of its views and score the common novel ones.

    Args:
        truth: What the object looks like.
        fuse: The model.
        count: 1, 2 or 4.
        renderer: Draws the Gaussians.

    Raises:
        InputError: If the count is another, a needed picture is missing or the model refuses.
    """
    if count not in INPUT_NAMES:
        raise InputError(f"views must be {', '.join(map(str, INPUT_NAMES))}: {count}")
    novel = [name for name in truth.novel_names(count) if name in COMMON_NAMES]
    cloud = fuse(truth.inputs(count).posed())
    settings = RenderSettings(eps2d=LOW_PASS_PX2)

    def figures(name: str) -> Pair:
        drawn = renderer.render(cloud, truth.cameras[name], settings)
        overlap = silhouette_iou(drawn.alpha, truth.views[name][..., 3])
        return psnr(drawn.color, truth.on_white(name)), overlap

    return PosedScore(
        count,
        {name: figures(name) for name in novel},
        {name: figures(name) for name in INPUT_NAMES[count]},
    )


def compare_counts(
    objects: ObjectSet,
    fuse: Fuse,
    *,
    counts: Sequence[int] = COUNTS,
    progress: ProgressCallback = ignore_progress,
) -> dict[str, object]:
    """Figures of every count and paired gains over one view, ready for JSON.

    Args:
        objects: What is measured.
        fuse: The model.
        counts: Numbers of views, 1 first.
        progress: Told after each object.

    Raises:
        InputError: If every object is nearly white.
    """
    renderer = open_renderer("cpu_tiles")
    scores: dict[str, dict[int, list[PosedScore]]] = {}
    left_out = []
    for done, item in enumerate(objects.objects):
        truths = item.truth.truths()
        if np.mean([_blank_psnr(truth) for truth in truths]) > NEARLY_WHITE_DB:
            left_out.append(item.id)
        else:
            scores[item.id] = {
                count: [posed_score(truth, fuse, count, renderer) for truth in truths]
                for count in counts
            }
        progress("compare numbers of views", (done + 1) / len(objects.objects))
    if not scores:
        raise InputError("every object is nearly white; nothing to measure")
    return {
        "object_count": len(scores),
        "views": {str(count): _figures(scores, count) for count in counts},
        "gain_over_one_view": {
            str(count): _gains(scores, count, counts[0]) for count in counts[1:]
        },
        "objects": {
            name: {str(count): _rounded(_object_values(table[count])) for count in counts}
            for name, table in scores.items()
        },
        "left_out_nearly_white": left_out,
        "protocol": {**PROTOCOL, "split": objects.split, "truth": list(objects.truths)},
    }


def _blank_psnr(truth: TruthViews) -> float:
    pictures = [truth.on_white(name) for name in COMMON_NAMES if name in truth.views]
    return float(np.mean([psnr(np.ones_like(picture), picture) for picture in pictures]))


def _object_values(scores: list[PosedScore]) -> dict[str, float]:
    """Means over the first inputs."""
    values = [score.values for score in scores]
    return {name: float(np.mean([value[name] for value in values])) for name in values[0]}


def _figures(scores: dict[str, dict[int, list[PosedScore]]], count: int) -> dict[str, object]:
    tables = [_object_values(table[count]) for table in scores.values()]
    means = {name: float(np.mean([table[name] for table in tables])) for name in tables[0]}
    offsets = {}
    for name in COMMON_NAMES:
        pairs = [s.novel[name] for t in scores.values() for s in t[count] if name in s.novel]
        error, overlap = np.mean(pairs, axis=0)
        offsets[name] = _rounded({"psnr": float(error), "silhouette_iou": float(overlap)})
    return {**_rounded(means), "offsets": offsets}


def _gains(
    scores: dict[str, dict[int, list[PosedScore]]], count: int, other: int
) -> dict[str, object]:
    pairs = [(_object_values(t[count]), _object_values(t[other])) for t in scores.values()]
    return {
        metric: bootstrap.paired_gain(np.array([a[metric] - b[metric] for a, b in pairs])).to_json()
        for metric in ("novel_psnr", "silhouette_iou", "input_psnr")
    }


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}
