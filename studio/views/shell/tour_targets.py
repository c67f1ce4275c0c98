"""The widgets that the tour points at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from studio.views.main_window import MainWindow

_DOCKS = ("material", "timeline")


def tour_target(window: MainWindow, name: str) -> QWidget:
    """Widget of a step, brought on screen first.

    Args:
        window: Window that is shown round.
        name: "welcome", "viewport", "activity", "menus" or a dock.
    """
    if name == "welcome":
        window.show_page("welcome")
        return window.welcome.drop_target
    if name == "activity":
        return window.job_bar
    if name == "menus":
        return window.menuBar()
    window.show_page("workspace")
    if name in _DOCKS:
        window.workspace.show_dock(name)
        return window.workspace.docks[name]
    return window.workspace.viewport
