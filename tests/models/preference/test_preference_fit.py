"""What fitting must and must not do, and the same adapter behind predictor and command line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from preference_fixtures import CHECKPOINT, foam_like, physics, project, stiff_votes, written

from models.checkpoint import CheckpointError
from models.predictor import Prediction
from models.preference.adapted_predictor import AdaptedPredictor
from models.preference.adapter import Adapter
from models.preference.comparisons import Comparison, Comparisons
from models.preference.fit import LearningStep, fit
from models.preference.learner import CrossFit, Learner, folds_of
from models.preference.measures import divergence, entropy, pair_calibration
from models.preference.pairs import material_of
from models.preference.policy import AdapterHead
from models.preference.settings import PreferenceSettings
from models.training.physgm.step_guard import FaultyStepsError
from render.camera import Camera
from render.gaussians import GaussianCloud
from sim.physics_distribution import PARAMETERS
from studio.cli import run

SETTINGS = PreferenceSettings(steps=25, learning_rate=0.1, patience=25, label_smoothing=0.1)


def stiffer_wins(count: int = 24) -> Comparisons:
    own = foam_like()
    rng, pairs = np.random.default_rng(1), []
    for number in range(count):
        ordered = sorted(own.sample(rng, 2), key=lambda one: -one.youngs_modulus_pa)
        sides = (material_of(one) for one in ordered)
        pairs.append(Comparison(0, *sides, group=str(number)))
    return Comparisons.of([own], pairs)


def test_drift_from_the_reference_falls_as_beta_grows() -> None:
    pairs = stiffer_wins()
    drifts = []
    for beta in (0.1, 1.0, 8.0):
        head = fit(pairs, replace(SETTINGS, beta=beta)).head
        with torch.no_grad():
            output = head(pairs.reference, keep_spread=True)
        drifts.append(float(divergence(output, pairs.reference, pairs.terms).mean()))
    assert drifts == sorted(drifts, reverse=True)
    assert drifts[0] > 2 * drifts[-1]


def test_the_log_shows_learning_and_the_best_step_is_kept() -> None:
    heard: list[LearningStep] = []
    found = fit(stiffer_wins(), SETTINGS, heard.append)
    losses = [step.numbers["held_out_loss"] for step in found.steps]
    assert found.best_step == int(np.argmin(losses)) > 0
    first, best = found.steps[0].numbers, found.steps[found.best_step].numbers
    assert first["win_rate"] == pytest.approx(0.5)
    assert first["divergence_nats"] == pytest.approx(0, abs=1e-12)
    assert best["win_rate"] > 0.6
    assert best["held_out_agreement"] > 0.8
    assert len(heard) == len(found.steps) - 1


def test_learning_stops_once_pairs_that_were_held_out_gain_no_more() -> None:
    found = fit(coin_flips(30, 0), replace(SETTINGS, steps=200, patience=5))
    losses = [step.numbers["held_out_loss"] for step in found.steps]
    assert len(losses) - 1 == int(np.argmin(losses)) + 5 < 200
    assert min(losses[-5:]) > min(losses)


def coin_flips(count: int, seed: int) -> Comparisons:
    own = foam_like()
    rng, pairs = np.random.default_rng(seed), []
    for number in range(count):
        sides = (material_of(one) for one in own.sample(rng, 2))
        pairs.append(Comparison(0, *sides, group=str(number)))
    return Comparisons.of([own], pairs)


def test_coin_flips_change_nothing() -> None:
    asked = replace(SETTINGS, evidence=2.0)
    for seed in range(2):
        found = fit(coin_flips(30, seed), asked)
        assert found.evidence < 2
        assert found.best_step == 0
        assert all(not bool(parameter.any()) for parameter in found.head.parameters())
        before = coin_flips(30, seed)
        logs = before.log_probabilities(before.reference)
        assert np.array_equal(found.held_out_scores, (logs[:, 0] - logs[:, 1]).numpy())
    found = fit(stiffer_wins(), asked)
    assert found.evidence > 2
    assert found.best_step > 0


def test_every_pair_is_judged_by_deltas_that_have_not_seen_it() -> None:
    pairs = stiffer_wins(10)
    fold_of = folds_of(pairs.groups, SETTINGS.folds, SETTINGS.seed)
    assert np.bincount(fold_of).tolist() == [2, 2, 2, 2, 2]
    judges = CrossFit(pairs, SETTINGS)
    for step in range(1, 4):
        judges.step(step)
    found = judges.log_probabilities(keep_spread=False).detach()
    for fold in range(SETTINGS.folds):
        alone = Learner(pairs.subset(fold_of != fold), SETTINGS)
        for step in range(1, 4):
            alone.step(step)
        unseen = pairs.subset(fold_of == fold)
        logs = unseen.log_probabilities(alone.head(unseen.reference)).detach()
        assert torch.equal(found[torch.from_numpy(fold_of == fold)], logs)


def test_groups_are_held_out_whole_and_none_is_left_over() -> None:
    groups = np.array(["a", "a", "b", "c", "b"])
    fold_of = folds_of(groups, 5, 0)
    assert sorted(set(fold_of)) == [0, 1, 2]
    assert fold_of[0] == fold_of[1]
    assert fold_of[2] == fold_of[4]


def test_nothing_decays_where_nothing_pulls() -> None:
    learner = Learner(stiffer_wins(), replace(SETTINGS, beta=0.0))
    with torch.no_grad():
        for parameter in learner.head.parameters():
            parameter.fill_(0.5)
    learner.step(1)
    assert all(bool((parameter == 0.5).all()) for parameter in learner.head.parameters())


def test_what_is_not_to_be_learned_stays() -> None:
    settings = replace(SETTINGS, learns=("log10_youngs_modulus",), keep_spread=False)
    adapter = fit(stiffer_wins(), settings).head.adapter("", "", keep_spread=False)
    assert np.abs(adapter.mean_shift[:, 0]).max() > 0
    assert not adapter.mean_shift[:, 1:].any()
    assert not adapter.class_bias.any()
    assert adapter.log_scale[0] != 0
    assert not adapter.log_scale[1:].any()


def test_steps_without_a_finite_loss_are_left_out_and_in_the_end_refused() -> None:
    pairs = stiffer_wins()
    pairs.winners.values[0, 0] = torch.inf
    with pytest.raises(FaultyStepsError, match="4 steps in a row"):
        fit(pairs, replace(SETTINGS, skipped_in_row=4))


def test_divergence_and_entropy_are_those_of_samples() -> None:
    own, terms = physics(), torch.ones(1, 4, dtype=torch.bool)
    head = AdapterHead()
    torch.manual_seed(0)
    with torch.no_grad():
        for parameter in head.parameters():
            parameter.copy_(0.3 * torch.randn_like(parameter))
    adapter = head.adapter("", "", keep_spread=False)
    other = adapter.applied(own)
    samples = other.sample(np.random.default_rng(0), 4000)
    logs, base = np.array(other.log_probs(samples)), np.array(own.log_probs(samples))
    reference = Comparisons.of([own], [Comparison(0, *map(material_of, samples[:2]))]).reference
    output = head(reference)
    output = type(output)(*(part.detach() for part in output))
    assert float(divergence(output, reference, terms)) == pytest.approx(
        (logs - base).mean(), abs=0.08
    )
    assert float(entropy(output, terms)) == pytest.approx(-logs.mean(), abs=0.15)


def test_certainty_that_is_right_half_of_the_time_is_badly_calibrated() -> None:
    sure = torch.full((100,), 5.0)
    right = torch.tensor([1.0, 0.0] * 50)
    assert pair_calibration(sure, right) == pytest.approx(0.5, abs=0.02)
    assert pair_calibration(sure, torch.ones(100)) < 0.02


class _Model:
    name = "tiny"

    def predict(self, view, *, size_m=0.5, elevation_deg=None) -> Prediction:
        one = np.ones((1, 3), np.float32)
        cloud = GaussianCloud(
            one, np.array([[1, 0, 0, 0]], np.float32), one, np.ones(1, np.float32), one[:, None]
        )
        camera = Camera.orbit((0, 0, 0), radius=2.0, azimuth_deg=0.0, elevation_deg=0.0,
                              width=8, height=8)  # fmt: skip
        return Prediction(cloud, physics(), camera, 0.0, 0.5, self.name, checkpoint=CHECKPOINT)


def test_a_predictor_with_an_adapter_says_so() -> None:
    shift = np.zeros((14, 3))
    shift[:, 0] = 1
    adapter = Adapter(CHECKPOINT, "mine", np.zeros(14), shift, np.zeros(3))
    found = AdaptedPredictor(_Model(), adapter).predict(None)
    assert "mine" in found.model
    expected = adapter.applied(physics())
    for name in PARAMETERS:
        assert np.array_equal(found.physics.moments(name)[0], expected.moments(name)[0])
    with pytest.raises(CheckpointError, match="belongs to the weights"):
        AdaptedPredictor(_Model(), replace(adapter, checkpoint="0" * 64)).predict(None)


def test_the_command_learns_from_votes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = (lambda view: foam_like(), CHECKPOINT)
    monkeypatch.setattr("models.preference.config.open_source", lambda *_: source)
    path = project(tmp_path, foam_like())
    written(path, stiff_votes(foam_like(), 12))
    config = tmp_path / "dpo.json"
    config.write_text(json.dumps({"name": "mine", "learning": {"steps": 5}}))
    out = tmp_path / "out"
    command = ["train", "dpo", str(config), "--votes", str(path), "-o", str(out)]
    assert run([*command, "--json", str(tmp_path / "r.json")]) == 0
    report = json.loads((tmp_path / "r.json").read_text())
    assert (report["vote_count"], report["takes_gone_count"]) == (12, 12)
    assert Adapter.load(out / "votes.adapter").name == "mine"
    log = (out / "dpo-training.csv").read_text().splitlines()
    for name in ("divergence_nats", "win_rate", "entropy_nats", "calibration_error"):
        assert name in log[0].split(",")
    assert [line.split(",")[0] for line in log[1:]] == ["1", "2", "3", "4", "5"]
    assert "agreement" in capsys.readouterr().out
    assert run([*command[:3], "--photos", str(path)]) == 2
    assert "--photos is for --votes" in capsys.readouterr().err
