"""`SceneTree`: objects, regions, colliders, forces and cameras as branches of a tree."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QBrush, QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QTreeWidget, QTreeWidgetItem

from studio.state.language import tr
from studio.state.resolve_scene import GROUPS, TreeRow
from studio.views.icons import icon
from studio.views.theme import color, px, theme_changed

_ROW = Qt.ItemDataRole.UserRole
_GROUP = "group-"
_MENU = (
    "scene-rename", "scene-duplicate", "scene-hide", "scene-delete", "", "scene-up", "scene-down",
    "", "region-select",
)  # fmt: skip
_KEYS = {
    Qt.Key.Key_F2: "scene-rename",
    Qt.Key.Key_Delete: "scene-delete",
    Qt.Key.Key_H: "scene-hide",
}
_ALT_KEYS = {Qt.Key.Key_Up: "scene-up", Qt.Key.Key_Down: "scene-down"}


class SceneTree(QTreeWidget):
    """One row a thing; the context menu and keys do what the commands do."""

    picked = Signal(str)
    """Row that the user chose."""
    opened = Signal(str)
    """Row that the user double-clicked, or pressed Return on."""

    def __init__(self, actions: dict[str, QAction]) -> None:
        """Build the tree.

        Args:
            actions: Actions of the window by command name.
        """
        super().__init__()
        self._actions = actions
        self._items: dict[str, QTreeWidgetItem] = {}
        self._rows: tuple[TreeRow, ...] = ()
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setIndentation(px(14))
        self.setUniformRowHeights(True)
        self.setMinimumHeight(px(150))
        self.setAccessibleName(tr("Scene"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.currentItemChanged.connect(self._on_current_changed)
        self.itemActivated.connect(lambda item, _column: self._open(item))
        for group, title in GROUPS.items():
            branch = QTreeWidgetItem([tr(title), ""])
            branch.setData(0, _ROW, _GROUP + group)
            self._items[_GROUP + group] = branch
        theme_changed.connect(self._paint)

    def show_rows(self, rows: tuple[TreeRow, ...], chosen: str) -> None:
        """Show rows in their order and choose one."""
        with QSignalBlocker(self):
            self._fill(rows)
            self._rows = rows
            self._paint()
            item = self._items.get(chosen)
            if item is not None and item is not self.currentItem():
                self.setCurrentItem(item)

    def drawBranches(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Arrows of branches; what is chosen is painted in its own columns alone."""
        if self.model().hasChildren(index):
            super().drawBranches(painter, rect, index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2, Delete and H act on the chosen row; Alt with arrows moves it."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        name = (_ALT_KEYS if alt else _KEYS).get(Qt.Key(event.key()))
        if name is not None:
            self._actions[name].trigger()
            event.accept()
            return
        super().keyPressEvent(event)

    def _fill(self, rows: tuple[TreeRow, ...]) -> None:
        wanted = [row.row for row in rows]
        known = [name for name in self._items if not name.startswith(_GROUP)]
        if [name for name in self._order() if not name.startswith(_GROUP)] != wanted:
            self.scrollToTop()
            for name in known:
                del self._items[name]
            branches = [self._items[_GROUP + group] for group in GROUPS]
            for branch in branches:
                branch.takeChildren()
            while self.topLevelItemCount():
                self.takeTopLevelItem(0)
            for row in rows:
                item = self._items[row.row] = QTreeWidgetItem()
                item.setData(0, _ROW, row.row)
                if row.group:
                    self._items[_GROUP + row.group].addChild(item)
                else:
                    self.addTopLevelItem(item)
            self.addTopLevelItems(branches)
            self.expandAll()
        for group, title in GROUPS.items():
            branch = self._items[_GROUP + group]
            count = branch.childCount()
            branch.setText(0, f"{tr(title)} ({count})" if count else tr(title))
            branch.setToolTip(0, "" if count else tr("Empty: add something with the button Add"))

    def _paint(self) -> None:
        """Texts and colours of what is shown, in the present theme."""
        for group in GROUPS:
            self._items[_GROUP + group].setForeground(0, QBrush(color("text_muted")))
        for row in self._rows:
            _show(self._items[row.row], row)

    def _order(self) -> list[str]:
        """Rows as the tree holds them, from top to bottom."""
        found = []
        for number in range(self.topLevelItemCount()):
            top = self.topLevelItem(number)
            if top is None:
                continue
            rows = [top, *(top.child(at) for at in range(top.childCount()))]
            found += [str(row.data(0, _ROW)) for row in rows if row is not None]
        return found

    def _on_current_changed(self, item: QTreeWidgetItem | None, _old: object) -> None:
        if item is not None and not str(item.data(0, _ROW)).startswith(_GROUP):
            self.picked.emit(str(item.data(0, _ROW)))

    def _open(self, item: QTreeWidgetItem) -> None:
        if not str(item.data(0, _ROW)).startswith(_GROUP):
            self.opened.emit(str(item.data(0, _ROW)))

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for name in _MENU:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        menu.popup(self.viewport().mapToGlobal(place))


def _show(item: QTreeWidgetItem, row: TreeRow) -> None:
    item.setText(0, row.text)
    told = row.kind if not row.text.startswith(row.kind) else ""  # "Box" says what it is
    item.setText(1, tr("hidden") if row.hidden else told)
    item.setForeground(1, QBrush(color("text_faint")))
    ink = "error" if row.problem else row.color or ("text_faint" if row.hidden else "text")
    item.setForeground(0, QBrush(color(ink)))
    item.setIcon(0, icon("warning", "error") if row.problem else QIcon())
    item.setToolTip(0, row.problem or " · ".join(filter(None, (row.text, row.kind))))
