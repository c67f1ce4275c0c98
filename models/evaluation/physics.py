"""`evaluate physics`: the material head on real objects, cross-validated and on the test split."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np

from models.data.assets import Asset, AssetIndex
from models.data.group_folds import joined_groups
from models.data.labelled_features import LabelledFeatures
from models.data.material_examples import labelled_features, real_objects
from models.data.material_procedural import HELD_OUT, procedural_features
from models.data.material_views import ViewSettings
from models.evaluation.physics_demands import FAMILY_DEMANDS, KIND_DEMANDS
from models.evaluation.physics_folds import (
    FOLDS,
    SCORED_VIEWS,
    Fold,
    Recipe,
    baseline_scores,
    common_classes,
    fitted_folds,
    head_scores,
)
from models.evaluation.physics_metrics import PhysicsScores, balanced_classes
from models.evaluation.physics_procedural import ProceduralTally
from models.evaluation.physics_tables import (
    Json,
    class_rows,
    comparison,
    group_rows,
    object_rows,
)
from models.material_checkpoint import WEIGHTS_NAME, MaterialNet, load_material
from models.material_config import MaterialConfig
from models.training.material_stage import TRAINING_SPLIT, procedural_training, view_settings
from render.errors import InputError
from render.kernel_cache import cpu_name
from render.progress import ProgressCallback, ignore_progress
from sim.materials import MaterialClass

HELD_OUT_COUNT = 5
"""Procedural objects of each class of held-out generators."""
PROTOCOL = (
    "5-fold cross-validation by family over the real objects (ycb, scans, gso); each fold refits "
    "the whole recipe (components, class table, networks, and, on inner folds, temperature, blend "
    "and scales) without the fold's objects; one cut-out picture a prediction, {views} pictures an "
    "object, {seeds} fold seeds; intervals: 95 % bootstrap over families; baselines are computed "
    "inside the training folds; gains and ratios are against them"
)
TEST_PROTOCOL = (
    "shipped weights, fitted to the train split, on the real objects of the test split; "
    "baselines from the train split"
)
KIND_PROTOCOL = (
    "as the cross-validation, but folds part whole kinds (the category column of labels.csv, "
    "joined with families): how the head does on kinds of things it has not seen; {seeds} fold "
    "seed(s)"
)

Pair = tuple[PhysicsScores, PhysicsScores]
"""Scores of model and baseline."""


@dataclass(frozen=True, slots=True, eq=False)
class PhysicsReport:
    """Figures of one evaluation, ready for JSON."""

    families: Pair
    """With families held out."""
    test: Pair | None
    """On the test split with the shipped weights, None without such objects."""
    kinds: Pair | None
    """With whole kinds held out, None where left out."""
    procedural: Json | None
    """Figures of procedural materials, None where the recipe uses none or they were left out."""
    seed_count: int
    """Fold seeds that were averaged."""
    seconds_total: float
    """Wall time [s]."""

    def to_json(self) -> Json:
        """Keys of design section 6: the recipe's figures on top, the rest nested."""
        model = self.families[0]
        balanced = balanced_classes(model)
        report: Json = {
            "protocol": PROTOCOL.format(views=SCORED_VIEWS, seeds=self.seed_count),
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "cpu": cpu_name(),
            "object_count": len(set(model.objects)),
            "family_count": len(set(model.families)),
            "balanced_classes": [MaterialClass(index).label for index in balanced],
            **comparison(self.families, balanced, FAMILY_DEMANDS),
            "groups": group_rows(model, balanced),
            "classes": class_rows(model),
            "objects": object_rows(model),
        }
        if self.test is not None:
            report["test_split"] = {"protocol": TEST_PROTOCOL, **comparison(self.test, balanced)}
        if self.kinds is not None:
            report["kinds_held_out"] = {
                "protocol": KIND_PROTOCOL.format(seeds=self.seed_count),
                **comparison(self.kinds, balanced, KIND_DEMANDS),
                "classes": class_rows(self.kinds[0]),
            }
        if self.procedural is not None:
            report["procedural"] = self.procedural
        report["seconds_total"] = round(self.seconds_total, 1)
        return report


