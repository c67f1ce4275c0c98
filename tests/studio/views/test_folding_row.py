"""Two halves of a row stand above each other where they do not fit side by side."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.views.folding_row import FoldingRow


@pytest.fixture
def row(qtbot: QtBot) -> Iterator[FoldingRow]:
    """A row within a window, which does not size it."""
    host = QWidget()
    qtbot.addWidget(host)
    made = FoldingRow(4)
    made.setParent(host)
    host.show()
    made.show()
    yield made
    host.close()


def test_a_row_folds_where_it_is_too_narrow(row: FoldingRow, qtbot: QtBot) -> None:
    first, second = QPushButton("A rather long text"), QPushButton("Another, longer by far")
    row.left.addWidget(first)
    row.right.addWidget(second)
    qtbot.waitUntil(second.isVisible)
    both = first.sizeHint().width() + second.sizeHint().width()
    assert row.minimumSizeHint().width() < both
    row.resize(both + 40, 80)
    qtbot.waitUntil(lambda: not row.folded and first.y() == second.y())
    row.resize(row.minimumSizeHint().width(), 80)
    qtbot.waitUntil(lambda: row.folded and second.mapTo(row, second.rect().topLeft()).y() > 0)
    qtbot.waitUntil(lambda: second.width() >= second.sizeHint().width())


def test_a_row_folds_when_a_text_grows(row: FoldingRow, qtbot: QtBot) -> None:
    text = QLabel("short")
    row.left.addWidget(text)
    row.right.addWidget(QPushButton("Fixed"))
    row.resize(300, 80)
    qtbot.waitUntil(lambda: not row.folded)
    text.setText("a text that needs nearly all of the width that there is in this row")
    qtbot.waitUntil(lambda: row.folded)
