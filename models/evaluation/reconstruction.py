"""Measure how well a model rebuilds objects, beside trivial baselines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.evaluation import bootstrap
from models.evaluation.examiner import LOW_PASS_PX2, NEAR_OBJECT_PX, Examined, Examiner
from models.evaluation.methods import Method, trivial_methods
from models.evaluation.nearly_white import NEARLY_WHITE_DB, all_nearly_white, nearly_white
from models.evaluation.objects import EvaluatedObject, ObjectSet, nothing_measured
from models.evaluation.perceptual_distance import (
    LpipsVgg,
    lpips_weights_path,
    why_lpips_is_missing,
)
from models.evaluation.reconstruction_baselines import BEST_BASELINE, INFLATION
from models.evaluation.reconstruction_protocol import TruthViews, described
from models.evaluation.reconstruction_report import ReconstructionReport
from models.evaluation.scores import ObjectScore
from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress
from render.registry import open_renderer

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class ShownObject:
    """One object from one input: what it looks like and what the model made of it."""

    item: EvaluatedObject
    """The object."""
    truth: TruthViews
    """What it looks like."""
    model: Examined
    """The model's score and drawings."""
    baseline: Examined
    """Those of the best baseline."""


Show = Callable[[ShownObject], None]


def ignore_pictures(shown: ShownObject) -> None:
    """Keep no pictures."""


def evaluate_reconstruction(
    objects: ObjectSet,
    model: Sequence[Method],
    *,
    perceptual: bool = True,
    show: Show = ignore_pictures,
    progress: ProgressCallback = ignore_progress,
) -> ReconstructionReport:
    """Rebuild every object and compare novel views.

    Broken objects are skipped and named with the reason in the report.

    Args:
        objects: What is measured.
        model: The model, and variants of it that stand beside the baselines.
        perceptual: Measure LPIPS where its weights are installed; it takes most of the time.
        show: Given the pictures of every object and input.
        progress: Told after each object.

    Raises:
        InputError: If no object can be measured.
    """
    reason = why_lpips_is_missing() if perceptual else "not asked for"
    lpips = None if reason else LpipsVgg(lpips_weights_path()).distance
    examiner = Examiner(open_renderer("cpu_tiles"), lpips, model[0].input_count)
    run = _Run(examiner, (*model, *trivial_methods()), show)
    for done, item in enumerate(objects.objects):
        run.add(item)
        progress("evaluate reconstruction", (done + 1) / len(objects.objects))
    return run.report(_protocol(objects, model), reason)


class _Run:
    """Collects the scores of all methods."""

    def __init__(self, examiner: Examiner, methods: Sequence[Method], show: Show) -> None:
        self._examiner = examiner
        self._methods = methods
        self._show = show
        self._scores: dict[str, list[ObjectScore]] = {method.name: [] for method in methods}
        self._left_out: list[str] = []
        self._skipped: dict[str, str] = {}
        self._failed: dict[str, str] = {}

    def add(self, item: EvaluatedObject) -> None:
        """Measure one object."""
        given = max(method.input_count for method in self._methods)
        try:
            truths = item.truth.truths()
            white = nearly_white(truths, given)
        except InputError as error:
            self._skipped[item.id] = str(error)
            return
        if white:
            self._left_out.append(item.id)
            return
        table = {method.name: self._examined(item, truths, method) for method in self._methods}
        for name, examined in table.items():
            scores = tuple(one.score for one in examined)
            self._scores[name].append(ObjectScore(item, scores))
        model = table[self._methods[0].name]
        for truth, own, other in zip(truths, model, table[BEST_BASELINE], strict=True):
            self._show(ShownObject(item, truth, own, other))

    def _examined(
        self, item: EvaluatedObject, truths: Sequence[TruthViews], method: Method
    ) -> list[Examined]:
        perceptual = method.name in (self._methods[0].name, BEST_BASELINE)
        results = [
            self._examiner.examine(
                truth, method.rebuild, given=method.input_count, perceptual=perceptual
            )
            for truth in truths
        ]
        failures = [result.failure for result in results if result.failure]
        if failures and method is self._methods[0]:
            self._failed[item.id] = failures[0]
        return results

    def report(self, protocol: dict[str, object], lpips_reason: str | None) -> ReconstructionReport:
        """Figures of all objects so far."""
        first = self._methods[0].name
        if not self._scores[first]:
            raise nothing_measured(self._skipped) if self._skipped else all_nearly_white()
        others = {name: scores for name, scores in self._scores.items() if name != first}
        return ReconstructionReport(
            protocol=protocol,
            model_name=first,
            model=self._scores[first],
            baselines=others,
            lpips_reason=lpips_reason,
            left_out=self._left_out,
            skipped=self._skipped,
            failed=self._failed,
            process_peak_mb=self._examiner.meter.process_peak_mb,
        )


def _protocol(objects: ObjectSet, model: Sequence[Method]) -> dict[str, object]:
    return {
        **described(objects.split, model[0].input_count, objects.truths),
        "layout": objects.layout,
        "model": model[0].description,
        "low_pass_px2": LOW_PASS_PX2,
        "input_psnr_near_object": f"over the input's mask, grown by {NEAR_OBJECT_PX} px",
        "nearly_white": f"left out above {NEARLY_WHITE_DB:g} dB of a blank white picture",
        "baselines": (
            "all from the first view alone, in this run: blank (a white picture), card (the photo "
            "on a plane), inflated (the silhouette inflated to "
            f"{INFLATION:g} times the distance to its outline, mirrored colour behind), revolution "
            "(every row of the silhouette turned about its middle, mirrored colour behind)"
        ),
        "best_baseline": (
            f"{BEST_BASELINE}: highest novel PSNR on the val split, its thickness chosen there "
            "too; one for all views and metrics"
        ),
        "interval": bootstrap.DESCRIPTION,
        "memory": "peak resident memory of this process during the reconstruction of a photo",
        "failed": "an object that the model refuses is scored as a blank picture",
    }
