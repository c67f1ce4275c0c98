"""`shards.json`: which shards a dataset has and how many objects each holds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from models.data.shard_file import stored_objects
from render.atomic_file import write_text_atomic
from render.errors import InputError
from render.os_faults import remedy_for

SHARD_INDEX = "shards.json"

_VERSION = 1


class ShardEntry(NamedTuple):
    """One shard in the index."""

    file: str
    """Name in the folder of the index."""
    objects: int
    """Objects in it."""
    size: int
    """Length of the file [bytes]."""


class ShardIndex(NamedTuple):
    """What `shards.json` says."""

    entries: tuple[ShardEntry, ...]
    """The shards in their order."""
    split: str
    """Split that their objects are of; empty where nobody said one."""


def write_index(folder: Path, entries: Sequence[ShardEntry], split: str) -> None:
    """Write the index of a folder of shards."""
    shards = [entry._asdict() for entry in entries]
    values = {"version": _VERSION, "split": split, "shards": shards}
    write_text_atomic(folder / SHARD_INDEX, json.dumps(values, indent=1) + "\n")


def read_index(folder: Path) -> ShardIndex:
    """The shards of a folder in their order.

    Raises:
        InputError: If the index is missing, as it is until all shards are written, or damaged.
    """
    path = folder / SHARD_INDEX
    try:
        values = json.loads(path.read_bytes())
        version, split = values["version"], str(values["split"])
        entries = tuple(
            ShardEntry(str(entry["file"]), int(entry["objects"]), int(entry["size"]))
            for entry in values["shards"]
        )
    except OSError as error:
        raise InputError(
            f"cannot read {path}: {remedy_for(error) or error}; make it with `data shards`"
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is damaged ({error!r}); make it with `data shards`") from None
    if version != _VERSION:
        raise InputError(f"{path}: version {version} is not {_VERSION}; update this program")
    return ShardIndex(entries, split)


def object_count(shard: Path) -> int:
    """Objects in a shard, from the index beside it or, without one, from the shard's headers.

    Raises:
        InputError: If the shard is missing, damaged or of another length than the index says.
    """
    try:
        stat = shard.stat()
    except OSError as error:
        raise InputError(f"cannot read {shard}: {remedy_for(error) or error}") from None
    index = shard.parent / SHARD_INDEX
    if index.is_file():
        entry = _entries(shard.parent, index.stat().st_mtime_ns).get(shard.name)
        if entry is not None:
            if entry.size != stat.st_size:
                stored_objects(shard)
                raise InputError(
                    f"{shard} has {stat.st_size} bytes, {index} says {entry.size}; copy it anew"
                )
            return entry.objects
    return _scanned(shard, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=64)
def _entries(folder: Path, changed_ns: int) -> Mapping[str, ShardEntry]:
    """The index by file name; the time of its last change keeps the cache true."""
    del changed_ns
    return {entry.file: entry for entry in read_index(folder).entries}


@lru_cache(maxsize=1 << 16)
def _scanned(shard: Path, size: int, changed_ns: int) -> int:
    """Objects in a shard; length and time of the last change keep the cache true."""
    del size, changed_ns
    return len(stored_objects(shard))
