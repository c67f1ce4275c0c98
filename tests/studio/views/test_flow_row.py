"""Widgets of a row break into lines where they do not fit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.views.flow_row import FlowRow


@pytest.fixture
def row(qtbot: QtBot) -> Iterator[FlowRow]:
    """A row that a column makes as wide as the window."""
    host = QWidget()
    qtbot.addWidget(host)
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    made = FlowRow(4)
    column.addWidget(made)
    column.addStretch(1)
    host.resize(600, 200)
    yield made
    host.close()


def shown(row: FlowRow, qtbot: QtBot, width: int) -> None:
    host = row.parentWidget()
    host.resize(width, 200)
    host.show()
    qtbot.waitUntil(lambda: row.width() == width)


def test_widgets_break_into_lines(row: FlowRow, qtbot: QtBot) -> None:
    buttons = [QPushButton(f"Button {number}") for number in range(4)]
    for button in buttons[:3]:
        row.add(button)
    row.push()
    row.add(buttons[3])
    shown(row, qtbot, 600)
    assert row.line_count == 1
    assert buttons[3].geometry().right() == 599
    assert buttons[1].x() == buttons[0].geometry().right() + 5
    wide = buttons[0].sizeHint().width()
    shown(row, qtbot, 2 * wide + 10)
    assert row.line_count == 2
    assert buttons[2].y() > buttons[0].y()
    qtbot.waitUntil(lambda: row.height() > 2 * buttons[0].height())
    assert row.minimumSizeHint().width() == max(b.minimumSizeHint().width() for b in buttons)
    buttons[0].hide()
    buttons[1].hide()
    qtbot.waitUntil(lambda: row.line_count == 1 and buttons[2].x() == 0)


def test_a_field_takes_what_is_left(row: FlowRow, qtbot: QtBot) -> None:
    field, button = QLineEdit(), QPushButton("Go")
    row.add(field, grows_from_px=100)
    row.add(button)
    shown(row, qtbot, 400)
    assert field.width() == 400 - 4 - button.sizeHint().width()
    field.setMaximumWidth(150)
    qtbot.waitUntil(lambda: field.width() == 150)
    shown(row, qtbot, 110)
    assert row.line_count == 2
    assert field.width() == 110


def test_a_wrapped_text_makes_its_line_higher(row: FlowRow, qtbot: QtBot) -> None:
    text = QLabel("some words that need several lines in a narrow place")
    text.setWordWrap(True)
    row.add(text, grows_from_px=60)
    shown(row, qtbot, 90)
    qtbot.waitUntil(lambda: text.height() >= text.heightForWidth(90) > 30)
