"""The score of how unlike everything learned a picture is."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from models.checkpoint import CheckpointError
from models.material_checkpoint import MaterialNet, load_material, save_material
from models.nets.efficientnet_lite0 import EfficientNetLite0
from models.nets.physics_head import HeadShape, PhysicsHead
from models.novelty import NOVELTY_WARNING, NoveltyScore
from models.physics_estimator import PhysicsEstimator, PhysicsReading
from models.preprocess import view_from_rgba
from models.training.novelty_fit import CALIBRATION, fit_novelty
from sim.class_priors import class_priors
from sim.project_manifest import NOVEL_FROM

PICTURES = 120


def learned_pictures(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Pictures whose features vary along a few directions alone."""
    rng = np.random.default_rng(seed)
    directions = np.random.default_rng(7).normal(size=(12, 2280)).astype(np.float32)
    mixed = rng.normal(size=(PICTURES, 12)).astype(np.float32) @ directions
    log_probabilities = torch.from_numpy(0.1 * mixed[:, 1280:]).log_softmax(dim=1).numpy()
    return mixed[:, :1280], log_probabilities


def scores(novelty: NoveltyScore, pair: tuple[np.ndarray, np.ndarray]) -> torch.Tensor:
    return novelty(torch.from_numpy(pair[0]), torch.from_numpy(pair[1]))


@pytest.fixture(scope="module")
def fitted() -> NoveltyScore:
    return fit_novelty([learned_pictures()], components=12)


def test_learned_pictures_are_not_novel(fitted):
    features, log_probabilities = (torch.from_numpy(part) for part in learned_pictures())
    assert float(fitted.distance(features, log_probabilities).abs().max()) < 1e-4
    assert float(fitted(features, log_probabilities).max()) < 0.01


def test_pictures_far_from_all_learned_ones_are_novel(fitted):
    """Features on the other side of the mean are like none that was learned."""
    features, log_probabilities = learned_pictures()
    away = (2 * features.mean(0) - features, log_probabilities)
    known, novel = scores(fitted, (features, log_probabilities)), scores(fitted, away)
    assert float(novel.min()) > float(known.max())
    assert float(novel.max()) <= 1


def test_belief_in_an_animal_makes_a_picture_more_novel(fitted):
    features, _ = learned_pictures()
    animal, thing = (np.full((PICTURES, 1000), -20.0, np.float32) for _ in range(2))
    animal[:, 151], thing[:, 504] = -1e-6, -1e-6
    parts = [
        fitted.unlikeness(torch.from_numpy(features), torch.from_numpy(p)) for p in (animal, thing)
    ]
    plain = [
        fitted.distance(torch.from_numpy(features), torch.from_numpy(p)) for p in (animal, thing)
    ]
    assert float((parts[0] - plain[0]).min()) > 0.1
    assert float((parts[1] - plain[1]).max()) < 0.01


def test_score_passes_the_threshold_at_the_calibrated_distance(fitted):
    """A score of `NOVEL_FROM` means the distance that val has chosen."""
    features, log_probabilities = learned_pictures(seed=3)
    pair = torch.from_numpy(features), torch.from_numpy(log_probabilities)
    warned = fitted(*pair) >= NOVEL_FROM
    far = fitted.unlikeness(*pair) >= CALIBRATION[0]
    assert torch.equal(warned, far)
    order = fitted.unlikeness(*pair).argsort()
    assert (fitted(*pair)[order].diff() >= 0).all()


def test_groups_of_pictures_are_joined_and_thinned_out(monkeypatch):
    """Objects with several views count picture by picture; a large set stays small on disk."""
    features, log_probabilities = learned_pictures()
    views = (features.reshape(30, 4, -1), log_probabilities.reshape(30, 4, -1))
    both = fit_novelty([views, (features, log_probabilities)], components=8)
    assert both.shape.pictures == 2 * PICTURES
    monkeypatch.setattr("models.training.novelty_fit.MAX_PICTURES", 50)
    thinned = fit_novelty([(features, log_probabilities)], components=4)
    assert thinned.learned.shape == (50, 8)


def test_few_pictures_keep_fewer_components():
    features, log_probabilities = learned_pictures()
    small = fit_novelty([(features[:5], log_probabilities[:5])])
    assert small.shape.components == 4
    assert torch.isfinite(small.learned).all()


@pytest.fixture(scope="module")
def net(fitted) -> MaterialNet:
    torch.manual_seed(1)
    head = PhysicsHead(HeadShape(inputs=8, hidden=4, value_hidden=4, members=1))
    return MaterialNet(EfficientNetLite0(), head, fitted).eval()


def test_score_travels_with_the_material_weights(net, tmp_path):
    path = tmp_path / "material.safetensors"
    save_material(path, net, {})
    loaded = load_material(path).novelty
    assert loaded is not None
    pair = [torch.from_numpy(part) for part in learned_pictures(seed=5)]
    torch.testing.assert_close(
        loaded.distance(*pair), net.novelty.distance(*pair), atol=5e-3, rtol=0
    )
    torch.testing.assert_close(loaded.calibration, net.novelty.calibration)


def test_weights_without_a_score_still_load(net, tmp_path):
    path = tmp_path / "material.safetensors"
    save_material(path, MaterialNet(net.trunk, net.head), {})
    assert load_material(path).novelty is None


def test_a_score_of_other_sizes_is_refused(net, tmp_path):
    from models.checkpoint import read_metadata, save_weights

    path = tmp_path / "material.safetensors"
    save_material(path, net, {})
    metadata = read_metadata(path)
    state = {name: tensor.clone() for name, tensor in net.state_dict().items()}
    save_weights(path, state, {**metadata, "novelty": {"components": 2}}, half=False)
    with pytest.raises(CheckpointError, match="material"):
        load_material(path)


def test_one_pass_of_the_trunk_gives_physics_and_novelty(net, monkeypatch):
    output = SimpleNamespace(class_probabilities=None)
    monkeypatch.setattr(net.head, "forward", lambda *_: output)
    monkeypatch.setattr(net.head, "decided_class", lambda *_: None)
    monkeypatch.setattr("models.physics_estimator.distributions", lambda *_: [class_priors()])
    passes: list[int] = []
    hook = net.trunk.register_forward_hook(lambda *_: passes.append(1))
    rgba = np.ones((32, 32, 4), np.float32)
    rgba[:8, :, 3] = 0
    reading = PhysicsEstimator(net).read(view_from_rgba(rgba, np.eye(3, dtype=np.float32)))
    hook.remove()
    assert len(passes) == 1
    assert reading.novelty is not None
    assert 0 <= reading.novelty <= 1


@pytest.mark.parametrize(
    ("novelty", "warnings"),
    [
        (None, ()),
        (NOVEL_FROM - 0.01, ()),
        (NOVEL_FROM, (NOVELTY_WARNING,)),
        (1.0, (NOVELTY_WARNING,)),
    ],
)
def test_users_are_warned_from_the_threshold_on(novelty, warnings):
    assert PhysicsReading(class_priors(), novelty).warnings == warnings
