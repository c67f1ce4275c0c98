"""`meta.json` of a SOG scene: counts, ranges, codebooks and names of its pictures, checked.

Source: PlayCanvas, The SOG Format, version 2; version 1 from the reader of splat-transform.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.codebook import SCALAR_ENTRIES

FloatArray = npt.NDArray[np.float32]

VERSION = 2
MODELS = ("default", "antialiased", "2dgs")
COEFFICIENTS = {1: 3, 2: 8, 3: 15}
"""Coefficients a channel above degree 0, by degree."""

MAX_ENTRIES = 65_536
"""Most entries of a palette: labels have 16 bits."""
ENTRIES_A_ROW = 64
"""Entries beside one another in the picture of a palette."""
LEVELS = 65535
"""Highest code of a position: 16 bits."""
TAG = 252
"""Fourth byte of a rotation whose largest component is the first."""

_MAX_MAGNITUDE = 1e30


class ValueTable(NamedTuple):
    """What each code of a byte means, channel by channel."""

    values: FloatArray
    """Value of code c in channel k, shape [channels, 256]."""
    files: tuple[str, ...]
    """Names of the pictures."""


class Palette(NamedTuple):
    """Colours above degree 0: a few that many Gaussians share."""

    table: ValueTable
    """One channel for all coefficients; pictures of the entries and of the labels."""
    degree: int | None
    """Degree 1 to 3; None leaves it to the width of the picture of the entries."""
    entry_count: int | None
    """Number of entries; None leaves it to the size of that picture."""


class SogMeta(NamedTuple):
    """All that `meta.json` says."""

    gaussian_count: int
    """Gaussians N."""
    model: str
    """One of `MODELS`."""
    means: tuple[FloatArray, FloatArray, tuple[str, ...]]
    """Smallest and largest log-transformed position, shape [3] each, and the two pictures."""
    scales: ValueTable
    """Log scales: three channels."""
    quats: str
    """Name of the picture."""
    colors: ValueTable
    """Coefficients of degree 0: three channels, in version 1 a fourth with opacity logits."""
    palette: Palette | None
    """Colours above degree 0, None where there are none."""


def read_meta(data: bytes, path: Path) -> SogMeta:
    """Check the content of `meta.json`.

    Raises:
        InputError: If it is no such file, of an unknown version, or contradicts itself.
    """
    try:
        found = json.loads(data)
        return _reader_of(found.get("version", 1), path)(found, path)
    except InputError:
        raise
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError) as error:
        reason = " ".join(repr(error).split())[:120]
        raise InputError(f"{path}: the SOG metadata cannot be understood: {reason}") from error


def _version_2(found: Mapping[str, Any], path: Path) -> SogMeta:
    palette = None
    if found.get("shN"):
        entry = found["shN"]
        degree, count = int(entry["bands"]), int(entry["count"])
        if degree not in COEFFICIENTS or not 0 < count <= MAX_ENTRIES:
            raise InputError(f"{path}: {degree} SH bands of {count:,} entries; damaged?")
        palette = Palette(_by_codebook(entry, 1, 2), degree, count)
    model = found.get("model", "antialiased" if found.get("antialias") is True else "default")
    return SogMeta(
        _count(found["count"], path),
        model if model in MODELS else "default",
        _means(found),
        _by_codebook(found["scales"], 3, 1),
        _names(found["quats"], 1)[0],
        _by_codebook(found["sh0"], 3, 1),
        palette,
    )


def _version_1(found: Mapping[str, Any], path: Path) -> SogMeta:
    palette = None
    if found.get("shN"):
        palette = Palette(_by_range(found["shN"], 1, 2), None, None)
    return SogMeta(
        _count(found["means"]["shape"][0], path),
        "default",
        _means(found),
        _by_range(found["scales"], 3, 1),
        _names(found["quats"], 1)[0],
        _by_range(found["sh0"], 4, 1),
        palette,
    )


def _reader_of(version: int, path: Path) -> Callable[[Mapping[str, Any], Path], SogMeta]:
    if version not in _READERS:
        known = " and ".join(map(str, _READERS))
        raise InputError(f"{path} is SOG version {version!r:.20}; {known} are known")
    return _READERS[version]


_READERS = {1: _version_1, VERSION: _version_2}


def _count(value: Any, path: Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InputError(f"{path}: the number of Gaussians must be 0 or more, got {value!r:.40}")
    return value


def _names(entry: Mapping[str, Any], count: int) -> tuple[str, ...]:
    names = entry["files"]
    if len(names) != count or not all(isinstance(name, str) for name in names):
        raise ValueError(f"{count} file names are due")
    return tuple(names)


def _means(found: Mapping[str, Any]) -> tuple[FloatArray, FloatArray, tuple[str, ...]]:
    entry = found["means"]
    low, high = _numbers(entry["mins"], 3), _numbers(entry["maxs"], 3)
    return low, high, _names(entry, 2)


def _by_codebook(entry: Mapping[str, Any], channels: int, files: int) -> ValueTable:
    codebook = list(entry["codebook"])
    if len(codebook) == SCALAR_ENTRIES and codebook[0] is None:
        # An old writer left out the smallest value; viewers step down from the next one.
        codebook[0] = codebook[1] + (codebook[1] - codebook[-1]) / (SCALAR_ENTRIES - 1)
    values = _numbers(codebook, len(codebook))
    if not 0 < len(values) <= SCALAR_ENTRIES:
        raise ValueError(f"a codebook has up to {SCALAR_ENTRIES} values")
    values = np.pad(values, (0, SCALAR_ENTRIES - len(values)), mode="edge")
    return ValueTable(np.tile(values, (channels, 1)), _names(entry, files))


def _by_range(entry: Mapping[str, Any], channels: int, files: int) -> ValueTable:
    low, high = (
        _numbers(np.broadcast_to(entry[name], channels).tolist(), channels)
        for name in ("mins", "maxs")
    )
    shares = np.linspace(0, 1, SCALAR_ENTRIES, dtype=np.float32)
    return ValueTable(low[:, None] + (high - low)[:, None] * shares, _names(entry, files))


def _numbers(values: Any, count: int) -> FloatArray:
    numbers = np.array(values, dtype=np.float64)
    if numbers.shape != (count,) or not (np.abs(numbers) <= _MAX_MAGNITUDE).all():
        raise ValueError(f"{count} finite numbers are due")
    return numbers.astype(np.float32)
