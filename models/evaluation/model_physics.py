"""`evaluate physics` of any model as it stands: distributions against labels, nothing fitted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from models.data.physics_label import PhysicsLabel
from models.evaluation.bootstrap import percentile_interval
from models.evaluation.groups import groups
from models.evaluation.objects import EvaluatedObject, ObjectSet, nothing_measured
from models.evaluation.physics_metrics import (
    PhysicsScores,
    balanced_classes,
    family_draws,
    score,
    score_names,
    summary,
)
from models.evaluation.reconstruction_protocol import INPUT_AZIMUTHS_DEG, TruthViews
from models.evaluation.rounding import PLACES, rounded
from models.predictor import Predictor
from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress
from sim.class_priors import class_priors
from sim.materials import MaterialClass
from sim.physics_distribution import ALL_PREDICTED, CLASS_COUNT, PhysicsDistribution

Json = dict[str, object]
FloatArray = npt.NDArray[np.float32]
DoubleArray = npt.NDArray[np.float64]

DRAWS = 1000
_INTERVALS = ("class_nll", "balanced_top1", "top1", "alde_log10_e")
_SMOOTHING = 0.5
_SMALLEST_STD = 0.01
_UNKNOWN_DENSITY = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class ModelPhysicsReport:
    """Scores of a model and of constant answers on the same objects."""

    protocol: Json
    """How it was measured, in words."""
    model_name: str
    """Name of the model."""
    objects: tuple[EvaluatedObject, ...]
    """What was measured."""
    model: PhysicsScores
    """One row for every object and input."""
    baselines: dict[str, PhysicsScores]
    """Constant answers on the same rows."""
    not_predicted: tuple[str, ...]
    """What the model takes from class priors instead of predicting it."""
    skipped: dict[str, str]
    """Broken objects and what is wrong with them."""

    def to_json(self) -> Json:
        """Top level: the model's overall figures; the rest nested."""
        balanced = balanced_classes(self.model)
        inside = groups(self.objects)
        names = [item.id for item in self.objects]
        return {
            "model": self.model_name,
            **rounded(summary(self.model, balanced)),
            "object_count": len(names),
            "balanced_classes": [MaterialClass(index).label for index in balanced],
            "not_predicted": list(self.not_predicted),
            "intervals95": _intervals(self.model, balanced),
            "baselines": {
                name: rounded(summary(scores, balanced)) for name, scores in self.baselines.items()
            },
            "groups": {
                name: rounded(summary(self.model, balanced, _rows(self.model, names, members)))
                for name, members in inside.items()
            },
            "objects": {name: _object(self.model, name) for name in names},
            "skipped_count": len(self.skipped),
            "skipped": self.skipped,
            "protocol": self.protocol,
        }


def evaluate_model_physics(
    objects: ObjectSet,
    predictor: Predictor,
    input_count: int,
    *,
    training: Sequence[EvaluatedObject] = (),
    progress: ProgressCallback = ignore_progress,
) -> ModelPhysicsReport:
    """Score a model's distributions over materials.

    Args:
        objects: What is measured; every object has a label.
        predictor: The model.
        input_count: Views that it is given.
        training: Labelled objects that the constant answers are taken from; else the measured.
        progress: Told after each object.

    Raises:
        InputError: If a label is missing or unusable, with its file, or nothing can be measured.
    """
    labels = {item.id: labelled(item) for item in objects.objects}
    constants = _constants([labelled(item) for item in training] or list(labels.values()))
    model: list[PhysicsScores] = []
    others: dict[str, list[PhysicsScores]] = {name: [] for name in constants}
    measured: list[EvaluatedObject] = []
    skipped: dict[str, str] = {}
    predicted = ALL_PREDICTED
    for done, item in enumerate(objects.objects):
        try:
            seen = [_predicted(predictor, view, input_count) for view in item.truth.truths()]
        except InputError as error:
            skipped[item.id] = str(error)
            continue
        measured.append(item)
        predicted &= seen[0].predicted
        model.append(_scores(seen, item, labels[item.id]))
        for name, answer in constants.items():
            others[name].append(_scores([answer] * len(seen), item, labels[item.id]))
        progress("evaluate physics", (done + 1) / len(objects.objects))
    if not measured:
        raise nothing_measured(skipped)
    return ModelPhysicsReport(
        _protocol(objects, input_count, bool(training)),
        predictor.name,
        tuple(measured),
        PhysicsScores.concatenate(model),
        {name: PhysicsScores.concatenate(parts) for name, parts in others.items()},
        tuple(sorted(ALL_PREDICTED - predicted)),
        skipped,
    )


def labelled(item: EvaluatedObject) -> PhysicsLabel:
    """The label of an object.

    Raises:
        InputError: If it has none or an unusable one; the message names the file.
    """
    if item.label is None:
        raise InputError(
            f"{item.id} has no label: its layout holds none; use an asset folder with labels.csv "
            "or folders with physical.json"
        )
    return item.label()


