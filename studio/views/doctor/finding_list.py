"""`FindingList`: findings of the doctor in groups, each with what helps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.state.resolve_doctor import FindingRow
from studio.views.discarded import discard
from studio.views.icon_label import IconLabel
from studio.views.theme import label, px

TOKENS = {"success": "success", "info": "text_muted", "warning": "warning", "error": "error"}
_NAME_PX = 168
_SIGN_PX = 16


class FindingList(QWidget):
    """Grows as findings come."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._rows: tuple[FindingRow, ...] = ()
        self._last_section = ""
        self._shown: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(6))

    def apply(self, rows: tuple[FindingRow, ...]) -> None:
        """Show findings; those that are shown already stay."""
        if rows[: len(self._rows)] != self._rows:
            self._clear()
        for row in rows[len(self._rows) :]:
            self._add(row)
        self._rows = rows

    def _add(self, row: FindingRow) -> None:
        if self._last_section != row.section:
            title = label(row.section, "title")
            title.setContentsMargins(0, px(8) if self._shown else 0, 0, 0)
            self._show(title)
        self._last_section = row.section
        self._show(_row(row))

    def _show(self, widget: QWidget) -> None:
        self._shown.append(widget)
        self._column.addWidget(widget)

    def _clear(self) -> None:
        discard(self._shown, self._column)
        self._rows, self._last_section = (), ""


def _row(row: FindingRow) -> QWidget:
    widget = QWidget()
    widget.setAccessibleName(f"{row.name}: {row.word}. {row.detail}. {row.help}")
    name = label(row.name, "value", wrap=True)
    name.setFixedWidth(px(_NAME_PX))
    texts = QVBoxLayout()
    texts.setSpacing(px(2))
    texts.addWidget(_selectable(row.detail, ""))
    if row.help:
        texts.addWidget(_selectable(row.help, "muted"))
    texts.addStretch(1)
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(px(8))
    sign = IconLabel(row.severity, TOKENS[row.severity], _SIGN_PX)
    sign.setToolTip(row.word)
    line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(texts, 1)
    return widget


def _selectable(text: str, role: str) -> QWidget:
    shown = label(text, role, wrap=True)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return shown
