"""Where the parts of a SOG scene lie: in one zip file, or in a folder beside `meta.json`.

Nothing is ever unpacked to disk. Names of parts are plain names, sizes are checked before anything
is decompressed, and reading stops at the size that was promised.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from render.errors import InputError
from render.formats.byte_files import read_bytes
from render.os_faults import remedy_for

META_NAME = "meta.json"

MAX_META_BYTES = 4 * 1024**2
"""Largest `meta.json`; real ones have about 20 kB."""
MAX_PARTS = 256
"""Most files of an archive; a scene has up to 8."""
MAX_GROWTH = 4
"""Most bytes a part may have for each byte of the archive: pictures hardly compress again."""


class SogFiles(NamedTuple):
    """The files of one scene."""

    path: Path
    """Archive, or the folder's `meta.json`."""
    parts: Mapping[str, bytes] | None
    """Contents of an archive by plain name; None for a folder."""
    size: int
    """Bytes of all that was or can be read."""
    archive: bytes | None = None
    """The archive itself; None for a folder."""

    def part(self, name: str) -> bytes:
        """Content of a part.

        Raises:
            InputError: If the name is no plain name or there is no such part.
        """
        if self.parts is not None:
            if name not in self.parts:
                raise InputError(f"{self.path} lacks its part {name[:60]!r}; the file is damaged")
            return self.parts[name]
        if not name or name in (".", "..") or any(mark in name for mark in "/\\:\0"):
            raise InputError(
                f"{self.path} names a part {name[:60]!r}; only files in its own folder are read"
            )
        return read_bytes(self.path.parent / name)


def open_sog(path: Path) -> SogFiles:
    """Find the parts of a scene: an archive, a folder, or the `meta.json` of one.

    Raises:
        InputError: If there is no scene, the archive is damaged, or it would unpack to far more
            than it holds.
    """
    if path.is_dir() or path.name.lower() == META_NAME:
        meta = path / META_NAME if path.is_dir() else path
        try:
            size = sum(file.stat().st_size for file in meta.parent.iterdir() if file.is_file())
        except OSError as error:
            raise InputError(f"cannot read {path}: {remedy_for(error) or error}") from error
        return SogFiles(meta, None, size)
    data = read_bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _unpacked(archive, len(data), path)
    except InputError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        raise InputError(f"{path} is no SOG archive or is damaged: {_words(error)}") from error
    except (NotImplementedError, RuntimeError) as error:  # unknown compression, encryption
        raise InputError(f"{path} cannot be unpacked: {_words(error)}") from error
    return SogFiles(path, parts, len(data), data)


def _unpacked(archive: zipfile.ZipFile, size: int, path: Path) -> Mapping[str, bytes]:
    """Contents of the files beside `meta.json` by their plain name."""
    entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    metas = [entry.filename for entry in entries if _plain(entry.filename) == META_NAME]
    if not metas:
        raise InputError(f"{path} is a zip file but no SOG scene: it holds no {META_NAME}")
    folder = min(metas, key=len).removesuffix(META_NAME)
    wanted = {
        entry.filename.removeprefix(folder): entry
        for entry in entries
        if entry.filename.startswith(folder) and "/" not in entry.filename.removeprefix(folder)
    }
    total, limit = sum(entry.file_size for entry in wanted.values()), MAX_GROWTH * size + 1024**2
    if len(entries) > MAX_PARTS or total > limit:
        raise InputError(
            f"{path} would unpack to {total:,} bytes in {len(entries):,} files, at most {limit:,} "
            f"in {MAX_PARTS} are expected; the file is damaged or made to fill the memory"
        )
    contents = {}
    for name, entry in wanted.items():
        with archive.open(entry) as stream:
            contents[name] = stream.read(entry.file_size)
    return contents


def pack_sog(parts: Mapping[str, bytes]) -> bytes:
    """Archive of parts; they are stored as they are, since pictures are compressed already."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), content)
    return stream.getvalue()


def _plain(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
