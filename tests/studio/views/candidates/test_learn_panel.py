"""The panel of votes and adapters, and the picker of adapters, painted and clicked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from sim.vote import VOTES_NAME
from studio.controllers.commands.learning_commands import learning_commands
from studio.jobs.learn_requests import AdaptRequest, LearnRequest
from studio.jobs.messages import JobProgress
from studio.state.conditions import conditions
from studio.views.candidates.learn_panel import LearnPanel
from studio.views.icons import icon
from studio.views.photo.adapter_box import AdapterBox
from studio.views.theme import color
from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.learning_school import School, neutral
from tests.studio.voted_project import make_voted_project

WIDTH_PX = 356


class _Window:
    """Shows no docks and asks for no files."""

    def show_dock(self, _name: str) -> None:
        pass


@pytest.fixture
def school(tmp_path: Path) -> School:
    school = School(Desk(tmp_path))
    school.open()
    return school


@pytest.fixture
def actions(qtbot: QtBot, school: School) -> dict[str, QAction]:
    made = {}
    for command in learning_commands(school, _Window()):  # type: ignore[arg-type]
        made[command.name] = action = QAction(icon(command.icon or "cube"), command.text)
        action.triggered.connect(lambda _on=False, verb=command.verb: verb())
        action.setProperty("needs", command.needs)
    return made


@pytest.fixture
def panel(qtbot: QtBot, school: School, actions: dict[str, QAction]) -> Iterator[LearnPanel]:
    panel = LearnPanel(school, actions)  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    panel.resize(WIDTH_PX, 900)
    show(panel, school, actions)
    panel.show()
    qtbot.waitExposed(panel)
    yield panel
    panel.hide()


def show(panel: LearnPanel, school: School, actions: dict[str, QAction]) -> None:
    """What the window does when the state has changed."""
    held = conditions(school.state)
    for action in actions.values():
        action.setEnabled(not action.property("needs") or action.property("needs") in held)
    panel.show_state(school.state)


def button(panel: LearnPanel, text: str) -> QPushButton:
    return next(one for one in panel.findChildren(QPushButton) if one.text().strip() == text)


def test_one_click_learns_and_one_takes_it_back(
    qtbot: QtBot, school: School, actions: dict[str, QAction], panel: LearnPanel
) -> None:
    assert not panel.comparison.isVisible()
    qtbot.mouseClick(button(panel, "Learn from my votes"), Qt.MouseButton.LeftButton)
    assert isinstance(school.desk.runner.last, LearnRequest)
    school.desk.runner.messages.append(JobProgress(1, "Learning from the votes", 0.5))
    school.desk.jobs.poll()
    show(panel, school, actions)
    assert not button(panel, "Learn from my votes").isVisible()
    assert button(panel, "Stop learning").isVisible()
    school.finish()
    show(panel, school, actions)
    assert panel.comparison.isVisible()
    assert panel.agreement.text().startswith("On pairs that it has not seen")
    assert "Rubber: 100 % before, 100 % after" in panel.comparison.accessibleDescription()
    inner = panel.comparison.parentWidget()
    assert inner is not None
    assert inner.minimumSizeHint().width() <= WIDTH_PX - 12  # nothing is cut off
    qtbot.mouseClick(button(panel, "Take the adapter off"), Qt.MouseButton.LeftButton)
    school.poll()
    show(panel, school, actions)
    assert not panel.comparison.isVisible()
    assert panel.adapter.text().startswith("No adapter is in use")


def test_before_is_painted_left_of_after_on_the_same_axis(
    school: School, actions: dict[str, QAction], panel: LearnPanel
) -> None:
    school.learn()
    school.finish()
    show(panel, school, actions)
    panel.comparison.resize(332, panel.comparison.sizeHint().height())
    picture = panel.comparison.grab().toImage()  # the first curve lies from 154 to 202 px
    width = (picture.width() - 12) // 2
    before, after = (
        [x for x in range(8, width - 8) for y in range(160, 190) if inked(picture, left + x, y)]
        for left in (0, width + 12)
    )
    assert sum(after) / len(after) > sum(before) / len(before) + 5  # everything is stiffer now
    accent = color("accent").name()
    colours = [picture.pixelColor(x, y).name() for x in range(width) for y in range(20, 150)]
    assert accent not in colours  # the accent is for what is new


def inked(picture: QImage, x: int, y: int) -> bool:
    """Whether a curve or the area below it lies at a place."""
    return picture.pixelColor(x, y).name() != color("field").name()


def test_joined_votes_are_listed_and_can_be_left_out(
    qtbot: QtBot, school: School, actions: dict[str, QAction], panel: LearnPanel, tmp_path: Path
) -> None:
    cup = make_voted_project(tmp_path / "Cup.p4d", 6).path / VOTES_NAME
    school.learning.join((cup,))
    show(panel, school, actions)
    (remove,) = panel.findChildren(QToolButton)
    assert remove.accessibleName() == "Learn without Cup: 6 votes"
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert school.state.learning.sources == ()


def test_the_picker_shows_what_is_in_use_until_another_is(
    qtbot: QtBot, school: School, actions: dict[str, QAction], tmp_path: Path
) -> None:
    box = AdapterBox(school.learning, actions)
    qtbot.addWidget(box)
    box.show_state(school.state)
    assert [box.choice.itemText(row) for row in range(box.choice.count())] == ["No adapter"]
    school.learn()
    mine = school.finish()
    theirs = neutral(tmp_path / "theirs.adapter", "theirs")
    value = school.desk.preferences.value.with_recent_adapter(str(theirs))
    school.desk.preferences.change(value)
    box.show_state(school.state)
    assert box.choice.currentText() == "Ball 2026-11-22 03:04"
    assert box.choice.findText("theirs") == 2
    box.choice.activated.emit(2)
    assert school.desk.runner.last == AdaptRequest(school.state.photo.facts.project, theirs)  # type: ignore[union-attr]
    assert box.choice.currentText() == "Ball 2026-11-22 03:04"
    school.desk.end_job(line="it belongs to other weights")
    box.show_state(school.state)
    box.choice.activated.emit(0)
    school.poll()
    box.show_state(school.state)
    assert box.choice.currentText() == "No adapter"
    assert mine in [box.choice.itemData(row) for row in range(box.choice.count())]
