"""Cross-validation of the material head's recipe: every fold is fitted anew and scored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from models.data.group_folds import folds
from models.data.labelled_features import LabelledFeatures
from models.evaluation.physics_baselines import constant_errors, prior_distribution
from models.evaluation.physics_metrics import (
    BALANCED_FROM,
    PhysicsScores,
    score_table,
)
from models.material_config import MaterialConfig
from models.nets.physics_head import PhysicsHead
from models.nets.physics_law import HeadOutput
from models.physics_estimator import distributions
from models.training.material_fit import fit_head
from sim.class_priors import class_priors
from sim.physics_distribution import CLASS_COUNT, PhysicsDistribution

FOLDS = 5
SCORED_VIEWS = 8
"""Pictures of each object that are scored, each on its own."""

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """One fold, fitted."""

    head: PhysicsHead
    """Head of the recipe, fitted to the other folds."""
    training: LabelledFeatures
    """Real objects that it was fitted to."""
    held_out: LabelledFeatures
    """Real objects of the fold."""


@dataclass(frozen=True, slots=True, eq=False)
class Recipe:
    """What is fitted in each fold."""

    config: MaterialConfig
    """Settings."""
    procedural: LabelledFeatures | None
    """Procedural training objects, the same in each fold; None for none."""


def fitted_folds(
    examples: LabelledFeatures,
    groups: tuple[str, ...],
    recipe: Recipe,
    seed_count: int,
    done: Callable[[], None],
) -> Iterator[Fold]:
    """Fit the recipe to all but one fold, for each fold and fold seed.

    Args:
        examples: Real objects.
        groups: What no fold may part, length N.
        recipe: What is fitted.
        seed_count: Ways to part the objects.
        done: Called after each fit.
    """
    for seed in range(seed_count):
        fold_of = folds(groups, seed, FOLDS)
        for fold in range(FOLDS):
            held_out = examples.subset(np.flatnonzero(fold_of == fold))
            training = examples.subset(np.flatnonzero(fold_of != fold))
            head = fit_head(
                training,
                class_priors(),
                recipe.config,
                FOLDS * seed + fold,
                procedural=recipe.procedural,
            )
            done()
            yield Fold(head, training, held_out)


def head_scores(head: PhysicsHead, examples: LabelledFeatures) -> PhysicsScores:
    """Scores of a head on `SCORED_VIEWS` pictures of each object, each on its own."""
    features, log_probabilities = scored_pictures(examples)
    with torch.inference_mode():
        output = head(features.flatten(0, 1), log_probabilities.flatten(0, 1))
        predictions = distributions(output, head.decided_class(output.class_probabilities))
    return _scores(predictions, examples, features.shape[1])


def baseline_scores(
    training: LabelledFeatures,
    held_out: LabelledFeatures,
    config: MaterialConfig,
    balanced: list[int],
) -> PhysicsScores:
    """Prior distribution and best constants of the training objects, one row an object."""
    prior = prior_distribution(training, config)
    scores = _scores((prior,) * len(held_out.ids), held_out, 1)
    scores.columns.update(constant_errors(training, held_out, balanced))
    return scores


def right_from_all_pictures(head: PhysicsHead, examples: LabelledFeatures) -> BoolArray:
    """Whether each object is recognised from the mean over its scored pictures, shape [N]."""
    features, log_probabilities = scored_pictures(examples)
    with torch.inference_mode():
        output: HeadOutput = head(features.flatten(0, 1), log_probabilities.flatten(0, 1))
        mean = output.class_probabilities.reshape(*features.shape[:2], CLASS_COUNT).mean(1)
        decided = head.decided_class(mean).numpy()
    return np.asarray(decided == examples.classes)


def scored_pictures(examples: LabelledFeatures) -> tuple[torch.Tensor, torch.Tensor]:
    """Features [N, V, 1280] and log-probabilities [N, V, 1000] of the pictures that are scored."""
    step = max(1, examples.features.shape[1] // SCORED_VIEWS)
    return (
        torch.from_numpy(examples.features[:, ::step]),
        torch.from_numpy(examples.log_probabilities[:, ::step]),
    )


def common_classes(examples: LabelledFeatures) -> list[int]:
    """Classes with at least `BALANCED_FROM` objects."""
    counts = np.bincount(examples.classes, minlength=CLASS_COUNT)
    return [int(index) for index in np.flatnonzero(counts >= BALANCED_FROM)]


def _scores(
    predictions: tuple[PhysicsDistribution, ...], examples: LabelledFeatures, views: int
) -> PhysicsScores:
    classes = examples.classes.repeat(views)
    values = examples.values.astype(np.float64).repeat(views, axis=0)
    return PhysicsScores(
        score_table(predictions, classes, values),
        classes,
        np.repeat(np.array(examples.families), views),
        np.repeat(np.array(examples.ids), views),
    )
