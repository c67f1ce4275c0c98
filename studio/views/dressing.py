"""Style sheets of the parts of a window: docks, pages, dialogs, each with its own.

A style sheet of the whole application would do, but for its price: when it changes, Qt 6 restyles
every widget once for itself and once more for each of its ancestors, which takes two seconds in a
window with all docks. A part is restyled twice, in some 20 ms, and parts can follow one another
with turns of the event loop between them. What holds parts, as the window itself, wears none:
a part is never inside another, whatever is dressed first.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QChildEvent, QEvent
from PySide6.QtWidgets import QWidget

from studio.views.theme import style_sheet, ui_scale

_WORN = "worn_scale"
"""Property of a part: the scale that its style sheet has."""
_HOLDS = "holds_parts"
"""Property of a widget whose children are parts or hold parts."""


def dress(widget: QWidget) -> None:
    """Make a widget a part of the window; best before it has children, which are styled then.

    Args:
        widget: No part, nor one that holds or is inside of others.
    """
    if widget.property(_WORN) is None:
        widget.setProperty(_WORN, ui_scale())
        widget.setStyleSheet(style_sheet())


def hold_parts(*widgets: QWidget) -> None:
    """Leave widgets undressed when `dress_child` comes across them: their children are dressed."""
    for widget in widgets:
        widget.setProperty(_HOLDS, True)


def dress_child(event: QChildEvent) -> None:
    """Dress a child that is about to be shown, as a dialog or a dock that Qt made by itself.

    Args:
        event: Event of a window whose children are parts.
    """
    child = event.child()
    if event.type() != QEvent.Type.ChildPolished or not isinstance(child, QWidget):
        return
    if not child.property(_HOLDS):
        dress(child)


def parts_of(widgets: Iterable[QWidget]) -> list[QWidget]:
    """Those that are parts, visible ones first."""
    parts = [widget for widget in widgets if widget.property(_WORN) is not None]
    return sorted(parts, key=lambda part: not part.isVisible())


def worn_scale(part: QWidget) -> float:
    """Scale that a part has now."""
    return float(part.property(_WORN))


def redress(part: QWidget) -> None:
    """Give a part the style sheet of the look that is shown now."""
    part.setProperty(_WORN, ui_scale())
    part.setStyleSheet(style_sheet())
