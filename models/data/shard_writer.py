"""`data shards`: packs folders of objects into tar files for streaming."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from models.data.held_out import TRAINING_SPLIT, check_training_folders
from models.data.object_description import OBJECT_FILE, ObjectDescription
from models.data.object_folder import ObjectFolder
from models.data.object_poses import POSE_FILE, PosedPicture, pose_text
from models.data.physics_label import LABEL_FILES, label_file, read_label
from models.data.rgba_picture import check_rgba
from models.data.shard_file import StoredObject, stored_objects, write_shard
from models.data.shard_index import SHARD_INDEX, ShardEntry, write_index
from render.errors import InputError
from render.os_faults import remedy_for
from render.progress import ProgressCallback, ignore_progress

MAX_OBJECTS_PER_SHARD = 100_000
SHARDS = "shard-*.tar"
"""Names of the shards; a number of six digits stands for the star."""


class ShardReport(NamedTuple):
    """What was written."""

    shards: int
    """Shards of the dataset."""
    kept: int
    """Shards that an earlier run had written."""
    objects: int
    """Objects in them."""
    labelled: int
    """Objects with a label."""
    size: int
    """Length of all shards [bytes]."""


class _Named(NamedTuple):
    """An object's folder and its key."""

    key: str
    folder: Path


def write_shards(
    objects: Iterable[Path],
    out: Path,
    *,
    objects_per_shard: int = 256,
    split: str = "",
    progress: ProgressCallback = ignore_progress,
) -> ShardReport:
    """Pack objects into shards; the same objects give the same bytes, in any order.

    Objects are spread over the shards by a hash of their names, so that a shard is no selection.
    A stopped run goes on at the shard it had reached; the index is written last.

    Args:
        objects: Folders of objects.
        out: Folder of the shards; made where it is missing.
        objects_per_shard: Objects in each shard but the last, 1 to 100,000.
        split: Split that they are of, for the index; those of `train` must not be of val or test in
            any form.
        progress: Told after every object; raising in it leaves complete shards behind.

    Raises:
        InputError: If there is no object, two have one name, one is unusable, the folder holds
            other files, or the disk is full; the message names the file.
    """
    named = _spread(objects)
    parts = _cut(named, objects_per_shard)
    if split == TRAINING_SPLIT:
        check_training_folders(one.folder for one in named)
    _claim(out)
    entries, kept, labelled = [], 0, 0
    for number, part in enumerate(parts):
        shard = out / SHARDS.replace("*", f"{number:06d}")
        if _is_written(shard, part):
            kept += 1
        else:
            done = number * objects_per_shard
            write_shard(shard, _reported(part, done, len(named), progress))
        labelled += sum(label_file(one.folder) is not None for one in part)
        entries.append(ShardEntry(shard.name, len(part), shard.stat().st_size))
        progress("write shards", min((number + 1) * objects_per_shard / len(named), 1.0))
    for stale in set(out.glob(SHARDS)) - {out / entry.file for entry in entries}:
        stale.unlink()
    write_index(out, entries, split)
    size = sum(entry.size for entry in entries)
    return ShardReport(len(parts), kept, len(named), labelled, size)


def object_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Files of an object as (ending, content), checked: description, label, cameras, pictures.

    Pictures are named after their place in `pose.json`.

    Raises:
        InputError: If one of them is unusable; the message names it.
    """
    shown = ObjectFolder.open(folder)
    if shown.description is not None:
        yield OBJECT_FILE, _content(folder / OBJECT_FILE)
    label = label_file(folder)
    if label is not None:
        read_label(folder)
        yield LABEL_FILES[0], _content(label)
    files = [f"{place:03d}.png" for place in range(len(shown.pictures))]
    renamed = [
        PosedPicture(Path(file), posed.camera)
        for file, posed in zip(files, shown.pictures, strict=True)
    ]
    yield POSE_FILE, pose_text(shown.scene_name, renamed).encode()
    for file, posed in zip(files, shown.pictures, strict=True):
        data = _content(posed.file)
        check_rgba(data, str(posed.file), posed.camera)
        yield file, data


def _spread(objects: Iterable[Path]) -> Sequence[_Named]:
    """The objects in the order of the hashes of their keys."""
    found: dict[str, Path] = {}
    for folder in objects:
        about = ObjectDescription.read(folder)
        key = about.id if about else folder.name
        if key in found:
            raise InputError(f"{folder} and {found[key]} are both {key}; rename one of them")
        found[key] = folder
    if not found:
        raise InputError("there is no object to pack; make some with `data build`")
    ordered = sorted(found, key=lambda key: hashlib.sha256(key.encode()).digest())
    return [_Named(key, found[key]) for key in ordered]


def _cut(named: Sequence[_Named], size: int) -> list[Sequence[_Named]]:
    """The objects of each shard."""
    if not 1 <= size <= MAX_OBJECTS_PER_SHARD:
        raise InputError(
            f"{size} objects a shard are outside 1 to {MAX_OBJECTS_PER_SHARD}; choose some hundreds"
        )
    return [named[first : first + size] for first in range(0, len(named), size)]


def _claim(out: Path) -> None:
    """Make the folder of the shards, or check that it holds nothing else."""
    foreign = [
        path
        for path in (out.iterdir() if out.is_dir() else ())
        if path.suffix != ".tar" and path.name != SHARD_INDEX
    ]
    if foreign:
        raise InputError(f"{out} holds other files, such as {foreign[0].name}; choose another")
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / SHARD_INDEX).unlink(missing_ok=True)
        for unfinished in out.glob(".*.part.tar"):
            unfinished.unlink()
    except OSError as error:
        raise InputError(f"cannot write {out}: {remedy_for(error) or error}") from None


def _is_written(shard: Path, part: Sequence[_Named]) -> bool:
    """Whether an earlier run wrote this shard from the same files."""
    if not shard.is_file():
        return False
    try:
        stored = stored_objects(shard)
    except InputError:
        return False
    return [one.key for one in stored] == [one.key for one in part] and all(
        _is_same(one, named.folder) for one, named in zip(stored, part, strict=True)
    )


def _is_same(stored: StoredObject, folder: Path) -> bool:
    files = list(object_files(folder))
    return list(stored.members) == [ending for ending, _ in files] and all(
        stored.read(ending) == data for ending, data in files
    )


def _reported(
    part: Sequence[_Named], done: int, total: int, progress: ProgressCallback
) -> Iterator[tuple[str, Iterator[tuple[str, bytes]]]]:
    for number, one in enumerate(part):
        yield one.key, object_files(one.folder)
        progress("write shards", (done + number + 1) / total)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {remedy_for(error) or error}") from None
