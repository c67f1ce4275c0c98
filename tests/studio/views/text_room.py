"""Finds texts of fields and lists that have less room than they need, and panels that are cut."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QWidget,
)

from studio.state.language import PSEUDO, language
from studio.views.eliding_list import ElidingList
from studio.views.shell.panel_frame import PanelFrame
from tests.studio.views.window_walk import SLACK_PX, clipped, describe, shown

CURSOR_PX = 4
"""Room that Qt leaves beside the text of a field."""


def cut(root: QWidget) -> list[str]:
    """Everything under a widget whose text does not fit, and panels that must be scrolled aside."""
    return [*clipped(root), *(f"{describe(w)}: {what}" for w in shown(root) for what in _cut(w))]


def _cut(widget: QWidget) -> Iterator[str]:
    if widget.width() == 0 or widget.objectName().startswith("qt_"):
        return
    if isinstance(widget, QComboBox) and not isinstance(widget, ElidingList):
        yield from _of_list(widget)
    elif isinstance(widget, QLineEdit) and not isinstance(
        widget.parentWidget(), QComboBox | QSpinBox
    ):
        yield from _of_field(widget)
    elif isinstance(widget, PanelFrame):
        if language() == PSEUDO:  # which may be scrolled aside
            return
        needed = widget.widget().minimumSizeHint().width()
        if needed > widget.viewport().width() + SLACK_PX:
            yield f"is {widget.viewport().width()} px wide, its panel needs {needed}"
    elif isinstance(widget, QScrollArea) and language() != PSEUDO:
        yield from _of_pane(widget)


def _of_pane(widget: QScrollArea) -> Iterator[str]:
    """A pane that cannot be scrolled aside hides what does not fit."""
    fixed = widget.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    room, body = widget.viewport().width(), widget.widget()
    if fixed and body is not None and body.minimumSizeHint().width() > room + SLACK_PX:
        yield f"is {room} px wide, what it holds needs {body.minimumSizeHint().width()}"


def _of_list(widget: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    widget.initStyleOption(option)
    room = widget.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option,
        QStyle.SubControl.SC_ComboBoxEditField, widget,
    ).width()  # fmt: skip
    icon = 0 if option.currentIcon.isNull() else option.iconSize.width() + CURSOR_PX
    needed = widget.fontMetrics().horizontalAdvance(widget.currentText()) + icon
    if needed > room + SLACK_PX and not widget.toolTip():
        yield f"{widget.currentText()!r} has {room} px, needs {needed}"


def _of_field(widget: QLineEdit) -> Iterator[str]:
    option = QStyleOptionFrame()
    widget.initStyleOption(option)
    contents = QStyle.SubElement.SE_LineEditContents
    room = widget.style().subElementRect(contents, option, widget).width() - CURSOR_PX
    text = widget.text() or widget.placeholderText()
    needed = widget.fontMetrics().horizontalAdvance(text)
    if needed > room + SLACK_PX and text not in widget.toolTip():
        yield f"{text!r} has {room} px, needs {needed}"
