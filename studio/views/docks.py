"""The docks of the workspace, in one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtGui import QAction

from studio.controllers.studio_controller import Studio
from studio.views.material_panel import MaterialPanel
from studio.views.object_panel import ObjectPanel
from studio.views.panel import Panel
from studio.views.thumbnails import ThumbnailLoader
from studio.views.timeline_widget import TimelineWidget

Area = Literal["left", "right", "bottom"]
LAYOUTS = ("edit", "compare", "present")


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
    """Where it is at first; docks of one area are tabs."""
    make: Callable[[DockContext], Panel[Any]]
    """Builds its panel."""
    layouts: frozenset[str] = frozenset({"edit"})
    """Layouts in which it is visible at first."""


DOCKS = (
    Dock(
        "object", "Object", "left",
        lambda context: ObjectPanel(context.thumbnails, context.studio.takes.show),
        frozenset({"edit", "compare"}),
    ),
    Dock(
        "material", "Material", "right",
        lambda context: MaterialPanel(context.studio.physics, context.actions),
    ),
    Dock(
        "timeline", "Timeline", "bottom",
        lambda context: TimelineWidget(context.studio.playback, context.actions),
        frozenset(LAYOUTS),
    ),
)  # fmt: skip
