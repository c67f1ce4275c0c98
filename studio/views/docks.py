"""The docks of the workspace, in one table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtGui import QAction

from studio.controllers.studio_controller import Studio
from studio.state.language import mark
from studio.state.layouts import AREAS, BUILT_IN, Area, Arrangement, Stack
from studio.views import dock_panels as panels
from studio.views.panel import Panel
from studio.views.thumbnails import ThumbnailLoader

LAYOUTS = BUILT_IN


@dataclass(frozen=True, slots=True)
class DockContext:
    """What a dock is made from."""

    studio: Studio
    """Controllers that it calls."""
    actions: dict[str, QAction]
    """Actions of the window by command name."""
    thumbnails: ThumbnailLoader
    """Reads pictures in the background."""


@dataclass(frozen=True, slots=True)
class Dock:
    """One dock."""

    name: str
    """Identity, for example "material"."""
    title: str
    """English title; translated when shown."""
    area: Area
    """Where it is at first."""
    make: Callable[[DockContext], Panel[Any]]
    """Builds its panel."""
    layouts: frozenset[str] = frozenset({"edit"})
    """Layouts in which it is visible at first."""
    group: str = "main"
    """Docks of one area and group are tabs; the next group of the area stands beside them."""


DOCKS = (
    Dock("object", mark("Object"), "left", panels.make_object, frozenset({"edit", "compare"})),
    Dock("photo", mark("Photo"), "left", panels.make_photo),
    Dock("scene", mark("Scene"), "left", panels.make_scene),
    Dock("material", mark("Material"), "right", panels.make_material),
    Dock("selection", mark("Selection"), "right", panels.make_selection),
    Dock("placement", mark("Place"), "right", panels.make_placement),
    Dock("camera", mark("Camera"), "right", panels.make_camera),
    Dock("export", mark("Export"), "right", panels.make_export, frozenset()),
    Dock("hand", mark("Hand"), "right", panels.make_hand, frozenset()),
    Dock("learning", mark("Learning"), "right", panels.make_learning, frozenset()),
    Dock("timeline", mark("Timeline"), "bottom", panels.make_timeline, frozenset(LAYOUTS)),
    Dock("history", mark("History"), "left", panels.make_history),
    Dock("activity", mark("Activity"), "bottom", panels.make_activity, frozenset(), "reports"),
    Dock("notices", mark("Notifications"), "bottom", panels.make_notices, frozenset(), "reports"),
    Dock("log", mark("Log"), "bottom", panels.make_log, frozenset(), "reports"),
    Dock("console", mark("Python"), "bottom", panels.make_console, frozenset()),
)

_SIZES_PX: dict[Area, int] = {"left": 296, "right": 368, "bottom": 184}


def built_in_arrangement(layout: str) -> Arrangement:
    """Where the docks stand at first in a layout."""
    stacks = {area: tuple(_stacks(area)) for area in AREAS}
    visible = frozenset(dock.name for dock in DOCKS if layout in dock.layouts)
    return Arrangement(stacks, _SIZES_PX, visible)


def with_new_docks(arrangement: Arrangement, layout: str) -> Arrangement:
    """With the docks that an arrangement does not know, where a layout has them at first."""
    first = built_in_arrangement(layout)
    missing = {dock.name for dock in DOCKS} - arrangement.docks
    stacks = {
        area: _joined(arrangement.stacks.get(area, ()), first.stacks.get(area, ()), missing)
        for area in AREAS
    }
    visible = arrangement.visible | (first.visible & missing)
    return replace(arrangement, stacks=stacks, visible=visible)


def _joined(
    column: tuple[Stack, ...], first: tuple[Stack, ...], missing: Collection[str]
) -> tuple[Stack, ...]:
    """Stacks with missing docks as tabs beside those that they stand with at first."""
    stacks = list(column)
    for mates in first:
        new = tuple(name for name in mates.docks if name in missing)
        place = next((i for i, s in enumerate(stacks) if set(s.docks) & set(mates.docks)), None)
        if new and place is None:
            stacks.append(Stack(new))
        elif new and place is not None:
            old = stacks[place]
            stacks[place] = replace(old, docks=(*old.docks, *new), front=old.front or old.docks[0])
    return tuple(stacks)


def _stacks(area: Area) -> Iterable[Stack]:
    groups: dict[str, list[str]] = {}
    for dock in DOCKS:
        if dock.area == area:
            groups.setdefault(dock.group, []).append(dock.name)
    return (Stack(tuple(names)) for names in groups.values())
