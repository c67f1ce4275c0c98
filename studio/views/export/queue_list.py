"""`QueueList`: exports that run, wait and have ended."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QVBoxLayout, QWidget

from studio.controllers.export_controller import ExportController
from studio.state.language import tr
from studio.state.resolve_export import QueueRow
from studio.views.elided_label import ElidedLabel
from studio.views.icon_label import IconLabel
from studio.views.icons import icon
from studio.views.shell.notice_card import reveal
from studio.views.theme import px

_SIGNS = {
    "waiting": ("more", "text_faint"),
    "running": ("activity", "accent"),
    "done": ("success", "success"),
    "failed": ("error", "error"),
    "cancelled": ("close", "text_faint"),
}


class QueueList(QWidget):
    """One row an export; rows are kept while it lives, so that focus stays."""

    def __init__(self, exports: ExportController) -> None:
        """Show a queue.

        Args:
            exports: Told what the buttons do.
        """
        super().__init__()
        self._exports = exports
        self._rows: dict[int, QueueItem] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(6))

    def show_rows(self, rows: tuple[QueueRow, ...]) -> None:
        """Show the queue in its order."""
        present = {row.number for row in rows}
        for gone in [number for number in self._rows if number not in present]:
            self._rows.pop(gone).deleteLater()
        for place, row in enumerate(rows):
            item = self._rows.get(row.number)
            if item is None:
                item = self._rows[row.number] = QueueItem(self._exports, row.number)
            if self._column.indexOf(item) != place:
                self._column.insertWidget(place, item)
            item.show_row(row)


class QueueItem(QWidget):
    """One export with what can be done about it."""

    def __init__(self, exports: ExportController, number: int) -> None:
        """Make a row.

        Args:
            exports: Told what the buttons do.
            number: Identity of the export.
        """
        super().__init__()
        self._reveal_path: QueueRow | None = None
        self._title, self._detail = ElidedLabel(role="value"), ElidedLabel(role="muted")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._rise = _button("up", tr("Export earlier"), lambda: exports.move(number, -1))
        self._sink = _button("down", tr("Export later"), lambda: exports.move(number, 1))
        self._retry = _button("reset", tr("Try again"), lambda: exports.retry(number))
        self._show = _button("folder", tr("Show in folder"), self._on_show)
        self._cancel = _button("close", tr("Cancel"), lambda: exports.cancel(number))
        self._remove = _button("close", tr("Take off the list"), lambda: exports.remove(number))
        self._sign = QHBoxLayout()
        self._shown_sign: IconLabel | None = None
        self._lay_out()

    def show_row(self, row: QueueRow) -> None:
        """Show how far it is."""
        old, self._reveal_path = self._reveal_path, row
        self._title.show_text(row.title)
        self._detail.show_text(row.detail)
        self._progress.setVisible(row.phase == "running")
        self._progress.setRange(0, 100 if row.percent else 0)
        self._progress.setValue(row.percent)
        self._progress.setAccessibleName(tr("Progress of {title}", title=row.title))
        waits, ended = row.phase == "waiting", row.phase in ("done", "failed", "cancelled")
        self._rise.setVisible(waits and (row.can_rise or row.can_sink))
        self._sink.setVisible(waits and (row.can_rise or row.can_sink))
        self._rise.setEnabled(row.can_rise)
        self._sink.setEnabled(row.can_sink)
        self._retry.setVisible(row.phase in ("failed", "cancelled"))
        self._show.setVisible(row.reveal is not None)
        self._cancel.setVisible(not ended)
        self._cancel.setEnabled(not row.cancelling)
        self._remove.setVisible(ended)
        for button in (self._rise, self._sink, self._retry, self._show, self._cancel, self._remove):
            button.setAccessibleName(f"{button.toolTip()}: {row.title}")
        if old is None or old.phase != row.phase:
            self._show_sign(*_SIGNS[row.phase])

    def _show_sign(self, name: str, token: str) -> None:
        if self._shown_sign is not None:
            self._sign.removeWidget(self._shown_sign)
            self._shown_sign.deleteLater()
        self._shown_sign = IconLabel(name, token, 16)
        self._sign.addWidget(self._shown_sign)

    def _on_show(self) -> None:
        if self._reveal_path is not None and self._reveal_path.reveal is not None:
            reveal(self._reveal_path.reveal)

    def _lay_out(self) -> None:
        lines = QVBoxLayout()
        lines.setSpacing(px(2))
        lines.addWidget(self._title)
        lines.addWidget(self._progress)
        lines.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(6))
        row.addLayout(self._sign)
        row.addLayout(lines, 1)
        for button in (self._rise, self._sink, self._retry, self._show, self._cancel, self._remove):
            row.addWidget(button)


def _button(name: str, title: str, verb: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setToolTip(title)
    button.clicked.connect(lambda: verb())
    return button
