"""`evaluate physics`: the material head on real objects, cross-validated and on the test split."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from models.data.assets import AssetIndex
from models.data.material_examples import LabelledFeatures, labelled_features, real_objects
from models.evaluation.physics_baselines import constant_errors, prior_distribution
from models.evaluation.physics_metrics import (
    PhysicsScores,
    balanced_classes,
    family_draws,
    interval,
    score,
    score_names,
    summary,
)
from models.material_checkpoint import WEIGHTS_NAME, load_material
from models.material_config import MaterialConfig
from models.nets.physics_head import PhysicsHead
from models.physics_estimator import distributions
from models.training.material_fit import fit_head
from models.training.material_stage import TRAINING_SPLIT, view_settings
from render.errors import InputError
from render.kernel_cache import cpu_name
from render.progress import ProgressCallback, ignore_progress
from sim.class_priors import class_priors
from sim.materials import MaterialClass
from sim.physics_distribution import PhysicsDistribution

FOLDS = 5
SCORED_VIEWS = 8
"""Pictures of each object that are scored, each on its own."""
DRAWS = 1000
PROTOCOL = (
    "5-fold cross-validation by family over the real objects (ycb, scans, gso); each fold refits "
    "the whole recipe (components, class table, networks, blend) without the fold's objects; one "
    "cut-out picture a prediction, {views} pictures an object, {seeds} fold seeds; intervals: 95 % "
    "bootstrap over families; baselines are computed inside the training folds"
)
TEST_PROTOCOL = (
    "shipped weights, fitted to the train split, on the real objects of the test split; "
    "baselines from the train split"
)
KIND_PROTOCOL = (
    "as the cross-validation, but folds part whole kinds (the category column of labels.csv, "
    "joined with families): how the head does on kinds of things it has not seen"
)


@dataclass(frozen=True, slots=True, eq=False)
class PhysicsReport:
    """Figures of one evaluation, ready for JSON."""

    model: PhysicsScores
    """Cross-validated scores of the recipe."""
    baseline: PhysicsScores
    """Scores of prior and constants on the same predictions."""
    test: tuple[PhysicsScores, PhysicsScores] | None
    """Model and baseline on the test split with the shipped weights, None without weights."""
    kinds: tuple[PhysicsScores, PhysicsScores] | None
    """Model and baseline with whole kinds held out, None where left out."""
    seed_count: int
    """Fold seeds that were averaged."""
    seconds_total: float
    """Wall time [s]."""

    def to_json(self) -> dict[str, object]:
        """Keys of design section 6: the recipe's figures on top, the rest nested."""
        balanced = balanced_classes(self.model)
        report: dict[str, object] = {
            "protocol": PROTOCOL.format(views=SCORED_VIEWS, seeds=self.seed_count),
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "cpu": cpu_name(),
            "object_count": len(set(self.model.objects)),
            "family_count": len(set(self.model.families)),
            "balanced_classes": [MaterialClass(index).label for index in balanced],
            **_compared(self.model, self.baseline, balanced),
            "groups": self._groups(balanced),
            "classes": _recalls(self.model),
            "objects": _objects(self.model),
        }
        if self.test is not None:
            report["test_split"] = {"protocol": TEST_PROTOCOL, **_compared(*self.test, balanced)}
        if self.kinds is not None:
            report["kinds_held_out"] = {
                "protocol": KIND_PROTOCOL,
                **_compared(*self.kinds, balanced),
            }
        report["seconds_total"] = round(self.seconds_total, 1)
        return report

    def _groups(self, balanced: list[int]) -> dict[str, object]:
        folders = np.array([name.split("/")[0] for name in self.model.objects])
        return {
            str(folder): _rounded(summary(self.model, balanced, np.flatnonzero(folders == folder)))
            for folder in np.unique(folders)
        }


