"""Scores, folds and baselines of `evaluate physics` on cases that can be worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.data.group_folds import folds, joined_groups
from models.data.labelled_features import NO_CLASS, LabelledFeatures
from models.evaluation.physics_baselines import constant_errors, prior_distribution
from models.evaluation.physics_demands import FAMILY_DEMANDS, KIND_DEMANDS, compared
from models.evaluation.physics_metrics import (
    PhysicsScores,
    balanced_classes,
    calibration_error,
    family_draws,
    score,
    score_names,
    score_table,
    summary,
)
from models.material_config import MaterialConfig
from sim.class_priors import class_priors
from sim.materials import MaterialClass
from sim.physics_distribution import PARAMETERS

WOOD, METAL = int(MaterialClass.WOOD), int(MaterialClass.METAL)


def labels(classes: list[int], values: list[list[float]]) -> LabelledFeatures:
    names = tuple(f"toy/{index}" for index in range(len(classes)))
    empty = np.zeros((len(classes), 1, 1), np.float32)
    count = len(classes)
    return LabelledFeatures(
        empty,
        empty,
        np.array(classes),
        np.array(values, np.float32),
        np.zeros((count, 3), np.float32),
        np.ones(count, np.float32),
        np.full(count, NO_CLASS),
        names,
        names,
    )


def test_scores_of_a_known_distribution() -> None:
    steel = class_priors().conditioned(material_class=MaterialClass.METAL)
    values = np.array([11.3, 0.3, 3.6672])
    figures = dict(zip(score_names(), score(steel, METAL, values), strict=True))
    assert figures["class_nll"] == pytest.approx(0, abs=1e-6)
    assert figures["top1"] == 1
    assert figures["error_log10_e"] == pytest.approx(0.3, abs=1e-3)
    assert figures["relative_log10_e"] == pytest.approx(0.3 / 11.3, abs=1e-3)
    normal = 0.5 + math.log(0.3 * math.sqrt(2 * math.pi))  # one standard deviation away
    assert figures["nll_log10_e"] == pytest.approx(normal, abs=1e-3)
    assert figures["coverage50_log10_e"] == 0
    assert figures["coverage90_log10_e"] == 1
    assert figures["error_nu"] < 1e-3
    wrong = dict(zip(score_names(), score(steel, WOOD, values), strict=True))
    assert wrong["class_nll"] > 20
    assert wrong["top1"] == 0


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from("abcdefgh"), min_size=5, max_size=40),
    st.integers(0, 1000),
)
def test_folds_never_part_a_group(names: list[str], seed: int) -> None:
    groups = tuple(names)
    fold_of = folds(groups, seed, 5)
    for name in set(groups):
        assert (
            len({fold for fold, group in zip(fold_of, groups, strict=True) if group == name}) == 1
        )
    assert np.array_equal(fold_of, folds(groups, seed, 5))


def test_kinds_join_categories_that_share_a_family() -> None:
    groups = joined_groups(("f", "f", "g", "h"), ("cup", "mug", "mug", "can"))
    assert groups[0] == groups[1] == groups[2]
    assert groups[3] != groups[0]


def test_best_constants_come_from_the_training_objects() -> None:
    training = labels([WOOD] * 3, [[9, 0.2, 2], [10, 0.3, 3], [11, 0.4, 3]])
    held_out = labels([METAL], [[12, 0.25, 3]])
    errors = constant_errors(training, held_out, [WOOD])
    assert errors["error_log10_e"] == pytest.approx([2])
    assert errors["error_nu"] == pytest.approx([0.05], abs=1e-6)
    # 1 / value weights 100 kg/m³ ten times 1000 kg/m³: the best relative constant is 100
    assert errors["relative_log10_rho"] == pytest.approx([0.9], abs=1e-4)


def test_prior_is_the_smoothed_frequency() -> None:
    training = labels([WOOD, WOOD, METAL], [[10, 0.3, 2.8]] * 3)
    prior = prior_distribution(training, MaterialConfig())
    assert prior.probabilities[WOOD] == pytest.approx(2.5 / 10)
    assert prior.probabilities[int(MaterialClass.SNOW)] == pytest.approx(0.05)
    assert prior.mean().material_class is MaterialClass.WOOD


def scores_of(classes: list[int], right: list[float]) -> PhysicsScores:
    columns = {name: np.zeros(len(classes)) for name in score_names()}
    columns["top1"] = np.array(right, float)
    names = np.array([f"toy/{index}" for index in range(len(classes))])
    return PhysicsScores(columns, np.array(classes), names, names)


def test_balanced_accuracy_counts_classes_not_objects() -> None:
    scores = scores_of([WOOD] * 6 + [METAL] * 18 + [3], [0] * 6 + [1] * 18 + [0])
    assert sorted(balanced_classes(scores)) == [WOOD, METAL]
    figures = summary(scores, balanced_classes(scores))
    assert figures["balanced_top1"] == 0.5
    assert figures["top1"] == pytest.approx(18 / 25)


def test_bootstrap_draws_whole_families() -> None:
    scores = scores_of([WOOD] * 4, [1] * 4)
    families = PhysicsScores(
        scores.columns, scores.classes, np.array(["a", "a", "b", "b"]), scores.objects
    )
    for rows in family_draws(families, 20, 0):
        assert len(rows) == 4
        assert (
            np.bincount(rows, minlength=4)[[0, 2]] == np.bincount(rows, minlength=4)[[1, 3]]
        ).all()


def test_calibration_error_of_a_boaster() -> None:
    assert calibration_error(np.full(10, 0.95), np.zeros(10)) == pytest.approx(0.95)
    assert calibration_error(np.full(4, 0.75), np.array([1, 1, 1, 0.0])) == pytest.approx(0)


def test_table_of_scores_agrees_with_the_distribution_itself() -> None:
    """The vectorised curves give what `PhysicsDistribution` computes one at a time."""
    prior = class_priors()
    sharp = prior.conditioned(material_class=MaterialClass.RUBBER)
    values = np.array([[9.1, 0.37, 3.02], [6.4, 0.485, 3.05]])
    table = score_table((prior, sharp), np.array([WOOD, METAL]), values)
    for row, (each, own) in enumerate(zip((prior, sharp), values, strict=True)):
        for name, short, value in zip(PARAMETERS, ("log10_e", "nu", "log10_rho"), own, strict=True):
            median = each.quantile(name, 0.5)
            density = float(each.density_of(name, [value])[0])
            below = float(each.cumulative_of(name, [value])[0])
            assert table[f"error_{short}"][row] == pytest.approx(abs(median - value), abs=1e-6)
            assert table[f"nll_{short}"][row] == pytest.approx(-math.log(density), abs=1e-5)
            assert table[f"coverage90_{short}"][row] == (abs(below - 0.5) < 0.45)


def test_second_guess_counts_for_top2() -> None:
    prior = class_priors()
    shares = np.full(14, 0.1 / 12)
    shares[WOOD], shares[METAL] = 0.5, 0.4
    doubtful = replace(prior, class_probabilities=shares)
    values = np.array([[9.0, 0.3, 3.0]] * 2)
    table = score_table((doubtful, doubtful), np.array([METAL, int(MaterialClass.SNOW)]), values)
    assert table["top1"].tolist() == [0, 0]
    assert table["top2"].tolist() == [1, 0]


def test_balanced_constant_weighs_classes_alike() -> None:
    """Nine stiff and three soft objects: the plain median is stiff, the balanced one soft."""
    values = [[11, 0.3, 3]] * 8 + [[5, 0.3, 3]] + [[6, 0.3, 3]] * 3
    training = labels([METAL] * 9 + [WOOD] * 3, values)
    errors = constant_errors(training, labels([WOOD], [[6, 0.3, 3]]), [WOOD, METAL])
    assert errors["error_log10_e"] == pytest.approx([5])
    assert errors["balanced_error_log10_e"] == pytest.approx([0])


def test_demands_name_figures_and_fail_the_constant() -> None:
    scores = scores_of([WOOD] * 6 + [METAL] * 6, [1] * 6 + [0] * 6)
    figures = summary(scores, [WOOD, METAL])
    found = compared(figures, figures)
    for demand in (*FAMILY_DEMANDS, *KIND_DEMANDS):
        row = demand.row(found, found, None)
        assert row["figure"] == demand.name
    gain = next(demand for demand in FAMILY_DEMANDS if demand.name == "class_nll_gain")
    better = {**found, "class_nll_gain": 0.4}
    assert gain.row(better, found, [0.2, 0.6])["passed"]
    assert not gain.row(better, found, None)["constant_passed"]
