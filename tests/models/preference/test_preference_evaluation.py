"""Wins with ties apart, values before and after, rates from votes, and failures that are kept."""

from __future__ import annotations

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
    written,
)

from models.checkpoint import CheckpointError
from models.data.mesh_cloud import mesh_cloud
from models.preference.adapter import Adapter
from models.preference.compared_sets import MotionScene, SetRequest, compared_sets
from models.preference.config import DpoConfig
from models.preference.dpo_run import train_dpo
from models.preference.evaluation import EvaluationSettings, evaluate_preference
from models.preference.motion_wins import object_wins, win_report
from models.preference.pairs import PairSettings
from models.preference.preference_rate import preference_rates
from models.preference.rollouts import simulate_rollouts
from models.preference.settings import PreferenceSettings
from models.preference.value_figures import value_report
from models.preference.world import WorldObject, WorldSettings
from render.errors import InputError
from sim.materials import MaterialClass
from sim.sweep.local_executor import LocalExecutor
from sim.sweep.result import RunResult
from sim.sweep.subject import SweepSubject


def test_wins_losses_and_ties_are_counted_apart() -> None:
    found = object_wins("foam-1", "Foam", np.array([0.5, 0.2]), np.array([0.1, 0.205]), 0.01)
    assert (found.wins, found.losses, found.ties) == (3, 0, 1)
    assert found.rate == 1.0
    alike = object_wins("sand-1", "Sand", np.array([0.1]), np.array([0.1]), 0.01)
    report = win_report([found, alike])
    assert report["win_rate"] == pytest.approx(0.75)
    assert report["tie_share"] == pytest.approx(0.625)
    assert report["object_count"] == 2


def test_a_motion_that_blew_up_loses_and_an_unknown_one_is_not_compared() -> None:
    found = object_wins("f", "Foam", np.array([np.inf, 0.3]), np.array([np.nan, 0.3]), 0.01)
    assert (found.wins, found.losses, found.ties) == (1, 0, 1)
    assert found.before == pytest.approx(0.65)


def test_values_are_compared_before_and_after() -> None:
    before = foam_like()
    stiffer = replace(
        before, log10_youngs_modulus_mean=before.log10_youngs_modulus_mean + np.float32(1)
    )
    truth = before.mean()
    values = np.array(
        [[np.log10(truth.youngs_modulus_pa) + 1, truth.poisson_ratio, np.log10(50.0)]]
    )
    report = value_report([before], [stiffer], np.array([int(MaterialClass.FOAM)]), values)
    assert report["alde_log10_e_reduction"] == pytest.approx(1, abs=1e-3)
    assert report["spread_log10_e_ratio"] == pytest.approx(1, abs=1e-3)
    assert report["after"]["nll_log10_e"] < report["before"]["nll_log10_e"]


def test_rates_say_which_method_people_agree_with(tmp_path: Path) -> None:
    before = foam_like()
    votes = written(project(tmp_path, before), stiff_votes(before, 30))
    stiffer = np.zeros((14, 3))
    stiffer[:, 0] = 1.0
    adapter = Adapter(CHECKPOINT, "stiffer", np.zeros(14), stiffer, np.zeros(3))
    report = preference_rates(votes, CHECKPOINT, adapter).to_json()
    rates = report["user_preference_rate"]
    assert rates["adapter"]["share"] > rates["model"]["share"]
    assert set(rates) == {"model", "adapter", "class_prior"}
    assert report["pair_count"] == 30
    with pytest.raises(InputError, match="none of 30 votes counts"):
        preference_rates(votes, "0" * 64)
    with pytest.raises(CheckpointError, match="belongs to the weights"):
        preference_rates(votes, "0" * 64, adapter)


def test_an_adapter_is_measured_in_its_own_kind_of_world_on_other_objects() -> None:
    world = WorldSettings(classes=("Foam", "Snow"), shifts_decades=(-0.5,))
    about = {"config": replace(DpoConfig(), world=world).to_json()}
    adapter = replace(Adapter.neutral(CHECKPOINT, "x"), about=about)
    settings = EvaluationSettings.of(adapter)
    assert settings.motions.classes == ("Foam", "Snow")
    assert settings.motions.shifts_decades == settings.values.shifts_decades == (-0.5,)
    assert settings.motions.object_count >= 40
    assert settings.values.object_count >= 400
    world.check_disjoint(settings.motions)
    world.check_disjoint(settings.values)
    assert EvaluationSettings.of(Adapter.neutral("", "votes")).motions.shifts_decades == (0.0,)


class _BrokenExecutor:
    """Every run fails, as on a machine whose processes are killed."""

    def run(self, tasks, report=None):
        for task in tasks:
            yield RunResult(task.run.name, task.run.quality, "failed", "its process was ended")


