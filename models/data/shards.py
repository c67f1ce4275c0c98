"""Datasets as shards: tar files that training streams without listing a folder.

An epoch shuffles the shards and the objects inside each. The ranks take equal, disjoint, adjoining
parts of that order; where the objects do not divide evenly among the ranks, the last few of the
epoch's order are left out of that epoch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from models.data.folder_objects import folder_objects
from models.data.held_out import TRAINING_SPLIT
from models.data.object_poses import POSE_FILE, parse_poses
from models.data.object_record import ObjectRecord, PictureChoice, assembled, chosen_places
from models.data.physics_label import LABEL_FILES, parse_label
from models.data.rgba_picture import decode_rgba
from models.data.shard_file import StoredObject, stored_objects
from models.data.shard_index import object_count, read_index
from models.data.shard_writer import write_shards
from render.errors import InputError

__all__ = [
    "ObjectRecord",
    "folder_objects",
    "rank_objects",
    "shard_files",
    "shard_objects",
    "stored_record",
    "training_shards",
    "write_shards",
]


def shard_objects(
    urls: Sequence[str],
    *,
    seed: int,
    epoch: int,
    rank: int = 0,
    world_size: int = 1,
    start: int = 0,
    choose: PictureChoice | None = None,
) -> Iterator[ObjectRecord]:
    """The objects of one rank in one epoch, one at a time.

    Every argument but `start` decides the order; the object at place p is the same wherever one
    starts, with the same chosen pictures, so a run goes on at `start` = objects it has had.

    Args:
        urls: Shards, in one order for all ranks.
        seed: Seed of the shuffle.
        epoch: Number of the epoch, from 0.
        rank: This process, from 0.
        world_size: Number of processes.
        start: How many objects of this rank's part to pass over, without reading them.
        choose: Which pictures of an object to read; None reads all.

    Returns:
        The objects, with their labels where they have one.

    Raises:
        InputError: If a shard or an object in it is unusable, or the ranks are more than the
            objects; the message names shard and file.
    """
    part = rank_objects(urls, world_size)
    if not 0 <= rank < world_size:
        raise InputError(f"rank {rank} is outside 0 to {world_size - 1}; check the launcher")
    if not 0 <= start <= part:
        raise InputError(f"start {start} is outside 0 to {part}; the shards are other ones")
    return _records(urls, (seed, epoch), rank * part + start, (rank + 1) * part, choose)


def _records(
    urls: Sequence[str],
    shuffle: tuple[int, int],
    first: int,
    stop: int,
    choose: PictureChoice | None,
) -> Iterator[ObjectRecord]:
    """Objects `first` to `stop` of the order that seed and epoch make."""
    order = np.random.default_rng(shuffle).permutation(len(urls))
    passed = 0
    for shard in order:
        count = object_count(Path(urls[shard]))
        if passed < stop and first < passed + count:
            places = slice(max(first - passed, 0), stop - passed)
            stored = stored_objects(Path(urls[shard]))
            if len(stored) != count:
                raise InputError(f"{urls[shard]} changed while it was read; start the epoch anew")
            shuffled = np.random.default_rng([*shuffle, shard]).permutation(count)
            for place in shuffled[places]:
                rng = np.random.default_rng([*shuffle, shard, place])
                yield stored_record(stored[place], choose=choose, rng=rng)
        passed += count


def rank_objects(urls: Sequence[str], world_size: int = 1) -> int:
    """Objects that each of `world_size` ranks has in an epoch.

    Raises:
        InputError: If there are no shards or fewer objects than ranks.
    """
    total = sum(object_count(Path(url)) for url in urls)
    if world_size < 1 or total < world_size:
        raise InputError(
            f"{len(urls)} shards hold {total} objects for {world_size} ranks; give every rank one"
        )
    return total // world_size


def shard_files(folder: Path) -> tuple[str, ...]:
    """Shards that the index of a folder of `data shards` names.

    Raises:
        InputError: If the index is missing or damaged.
    """
    return tuple(str(folder / entry.file) for entry in read_index(folder).entries)


def training_shards(folder: Path) -> tuple[str, ...]:
    """Shards of a folder to train on.

    Raises:
        InputError: If the index is missing or damaged, or they hold objects of val or test.
    """
    split = read_index(folder).split
    if split not in ("", TRAINING_SPLIT):
        raise InputError(f"{folder} holds objects of {split}; pack those of {TRAINING_SPLIT}")
    return shard_files(folder)


def stored_record(
    stored: StoredObject,
    *,
    choose: PictureChoice | None = None,
    rng: np.random.Generator,
) -> ObjectRecord:
    """Read an object of a shard.

    Raises:
        InputError: If a file of it is missing or unusable; the message names shard and file.
    """
    where = Path(stored.where(POSE_FILE))
    poses = parse_poses(stored.read(POSE_FILE), where)
    chosen = chosen_places(len(poses.pictures), choose, rng)
    pictures = []
    for place in chosen:
        posed = poses.pictures[place]
        ending = posed.file.name
        rgba = decode_rgba(stored.read(ending), stored.where(ending), posed.camera)
        pictures.append((posed, rgba))
    label = next((name for name in LABEL_FILES if name in stored.members), None)
    physics = parse_label(stored.read(label), stored.where(label)) if label else None
    return assembled(stored.key, pictures, physics, f"{stored.shard}: {stored.key}")
