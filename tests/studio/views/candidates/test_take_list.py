"""The list of takes by mouse and keyboard: sets fold, their menus act on the whole set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.state.document import TakeSummary
from studio.state.take_list import resolve_takes
from studio.views.take_list import TakeList
from tests.studio.views.candidates.gallery_stand import Stand

NAMES = ("take-1", "set-1-1-sketch", "set-1-2-sketch")


class Listed(Stand):
    """A list with a take and a set of two."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.fill(2)
        self.state.document.takes = tuple(
            TakeSummary(name, 5, 5, 0.04, complete=True) for name in NAMES
        )
        self.list = TakeList(self.studio, self.actions)
        self.list.resize(240, 300)
        self.show_rows()

    def show_rows(self) -> None:
        self.list.apply(resolve_takes(self.state))

    @property
    def spoken(self) -> list[str]:
        role = int(Qt.ItemDataRole.AccessibleTextRole)
        return [str(self.list.item(place).data(role)) for place in range(self.list.count())]


@pytest.fixture
def listed(qtbot: QtBot, tmp_path: Path) -> Iterator[Listed]:
    listed = Listed(tmp_path)
    qtbot.addWidget(listed.page)
    qtbot.addWidget(listed.list)
    listed.list.show()
    qtbot.waitExposed(listed.list)
    yield listed
    listed.owner.deleteLater()
    listed.studio.close()


def click(qtbot: QtBot, listed: Listed, place: int) -> None:
    area = listed.list.visualItemRect(listed.list.item(place))
    qtbot.mouseClick(listed.list.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    listed.show_rows()


def test_a_set_folds_by_mouse_and_its_takes_are_shown(qtbot: QtBot, listed: Listed) -> None:
    assert listed.spoken[1] == "set-1, 2 candidates · 2 takes, folded"
    click(qtbot, listed, 1)
    assert listed.list.count() == 4
    click(qtbot, listed, 3)
    assert listed.state.document.active_take == "set-1-2-sketch"
    click(qtbot, listed, 1)
    assert listed.list.count() == 2
    assert listed.state.document.active_take == "set-1-2-sketch"


def test_a_set_folds_by_keys(qtbot: QtBot, listed: Listed) -> None:
    listed.list.setFocus()
    listed.list.setCurrentRow(1)
    counts = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Return):
        qtbot.keyClick(listed.list, key)
        listed.show_rows()
        counts.append(listed.list.count())
    assert counts == [4, 2, 2, 4]
    qtbot.keyClick(listed.list, Qt.Key.Key_Delete)
    listed.show_rows()
    assert listed.list.count() == 1
    assert listed.state.candidates.sets == ()


def test_menus_are_for_their_line(listed: Listed) -> None:
    take, chosen = listed.list.menu_of(0), listed.list.menu_of(1)
    assert take is not None
    assert chosen is not None
    words = [action.text() for action in chosen.actions() if action.text()]
    assert "Delete the set with its takes" in words
    assert "Export contact sheet…" in words
    listed.state.document.active_take = "set-1-1-sketch"
    take = listed.list.menu_of(0)
    assert take is not None
    compare = next(one for one in take.actions() if one.text().startswith("Compare"))
    compare.trigger()
    assert listed.state.gallery.takes == ("set-1-1-sketch", "take-1")
    assert listed.list.menu_of(9) is None
