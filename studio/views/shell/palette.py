"""`CommandPalette`: finds any command by a few letters and runs it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from studio.controllers.commands.palette import FoundEntry, PaletteEntry, find_entries
from studio.state.language import tr
from studio.views.shell.palette_delegate import ENTRY_ROLE, PaletteDelegate
from studio.views.theme import label, px, theme_changed

_WIDTH_PX = 620
_ROWS = 11
_ROW_PX = 36
_TOP_PX = 64
_MOVES = {
    Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS - 1,
    Qt.Key.Key_PageUp: 1 - _ROWS,
}  # fmt: skip


class CommandPalette(QFrame):
    """Floats over the top of the window; Escape or a click elsewhere closes it."""

    def __init__(
        self,
        window: QWidget,
        entries: Callable[[], tuple[PaletteEntry, ...]],
        recent: Callable[[], tuple[str, ...]],
        chosen: Callable[[str], None],
    ) -> None:
        """Build a closed palette.

        Args:
            window: Window to float over.
            entries: Gives everything that can be chosen.
            recent: Gives the names chosen last, newest first.
            chosen: Told the name of what was chosen, before it runs.
        """
        super().__init__(window)
        self.setObjectName("palette")
        self._get_entries, self._recent, self._chosen = entries, recent, chosen
        self._entries: tuple[PaletteEntry, ...] = ()
        self._before: QWidget | None = None
        self._field = QLineEdit()
        self._field.setPlaceholderText(tr("Find a command, a recent project or a layout"))
        self._field.setAccessibleName(tr("Find a command"))
        self._field.textChanged.connect(self._search)
        self._field.installEventFilter(self)
        self._model = QStandardItemModel(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(PaletteDelegate(self._list))
        self._list.setAccessibleName(tr("Commands that fit"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.entered.connect(self._list.setCurrentIndex)
        self._list.clicked.connect(self._run)
        self._nothing = label(tr("No command fits."), "muted")
        self._hint = QLabel()
        self._hint.setProperty("role", "faint")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(8), px(8), px(8))
        column.setSpacing(px(6))
        for widget in (self._field, self._nothing, self._list, self._hint):
            column.addWidget(widget)
        self._list.selectionModel().currentChanged.connect(self._show_hint)
        theme_changed.connect(self._place)
        self.hide()

    @property
    def field(self) -> QLineEdit:
        """Where the user types."""
        return self._field

    @property
    def found(self) -> tuple[FoundEntry, ...]:
        """Entries that are listed, best first."""
        rows = range(self._model.rowCount())
        return tuple(self._model.index(row, 0).data(ENTRY_ROLE) for row in rows)

    def open(self) -> None:
        """Show the palette with everything; a second call closes it."""
        if self.isVisible():
            self.close_palette()
            return
        self._before = QApplication.focusWidget()
        self._entries = self._get_entries()
        self._field.clear()
        self._search("")
        self._place()
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def close_palette(self) -> None:
        """Hide the palette and give the keyboard back."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field move in the list; a press elsewhere or a resize closes."""
        if watched is self._field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
            return False
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            if watched is not self and not self.isAncestorOf(watched):
                self.close_palette()
        elif event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._place()
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self._list.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.close_palette()
        elif event.key() in _MOVES:
            self._move(_MOVES[Qt.Key(event.key())])
        elif event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):  # the field keeps the focus
            return False
        return True

    def _move(self, rows: int) -> None:
        count = self._model.rowCount()
        if count:
            row = self._list.currentIndex().row() + rows
            wraps = abs(rows) == 1
            row = row % count if wraps else max(0, min(row, count - 1))
            self._list.setCurrentIndex(self._model.index(row, 0))

    def _search(self, query: str) -> None:
        self._model.clear()
        for found in find_entries(self._entries, query, self._recent()):
            item = QStandardItem(found.entry.title)
            item.setData(found, ENTRY_ROLE)
            refusal = found.entry.refusal
            item.setAccessibleText(f"{found.entry.title}. {refusal or found.entry.keys}")
            self._model.appendRow(item)
        self._nothing.setVisible(self._model.rowCount() == 0)
        self._list.setVisible(self._model.rowCount() > 0)
        if self._model.rowCount():
            self._list.setCurrentIndex(self._model.index(0, 0))
        self._place()

    def _run(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        entry = index.data(ENTRY_ROLE).entry
        if entry.refusal:  # the line says why; it stays open
            return
        self.close_palette()
        self._chosen(entry.name)
        entry.run()

    def _show_hint(self, index: QModelIndex) -> None:
        found = index.data(ENTRY_ROLE) if index.isValid() else None
        self._hint.setText(found.entry.call if found is not None else "")

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        width = min(px(_WIDTH_PX), parent.width() - px(48))
        rows = max(1, min(self._model.rowCount(), _ROWS))
        self._list.setFixedHeight(rows * px(_ROW_PX) + px(4))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((parent.width() - width) // 2, px(_TOP_PX))