def _predicted(predictor: Predictor, truth: TruthViews, input_count: int) -> PhysicsDistribution:
    inputs = truth.inputs(input_count)
    if input_count == 1:
        elevation = inputs.first_elevation_deg
        return predictor.predict(inputs.first, size_m=1.0, elevation_deg=elevation).physics
    return predictor.predict_posed(inputs.posed(), size_m=None).physics


def _scores(
    answers: Sequence[PhysicsDistribution], item: EvaluatedObject, label: PhysicsLabel
) -> PhysicsScores:
    """One row an answer; density columns are NaN where the label has none."""
    known = label.density_kg_m3 is not None
    density = math.log10(label.density_kg_m3) if label.density_kg_m3 else _UNKNOWN_DENSITY
    values = np.array([math.log10(label.youngs_modulus_pa), label.poisson_ratio, density])
    rows = [score(answer, int(label.material_class), values) for answer in answers]
    columns = dict(zip(score_names(), np.array(rows, np.float64).T, strict=True))
    if not known:
        for name in [name for name in columns if name.endswith("_rho")]:
            columns[name] = np.full(len(rows), np.nan)
    return PhysicsScores(
        columns,
        np.full(len(rows), int(label.material_class)),
        np.full(len(rows), item.family or item.id),
        np.full(len(rows), item.id),
    )


def _constants(labels: Sequence[PhysicsLabel]) -> dict[str, PhysicsDistribution]:
    """Answers that do not look at the picture, from the classes and values of some labels.

    `constant` gives every class the mean and spread of all labels, `class_prior` those published
    for the class.
    """
    counts = np.bincount([label.material_class for label in labels], minlength=CLASS_COUNT)
    weights = (counts + _SMOOTHING) / (counts + _SMOOTHING).sum()
    prior = class_priors()
    log_e = np.array([math.log10(label.youngs_modulus_pa) for label in labels])
    nu = np.array([label.poisson_ratio for label in labels])
    known = [label.density_kg_m3 for label in labels if label.density_kg_m3 is not None]
    log_rho = np.log10(known) if known else np.array([_UNKNOWN_DENSITY])

    def alike(values: DoubleArray) -> tuple[FloatArray, FloatArray]:
        moments = (values.mean(), max(float(values.std()), _SMALLEST_STD))
        mean, spread = (np.full(CLASS_COUNT, moment, np.float32) for moment in moments)
        return mean, spread

    (e, e_std), (n, n_std), (rho, rho_std) = alike(log_e), alike(nu), alike(log_rho)
    decided = MaterialClass(int(counts.argmax()))
    constant = PhysicsDistribution(
        class_probabilities=weights,
        log10_youngs_modulus_mean=e,
        log10_youngs_modulus_std=e_std,
        poisson_mean=n,
        poisson_std=n_std,
        log10_density_mean=rho,
        log10_density_std=rho_std,
        point_class=decided,
    )
    return {
        "constant": constant,
        "class_prior": replace(prior, class_probabilities=weights, point_class=decided),
    }


def _intervals(scores: PhysicsScores, balanced: list[int]) -> Json:
    """95 % bootstrap intervals over families."""
    draws = [summary(scores, balanced, rows) for rows in family_draws(scores, DRAWS, 0)]
    columns = {name: [figures[name] for figures in draws] for name in _INTERVALS}
    return {
        name: [round(edge, PLACES) for edge in percentile_interval(values)]
        for name, values in columns.items()
        if np.isfinite(values).any()
    }


def _rows(
    scores: PhysicsScores, names: Sequence[str], members: Sequence[bool]
) -> npt.NDArray[np.int64]:
    chosen = [name for name, inside in zip(names, members, strict=True) if inside]
    return np.flatnonzero(np.isin(scores.objects, chosen))


def _object(scores: PhysicsScores, name: str) -> Json:
    own = scores.objects == name
    figures = ("class_nll", "top1", "error_log10_e")
    return {
        "material": MaterialClass(int(scores.classes[own][0])).label,
        **rounded({key: float(scores.columns[key][own].mean()) for key in figures}),
    }


def _protocol(objects: ObjectSet, input_count: int, has_training: bool) -> Json:
    azimuths = " and ".join(f"{azimuth:g}" for azimuth in INPUT_AZIMUTHS_DEG)
    constants = "training labels of the folder" if has_training else "measured labels themselves"
    return {
        "summary": (
            f"the model as it stands, nothing is fitted; each object is shown twice, by "
            f"{input_count} view(s) from azimuth {azimuths} degrees of the rig; figures are means "
            "over these predictions; coverage and NLL are of the model's own distributions"
        ),
        "split": objects.split,
        "layout": objects.layout,
        "input_count": input_count,
        "balanced": "mean over classes with at least 6 objects of the class's mean",
        "baselines": (
            f"from the {constants}: constant (class frequencies, mean and spread of all), "
            "class_prior (class frequencies, published values of each class)"
        ),
        "interval": f"95 % bootstrap over families, {DRAWS} draws",
        "density": "null where a label has none",
    }
