"""One shard: a tar file of objects in the layout of WebDataset, read by position.

The files of an object follow one another and share the name up to the first dot, its key:
`gso/cup.physical.json`, `gso/cup.pose.json`, `gso/cup.000.png`, … Dots inside a key are written as
%2E. Source: the WebDataset format, github.com/webdataset/webdataset.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from render.atomic_file import atomic_path
from render.errors import InputError
from render.os_faults import remedy_for

_BLOCK = tarfile.BLOCKSIZE
_MODE = 0o644
_REMEDY = "copy the shard anew or make it with `data shards`"


class Member(NamedTuple):
    """Where a file lies in the shard."""

    offset: int
    """First byte."""
    size: int
    """Length [bytes]."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """Where the files of one object lie in its shard."""

    shard: Path
    """The tar file."""
    key: str
    """Name of the object."""
    members: Mapping[str, Member]
    """Place of each file by its ending, such as `000.png`."""

    def where(self, ending: str) -> str:
        """Name of a file of the object, for messages."""
        return f"{self.shard}: {_member_name(self.key, ending)}"

    def read(self, ending: str) -> bytes:
        """Content of a file.

        Raises:
            InputError: If the object has no such file or the shard is cut off.
        """
        place = self.members.get(ending)
        if place is None:
            raise InputError(f"{self.where(ending)} is missing; make the shard with `data shards`")
        try:
            with self.shard.open("rb") as stream:
                stream.seek(place.offset)
                data = stream.read(place.size)
        except OSError as error:
            raise InputError(f"cannot read {self.shard}: {remedy_for(error) or error}") from None
        if len(data) != place.size:
            raise InputError(f"{self.where(ending)} is cut off; {_REMEDY}")
        return data


def stored_objects(shard: Path) -> tuple[StoredObject, ...]:
    """The objects of a shard in its order; only headers are read.

    Raises:
        InputError: If the file is missing, no tar file, damaged or cut off; the message names the
            last file before the damage.
    """
    names: list[tuple[str, Member]] = []
    try:
        size = shard.stat().st_size
        with tarfile.open(shard, "r:") as archive:
            for entry in archive:
                if entry.isfile():
                    names.append((entry.name, Member(entry.offset_data, entry.size)))
            end = archive.offset
        with shard.open("rb") as stream:
            stream.seek(end)
            closing = stream.read(_BLOCK)
    except OSError as error:
        raise InputError(f"cannot read {shard}: {remedy_for(error) or error}") from None
    except tarfile.TarError as error:
        if not names:
            raise InputError(f"{shard} is no tar file ({error}); {_REMEDY}") from None
        closing = b""
    for name, member in names:
        if member.offset + member.size > size:
            raise InputError(f"{shard}: {name} is cut off at byte {size}; {_REMEDY}")
    if closing != bytes(_BLOCK):
        last = names[-1][0] if names else "its start"
        raise InputError(f"{shard} is damaged or cut off after {last}; {_REMEDY}")
    return _grouped(shard, names)


def write_shard(shard: Path, objects: Iterable[tuple[str, Iterable[tuple[str, bytes]]]]) -> None:
    """Write a shard, all or nothing; the same objects give the same bytes.

    Args:
        shard: The tar file; its folder must exist.
        objects: Key of each object and its files as (ending, content).

    Raises:
        InputError: If the disk is full or refuses.
    """
    try:
        with (
            atomic_path(shard) as temporary,
            tarfile.open(temporary, "w", format=tarfile.PAX_FORMAT) as archive,
        ):
            for key, files in objects:
                for ending, data in files:
                    entry = tarfile.TarInfo(_member_name(key, ending))
                    entry.size, entry.mode = len(data), _MODE
                    archive.addfile(entry, io.BytesIO(data))
    except OSError as error:
        raise InputError(f"cannot write {shard}: {remedy_for(error) or error}") from None


def _member_name(key: str, ending: str) -> str:
    return f"{key.replace('%', '%25').replace('.', '%2E')}.{ending}"


def _grouped(shard: Path, names: Iterable[tuple[str, Member]]) -> tuple[StoredObject, ...]:
    """Files that follow one another under one key are an object."""
    found: dict[str, dict[str, Member]] = {}
    current = None
    for name, member in names:
        folder, slash, file = name.rpartition("/")
        stem, _, ending = file.partition(".")
        key = unquote(folder + slash + stem)
        if key in found and (key != current or ending in found[key]):
            raise InputError(f"{shard}: {name} comes twice or apart from its object; {_REMEDY}")
        found.setdefault(key, {})[ending] = member
        current = key
    return tuple(StoredObject(shard, key, members) for key, members in found.items())
