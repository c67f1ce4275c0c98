"""The bundled sample photos of the welcome view."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import resources

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sample:
    """One bundled photo."""

    title: str
    """Name shown on the card."""
    path: Path
    """Picture file."""
    credit: str = ""
    """Author and licence in one line."""
    size_m: float | None = None
    """Longest side of the real object [m]; None when unknown."""


def samples_folder() -> Path:
    """Folder of the bundled samples."""
    return Path(resources.__file__).parent / "samples"


def load_samples(folder: Path) -> tuple[Sample, ...]:
    """Samples listed in `samples.json` whose picture exists; none when the list is missing."""
    try:
        data = json.loads((folder / "samples.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        _log.warning("samples in %s cannot be read: %s", folder, error)
        return ()
    rows = data.get("samples", []) if isinstance(data, Mapping) else data
    found = (_sample(row, folder) for row in rows if isinstance(row, Mapping))
    return tuple(sample for sample in found if sample is not None)


def _sample(row: Mapping[str, Any], folder: Path) -> Sample | None:
    file = row.get("file")
    if not isinstance(file, str) or not (folder / file).is_file():
        return None
    title = row.get("title") or Path(file).stem.replace("_", " ").capitalize()
    credit = " · ".join(str(row[key]) for key in ("author", "licence") if row.get(key))
    size = row.get("suggested_size_m")
    size_m = float(size) if isinstance(size, int | float) and size > 0 else None
    return Sample(str(title), folder / file, credit, size_m)
