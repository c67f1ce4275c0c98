"""What more views are worth: one, two and four posed views compared on the same novel ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from models.evaluation import bootstrap
from models.evaluation.examiner import LOW_PASS_PX2, Examiner
from models.evaluation.nearly_white import NEARLY_WHITE_DB, all_nearly_white, nearly_white
from models.evaluation.objects import EvaluatedObject, ObjectSet
from models.evaluation.reconstruction_protocol import (
    COMMON_NAMES,
    INPUT_AZIMUTHS_DEG,
    INPUT_NAMES,
    PICTURE_PX,
    InputViews,
    TruthViews,
)
from models.evaluation.rounding import rounded
from models.evaluation.scores import InputScore, ObjectScore
from models.posed_views import PosedViews
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback, ignore_progress
from render.registry import open_renderer

Fuse = Callable[[PosedViews], GaussianCloud]
"""Posed views to Gaussians in the world of the poses."""

COUNTS = tuple(INPUT_NAMES)
_MOST = max(COUNTS)
"""With so many inputs given, the novel views are those that are an input for no count."""
_GAINS = ("novel_psnr", "silhouette_iou", "input_psnr")
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
    "failed": "an object that the model refuses is scored as a blank picture",
    "gains": f"paired by object; {bootstrap.DESCRIPTION}",
}
"""The measurement in words."""


class CountScore(NamedTuple):
    """One object rebuilt from a number of views."""

    score: ObjectScore
    """Scores of each first input."""
    failure: str | None
    """Why the model refused one of them; None where it did not."""

    @property
    def values(self) -> dict[str, float]:
        """Means over the views, then the first inputs."""
        novel, inputs = self.score.values, self.score.inputs
        given = np.mean([_given(score) for score in inputs], axis=0)
        names = ("input_psnr", "lowest_input_psnr", "input_silhouette_iou")
        return {
            "novel_psnr": novel["novel_psnr"],
            "silhouette_iou": novel["silhouette_iou"],
            **dict(zip(names, map(float, given), strict=True)),
        }


def common_examiner() -> Examiner:
    """An examiner for the views that are an input for no count."""
    return Examiner(open_renderer("cpu_tiles"), None, _MOST)


def count_score(
    examiner: Examiner,
    item: EvaluatedObject,
    truths: Sequence[TruthViews],
    fuse: Fuse,
    count: int,
) -> CountScore:
    """Rebuild an object from `count` of its views and score the common novel ones.

    Args:
        examiner: `common_examiner`.
        item: The object.
        truths: What it looks like from each first input.
        fuse: The model.
        count: 1, 2 or 4.

    Raises:
        InputError: If the count is another or a needed picture is missing.
    """
    if count not in INPUT_NAMES:
        raise InputError(f"views must be {', '.join(map(str, INPUT_NAMES))}: {count}")

    def rebuild(inputs: InputViews) -> GaussianCloud:
        return fuse(inputs.posed())

    results = [examiner.examine(truth, rebuild, given=count, perceptual=False) for truth in truths]
    failures = [result.failure for result in results if result.failure]
    score = ObjectScore(item, tuple(result.score for result in results))
    return CountScore(score, failures[0] if failures else None)


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
    examiner = common_examiner()
    scores: dict[str, dict[int, CountScore]] = {}
    left_out = []
    for done, item in enumerate(objects.objects):
        truths = item.truth.truths()
        if nearly_white(truths, _MOST):
            left_out.append(item.id)
        else:
            scores[item.id] = {
                count: count_score(examiner, item, truths, fuse, count) for count in counts
            }
        progress("compare numbers of views", (done + 1) / len(objects.objects))
    if not scores:
        raise all_nearly_white()
    return {
        **_summary(scores, counts),
        "left_out_nearly_white": left_out,
        "protocol": {**PROTOCOL, "split": objects.split, "truth": list(objects.truths)},
    }


def _summary(
    scores: Mapping[str, Mapping[int, CountScore]], counts: Sequence[int]
) -> dict[str, object]:
    """Means, paired gains, objects and failures; `scores` by object, then by number of views."""
    columns = {count: [table[count] for table in scores.values()] for count in counts}
    return {
        "object_count": len(scores),
        "views": {str(count): _figures(column) for count, column in columns.items()},
        "gain_over_one_view": {
            str(count): _gains(columns[count], columns[counts[0]]) for count in counts[1:]
        },
        "objects": {
            name: {str(count): rounded(table[count].values) for count in counts}
            for name, table in scores.items()
        },
        "failed": {
            name: found.failure
            for name, table in scores.items()
            for found in table.values()
            if found.failure
        },
    }


def _given(score: InputScore) -> tuple[float, float, float]:
    """Mean and lowest PSNR and mean IoU of the given views."""
    errors = [view.psnr for view in score.given.values()]
    overlaps = [view.iou for view in score.given.values()]
    return float(np.mean(errors)), min(errors), float(np.mean(overlaps))


def _figures(scores: Sequence[CountScore]) -> dict[str, object]:
    tables = [score.values for score in scores]
    means = {name: float(np.mean([table[name] for table in tables])) for name in tables[0]}
    offsets = {}
    for name in COMMON_NAMES:
        rows = [one.novel[name] for s in scores for one in s.score.inputs if name in one.novel]
        if rows:
            error = float(np.mean([row.psnr for row in rows]))
            overlap = float(np.mean([row.iou for row in rows]))
            offsets[name] = rounded({"psnr": error, "silhouette_iou": overlap})
    return {**rounded(means), "offsets": offsets}


def _gains(scores: Sequence[CountScore], others: Sequence[CountScore]) -> dict[str, object]:
    pairs = [(own.values, other.values) for own, other in zip(scores, others, strict=True)]
    return {
        metric: bootstrap.paired_gain(np.array([a[metric] - b[metric] for a, b in pairs])).to_json()
        for metric in _GAINS
    }
