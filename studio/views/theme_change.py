"""Another theme or size for everything in the window, part by part."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from studio.state.themes import DARK
from studio.views.dressing import parts_of, redress, worn_scale
from studio.views.icons import recolor_icons
from studio.views.rescaling import Rescaling
from studio.views.theme import begin_change, end_change, ui_scale

_TURN_S = 0.008
"""Processor time that small things take in one turn of the event loop, roughly."""


def apply_theme(application: QApplication, theme: str = DARK, scale: float = 1.0) -> None:
    """Give the application the colours of a theme and everything in it its size, at once.

    Args:
        application: The one of this process.
        theme: One of `studio.state.themes.THEMES`.
        scale: Size of everything relative to the design.
    """
    for _ in change_theme(application, theme, scale):
        pass


def change_theme(application: QApplication, theme: str, scale: float) -> Iterator[None]:
    """The same in steps of some milliseconds, between which the window lives on.

    What is seen changes first, one part after the other; each is painted in a turn of its own.

    Args:
        application: The one of this process.
        theme: One of `studio.state.themes.THEMES`.
        scale: Size of everything relative to the design.

    Yields:
        After each step; the last one tells `theme_changed`.
    """
    before = ui_scale()
    if application.style().name() != "fusion":
        application.setStyle("Fusion")
    try:
        begin_change(application, theme, scale)
        yield
        widgets = application.allWidgets()
        yield from _in_turns(widgets, recolor_icons)
        inside: set[QWidget] = set()
        for part in parts_of(widget for widget in widgets if isValid(widget)):
            if isValid(part):
                inside |= {part, *part.findChildren(QWidget)}
                yield from _change_part(part)
        if scale != before:
            rest = Rescaling([w for w in widgets if isValid(w) and w not in inside], before)
            rest.apply(scale)
            yield
    finally:
        end_change()


def _change_part(part: QWidget) -> Iterator[None]:
    rescaling = Rescaling([part, *part.findChildren(QWidget)], worn_scale(part))
    redress(part)
    rescaling.apply(ui_scale())
    yield


def _in_turns(widgets: Iterable[QWidget], do: Callable[[QWidget], None]) -> Iterator[None]:
    """Do something to widgets, as long in one turn as nobody notices."""
    began = time.thread_time()
    for widget in widgets:
        if isValid(widget):
            do(widget)
        if time.thread_time() - began > _TURN_S:
            yield
            began = time.thread_time()