def evaluate_physics(
    assets: Path,
    progress: ProgressCallback = ignore_progress,
    *,
    weights: Path | None = None,
    config: MaterialConfig | None = None,
    seed_count: int = 3,
    thorough: bool = True,
) -> PhysicsReport:
    """Measure the material head.

    Args:
        assets: Asset library.
        progress: Told about pictures and folds.
        weights: Material weights; the shipped ones by default.
        config: Recipe that is refitted in each fold; the committed one by default.
        seed_count: Ways to part the objects into folds that are averaged.
        thorough: Also part the objects by kind, and fit without procedural objects to compare.

    Raises:
        InputError: If the library, the weights or the recipe is unusable.
    """
    if seed_count < 1:
        raise InputError(f"seed_count must be at least 1, got {seed_count}")
    started = time.monotonic()
    config, net = _opened(config, weights)
    chosen = real_objects(AssetIndex.load(assets))
    examples = labelled_features(chosen, net.trunk, view_settings(config), config.seed, progress)
    recipe = Recipe(config, procedural_training(config, net.trunk, progress))
    compares = thorough and recipe.procedural is not None
    done = _FitCount(progress, (1 + thorough + compares) * seed_count * FOLDS)
    tally = ProceduralTally(_held_out_objects(config, net, progress)) if compares else None
    seen = None if tally is None else lambda fold: tally.add(fold, taught=True)
    families = _cross_validated(examples, examples.families, recipe, seed_count, done, seen)
    if tally is not None:
        plain = fitted_folds(examples, examples.families, Recipe(config, None), seed_count, done)
        for fold in plain:
            tally.add(fold, taught=False)
    kinds = None
    if thorough:
        kinds = _cross_validated(examples, _kinds(chosen, examples), recipe, seed_count, done)
    return PhysicsReport(
        families,
        _test_split(chosen, examples, net, config),
        kinds,
        None if tally is None else tally.to_json(),
        seed_count,
        time.monotonic() - started,
    )


def _opened(
    config: MaterialConfig | None, weights: Path | None
) -> tuple[MaterialConfig, MaterialNet]:
    """Recipe and head, the committed and the shipped one where none is given."""
    resources = Path(str(files("resources")))
    return (
        config or MaterialConfig.load(resources / "training" / "material.json"),
        load_material(weights or resources / "weights" / "embedded" / WEIGHTS_NAME),
    )


def _kinds(chosen: tuple[Asset, ...], examples: LabelledFeatures) -> tuple[str, ...]:
    """The kind of each example; objects of one family or category are of one kind."""
    categories = tuple(asset.label_text("category") for asset in chosen)
    return joined_groups(examples.families, categories)


class _FitCount:
    """Tells the progress after each fit."""

    def __init__(self, progress: ProgressCallback, total: int) -> None:
        self._progress, self._total, self._count = progress, total, 0

    def __call__(self) -> None:
        self._count += 1
        self._progress("cross-validation", self._count / self._total)


def _cross_validated(
    examples: LabelledFeatures,
    groups: tuple[str, ...],
    recipe: Recipe,
    seed_count: int,
    done: Callable[[], None],
    seen: Callable[[Fold], None] | None = None,
) -> Pair:
    """Scores of the recipe and of the baseline over all folds and fold seeds."""
    model, baseline, balanced = [], [], common_classes(examples)
    for fold in fitted_folds(examples, groups, recipe, seed_count, done):
        model.append(head_scores(fold.head, fold.held_out))
        baseline.append(baseline_scores(fold.training, fold.held_out, recipe.config, balanced))
        if seen is not None:
            seen(fold)
    return PhysicsScores.concatenate(model), PhysicsScores.concatenate(baseline)


def _test_split(
    chosen: tuple[Asset, ...], examples: LabelledFeatures, net: MaterialNet, config: MaterialConfig
) -> Pair | None:
    """Scores of the weights as they are on the test split."""
    splits = np.array([asset.split for asset in chosen])
    unseen = examples.subset(np.flatnonzero(splits == "test"))
    if not unseen.ids:
        return None
    training = examples.subset(np.flatnonzero(splits == TRAINING_SPLIT))
    constant = baseline_scores(training, unseen, config, common_classes(examples))
    return head_scores(net.head, unseen), constant


def _held_out_objects(
    config: MaterialConfig, net: MaterialNet, progress: ProgressCallback
) -> LabelledFeatures:
    """Procedural objects of generators that are in no training."""
    settings = ViewSettings(size_px=config.view_size_px, views=config.procedural_views)
    return procedural_features(HELD_OUT, HELD_OUT_COUNT, net.trunk, settings, progress)
