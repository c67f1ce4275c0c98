"""Moves the keyboard from dock to dock."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def focus_next(centre: QWidget, docks: Sequence[QWidget]) -> None:
    """Give the keyboard to the visible place after the one that has it.

    Args:
        centre: The middle of the workspace, which comes first.
        docks: Docks in order; hidden ones and those behind others are left out.
    """
    places = [centre, *(dock for dock in docks if not dock.visibleRegion().isEmpty())]
    focused = QApplication.focusWidget()
    holder = next((i for i, place in enumerate(places) if focused and _holds(place, focused)), -1)
    for step in range(1, len(places) + 1):
        target = first_focusable(places[(holder + step) % len(places)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def first_focusable(place: QWidget) -> QWidget | None:
    """The first widget in a place, or the place itself, that Tab reaches."""
    for widget in (place, *place.findChildren(QWidget)):
        tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if tab and widget.isEnabled() and widget.isVisible():
            return widget
    return None


def _holds(place: QWidget, widget: QWidget) -> bool:
    return place is widget or place.isAncestorOf(widget)
