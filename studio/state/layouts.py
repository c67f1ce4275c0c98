"""Where the docks stand: layouts as plain data, those built in and the user's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, ClassVar, Literal

from psygnal import SignalGroupDescriptor

from render.errors import InputError

Area = Literal["left", "right", "bottom"]
AREAS: tuple[Area, ...] = ("left", "right", "bottom")
BUILT_IN = ("edit", "compare", "present")
"""Layouts that cannot be renamed or deleted."""
NAME_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Stack:
    """Docks at one place, one above the other as tabs."""

    docks: tuple[str, ...]
    """Names of the docks, in the order of their tabs."""
    front: str = ""
    """Dock whose tab is in front; empty means the first."""
    size_px: int = 0
    """Height in a side area, width in the bottom area, at 100 % [px]; 0 lets the window choose."""


@dataclass(frozen=True, slots=True)
class FloatingDock:
    """A dock in a window of its own."""

    dock: str
    """Name of the dock."""
    rect: tuple[int, int, int, int]
    """Left, top, width and height on the desktop [px]."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where every dock stands."""

    stacks: Mapping[Area, tuple[Stack, ...]] = field(default_factory=dict)
    """Stacks of each area, from top to bottom or from left to right."""
    sizes_px: Mapping[Area, int] = field(default_factory=dict)
    """Width of a side area, height of the bottom area, at 100 % [px]; absent: not known."""
    visible: frozenset[str] = frozenset()
    """Docks that are not hidden."""
    floating: tuple[FloatingDock, ...] = ()
    """Docks in windows of their own."""

    def known_only(self, docks: Collection[str]) -> Arrangement:
        """Without docks that the program does not have, as after an older or newer version."""
        stacks: dict[Area, tuple[Stack, ...]] = {}
        for area, column in self.stacks.items():
            kept = (_known_stack(stack, docks) for stack in column)
            stacks[area] = tuple(stack for stack in kept if stack.docks)
        floating = tuple(entry for entry in self.floating if entry.dock in docks)
        return replace(self, stacks=stacks, visible=self.visible & set(docks), floating=floating)

    @property
    def docks(self) -> frozenset[str]:
        """Docks that have a place."""
        stacked = (name for column in self.stacks.values() for s in column for name in s.docks)
        return frozenset((*stacked, *(entry.dock for entry in self.floating)))


@dataclass
class LayoutsState:
    """Layouts and the one in use; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    current: str = "edit"
    """Layout chosen last."""
    own: Mapping[str, Arrangement] = field(default_factory=dict)
    """The user's layouts by name, in the order in which they were saved."""
    asked: int = 0
    """Grows when the docks shall be arranged as `current` says."""
    present: Arrangement | None = None
    """Where the docks stood when the last session ended; None at first."""

    @property
    def names(self) -> tuple[str, ...]:
        """All layouts, built in and own."""
        return (*BUILT_IN, *self.own)


def checked_name(name: str, taken: Collection[str]) -> str:
    """A layout's name without spaces round it.

    Raises:
        InputError: If it is empty, too long or taken.
    """
    text = " ".join(name.split())
    if not 1 <= len(text) <= NAME_LIMIT:
        raise InputError(f"the layout's name has {len(text)} letters; use 1 to {NAME_LIMIT}")
    if text.casefold() in {other.casefold() for other in taken}:
        raise InputError(f"a layout {text!r} exists; choose another name")
    return text


def arrangement_to_json(arrangement: Arrangement) -> dict[str, Any]:
    """Plain values of an arrangement."""
    return {
        "stacks": {
            area: [asdict(stack) for stack in column] for area, column in arrangement.stacks.items()
        },
        "sizes_px": dict(arrangement.sizes_px),
        "visible": sorted(arrangement.visible),
        "floating": [asdict(entry) for entry in arrangement.floating],
    }


def arrangement_from_json(data: Mapping[str, Any]) -> Arrangement:
    """An arrangement from plain values.

    Raises:
        InputError: If the values are none of an arrangement.
    """
    try:
        columns = data["stacks"]
        stacks = {
            area: tuple(_stack(entry) for entry in columns.get(area))
            for area in AREAS
            if columns.get(area) is not None
        }
        sizes = {area: int(data["sizes_px"][area]) for area in AREAS if area in data["sizes_px"]}
        floating = tuple(_floating(entry) for entry in data["floating"])
        visible = frozenset(str(name) for name in data["visible"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"a layout is damaged ({error!r}); it is left out") from None
    return Arrangement(stacks, sizes, visible, floating)


def _stack(entry: Mapping[str, Any]) -> Stack:
    names = tuple(str(name) for name in entry["docks"])
    return Stack(names, str(entry["front"]), max(int(entry["size_px"]), 0))


def _floating(entry: Mapping[str, Any]) -> FloatingDock:
    left, top, width, height = (int(value) for value in entry["rect"])
    return FloatingDock(str(entry["dock"]), (left, top, max(width, 1), max(height, 1)))


def _known_stack(stack: Stack, docks: Collection[str]) -> Stack:
    names = tuple(name for name in stack.docks if name in docks)
    return replace(stack, docks=names, front=stack.front if stack.front in names else "")
