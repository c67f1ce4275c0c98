"""Walks over a window: what screen readers hear, what is cut off, what was not translated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QDoubleSpinBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollBar,
    QSpinBox,
    QSplitterHandle,
    QTabBar,
    QWidget,
)

from studio.state.pseudo_locale import OPENING
from studio.views.elided_label import ElidedLabel

INTERACTIVE = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar,
)  # fmt: skip
SLACK_PX = 2
"""Rounding that no eye sees."""


def shown(root: QWidget) -> list[QWidget]:
    """All visible widgets under one, and the widget itself."""
    return [root, *(child for child in root.findChildren(QWidget) if child.isVisibleTo(root))]


def describe(widget: QWidget) -> str:
    """Class, names and ancestors, for messages of tests."""
    chain: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(chain) < 4:
        chain.append(f"{type(at).__name__}({at.objectName() or at.accessibleName()})")
        at = at.parentWidget()
    return " < ".join(chain)


def takes_focus(widget: QWidget) -> bool:
    """Whether the Tab key can come to a widget."""
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not isinstance(widget, QScrollBar | QSplitterHandle)
        and not (isinstance(widget, QTabBar) and widget.count() == 0)
    )


def interactive(root: QWidget) -> list[QWidget]:
    """Visible widgets that a person acts on."""
    return [
        widget
        for widget in shown(root)
        if (isinstance(widget, INTERACTIVE) or takes_focus(widget))
        and not isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox)
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget, QMenu)
        and not (isinstance(widget, QTabBar) and widget.count() == 0)
    ]


def heard_name(widget: QWidget) -> str:
    """What a screen reader says for a widget; a bar of tabs is named by them."""
    if isinstance(widget, QTabBar) and not widget.accessibleName():
        return ", ".join(widget.tabText(tab) for tab in range(widget.count()))
    interface = QAccessible.queryAccessibleInterface(widget)
    if interface is None:
        return widget.accessibleName()
    return interface.text(QAccessible.Text.Name)


def reached_by_arrows(widget: QWidget) -> bool:
    """Whether the arrow keys come to a widget from a sibling that the Tab key reaches."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    exclusive = isinstance(widget, QAbstractButton) and widget.autoExclusive()
    return exclusive or (group is not None and group.exclusive())


def texts(root: QWidget) -> Iterator[tuple[str, str]]:
    """Every text of the window and where it stands: visible, in tooltips, and for readers."""
    for widget in shown(root):
        if not widget.property("verbatim") and not widget.objectName().startswith("qt_"):
            place = describe(widget)
            yield from ((text, place) for text in _texts(widget))
    for action in root.findChildren(QAction):
        if not action.isSeparator() and not action.property("verbatim"):
            yield from ((text, "action") for text in (action.text(), action.toolTip()))
    yield from ((menu.title(), "menu") for menu in root.findChildren(QMenu))


def _texts(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QGroupBox):
        yield widget.title()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(tab) for tab in range(widget.count()))
    elif isinstance(widget, QSpinBox | QDoubleSpinBox):
        yield from (widget.prefix(), widget.suffix(), widget.specialValueText())


_PLAIN = re.compile(r"<[^>]+>|https?://\S+|&\w*;|[A-Za-z]*(?:Ctrl|Shift|Alt|Meta)\+\S+")
_WORD = re.compile(r"[^\W\d_]{3,}")


def untranslated(root: QWidget, known: frozenset[str]) -> list[tuple[str, str]]:
    """Texts with English words that did not go through `tr`.

    Args:
        root: Window in the pseudo-language.
        known: Words that stand for themselves: names, units, files.
    """
    found = []
    for text, place in texts(root):
        if OPENING in text:
            continue
        words = set(_WORD.findall(_PLAIN.sub(" ", text))) - known
        if words and (text, place) not in found:
            found.append((text, place))
    return found


def clipped(root: QWidget) -> list[str]:
    """Widgets whose text does not fit into them."""
    behind = [
        dock for dock in root.findChildren(QDockWidget) if dock.visibleRegion().isEmpty()
    ]  # tabs that are not in front are laid out when they come there
    ours = (
        widget
        for widget in shown(root)
        if not widget.objectName().startswith("qt_")
        and not any(dock.isAncestorOf(widget) for dock in behind)
    )
    return [f"{describe(widget)}: {what}" for widget in ours for what in _problems(widget)]


def _problems(widget: QWidget) -> Iterator[str]:
    if widget.width() == 0 or widget.property("verbatim"):
        return
    if isinstance(widget, ElidedLabel):
        needed = widget.fontMetrics().height()
        if widget.height() + SLACK_PX < needed:
            yield f"{widget.text()!r} is {widget.height()} px high, needs {needed}"
    elif isinstance(widget, QLabel):
        yield from _label_problems(widget)
    elif isinstance(widget, QAbstractButton | QComboBox | QAbstractSpinBox | QLineEdit):
        yield from _control_problems(widget)


def _label_problems(widget: QLabel) -> Iterator[str]:
    if not widget.text():
        return
    if widget.wordWrap():
        needed = widget.heightForWidth(widget.width())
        if needed > widget.height() + SLACK_PX:
            yield f"{widget.text()[:40]!r} is {widget.height()} px high, needs {needed}"
        return
    hint = widget.minimumSizeHint()
    if hint.width() > widget.width() + SLACK_PX or hint.height() > widget.height() + SLACK_PX:
        size = (widget.width(), widget.height())
        yield f"{widget.text()!r} is {size}, needs {(hint.width(), hint.height())}"


def _control_problems(
    widget: QAbstractButton | QComboBox | QAbstractSpinBox | QLineEdit,
) -> Iterator[str]:
    if isinstance(widget, QAbstractSpinBox):  # Qt's hint asks for more than the frame needs
        needed = widget.fontMetrics().height()
    else:
        needed = widget.minimumSizeHint().height()
    if needed > widget.height() + SLACK_PX:
        yield f"is {widget.height()} px high, needs {needed}"
    wide = widget.sizeHint().width() if isinstance(widget, QAbstractButton) else 0
    if isinstance(widget, QAbstractButton) and wide > widget.width() + SLACK_PX:
        yield f"{widget.text()!r} is {widget.width()} px wide, needs {wide}"


def outside(root: QWidget) -> list[str]:
    """Visible widgets that stick out of their parent without a way to scroll to them."""
    found = []
    for widget in shown(root)[1:]:
        parent = widget.parentWidget()
        if parent is None or widget.isWindow() or isinstance(parent, QAbstractScrollArea):
            continue
        if isinstance(parent.parentWidget(), QAbstractScrollArea) or isinstance(widget, QScrollBar):
            continue
        if not parent.rect().adjusted(-2, -2, 2, 2).contains(widget.geometry()):
            place = widget.geometry().getRect()
            found.append(f"{describe(widget)} at {place} in {parent.rect().getRect()}")
    return found


def tab_walk(window: QWidget, limit: int = 400) -> list[QWidget]:
    """Widgets that the Tab key reaches, in order, from the one in focus round to it again."""
    visited: list[QWidget] = []
    for _ in range(limit):
        window.focusNextPrevChild(True)
        now = QApplication.focusWidget()
        if now is None or now in visited:
            break
        visited.append(now)
    return visited


def looks_focused(widget: QWidget) -> bool:
    """Whether a widget is painted otherwise when it has the keyboard."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    there = widget.grab().toImage()
    widget.clearFocus()
    QApplication.processEvents()
    return there != widget.grab().toImage()
