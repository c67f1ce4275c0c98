"""Things people know, marked on the axes of the curves, and labels that never overlap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from render.errors import InputError, damage_of

EXAMPLES_VERSION = 1


@dataclass(frozen=True, slots=True)
class Example:
    """One thing people know."""

    name: str
    """Name as shown, for example "rubber"."""
    value: float
    """Typical value [SI]."""
    rank: int
    """Lower ranks get their label first where room is short."""
    source: str
    """Where the value comes from."""


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label that fits."""

    index: int
    """Which of the labels it is."""
    left: float
    """Left end [px]."""
    width: float
    """Width [px]."""


def read_examples(text: str) -> dict[str, tuple[Example, ...]]:
    """Examples by quantity of the JSON text of `resources/materials/examples.json`.

    Raises:
        InputError: If the text is not such a table.
    """
    try:
        document = json.loads(text)
        if document["version"] != EXAMPLES_VERSION:
            raise InputError(f"examples have version {document['version']}, not {EXAMPLES_VERSION}")
        sources = document["sources"]
        return {
            key: tuple(
                Example(
                    str(row["name"]), float(row["value"]), int(row["rank"]), sources[row["source"]]
                )
                for row in rows
            )
            for key, rows in document.items()
            if isinstance(rows, list)
        }
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"the material examples cannot be read: {damage_of(error)}") from error


@cache
def examples() -> dict[str, tuple[Example, ...]]:
    """The examples that are shipped."""
    file = resources.files("resources") / "materials" / "examples.json"
    return read_examples(file.read_text(encoding="utf-8"))


def placed_labels(
    centres: Sequence[float],
    widths: Sequence[float],
    ranks: Sequence[int],
    *,
    room: tuple[float, float],
    gap: float,
) -> tuple[PlacedLabel, ...]:
    """Labels that fit side by side, the lowest ranks first.

    Args:
        centres: Where each label belongs [px].
        widths: Width of each label [px].
        ranks: Lower ones are placed first.
        room: Left and right end [px]; a label at an end is moved inside.
        gap: Least distance between two labels [px].

    Returns:
        Labels that have room, from left to right; the others are left out.
    """
    left_end, right_end = room
    placed: list[PlacedLabel] = []
    for index in sorted(range(len(centres)), key=lambda i: ranks[i]):
        width = widths[index]
        if width > right_end - left_end:
            continue
        left = min(max(centres[index] - width / 2, left_end), right_end - width)
        apart = all(
            left >= other.left + other.width + gap or other.left >= left + width + gap
            for other in placed
        )
        if apart:
            placed.append(PlacedLabel(index, left, width))
    return tuple(sorted(placed, key=lambda label: label.left))
