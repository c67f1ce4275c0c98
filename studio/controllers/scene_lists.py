"""Lists of the scene's parts: names that are free, order, removal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from studio.state.scene_parts import Part

P = TypeVar("P", bound=Part)


def free_name(title: str, parts: Sequence[Part]) -> str:
    """The title, with a number where it is taken."""
    taken, name, number = {part.name for part in parts}, title, 2
    while name in taken:
        name, number = f"{title} {number}", number + 1
    return name


def without(parts: Sequence[P], part: Part) -> tuple[P, ...]:
    """Parts without one."""
    return tuple(one for one in parts if one.key != part.key)


def swapped(parts: Sequence[P], part: Part, mates: Sequence[int], step: int) -> tuple[P, ...]:
    """Parts with one changed for a mate; the same at the end of the row.

    Args:
        parts: All parts, in order.
        part: Part that moves.
        mates: Keys of those it moves among, in order.
        step: -1 for up, 1 for down.
    """
    at, order = list(mates).index(part.key) + step, list(parts)
    if not 0 <= at < len(mates):
        return tuple(order)
    first = next(i for i, one in enumerate(order) if one.key == part.key)
    second = next(i for i, one in enumerate(order) if one.key == mates[at])
    order[first], order[second] = order[second], order[first]
    return tuple(order)