def evaluate_physics(
    assets: Path,
    progress: ProgressCallback = ignore_progress,
    *,
    weights: Path | None = None,
    config: MaterialConfig | None = None,
    seed_count: int = 3,
    hold_out_kinds: bool = True,
) -> PhysicsReport:
    """Measure the material head.

    Args:
        assets: Asset library.
        progress: Told about pictures and folds.
        weights: Material weights; the shipped ones by default.
        config: Recipe that is refitted in each fold; the committed one by default.
        seed_count: Ways to part the objects into folds that are averaged.
        hold_out_kinds: Also part the objects by kind.

    Raises:
        InputError: If the library, the weights or the recipe is unusable.
    """
    if seed_count < 1:
        raise InputError(f"seed_count must be at least 1, got {seed_count}")
    started = time.monotonic()
    resources = Path(str(files("resources")))
    config = config or MaterialConfig.load(resources / "training" / "material.json")
    net = load_material(weights or resources / "weights" / "embedded" / WEIGHTS_NAME)
    chosen = real_objects(AssetIndex.load(assets))
    examples = labelled_features(chosen, net.trunk, view_settings(config), config.seed, progress)
    model, baseline = _cross_validated(examples, examples.families, config, seed_count, progress)
    splits = np.array([asset.split for asset in chosen])
    seen = examples.subset(np.flatnonzero(splits == TRAINING_SPLIT))
    unseen = examples.subset(np.flatnonzero(splits == "test"))
    test = (_scored(net.head, unseen), _baseline(seen, unseen, config)) if unseen.ids else None
    kinds = None
    if hold_out_kinds:
        categories = tuple(asset.label_text("category") for asset in chosen)
        joined = joined_groups(examples.families, categories)
        kinds = _cross_validated(examples, joined, config, 1, progress)
    return PhysicsReport(model, baseline, test, kinds, seed_count, time.monotonic() - started)


def joined_groups(families: tuple[str, ...], categories: tuple[str, ...]) -> tuple[str, ...]:
    """Smallest groups of objects that part neither a family nor a category."""
    groups = list(categories)
    for family in sorted(set(families)):
        members = [i for i, name in enumerate(families) if name == family]
        target = groups[members[0]]
        for old in {groups[i] for i in members}:
            groups = [target if name == old else name for name in groups]
    return tuple(groups)


def folds(groups: tuple[str, ...], seed: int, count: int = FOLDS) -> npt.NDArray[np.int64]:
    """Fold of each object, shape [N]: whole groups, large ones first, to the emptiest fold."""
    names = sorted(set(groups))
    np.random.default_rng(seed).shuffle(names)
    names.sort(key=groups.count, reverse=True)
    sizes, fold_of = [0] * count, {}
    for name in names:
        fold_of[name] = int(np.argmin(sizes))
        sizes[fold_of[name]] += groups.count(name)
    return np.array([fold_of[name] for name in groups])


def _cross_validated(
    examples: LabelledFeatures,
    groups: tuple[str, ...],
    config: MaterialConfig,
    seed_count: int,
    progress: ProgressCallback,
) -> tuple[PhysicsScores, PhysicsScores]:
    """Scores of the recipe and of the baseline over all folds and fold seeds."""
    model, baseline = [], []
    for done, (seed, training, held_out) in enumerate(_parts(examples, groups, seed_count)):
        head = fit_head(training, class_priors(), config, seed)
        model.append(_scored(head, held_out))
        baseline.append(_baseline(training, held_out, config))
        progress("cross-validation", (done + 1) / (seed_count * FOLDS))
    return PhysicsScores.concatenate(model), PhysicsScores.concatenate(baseline)


def _parts(
    examples: LabelledFeatures, groups: tuple[str, ...], seed_count: int
) -> Iterator[tuple[int, LabelledFeatures, LabelledFeatures]]:
    """Seed, training and held-out objects of every fold."""
    for seed in range(seed_count):
        fold_of = folds(groups, seed)
        for fold in range(FOLDS):
            held_out = examples.subset(np.flatnonzero(fold_of == fold))
            training = examples.subset(np.flatnonzero(fold_of != fold))
            yield FOLDS * seed + fold, training, held_out


