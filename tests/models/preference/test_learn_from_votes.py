"""Votes become pairs, pairs an adapter; what cannot be used is told."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from preference_fixtures import (
    CHECKPOINT,
    foam_like,
    physics,
    project,
    stiff_votes,
    vote,
    written,
)

from models.preference.settings import PreferenceSettings
from models.preference.training import LearningOptions, learn_from_votes
from models.preference.vote_pairs import vote_book
from models.preference.votes import read_votes
from render.errors import CancelledError, InputError
from sim.adapter_use import AdapterUse
from sim.materials import MaterialClass
from sim.physics_distribution import PhysicsDistribution
from sim.project import Project
from sim.vote import VOTES_NAME

QUICK = PreferenceSettings(steps=30, learning_rate=0.05, patience=20)
OPTIONS = LearningOptions(CHECKPOINT, settings=QUICK)


def certain(physics_: PhysicsDistribution) -> PhysicsDistribution:
    point = physics_.mean()
    return physics_.conditioned(
        material_class=point.material_class,
        youngs_modulus_pa=point.youngs_modulus_pa,
        poisson_ratio=point.poisson_ratio,
        density_kg_m3=point.density_kg_m3,
    )


def test_votes_for_the_stiffer_make_the_model_predict_stiffer(tmp_path: Path) -> None:
    before = foam_like()
    pairs = written(project(tmp_path, before), stiff_votes(before, 30, wrong=0.1))
    result = learn_from_votes(pairs, OPTIONS)
    after = result.adapter.applied(before)
    assert after.mean().youngs_modulus_pa > 1.5 * before.mean().youngs_modulus_pa
    assert result.vote_count == 30
    assert result.held_out_agreement.share > result.before.share
    assert result.held_out_agreement.question_count == 30
    low, high = result.held_out_agreement.interval95
    assert low < result.held_out_agreement.share < high
    # the spread is the model's own
    assert np.allclose(after.log10_youngs_modulus_std, before.log10_youngs_modulus_std)
    assert result.adapter.about["vote_count"] == 30


def test_takes_may_be_gone_and_the_votes_still_count(tmp_path: Path) -> None:
    before = foam_like()
    pairs = written(project(tmp_path, before), stiff_votes(before, 12))
    assert vote_book(pairs, (), CHECKPOINT).takes_gone == 12
    for take in pairs[0].takes:
        take.mkdir(parents=True)
    book = vote_book(pairs, (), CHECKPOINT)
    assert (book.used, book.takes_gone) == (12, 11)


def test_votes_of_other_photos_and_models_are_left_out_with_the_reason(tmp_path: Path) -> None:
    before = foam_like()
    samples = before.sample(np.random.default_rng(0), 2)
    votes = [
        vote(samples, "left", photo=""),
        vote(samples, "left", photo="1" * 64),
        vote(samples, "left", checkpoint="2" * 64),
        vote(samples, "skip"),
    ]
    pairs = written(project(tmp_path, before), [*stiff_votes(before, 6), *votes])
    book = vote_book(pairs, (), CHECKPOINT)
    assert book.used == 6
    assert sorted(book.left_out.values()) == [1, 1, 1]
    with pytest.raises(InputError, match=r"of 2 votes 0 count.*splat file"):
        learn_from_votes(
            [pair for pair in pairs if not pair.vote.subject.photo_sha256] * 2, OPTIONS
        )


def test_a_file_of_votes_suffices_without_project_takes_and_photo(tmp_path: Path) -> None:
    before = foam_like()
    votes = [
        replace(one, subject=replace(one.subject, predicted=before))
        for one in stiff_votes(before, 30)
    ]
    file = tmp_path / "lent.jsonl"
    file.write_text("".join(f"{one.to_line()}\n" for one in votes), encoding="utf-8")
    result = learn_from_votes(read_votes(file), OPTIONS)
    assert (result.vote_count, result.takes_gone) == (30, 30)
    after = result.adapter.applied(before)
    assert after.mean().youngs_modulus_pa > 1.5 * before.mean().youngs_modulus_pa


def test_a_project_that_is_gone_leaves_no_photo_to_learn_about(tmp_path: Path) -> None:
    before = foam_like()
    path = project(tmp_path, before)
    pairs = written(path, stiff_votes(before, 10))
    shutil.rmtree(path)
    with pytest.raises(InputError, match="10 on a photo whose project"):
        learn_from_votes(pairs, OPTIONS)


def test_the_reference_is_the_model_without_the_adapter_in_force(tmp_path: Path) -> None:
    before = foam_like()
    path = project(tmp_path, before)
    opened = Project.open(path)
    moved = replace(
        before, log10_youngs_modulus_mean=before.log10_youngs_modulus_mean + np.float32(1)
    )
    opened.save(
        replace(opened.manifest, physics=moved, adapter=AdapterUse("mine", "0" * 64, before))
    )
    book = vote_book(written(path, stiff_votes(before, 6)), (), CHECKPOINT)
    assert np.array_equal(
        book.distributions[0].log10_youngs_modulus_mean, before.log10_youngs_modulus_mean
    )


def test_contradictions_are_told_and_weigh_against_each_other(tmp_path: Path) -> None:
    before = foam_like()
    samples = before.sample(np.random.default_rng(0), 2)
    both = [
        vote(samples, "left", voter="voter-1"),
        vote(samples, "right", voter="voter-2"),
        vote(samples[::-1], "left", keys=("b", "a"), voter="voter-2"),
    ]
    book = vote_book(written(project(tmp_path, before), both), (), CHECKPOINT)
    (found,) = book.contradictions
    assert (found.candidates, found.for_first, found.for_second) == (("a", "b"), 1, 2)
    assert found.voters == ("voter-1", "voter-2")
    (pair,) = book.comparisons
    assert pair.share == pytest.approx(0.5)  # every voter weighs the same
    assert pair.weight == pytest.approx(3)


def test_voters_weigh_the_same_however_often_they_vote(tmp_path: Path) -> None:
    before = foam_like()
    samples = before.sample(np.random.default_rng(0), 2)
    many = [vote(samples, "left", voter="busy") for _ in range(9)]
    book = vote_book(
        written(project(tmp_path, before), [*many, vote(samples, "same", voter="other")]),
        (),
        CHECKPOINT,
    )
    assert book.comparisons[0].share == pytest.approx(0.75)
    assert dict(book.votes_by_voter) == {"busy": 9, "other": 1}


def test_a_model_without_spread_is_refused(tmp_path: Path) -> None:
    before = foam_like()
    pairs = written(project(tmp_path, certain(before)), stiff_votes(before, 10))
    with pytest.raises(InputError, match="without spread"):
        learn_from_votes(pairs, OPTIONS)


def test_too_few_votes_are_refused(tmp_path: Path) -> None:
    before = foam_like()
    pairs = written(project(tmp_path, before), stiff_votes(before, 4))
    with pytest.raises(InputError, match="at least 5 pairs"):
        learn_from_votes(pairs, OPTIONS)


def test_the_caller_hears_of_every_step_and_may_stop(tmp_path: Path) -> None:
    before = foam_like()
    pairs = written(project(tmp_path, before), stiff_votes(before, 10))
    heard = []

    def report(step) -> None:
        heard.append(step)
        if step.step == 3:
            raise CancelledError

    with pytest.raises(CancelledError):
        learn_from_votes(pairs, OPTIONS, report)
    assert heard[-1].step == 3
    wanted = {"loss", "divergence_nats", "win_rate", "entropy_nats", "calibration_error"}
    assert wanted <= set(heard[-1].numbers)


def test_votes_may_prefer_a_class(tmp_path: Path) -> None:
    before = physics()
    rng = np.random.default_rng(0)
    votes = []
    for number in range(60):
        pair = before.sample(rng, 2)
        sandy = [one.material_class is MaterialClass.SAND for one in pair]
        answer = "same" if sandy[0] == sandy[1] else "left" if sandy[0] else "right"
        votes.append(vote(pair, answer, keys=(f"a{number}", f"b{number}")))
    result = learn_from_votes(written(project(tmp_path, before), votes), OPTIONS)
    after = result.adapter.applied(before)
    sand = int(MaterialClass.SAND)
    assert after.class_probabilities[sand] > 1.1 * before.class_probabilities[sand]


def test_files_without_votes_are_refused(tmp_path: Path) -> None:
    path = project(tmp_path, foam_like())
    with pytest.raises(InputError, match="holds no votes"):
        read_votes(path)
    (path / VOTES_NAME).write_text('{"format": "something else"}\n')
    with pytest.raises(InputError, match="line 1"):
        read_votes(path)
    (path / VOTES_NAME).write_text('{"format": "phys4d vo')
    assert read_votes(path) == ()
