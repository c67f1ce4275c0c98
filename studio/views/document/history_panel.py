"""`HistoryPanel`: all edits of the session; choosing one goes to the state after it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
)

from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.resolve_history import HistoryRow, HistoryView, resolve_history
from studio.state.studio_state import StudioState
from studio.views.elided_label import ElidedLabel
from studio.views.icons import pixmap
from studio.views.panel import Panel
from studio.views.theme import color, label, px, theme_changed

_ROW_PX = 24
_ICON_PX = 16
_POSITION_ROLE = int(Qt.ItemDataRole.UserRole)


class HistoryPanel(Panel[HistoryView]):
    """One row a state, oldest first; states that were undone are pale."""

    def __init__(self, studio: Studio, actions: dict[str, QAction]) -> None:
        """Show the edits of a studio.

        Args:
            studio: Its history is shown and walked.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._edits = studio.edits
        self._view: HistoryView | None = None
        self._list = QListWidget()
        self._list.setAccessibleName(tr("History of edits"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentItemChanged.connect(self._on_current_changed)
        self._usage = ElidedLabel(role="muted")
        self._empty = label(
            tr("What you change is listed here. Choose a line to go back to it."),
            "muted",
            wrap=True,
        )
        self._build(actions)
        theme_changed.connect(self._on_theme_changed)

    def resolve(self, state: StudioState) -> HistoryView:
        """Edits in words."""
        return resolve_history(state.history)

    def apply(self, old: HistoryView | None, new: HistoryView) -> None:
        """Show what differs."""
        self._view = new
        self._usage.show_text(f"{new.pending} …" if new.pending else new.usage)
        self._empty.setVisible(len(new.rows) == 1)
        self._list.setVisible(len(new.rows) > 1)
        with QSignalBlocker(self._list):
            if old is None or old.rows != new.rows:
                self._fill(new.rows)
            for index in range(self._list.count()):
                item = self._list.item(index)
                if item.data(_POSITION_ROLE) == new.position:
                    self._list.setCurrentItem(item)
                    self._list.scrollToItem(item)

    def _fill(self, rows: tuple[HistoryRow, ...]) -> None:
        while self._list.count() > len(rows):
            self._list.takeItem(self._list.count() - 1)
        while self._list.count() < len(rows):
            self._list.addItem(QListWidgetItem())
        side = px(_ICON_PX)
        blank = QPixmap(side, side)
        blank.fill(Qt.GlobalColor.transparent)
        self._list.setIconSize(QSize(side, side))
        for index, row in enumerate(rows):
            item = self._list.item(index)
            item.setData(_POSITION_ROLE, row.position)
            saved = tr("Saved like this") if row.saved else ""
            lines = [line for line in (row.label, row.time, saved) if line]
            item.setText(row.label)
            item.setToolTip("\n".join(lines))
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), ", ".join(lines))
            item.setIcon(QIcon(pixmap("save", "text_muted", side) if row.saved else blank))
            item.setSizeHint(QSize(0, px(_ROW_PX)))
            item.setForeground(color("text" if row.done else "text_faint"))
            font = item.font()
            font.setItalic(not row.done)
            item.setFont(font)

    def _build(self, actions: dict[str, QAction]) -> None:
        head = QHBoxLayout()
        head.setSpacing(px(4))
        head.addWidget(self._usage, 1)
        for name in ("undo", "redo"):
            button = QToolButton()
            button.setDefaultAction(actions[name])
            button.setAccessibleName(actions[name].text())
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(8), px(8))
        column.setSpacing(px(8))
        column.addLayout(head)
        column.addWidget(self._empty)
        column.addWidget(self._list, 1)
        column.addStretch(0)

    def _on_current_changed(self, current: QListWidgetItem | None) -> None:
        if current is not None:
            self._edits.go_to(current.data(_POSITION_ROLE))

    def _on_theme_changed(self) -> None:
        if self._view is not None:
            with QSignalBlocker(self._list):
                self._fill(self._view.rows)
