"""The gallery's widgets: cells, comparison, and a vote that tells nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.studio.candidate_sets import FRAMES
from tests.studio.views.candidates.gallery_stand import COLORS, Stand


@pytest.fixture
def stand(qtbot: QtBot, tmp_path: Path) -> Iterator[Stand]:
    stand = Stand(tmp_path)
    qtbot.addWidget(stand.page)
    stand.page.resize(900, 640)
    stand.show()
    stand.page.show()
    qtbot.waitExposed(stand.page)
    yield stand
    stand.page.hide()
    stand.owner.deleteLater()
    stand.studio.close()


def words(page: QWidget) -> str:
    """Every text that any widget of the page holds, shown or not."""
    found = []
    for widget in [page, *page.findChildren(QWidget)]:
        found += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        found += [widget.statusTip(), widget.whatsThis(), widget.windowTitle()]
        text = getattr(widget, "text", None)
        if callable(text):
            found.append(text())
        if isinstance(widget, QLineEdit):
            found.append(widget.placeholderText())
        if isinstance(widget, QComboBox):
            found += [widget.itemText(index) for index in range(widget.count())]
    return "\n".join(found)


def color_at(widget: QWidget, x_share: float) -> tuple[int, int, int]:
    image = widget.grab().toImage()
    pixel = image.pixelColor(QPoint(round(image.width() * x_share), image.height() // 2))
    return pixel.red(), pixel.green(), pixel.blue()


def test_an_empty_gallery_says_what_to_do(stand: Stand) -> None:
    assert "Sample some" in words(stand.page)
    assert stand.state.gallery.visible


def test_cells_show_parameters_pictures_and_states(stand: Stand) -> None:
    stand.fill(4)
    stand.draw()
    text = words(stand.page)
    for one in stand.state.candidates.sets[0].candidates:
        assert f"{one.params.density_kg_m3:,.0f} kg/m³" in text
    assert "ln p" in text
    assert "seed 3/4" in text
    for cell, shade in zip(stand.page.cells, COLORS, strict=True):
        assert color_at(cell.picture, 0.5) == (shade.red(), shade.green(), shade.blue())


def test_a_failed_run_says_why_and_can_be_run_again(stand: Stand, qtbot: QtBot) -> None:
    stand.fill(2)
    run = stand.state.candidates.runs[0]
    assert run.result is not None
    lost = replace(run.result, status="failed", reason="it blew up; use preview", motion=None)
    stand.state.candidates.put_runs([replace(run, status="failed", result=lost)])
    stand.show()
    cell = stand.page.cells[0]
    assert "use preview" in cell.picture.accessibleDescription()
    button = next(
        b for b in cell.findChildren(QWidget) if getattr(b, "text", str)() == "Simulate again"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    statuses = {one.take_name: one.status for one in stand.state.candidates.runs}
    assert statuses["set-1-1-sketch"] == "queued"


def test_a_blind_vote_hides_everything_until_the_answer(stand: Stand, qtbot: QtBot) -> None:
    stand.fill(4)
    stand.state.gallery.selected = "set-1-2"
    stand.studio.candidate_choices.pin("set-1-1", "a")
    stand.studio.candidate_choices.pin("set-1-2", "b")
    stand.studio.candidate_choices.set_note("set-1-2", "secretly rubber")
    stand.draw()
    stand.show()
    assert stand.studio.votes.begin()
    stand.show()
    text = words(stand.page)
    secrets = ["kg/m³", "ln p", "seed", "GPa", "MPa", "kPa", "softer", "secretly", "ν"]
    members = stand.state.candidates.sets[0].candidates
    secrets += [one.key for one in members]
    secrets += [one.params.material_class.label for one in members if one.params.material_class]
    assert [secret for secret in secrets if secret in text] == []
    assert members[1].note == "secretly rubber"
    qtbot.keyClick(stand.page.vote, Qt.Key.Key_2)
    stand.show()
    assert stand.state.votes.votes[-1].answer == "right"
    assert "kg/m³" in words(stand.page.vote)
    qtbot.keyClick(stand.page.vote, Qt.Key.Key_N)
    stand.show()
    assert "kg/m³" not in words(stand.page)
    for key, answer in ((Qt.Key.Key_Equal, "same"), (Qt.Key.Key_1, "left")):
        qtbot.keyClick(stand.page.vote, key)
        stand.show()
        assert stand.state.votes.votes[-1].answer == answer
        qtbot.keyClick(stand.page.vote, Qt.Key.Key_Return)
        stand.show()
    qtbot.keyClick(stand.page.vote, Qt.Key.Key_S)
    assert stand.state.votes.votes[-1].answer == "skip"


def test_wipe_parts_the_pinned_two_and_difference_of_one_is_black(stand: Stand) -> None:
    stand.fill(2)
    stand.studio.candidate_choices.pin("set-1-1", "a")
    stand.studio.candidate_choices.pin("set-1-2", "b")
    stand.studio.gallery.compare("wipe")
    stand.show()
    stand.draw()
    left, right = COLORS[0], COLORS[1]
    assert color_at(stand.page.compare, 0.25) == (left.red(), left.green(), left.blue())
    assert color_at(stand.page.compare, 0.75) == (right.red(), right.green(), right.blue())
    stand.studio.gallery.set_wipe(0.1)
    stand.show()
    assert color_at(stand.page.compare, 0.25) == (right.red(), right.green(), right.blue())
    stand.studio.gallery.compare("difference")
    stand.show()
    picture = stand.studio.gallery.shown["set-1-1"]
    stand.page.compare.show_two(picture, picture, 0)
    assert max(color_at(stand.page.compare, 0.75)) < 8


def test_trajectories_are_drawn_over_both(stand: Stand) -> None:
    stand.fill(2)
    stand.studio.candidate_choices.pin("set-1-1", "a")
    stand.studio.candidate_choices.pin("set-1-2", "b")
    stand.studio.gallery.compare("trajectories")
    stand.studio.viewport.set_pane(800, 600)
    stand.studio.viewport.fit(((-0.3, -0.3, 0.0), (0.3, 0.3, 1.2)))
    stand.show()
    stand.state.playback.frame = FRAMES - 1
    stand.draw()
    image = stand.page.compare.grab().toImage()
    middle = range(image.width() // 2 - 20, image.width() // 2 + 20)
    rows = range(60, image.height() - 10, 2)
    assert len({image.pixel(x, y) for x in middle for y in rows}) > 3


def test_dragging_a_cell_turns_all_while_they_are_linked(stand: Stand, qtbot: QtBot) -> None:
    stand.fill(4)
    stand.draw()
    before = stand.state.viewport.camera
    pane = stand.page.cells[1].picture
    qtbot.mousePress(pane, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    qtbot.mouseMove(pane, QPoint(100, 70))
    qtbot.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=QPoint(100, 70))
    assert stand.state.viewport.camera != before
    assert stand.state.gallery.selected == "set-1-2"
    assert not stand.studio.gallery.complete


def test_hiding_the_page_gives_the_clock_back(stand: Stand) -> None:
    stand.fill(2)
    stand.draw()
    assert stand.state.playback.frame_count == FRAMES
    stand.page.hide()
    assert stand.state.playback.frame_count == 0
    assert not stand.state.gallery.visible
