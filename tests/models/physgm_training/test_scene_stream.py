"""Batches of scenes: order, shares, continuing, and data that cannot be used."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest
import torch
from training_fixtures import LABEL, document, settings, write_object, write_objects

from models.data.shards import write_shards
from models.training.physgm.scene_stream import SceneBatch, SceneSource
from models.training.physgm.settings import TrainingSettings
from render.errors import InputError


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_objects(tmp_path_factory.mktemp("objects"), 5)


@pytest.fixture(scope="module")
def shards(folders: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("shards")
    write_shards(sorted(folders.iterdir()), out, objects_per_shard=2)
    return out


def taken(source: SceneSource, count: int, first: int = 0) -> list[SceneBatch]:
    with closing(source.batches(first)) as batches:
        return list(islice(batches, count))


def same(one: SceneBatch, other: SceneBatch) -> bool:
    pairs = zip(one.scenes, other.scenes, strict=True)
    return one.keys == other.keys and all(torch.equal(a, b) for a, b in pairs)


@pytest.fixture(params=["folders", "shards"])
def data(request: pytest.FixtureRequest) -> Path:
    path: Path = request.getfixturevalue(request.param)
    return path


def test_every_epoch_has_every_object_in_another_order(data: Path) -> None:
    source = SceneSource((data,), settings(batch_size=1))
    assert source.part == 5
    keys = [batch.keys[0] for batch in taken(source, 15)]
    epochs = [keys[at : at + 5] for at in (0, 5, 10)]
    assert all(len(set(epoch)) == 5 for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) > 1


def test_a_run_goes_on_with_the_same_scenes(data: Path) -> None:
    source = SceneSource((data,), settings())
    whole = taken(source, 7)
    for first in (1, 3, 6):
        rest = taken(SceneSource((data,), settings()), 7 - first, first)
        assert all(same(one, other) for one, other in zip(rest, whole[first:], strict=True))


def test_processes_share_an_epoch(data: Path) -> None:
    parts = [
        [
            batch.keys[0]
            for batch in taken(
                SceneSource((data,), settings(batch_size=1), rank=rank, world_size=2), 2
            )
        ]
        for rank in range(2)
    ]
    assert len({*parts[0], *parts[1]}) == 4


def test_the_seed_changes_the_order(data: Path) -> None:
    orders = {
        tuple(
            batch.keys[0]
            for batch in taken(SceneSource((data,), settings(batch_size=1, seed=seed)), 5)
        )
        for seed in range(4)
    }
    assert len(orders) > 1


def test_spread_views_see_all_cameras(data: Path) -> None:
    config = TrainingSettings.from_json({**document(), "views": {"targets": 3, "choice": "spread"}})
    scenes = taken(SceneSource((data,), config), 1)[0].scenes
    assert scenes.targets.shape[:2] == (2, 3)
    centres = torch.linalg.inv(scenes.world_to_camera.double())[:, :2, :3, 3]
    apart = (centres[:, 0] - centres[:, 1]).norm(dim=1)
    assert float(apart.min()) > 1.9  # opposite cameras of the ring


def test_more_processes_than_objects_is_an_error(data: Path) -> None:
    with pytest.raises(InputError, match=r"5 objects.*(for|reach for) 6"):
        SceneSource((data,), settings(), world_size=6)


def test_single_shards_may_be_named(shards: Path) -> None:
    source = SceneSource((shards / "shard-000000.tar",), settings(batch_size=1))
    assert source.part == 2


def test_object_without_a_label_names_its_file(tmp_path: Path) -> None:
    folder = write_object(tmp_path / "bare", 0, label=None)
    with pytest.raises(InputError, match="has no label") as caught:
        taken(SceneSource((tmp_path,), settings()), 1)
    assert str(folder) in str(caught.value)


def test_shard_object_without_a_label_names_shard_and_object(tmp_path: Path) -> None:
    write_shards([write_object(tmp_path / "bare", 0, label=None)], tmp_path / "out")
    with pytest.raises(InputError, match=r"shard-000000\.tar: .*bare.* has no label"):
        taken(SceneSource((tmp_path / "out",), settings()), 1)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("E", -3.0, "is outside 1 to 1e"),
        ("nu", 0.7, "is outside 0 to 0.49"),
        ("nu", "soft", "is no number"),
        ("material", "Cheese", "unknown material class 'Cheese'"),
        ("material", "", "has no material"),
        ("E", None, "has no E"),
    ],
)
def test_labels_out_of_range_name_their_file(
    name: str, value: object, words: str, tmp_path: Path
) -> None:
    folder = write_object(tmp_path / "odd", 0, LABEL)
    label = json.loads((folder / "physical.json").read_text())
    label[name] = value
    (folder / "physical.json").write_text(json.dumps(label))
    with pytest.raises(InputError, match=words) as caught:
        taken(SceneSource((tmp_path,), settings()), 1)
    assert "physical.json" in str(caught.value)


def test_shards_and_folders_are_not_mixed(folders: Path, shards: Path) -> None:
    with pytest.raises(InputError, match="mix shards and folders"):
        SceneSource((folders, shards), settings())


def test_missing_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere does not exist"):
        SceneSource((tmp_path / "nowhere",), settings())
    with pytest.raises(InputError, match="nothing to train on"):
        SceneSource((), settings())


def test_the_reader_ends_with_its_batches(folders: Path) -> None:
    batches: Iterator[SceneBatch] = SceneSource((folders,), settings()).batches(0)
    next(batches)
    assert "scene-reader" in {thread.name for thread in threading.enumerate()}
    batches.close()  # type: ignore[attr-defined]
    assert "scene-reader" not in {thread.name for thread in threading.enumerate()}