def _scored(head: PhysicsHead, examples: LabelledFeatures) -> PhysicsScores:
    """Scores of a head on `SCORED_VIEWS` pictures of each object."""
    step = max(1, examples.features.shape[1] // SCORED_VIEWS)
    features = torch.from_numpy(examples.features[:, ::step])
    log_probabilities = torch.from_numpy(examples.log_probabilities[:, ::step])
    with torch.inference_mode():
        output = head(features.flatten(0, 1), log_probabilities.flatten(0, 1))
        predictions = distributions(output, head.decided_class(output.class_probabilities))
    return _scores(predictions, examples, features.shape[1])


def _baseline(
    training: LabelledFeatures, held_out: LabelledFeatures, config: MaterialConfig
) -> PhysicsScores:
    """Prior distribution and best constants of the training objects, one row an object."""
    prior = prior_distribution(training, config)
    scores = _scores((prior,) * len(held_out.ids), held_out, 1)
    scores.columns.update(constant_errors(training, held_out))
    return scores


def _scores(
    predictions: tuple[PhysicsDistribution, ...], examples: LabelledFeatures, views: int
) -> PhysicsScores:
    classes = examples.classes.repeat(views)
    values = examples.values.astype(np.float64).repeat(views, axis=0)
    table = np.array(
        [
            score(prediction, int(index), value)
            for prediction, index, value in zip(predictions, classes, values, strict=True)
        ],
        np.float64,
    )
    return PhysicsScores(
        dict(zip(score_names(), table.T, strict=True)),
        classes,
        np.repeat(np.array(examples.families), views),
        np.repeat(np.array(examples.ids), views),
    )


def _compared(
    model: PhysicsScores, baseline: PhysicsScores, balanced: list[int]
) -> dict[str, object]:
    """Figures of the model, gains over the baseline, intervals, and the baseline's figures."""
    figures, constant = summary(model, balanced), summary(baseline, balanced)
    gains = {
        "class_nll_gain": constant["class_nll"] - figures["class_nll"],
        "alde_log10_e_ratio": _error_ratio(figures, constant),
    }
    return {
        **_rounded(figures),
        **_rounded(gains),
        "intervals": _intervals(model, baseline, balanced),
        "baselines": {"prior_and_best_constants": _rounded(constant)},
    }


def _intervals(
    model: PhysicsScores, baseline: PhysicsScores, balanced: list[int]
) -> dict[str, list[float]]:
    """95 % bootstrap intervals over families, model and baseline drawn together."""
    draws: dict[str, list[float]] = {}
    pairs = zip(family_draws(model, DRAWS, 0), family_draws(baseline, DRAWS, 0), strict=True)
    for rows, constant_rows in pairs:
        figures = summary(model, balanced, rows)
        constant = summary(baseline, balanced, constant_rows)
        kept = {name: figures[name] for name in ("class_nll", "balanced_top1", "alde_log10_e")}
        kept["class_nll_gain"] = constant["class_nll"] - figures["class_nll"]
        kept["alde_log10_e_ratio"] = _error_ratio(figures, constant)
        for name, value in kept.items():
            draws.setdefault(name, []).append(value)
    return {
        name: [round(edge, 4) for edge in interval(values)]
        for name, values in draws.items()
        if np.isfinite(values).any()
    }


def _error_ratio(figures: dict[str, float], constant: dict[str, float]) -> float:
    """ALDE over the constant's; not a number where the constant is exact."""
    exact = constant["alde_log10_e"] == 0
    return float("nan") if exact else figures["alde_log10_e"] / constant["alde_log10_e"]


def _recalls(scores: PhysicsScores) -> dict[str, object]:
    """Recall and number of objects of every class with at least 6 of them."""
    return {
        MaterialClass(index).label: {
            "recall": round(float(scores.columns["top1"][scores.classes == index].mean()), 4),
            "object_count": len(set(scores.objects[scores.classes == index])),
        }
        for index in balanced_classes(scores)
    }


def _objects(scores: PhysicsScores) -> dict[str, object]:
    """Main figures of every object."""
    names = ("class_nll", "top1", "error_log10_e")
    return {
        str(name): {
            column: round(float(scores.columns[column][scores.objects == name].mean()), 4)
            for column in names
        }
        for name in np.unique(scores.objects)
    }


def _rounded(figures: dict[str, float]) -> dict[str, float | None]:
    """Four digits; null where a figure has no data."""
    return {k: round(v, 4) if np.isfinite(v) else None for k, v in figures.items()}
