"""Reads where docks stand in a window, and puts them where an arrangement says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMainWindow

from studio.state.layouts import AREAS, Area, Arrangement, FloatingDock, Stack
from studio.views.theme import px, ui_scale

Docks = Mapping[str, QDockWidget]
_LARGEST_SHARE = 0.42
"""Part of the window that the docks of a side take at most by themselves."""

_QT_AREAS: dict[Area, Qt.DockWidgetArea] = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}


def capture(window: QMainWindow, docks: Docks) -> Arrangement:
    """Where the docks stand now, sizes at 100 %.

    Args:
        window: Window that holds them; its docks must not be nested.
        docks: Docks by name.
    """
    names = {id(dock): name for name, dock in docks.items()}
    stacks: dict[Area, tuple[Stack, ...]] = {}
    sizes: dict[Area, int] = {}
    for area in AREAS:
        groups = _groups(window, docks, area, names)
        stacks[area] = tuple(_stack(group, docks, area) for group in groups)
        shown = [docks[n] for g in groups for n in g if _is_shown(docks[n])]
        if shown:
            across = shown[0].height() if area == "bottom" else shown[0].width()
            sizes[area] = round(across / ui_scale())
    floating = tuple(
        FloatingDock(name, _rect(dock)) for name, dock in docks.items() if dock.isFloating()
    )
    visible = frozenset(name for name, dock in docks.items() if not dock.isHidden())
    return Arrangement(stacks, sizes, visible, floating)


def arrange(window: QMainWindow, docks: Docks, wanted: Arrangement) -> None:
    """Put every dock where an arrangement has it; docks without a place stay hidden.

    Args:
        window: Window that holds them.
        docks: Docks by name.
        wanted: May name docks that do not exist; sizes are those at 100 %.
    """
    known = wanted.known_only(docks)
    for dock in docks.values():
        dock.setFloating(False)
        window.removeDockWidget(dock)
    for area, column in known.stacks.items():
        _fill_area(window, docks, area, column)
    floating = {entry.dock: entry for entry in known.floating}
    for name, dock in docks.items():
        if name in floating and not any(name in s.docks for c in known.stacks.values() for s in c):
            window.addDockWidget(_QT_AREAS["right"], dock)
        dock.setVisible(name in known.visible)
        if name in floating:
            _float(dock, QRect(*floating[name].rect))
    resize_docks(window, docks, known)
    for stack in (stack for column in known.stacks.values() for stack in column):
        front = stack.front or next((n for n in stack.docks if n in known.visible), "")
        if front:
            docks[front].raise_()


def _fill_area(window: QMainWindow, docks: Docks, area: Area, column: Iterable[Stack]) -> None:
    for stack in column:
        first = docks[stack.docks[0]]
        window.addDockWidget(_QT_AREAS[area], first)
        for upper, lower in zip(stack.docks, stack.docks[1:], strict=False):
            window.tabifyDockWidget(docks[upper], docks[lower])


def resize_docks(window: QMainWindow, docks: Docks, wanted: Arrangement) -> None:
    """Give the docks the sizes of an arrangement; before the window is shown it has no effect."""
    for area, column in wanted.stacks.items():
        sized = [(dock, px(size)) for dock, size in _visible(column, docks, wanted) if size]
        along = Qt.Orientation.Horizontal if area == "bottom" else Qt.Orientation.Vertical
        if len(sized) > 1:
            window.resizeDocks([dock for dock, _ in sized], [size for _, size in sized], along)
    for area, column in wanted.stacks.items():  # last: docks side by side take room from the sides
        shown = _visible(column, docks, wanted)
        if shown and area in wanted.sizes_px:
            room = window.height() if area == "bottom" else window.width()
            length = min(px(wanted.sizes_px[area]), round(room * _LARGEST_SHARE))
            across = Qt.Orientation.Vertical if area == "bottom" else Qt.Orientation.Horizontal
            window.resizeDocks([shown[0][0]], [length], across)


def widen_at_foot(window: QMainWindow, dock: QDockWidget, least_px: int) -> None:
    """Give a dock at the foot a width that can be read, at the expense of those beside it.

    Args:
        window: Window that holds it.
        dock: Any dock; one at another place, or wide enough, stays as it is.
        least_px: Width wanted; half of what there is suffices.
    """
    foot = Qt.DockWidgetArea.BottomDockWidgetArea
    if window.dockWidgetArea(dock) != foot or dock.isFloating():
        return
    mates = window.tabifiedDockWidgets(dock)
    beside = [
        other
        for other in window.findChildren(QDockWidget)
        if other not in (dock, *mates) and window.dockWidgetArea(other) == foot and _is_shown(other)
    ]
    room = dock.width() + sum(other.width() for other in beside)
    missing = min(least_px, room // 2) - dock.width()
    if missing > 0 and beside:
        widths = [other.width() - missing // len(beside) for other in beside]
        window.resizeDocks([*beside, dock], [*widths, dock.width() + missing],
                           Qt.Orientation.Horizontal)  # fmt: skip


def _visible(
    column: Iterable[Stack], docks: Docks, wanted: Arrangement
) -> list[tuple[QDockWidget, int]]:
    """A dock of each stack that is seen, and the stack's size at 100 % [px]."""
    return [
        (docks[next(n for n in stack.docks if n in wanted.visible)], stack.size_px)
        for stack in column
        if wanted.visible & set(stack.docks)
    ]


def _groups(
    window: QMainWindow, docks: Docks, area: Area, names: Mapping[int, str]
) -> list[tuple[str, ...]]:
    """Docks of an area that share a place, in the order of the places."""
    present = [
        name
        for name, dock in docks.items()
        if not dock.isFloating() and window.dockWidgetArea(dock) == _QT_AREAS[area]
    ]
    groups: list[tuple[str, ...]] = []
    for name in present:
        if any(name in group for group in groups):
            continue
        others = {names[id(d)] for d in window.tabifiedDockWidgets(docks[name]) if id(d) in names}
        groups.append(tuple(n for n in present if n == name or n in others))
    return sorted(groups, key=lambda group: _place(group, docks, area))


def _place(group: tuple[str, ...], docks: Docks, area: Area) -> int:
    """Where a group begins along its area [px]; hidden ones come last."""
    shown = [docks[name].geometry() for name in group if _is_shown(docks[name])]
    if not shown:
        return 1_000_000
    return min(g.left() if area == "bottom" else g.top() for g in shown)


def _stack(group: tuple[str, ...], docks: Docks, area: Area) -> Stack:
    front = next((name for name in group if _is_shown(docks[name])), "")
    size = 0
    if front:
        dock = docks[front]
        size = round((dock.width() if area == "bottom" else dock.height()) / ui_scale())
    return Stack(group, front, size)


def _is_shown(dock: QDockWidget) -> bool:
    """False for hidden docks and for those behind another tab."""
    return not dock.isHidden() and not dock.visibleRegion().isEmpty()


def _rect(dock: QDockWidget) -> tuple[int, int, int, int]:
    found = dock.geometry()
    return found.left(), found.top(), found.width(), found.height()


def _float(dock: QDockWidget, rect: QRect) -> None:
    """Only where a screen shows it: screens come and go."""
    screens = QGuiApplication.screens()
    if any(screen.availableGeometry().intersects(rect) for screen in screens):
        dock.setFloating(True)
        dock.setGeometry(rect)
