"""`TakeList`: takes, and sets of candidates that fold, in one list."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.take_list import ListRow, SetRow, TakeRow
from studio.views.elided_label import ElidedLabel
from studio.views.theme import px, theme_changed

_ROW_HEIGHT_PX = 48
_INDENT_PX = 14
"""Room before a line, for every step that it is indented."""
_DEPTH_LIMIT = 5
_TOGGLES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_SET_VERBS = ("gallery", "", "export-sheet", "export-grid", "", "delete-set")
_TAKE_VERBS = ("rename-take", "delete-take")


class TakeList(QListWidget):
    """A chosen take is shown; a set folds by click, Enter, Space, left and right."""

    def __init__(self, studio: Studio, actions: dict[str, QAction]) -> None:
        """Start empty.

        Args:
            studio: Controllers that it calls.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self._studio, self._actions = studio, actions
        self._rows: tuple[ListRow, ...] = ()
        self.setAccessibleName(tr("Takes"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.currentRowChanged.connect(self._on_current_changed)
        self.itemClicked.connect(lambda item: self._toggle(self.row(item)))
        self.customContextMenuRequested.connect(self._show_menu)
        theme_changed.connect(self._size_rows)

    def apply(self, rows: tuple[ListRow, ...]) -> None:
        """Show other lines."""
        kept = self._row_at(self.currentRow())
        self._rows = rows
        with QSignalBlocker(self):
            while self.count() > len(rows):
                self.takeItem(self.count() - 1)
            while self.count() < len(rows):
                self._add_line()
            for place, row in enumerate(rows):
                self._fill(self.item(place), row)
            self._choose(kept)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold and unfold the chosen set, or delete it."""
        row, key = self._row_at(self.currentRow()), Qt.Key(event.key())
        if not isinstance(row, SetRow):
            super().keyPressEvent(event)
        elif key in _TOGGLES or ((key == Qt.Key.Key_Right) is not row.unfolded and key in (
            Qt.Key.Key_Right, Qt.Key.Key_Left,
        )):  # fmt: skip
            self._toggle(self.currentRow())
        elif key == Qt.Key.Key_Delete:
            self._studio.candidate_sets.delete(row.name)
        else:
            super().keyPressEvent(event)

    def menu_of(self, place: int) -> QMenu | None:
        """What can be done with a line; None where there is none."""
        row = self._row_at(place)
        if row is None:
            return None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        names = _SET_VERBS if isinstance(row, SetRow) else _TAKE_VERBS
        for name in names:
            if not name:
                menu.addSeparator()
                continue
            action = QAction(self._actions[name].text(), menu)
            action.setToolTip(self._actions[name].toolTip())
            action.triggered.connect(partial(self._run, row, self._actions[name]))
            menu.addAction(action)
        if isinstance(row, TakeRow):
            self._add_comparison(menu, row)
        return menu

    def _add_comparison(self, menu: QMenu, row: TakeRow) -> None:
        """Compare a take with the one that is shown."""
        shown = self._studio.state.document.active_take
        action = menu.addAction(tr("Compare with the shown take"))
        action.setEnabled(shown is not None and shown != row.name)
        action.triggered.connect(partial(self._compare, shown or "", row.name))

    def _compare(self, shown: str, name: str) -> None:
        if self._studio.take_pair.compare(shown, name) and not self._studio.state.gallery.visible:
            self._actions["gallery"].trigger()

    def _run(self, row: ListRow, action: QAction) -> None:
        """Let a command be for a line."""
        if isinstance(row, SetRow):
            self._studio.candidates.show_set(row.name)
            if action is self._actions["gallery"] and self._studio.state.gallery.visible:
                return
        else:
            self._studio.takes.show(row.name)
        action.trigger()

    def _show_menu(self, place: QPoint) -> None:
        item = self.itemAt(place)
        menu = self.menu_of(self.row(item) if item is not None else self.currentRow())
        if menu is not None:
            menu.popup(self.viewport().mapToGlobal(place))

    def _row_at(self, place: int) -> ListRow | None:
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _on_current_changed(self, place: int) -> None:
        row = self._row_at(place)
        if isinstance(row, TakeRow):
            self._studio.takes.show(row.name)

    def _toggle(self, place: int) -> None:
        row = self._row_at(place)
        if isinstance(row, SetRow):
            self._studio.candidate_sets.toggle(row.name)

    def _choose(self, kept: ListRow | None) -> None:
        """The set that was chosen, as long as it is there, otherwise what is shown."""
        names = [row.name if isinstance(row, SetRow) else None for row in self._rows]
        if isinstance(kept, SetRow) and self.hasFocus() and kept.name in names:
            self.setCurrentRow(names.index(kept.name))
            return
        active = [place for place, row in enumerate(self._rows) if row.active]
        self.setCurrentRow(active[0] if active else -1)

    def _add_line(self) -> None:
        item = QListWidgetItem()
        item.setSizeHint(QSize(0, px(_ROW_HEIGHT_PX)))
        self.addItem(item)
        line = QWidget()
        line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(line)
        column.setSpacing(0)
        column.addWidget(ElidedLabel(role="value"))
        column.addWidget(ElidedLabel(role="muted"))
        self.setItemWidget(item, line)

    def _size_rows(self) -> None:
        for place in range(self.count()):
            self.item(place).setSizeHint(QSize(0, px(_ROW_HEIGHT_PX)))

    def _fill(self, item: QListWidgetItem, row: ListRow) -> None:
        if isinstance(row, SetRow):
            title = f"{'▾' if row.unfolded else '▸'}  {row.name}"
            folded = tr("unfolded") if row.unfolded else tr("folded")
            spoken = f"{row.name}, {row.subtitle}, {folded}"
        else:
            title, spoken = row.title, f"{row.title}, {row.subtitle}"
        item.setData(int(Qt.ItemDataRole.AccessibleTextRole), spoken)
        item.setToolTip(row.subtitle)
        layout = self.itemWidget(item).layout()
        if layout is None:
            return
        depth = row.depth if isinstance(row, TakeRow) else 0
        indent = px(10) + min(depth, _DEPTH_LIMIT) * px(_INDENT_PX)
        layout.setContentsMargins(indent, px(5), px(8), px(5))
        texts = self.itemWidget(item).findChildren(ElidedLabel)
        for widget, text in zip(texts, (title, row.subtitle), strict=True):
            widget.show_text(text)
