"""`ObjectDescription`: what `object.json` says of an object: where it comes from, how it moves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from render.atomic_file import write_text_atomic
from render.errors import InputError

OBJECT_FILE = "object.json"

_VERSION = 1


class Reference(NamedTuple):
    """A clip or take that shows how the object should move, and what made it."""

    path: Path
    """Video file, clip or take."""
    prompt: str
    """Text that the clip was asked for with; empty for a simulated take."""
    model: str
    """Name of the video model, or of the simulator."""
    take: Path | None = None
    """Take of the simulator; None for a clip of a video model."""


@dataclass(frozen=True, slots=True)
class ObjectDescription:
    """What `object.json` says."""

    id: str
    """`folder/name`."""
    origin: str
    """What the pictures show: a digest of the mesh, or the seed of a generator."""
    columns: tuple[tuple[str, str], ...] = ()
    """Columns of index.csv as (name, text), without id and file."""
    reference: Reference | None = None
    """Reference clip; None where there is none."""

    def write(self, folder: Path) -> None:
        """Write `object.json`; a reference inside the folder is kept relative to it."""
        values: dict[str, object] = {
            "version": _VERSION,
            "id": self.id,
            "origin": self.origin,
            "columns": dict(self.columns),
        }
        if self.reference is not None:
            one = self.reference
            values["reference"] = {
                "path": _kept(one.path, folder),
                "prompt": one.prompt,
                "model": one.model,
                **({} if one.take is None else {"take": _kept(one.take, folder)}),
            }
        text = json.dumps(values, indent=1, ensure_ascii=False) + "\n"
        write_text_atomic(folder / OBJECT_FILE, text)

    @staticmethod
    def read(folder: Path) -> ObjectDescription | None:
        """What a folder says; None for folders of other programs, which have none.

        Raises:
            InputError: If it is damaged or its reference clip is missing.
        """
        path = folder / OBJECT_FILE
        if not path.is_file():
            return None
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            version = values["version"]
            columns = tuple((str(key), str(text)) for key, text in values["columns"].items())
            reference = _reference(folder, values.get("reference"))
            found = ObjectDescription(str(values["id"]), str(values["origin"]), columns, reference)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            reason = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise InputError(f"{path}: {reason}; correct or remove it") from None
        if version != _VERSION:
            raise InputError(f"{path}: version {version} is not {_VERSION}; update this program")
        return found


def _reference(folder: Path, values: Mapping[str, Any] | None) -> Reference | None:
    if values is None:
        return None
    path = folder / values["path"]
    take = folder / values["take"] if "take" in values else None
    for part in (path, take):
        if part is not None and not part.exists():
            raise ValueError(f"reference clip {part} is missing")
    return Reference(path, str(values.get("prompt", "")), str(values.get("model", "")), take)


def _kept(path: Path, folder: Path) -> str:
    """A path as the file keeps it: relative to the object's folder where it lies inside."""
    whole, home = path.absolute(), folder.absolute()
    return (whole.relative_to(home) if whole.is_relative_to(home) else whole).as_posix()
