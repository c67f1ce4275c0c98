"""Distances become pairs; worlds and configs refuse what would prove nothing."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from preference_fixtures import physics

from models.preference.config import DpoConfig
from models.preference.dpo_run import fit_rollouts
from models.preference.evaluation import EvaluationSettings
from models.preference.pairs import PairSettings, ranked_pairs, rollout_comparisons
from models.preference.rollouts import Rollout, stored_rollouts
from models.preference.world import (
    LEARNED_SEEDS,
    WorldObject,
    WorldSettings,
    class_sign,
    world_objects,
)
from render.errors import InputError
from sim.materials import MaterialClass

ROOT = Path(__file__).resolve().parents[3]


def pairs(distances, count: int = 1, margin: float = 0.01) -> list[tuple[int, int]]:
    found = ranked_pairs(np.array(distances, float), PairSettings(count, margin))
    return [(pair.winner, pair.loser) for pair in found]


def test_best_and_worst_make_a_pair() -> None:
    assert pairs([0.3, 0.1, 0.5, 0.2]) == [(1, 2)]


def test_more_pairs_come_in_the_order_of_their_gaps() -> None:
    assert pairs([0.0, 0.3, 0.5], 10) == [(0, 2), (0, 1), (1, 2)]


def test_candidates_that_move_alike_make_no_pair() -> None:
    assert pairs([0.200, 0.205, 0.209]) == []
    assert pairs([0.200, 0.205, 0.213], 10, 0.01) == [(0, 2)]


def test_a_candidate_that_blew_up_is_worst_and_one_of_unknown_distance_is_left_out() -> None:
    assert pairs([0.9, np.inf, 0.2, np.nan]) == [(2, 1)]
    assert pairs([np.inf, np.inf, np.nan]) == []


def rollout(seed: int, distances: list[float]) -> Rollout:
    own = physics(seed)
    samples = own.sample(np.random.default_rng(seed), len(distances))
    return Rollout(
        f"foam-{seed}", MaterialClass.FOAM, own, samples, np.array([distances]), {"c1": "blew up"}
    )


def test_every_set_weighs_the_same() -> None:
    rollouts = [rollout(0, [0.1, 0.5, 0.9]), rollout(1, [0.1, 0.2, 0.201])]
    found = rollout_comparisons(rollouts, 0, PairSettings(10, 0.01))
    assert [sum(one.weight for one in found if one.row == row) for row in (0, 1)] == [1, 1]
    assert {one.group for one in found} == {"foam-0", "foam-1"}


def test_sets_without_any_pair_are_refused_in_words() -> None:
    with pytest.raises(InputError, match="moved so alike"):
        fit_rollouts([rollout(0, [0.1, 0.1]), rollout(1, [0.1, 0.9])], DpoConfig())


def test_rollouts_come_back_from_their_file(tmp_path: Path) -> None:
    before = rollout(0, [0.25, np.inf, np.nan])
    file = tmp_path / "rollouts.jsonl"
    file.write_text(json.dumps({"key": "k", **before.to_json()}) + '\n{"key": "k", "na')
    (after,) = stored_rollouts(file, "k")
    assert np.array_equal(after.distances, before.distances, equal_nan=True)
    assert after.failures == {"c1": "blew up"}
    assert [one.material_class for one in after.samples] == [
        one.material_class for one in before.samples
    ]
    with pytest.raises(InputError, match="other settings or another model"):
        stored_rollouts(file, "other")


def test_a_world_moves_each_class_by_a_whole_shift() -> None:
    settings = WorldSettings()
    for item in world_objects(replace(settings, object_count=7)):
        learned = item.hidden_material(settings, 0.0)
        moved = item.hidden_material(settings, 1.0)
        decades = np.log10(moved.youngs_modulus_pa / learned.youngs_modulus_pa)
        assert decades == pytest.approx(class_sign(settings, item.material_class))
        assert moved.density_kg_m3 == learned.density_kg_m3
    signs = {class_sign(settings, item.material_class) for item in world_objects(settings)}
    assert signs == {-1, 1}


def test_objects_that_may_have_trained_a_model_are_refused() -> None:
    with pytest.raises(InputError, match="may have trained the model"):
        WorldSettings(first_seed=5)


def test_no_object_is_both_learned_from_and_measured() -> None:
    learned = WorldSettings(object_count=70, first_seed=1000)
    learned.check_disjoint(WorldSettings(object_count=70, first_seed=1010))
    with pytest.raises(InputError, match="choose another first_seed"):
        learned.check_disjoint(WorldSettings(object_count=70, first_seed=1009))


def test_seeds_of_shipped_training_of_learning_and_of_measuring_are_disjoint() -> None:
    recipe = json.loads((ROOT / "resources" / "training" / "material.json").read_text())
    counts = [part["procedural_count"] for part in recipe.values() if "procedural_count" in part]
    assert counts
    assert max(counts) <= LEARNED_SEEDS
    learned = DpoConfig.load(ROOT / "resources" / "training" / "dpo.json").world
    measured = EvaluationSettings()
    worlds = (learned, measured.motions, measured.values)
    assert min(world.seeds.start for world in worlds) >= LEARNED_SEEDS
    for one, other in itertools.combinations(worlds, 2):
        one.check_disjoint(other)


def test_hidden_materials_depend_on_the_object_alone() -> None:
    item = WorldObject(MaterialClass.SNOW, 1234)
    first = item.hidden_material(WorldSettings(), 0.0)
    again = item.hidden_material(WorldSettings(object_count=9, first_seed=1234), 0.0)
    assert first == again


def test_the_shipped_configs_are_read() -> None:
    config = DpoConfig.load(ROOT / "resources" / "training" / "dpo.json")
    assert config.world.object_count == 150
    assert config.world.candidates == 8
    clips = DpoConfig.load(ROOT / "resources" / "training" / "dpo-clip.json")
    assert 2 * clips.pairs.pairs_per_set == clips.world.candidates == 24
    assert clips.learning == config.learning


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[]", "no JSON object"),
        ("{", "no config"),
        ('{"wrld": {}}', "unknown key wrld"),
        ('{"learning": {"beta": -1}}', "beta -1 is outside"),
        ('{"learning": {"learns": ["colour"]}}', "learns must name"),
        ('{"pairs": {"margin": 2}}', "margin 2"),
        ('{"world": {"classes": ["Cheese"]}}', "Cheese"),
        ('{"world": {"first_seed": 3}}', "may have trained"),
        ('{"name": 3}', "name must be a text"),
    ],
)
def test_wrong_configs_are_refused_by_name(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "dpo.json"
    path.write_text(text)
    with pytest.raises(InputError, match=fault):
        DpoConfig.load(path)
