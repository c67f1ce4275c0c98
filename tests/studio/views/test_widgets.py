"""Single widgets: what they show, and what they tell when they are used."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from studio.jobs.thumbnail import EMPTY, Thumbnail, read_thumbnail
from studio.state.quantities import YOUNGS_MODULUS
from studio.state.themes import themes_folder
from studio.views.colored_svgs import icons_folder
from studio.views.elided_label import ElidedLabel
from studio.views.icons import icon
from studio.views.quantity_field import QuantityField
from studio.views.theme import color, tokens
from studio.views.thumbnails import CACHE_LIMIT, ThumbnailLoader


def test_entries_with_units_are_committed(qtbot: QtBot) -> None:
    field = QuantityField(YOUNGS_MODULUS)
    qtbot.addWidget(field)
    field.show_value(1e6, edited=False)
    field.selectAll()
    qtbot.keyClicks(field, "3 MPa")
    with qtbot.waitSignal(field.committed) as signal:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert signal.args == [3e6]
    assert field.text() == "3.00 MPa"


def test_wrong_entries_turn_red_and_are_taken_back(qtbot: QtBot) -> None:
    field = QuantityField(YOUNGS_MODULUS)
    qtbot.addWidget(field)
    field.show_value(1e6, edited=False)
    field.selectAll()
    qtbot.keyClicks(field, "hard")
    assert field.property("invalid") == "true"
    assert "not a number" in field.toolTip()
    with qtbot.assertNotEmitted(field.committed):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "1.00 MPa"
    assert field.property("invalid") == "false"


def test_a_value_from_outside_does_not_disturb_typing(qtbot: QtBot) -> None:
    field, other = QuantityField(YOUNGS_MODULUS), QLineEdit()
    for widget in (field, other):
        qtbot.addWidget(widget)
    field.show_value(1e6, edited=False)
    field.show()
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.selectAll()
    qtbot.keyClicks(field, "2")
    field.show_value(5e6, edited=True)
    assert field.text() == "2"


def test_thumbnails_come_later(qtbot: QtBot, tmp_path: Path) -> None:
    loader = ThumbnailLoader(read=lambda _path, _side: Thumbnail(2, 1, bytes(8)))
    path = tmp_path / "a.png"
    assert loader.get(path, 64) is None
    with qtbot.waitSignal(loader.loaded) as signal:
        pass
    assert signal.args == [str(path)]
    picture = loader.get(path, 64)
    assert picture is not None
    assert picture.width() == 2
    loader.close()


def test_pictures_of_another_project_at_the_same_path_are_read_again(
    qtbot: QtBot, tmp_path: Path
) -> None:
    widths = iter((2, 3, 4))
    loader = ThumbnailLoader(
        read=lambda _path, _side: Thumbnail(w := next(widths), 1, bytes(4 * w))
    )
    photo, other = tmp_path / "A.p4d" / "photo.png", tmp_path / "A.p4d.png"
    asked: list[str] = []
    loader.loaded.connect(lambda path: asked.append(path) or loader.get(Path(path), 64))
    loader.get(photo, 64)
    qtbot.waitUntil(lambda: loader.get(photo, 64) is not None)
    loader.get(other, 64)
    qtbot.waitUntil(lambda: loader.get(other, 64) is not None)
    loader.forget(tmp_path / "A.p4d")
    assert asked[-1] == str(photo)
    qtbot.waitUntil(lambda: (picture := loader.get(photo, 64)) is not None and picture.width() == 4)
    assert loader._bytes == 4 * (4 + 3)
    loader.close()


def test_thumbnails_that_nobody_looks_at_are_given_up(qtbot: QtBot, tmp_path: Path) -> None:
    loader = ThumbnailLoader(read=lambda _path, _side: Thumbnail(2, 1, bytes(8)))
    seen = tmp_path / "seen.png"
    for number in range(CACHE_LIMIT + 5):
        path = tmp_path / f"{number}.png" if number else seen
        assert loader.get(path, 64) is None
        qtbot.waitUntil(lambda path=path: loader.get(path, 64) is not None)
        assert loader.get(seen, 64) is not None
    assert len(loader._pictures) == CACHE_LIMIT
    assert loader._bytes == 8 * CACHE_LIMIT
    loader.close()


def test_unreadable_pictures_have_no_thumbnail(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    assert read_thumbnail(broken, 64) is EMPTY
    assert read_thumbnail(tmp_path / "none.png", 64) is EMPTY


def test_long_text_is_elided_and_told_in_full(qtbot: QtBot) -> None:
    line = ElidedLabel("a very long name " * 9)
    qtbot.addWidget(line)
    line.resize(80, 20)
    line.grab()
    assert line.toolTip() == line.text()


@pytest.mark.parametrize("path", sorted(icons_folder().glob("*.svg")), ids=lambda p: p.stem)
def test_every_icon_can_be_drawn(path: Path, qapp: QApplication) -> None:
    image = icon(path.stem).pixmap(20, 20).toImage()
    alphas = [image.pixelColor(x, y).alpha() for x in range(20) for y in range(20)]
    assert max(alphas) > 100


def test_every_token_of_the_style_sheet_exists(qapp: QApplication) -> None:
    import re

    text = (themes_folder() / "studio.qss").read_text(encoding="utf-8")
    used = set(re.findall(r"\{([a-z_0-9]+)\}", text))
    assert used <= set(tokens())
    assert all(color(token).isValid() for token in tokens())


def test_calls_into_qt_keep_pythons_none_alive(qtbot: QtBot) -> None:
    """PySide6 6.12.0 drops a reference to None in every call on Python 3.11 and then aborts."""
    button = QPushButton()
    qtbot.addWidget(button)
    before = sys.getrefcount(None)
    for _ in range(300):
        button.update()
    assert sys.getrefcount(None) > before - 100
