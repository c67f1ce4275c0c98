"""Which take left which other one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from studio.state.document import TakeSummary


class TreeRow(NamedTuple):
    """A take among its relatives."""

    take: TakeSummary
    """The take."""
    depth: int
    """How many others it goes back to."""


def take_tree(takes: Sequence[TakeSummary]) -> tuple[TreeRow, ...]:
    """Takes in order, each followed by those that left it; what left a missing one is a root."""
    names = {take.name for take in takes}
    rows: list[TreeRow] = []
    listed: set[str] = set()

    def add(take: TakeSummary, depth: int) -> None:
        if take.name in listed:
            return
        listed.add(take.name)
        rows.append(TreeRow(take, depth))
        for other in takes:
            if other.left_take == take.name:
                add(other, depth + 1)

    for take in takes:
        if take.left_take not in names:
            add(take, 0)
    for take in takes:  # takes that name each other still are takes
        add(take, 0)
    return tuple(rows)


def counterpart(takes: Sequence[TakeSummary], name: str | None) -> str | None:
    """The take that one left, or its newest branch; None where it has neither."""
    by_name = {take.name: take for take in takes}
    take = by_name.get(name or "")
    if take is None:
        return None
    if take.left_take in by_name:
        return take.left_take
    branches = [other.name for other in takes if other.left_take == take.name]
    return branches[-1] if branches else None
