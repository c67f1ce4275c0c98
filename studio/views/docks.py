"""The docks of the workspace, in one table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtGui import QAction

from studio.controllers.studio_controller import Studio
from studio.state.language import mark
from studio.state.layouts import AREAS, BUILT_IN, Area, Arrangement, Stack
from studio.views.camera.camera_panel import CameraPanel
from studio.views.candidates.learn_panel import LearnPanel
from studio.views.console.console_panel import ConsolePanel
from studio.views.document.history_panel import HistoryPanel
from studio.views.export.export_panel import ExportPanel
from studio.views.material.material_panel import MaterialPanel
from studio.views.object_panel import ObjectPanel
from studio.views.panel import Panel
from studio.views.photo.photo_panel import PhotoPanel
from studio.views.scene.scene_panel import ScenePanel
from studio.views.shell.activity_panel import ActivityPanel
from studio.views.shell.log_panel import LogPanel
from studio.views.shell.notices_panel import NoticesPanel
from studio.views.thumbnails import ThumbnailLoader
from studio.views.timeline.hand_panel import HandPanel
from studio.views.timeline.timeline_panel import TimelinePanel
from studio.views.viewport.placement_panel import PlacementPanel
from studio.views.viewport.selection_panel import SelectionPanel

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
    Dock(
        "object", mark("Object"), "left",
        lambda context: ObjectPanel(context.thumbnails, context.studio, context.actions),
        frozenset({"edit", "compare"}),
    ),
    Dock(
        "photo", mark("Photo"), "left",
        lambda context: PhotoPanel(context.studio, context.thumbnails, context.actions),
    ),
    Dock(
        "scene", mark("Scene"), "left",
        lambda context: ScenePanel(context.studio, context.actions),
    ),
    Dock(
        "material", mark("Material"), "right",
        lambda context: MaterialPanel(context.studio, context.actions),
    ),
    Dock(
        "selection", mark("Selection"), "right",
        lambda context: SelectionPanel(context.studio.selection, context.actions),
    ),
    Dock(
        "placement", mark("Place"), "right",
        lambda context: PlacementPanel(context.studio.placement, context.actions),
    ),
    Dock(
        "camera", mark("Camera"), "right",
        lambda context: CameraPanel(context.studio, context.actions),
    ),
    Dock(
        "export", mark("Export"), "right",
        lambda context: ExportPanel(context.studio, context.actions), frozenset(),
    ),
    Dock(
        "hand", mark("Hand"), "right",
        lambda context: HandPanel(context.studio.hand, context.actions), frozenset(),
    ),
    Dock(
        "learning", mark("Learning"), "right",
        lambda context: LearnPanel(context.studio, context.actions), frozenset(),
    ),
    Dock(
        "timeline", mark("Timeline"), "bottom",
        lambda context: TimelinePanel(context.studio, context.actions),
        frozenset(LAYOUTS),
    ),
    Dock(
        "history", mark("History"), "left",
        lambda context: HistoryPanel(context.studio, context.actions),
    ),
    Dock(
        "activity", mark("Activity"), "bottom",
        lambda context: ActivityPanel(context.studio), frozenset(), "reports",
    ),
    Dock(
        "notices", mark("Notifications"), "bottom",
        lambda context: NoticesPanel(context.studio, context.actions), frozenset(), "reports",
    ),
    Dock(
        "log", mark("Log"), "bottom", lambda context: LogPanel(context.studio), frozenset(),
        "reports",
    ),
    Dock(
        "console", mark("Python"), "bottom",
        lambda context: ConsolePanel(context.studio, context.actions), frozenset(),
    ),
)  # fmt: skip

_SIZES_PX: dict[Area, int] = {"left": 292, "right": 356, "bottom": 184}


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
