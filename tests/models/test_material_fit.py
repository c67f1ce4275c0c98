"""The head learns what separates its pictures, the same way every time, and admits ignorance."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from models.checkpoint import CheckpointError
from models.data.labelled_features import NO_CLASS, LabelledFeatures
from models.material_checkpoint import MaterialNet, load_material, load_trunk, save_material
from models.material_config import MaterialConfig
from models.nets.efficientnet_lite0 import EfficientNetLite0
from models.nets.physics_head import PhysicsHead
from models.physics_estimator import distributions
from models.training.material_fit import fit_head
from models.training.material_table import ClassTable, class_table, whitening
from sim.class_priors import class_priors
from sim.materials import MaterialClass

SMALL = MaterialConfig(
    components=6, hidden=16, value_hidden=8, members=2, inner_folds=2, inner_members=1, steps=150
)
METAL, RUBBER = int(MaterialClass.METAL), int(MaterialClass.RUBBER)


def toy_examples(count: int = 24, views: int = 3) -> LabelledFeatures:
    """Two classes along one direction of the features; stiffness also varies with a second one."""
    rng = np.random.default_rng(5)
    classes = np.array([METAL, RUBBER])[np.arange(count) % 2]
    second = rng.normal(size=count)
    features = 0.3 * rng.normal(size=(count, views, 1280))
    features[..., :40] += np.where(classes == METAL, 1.0, -1.0)[:, None, None]
    features[..., 40:80] += second[:, None, None]
    log_probabilities = 0.1 * rng.normal(size=(count, views, 1000))
    stiffness = np.where(classes == METAL, 11.0, 6.0) + 0.3 * second
    values = np.stack([stiffness, np.full(count, 0.4), np.full(count, 3.0)], axis=1)
    values[:, 1:] += 0.01 * rng.normal(size=(count, 2))
    names = tuple(f"toy/{number}" for number in range(count))
    return LabelledFeatures(
        features.astype(np.float32),
        log_probabilities.astype(np.float32),
        classes,
        values.astype(np.float32),
        np.full((count, 3), 0.1, np.float32),
        np.ones(count, np.float32),
        np.full(count, NO_CLASS),
        names,
        names,
    )


def table_of(examples: LabelledFeatures, strength: float = 1.5) -> ClassTable:
    return class_table(
        torch.from_numpy(examples.classes),
        torch.from_numpy(examples.values),
        torch.from_numpy(examples.weights(1.0)),
        class_priors(),
        strength,
    )


@pytest.fixture(scope="module")
def head() -> PhysicsHead:
    return fit_head(toy_examples().subset(np.arange(16)), class_priors(), SMALL, 0)


def predicted(head: PhysicsHead, examples: LabelledFeatures):
    with torch.inference_mode():
        output = head(
            torch.from_numpy(examples.features[:, 0]),
            torch.from_numpy(examples.log_probabilities[:, 0]),
        )
    return distributions(output, head.decided_class(output.class_probabilities))


def test_unseen_objects_of_known_classes_are_recognised(head: PhysicsHead) -> None:
    unseen = toy_examples().subset(np.arange(16, 24))
    for distribution, index, values in zip(
        predicted(head, unseen), unseen.classes, unseen.values, strict=True
    ):
        assert int(distribution.mean().material_class) == index
        assert distribution.probabilities[index] > 0.6
        assert abs(distribution.quantile("log10_youngs_modulus", 0.5) - values[0]) < 1


def test_classes_without_data_keep_the_published_values(head: PhysicsHead) -> None:
    distribution = predicted(head, toy_examples().subset(np.arange(2)))[0]
    prior = class_priors()
    for member in (MaterialClass.SNOW, MaterialClass.SAND, MaterialClass.FOAM):
        assert distribution.log10_youngs_modulus_mean[member] == pytest.approx(
            float(prior.log10_youngs_modulus_mean[member]), abs=0.05
        )
        assert distribution.probabilities[member] > 0


def test_the_same_seed_gives_the_same_head(head: PhysicsHead) -> None:
    again = fit_head(toy_examples().subset(np.arange(16)), class_priors(), SMALL, 0)
    for name, tensor in head.state_dict().items():
        assert torch.equal(tensor, again.state_dict()[name]), name


def test_decision_leans_towards_rare_classes(head: PhysicsHead) -> None:
    probabilities = torch.full((1, 14), 0.1 / 12)
    probabilities[0, METAL], probabilities[0, RUBBER] = 0.46, 0.44
    head_rare = fit_head(toy_examples().subset(np.arange(8)), class_priors(), SMALL, 0)
    head_rare.class_shares = torch.full((14,), 0.1 / 12)
    head_rare.class_shares[METAL], head_rare.class_shares[RUBBER] = 0.8, 0.1
    assert int(head_rare.decided_class(probabilities)) == RUBBER


def test_both_ways_to_the_components_agree() -> None:
    """Fewer rows than columns takes the other Gram matrix; the whitened rows are the same."""
    generator = torch.Generator().manual_seed(1)
    rows = torch.randn(30, 8, generator=generator) @ torch.diag(torch.arange(1.0, 9.0))
    weights = torch.rand(30, generator=generator) + 0.1
    tall = whitening(rows, weights, 3)
    wide = whitening(torch.cat([rows, torch.zeros(30, 40)], dim=1), weights, 3)
    assert torch.allclose((rows - tall[0]) @ tall[1], (rows - wide[0][:8]) @ wide[1][:8], atol=1e-4)
    scores = (rows - tall[0]) @ tall[1]
    share = weights / weights.sum()
    assert torch.allclose(scores.T @ (scores * share[:, None]), torch.eye(3), atol=1e-4)


def test_a_family_counts_once() -> None:
    examples = toy_examples()
    doubled = examples.subset(np.concatenate([np.arange(24), [0, 0, 0]]))
    assert doubled.weights(1.0)[0] == pytest.approx(0.25)
    once = table_of(examples)
    twice = table_of(doubled)
    assert torch.allclose(once.means, twice.means, atol=1e-4)
    assert torch.allclose(once.shares, twice.shares, atol=1e-4)


def test_prior_strength_pulls_the_table_to_the_published_values() -> None:
    examples, prior = toy_examples(), class_priors()
    weak = table_of(examples, 0.01)
    strong = table_of(examples, 1000.0)
    published = float(prior.log10_youngs_modulus_mean[RUBBER])
    assert abs(float(strong.means[RUBBER, 0]) - published) < 0.02
    assert float(weak.means[RUBBER, 0]) == pytest.approx(6.0, abs=0.3)


def test_weights_survive_the_disk(head: PhysicsHead, tmp_path: Path) -> None:
    trunk = EfficientNetLite0().eval()
    path = tmp_path / "material.safetensors"
    save_material(path, MaterialNet(trunk, head), {"config": SMALL.to_json()})
    net = load_material(path)
    examples = toy_examples().subset(np.arange(4))
    for before, after in zip(predicted(head, examples), predicted(net.head, examples), strict=True):
        assert np.allclose(before.class_probabilities, after.class_probabilities, atol=5e-3)
    assert torch.equal(load_trunk(path).head.bias, net.trunk.head.bias)


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no such weights"):
        load_material(tmp_path / "none.safetensors")
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"not weights")
    with pytest.raises(CheckpointError, match="no readable safetensors"):
        load_material(broken)