def request(candidate_count: int = 2) -> SetRequest:
    item = WorldObject(MaterialClass.FOAM, 1000)
    samples = foam_like().sample(np.random.default_rng(0), candidate_count)
    truth = item.hidden_material(WorldSettings(), 0.0)
    return SetRequest(item.id, mesh_cloud(item.mesh(), 200).scaled(0.5), samples, (truth,))


def test_a_model_without_spread_is_refused_before_anything_is_simulated(tmp_path: Path) -> None:
    point = foam_like().mean()
    sure = foam_like().conditioned(
        youngs_modulus_pa=point.youngs_modulus_pa,
        poisson_ratio=point.poisson_ratio,
        density_kg_m3=point.density_kg_m3,
    )
    world = WorldSettings(classes=("Foam",), object_count=2)
    with pytest.raises(InputError, match="one material without spread"):
        simulate_rollouts(world, lambda view: sure, CHECKPOINT, tmp_path, _BrokenExecutor())
    assert not list(tmp_path.iterdir())


def test_runs_that_failed_say_nothing_about_their_material_and_are_kept(tmp_path: Path) -> None:
    scene = MotionScene(tmp_path, "sketch")
    (found,) = compared_sets([request()], scene, _BrokenExecutor())
    assert np.isnan(found.distances).all()
    assert found.failures == dict.fromkeys(("c0", "c1", "r0"), "its process was ended")


def test_an_object_that_cannot_be_simulated_is_told_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit_stiffness, asked = SweepSubject.fit_stiffness, request()

    def refuse_first(subject: SweepSubject, *arguments: object) -> object:
        if subject.project.stem == "thin":
            raise InputError("too thin to fill")
        return fit_stiffness(subject, *arguments)

    monkeypatch.setattr(SweepSubject, "fit_stiffness", refuse_first)
    scene = MotionScene(tmp_path, "sketch")
    both = [replace(asked, name="thin"), asked, replace(asked, name="thin")]
    found = list(compared_sets(both, scene, _BrokenExecutor()))
    assert sorted(one.name for one in found) == [asked.name, "thin", "thin"]
    for one in found:
        assert (one.failures.get("set") == "too thin to fill") == (one.name == "thin")
        assert np.isnan(one.distances).all()


def test_a_kill_while_takes_are_removed_leaves_none_that_looks_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(folder: Path, *, ignore_errors: bool = False) -> None:
        if not ignore_errors:
            raise KeyboardInterrupt

    asked, scene = request(), MotionScene(tmp_path, "sketch")
    with monkeypatch.context() as patch:
        patch.setattr("models.preference.compared_sets.shutil.rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            list(compared_sets([asked], scene, _BrokenExecutor()))
    assert not (tmp_path / f"{asked.name}.p4d").exists()
    list(compared_sets([asked], scene, _BrokenExecutor()))
    assert not list(tmp_path.iterdir())


def test_adapters_of_different_weights_are_not_mixed(tmp_path: Path) -> None:
    adapters = (Adapter.neutral("a", ""), Adapter.neutral("b", ""))
    world = WorldSettings(shifts_decades=(0.0, 0.0), first_seed=2000)
    settings = EvaluationSettings(world, replace(world, first_seed=9000))
    with pytest.raises(InputError, match="different weights"):
        evaluate_preference(settings, lambda view: physics(), adapters, tmp_path, _BrokenExecutor())


@pytest.mark.slow
def test_the_truth_moves_like_the_reference_and_training_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    executor = LocalExecutor(child_count=0)
    scene = MotionScene(tmp_path / "sets", "sketch")
    asked = request(1)
    truth = replace(asked, samples=(asked.truths[0], *asked.samples))
    (found,) = compared_sets([truth], scene, executor)
    assert found.distances[0, 0] == 0
    assert found.distances[0, 1] > 0.01
    assert not list((tmp_path / "sets").iterdir())

    source = (lambda view: foam_like(), CHECKPOINT)
    monkeypatch.setattr("models.preference.config.open_source", lambda *_: source)
    config = DpoConfig(
        world=WorldSettings(
            classes=("Foam",), object_count=2, candidates=3, splat_count=200, shifts_decades=(1.0,)
        ),
        pairs=PairSettings(3, 0.001),
        learning=PreferenceSettings(steps=5),
    )
    out = tmp_path / "run"
    first = train_dpo(config, out, executor, tensorboard=False)
    again = train_dpo(config, out, _BrokenExecutor(), tensorboard=False)  # nothing left to simulate
    assert first.adapter.digest == again.adapter.digest
    assert Adapter.load(first.path).about["learned_from"] == "simulated references"
    lines = (out / "dpo-training.csv").read_text().splitlines()
    assert len(lines) == 6
    assert lines[0].startswith("step,held_out_loss,loss,held_out_agreement,win_rate")
