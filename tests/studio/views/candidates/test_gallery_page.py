"""The gallery's widgets: cells, comparison, and a vote that tells nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import create_autospec

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from sim.sweep.run import drawn_runs
from sim.sweep.set_stiffness import SetStiffness
from studio.controllers.commands.table import all_commands
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.gallery_controller import CellTag
from studio.controllers.studio_controller import Studio
from studio.jobs.candidates import MapFitted
from studio.jobs.runner import JobRunner
from studio.jobs.view_messages import FrameQuery
from studio.jobs.view_runner import Picture, ViewRunner
from studio.state.candidates import Candidate, CandidateRun, CandidateSet
from studio.state.studio_state import StudioState
from studio.views.candidates.gallery_page import GalleryPage
from studio.views.docks import DockContext
from studio.views.shell.actions import make_actions
from studio.views.thumbnails import ThumbnailLoader
from tests.studio.candidate_sets import FRAMES, finished
from tests.studio.synthetic_project import make_project, rubber_like

COLORS = (QColor(200, 40, 40), QColor(40, 200, 40), QColor(40, 40, 200), QColor(200, 200, 40))


class Stand:
    """A page on a studio whose processes are not started."""

    def __init__(self, folder: Path) -> None:
        self.queries: list[tuple[FrameQuery, object]] = []
        drawer = create_autospec(ViewRunner, instance=True)
        drawer.request.side_effect = lambda query, tag=None: self.queries.append((query, tag))
        self.state = StudioState()
        self.studio = Studio(self.state, JobRunner(), drawer, folder / "preferences.json")
        self.owner = QWidget()
        commands = all_commands(self.studio, create_autospec(WindowVerbs, instance=True))
        actions = make_actions(commands, self.owner)
        self.state.document.project = make_project(folder / "Ball.p4d").path
        self.state.document.physics = rubber_like()
        self.state.document.gaussian_count = 400
        self.page = GalleryPage(DockContext(self.studio, actions, ThumbnailLoader(self.owner)))

    def fill(self, count: int) -> None:
        names = tuple(f"set-1-{n}" for n in range(1, count + 1))
        runs = drawn_runs(rubber_like(), 3, names=names, quality="sketch")
        members = tuple(
            Candidate(run.name, n, run.asked, run.seed, run.log_likelihood or 0.0)
            for n, run in enumerate(runs, 1)
        )
        candidates = self.state.candidates
        candidates.sets = (CandidateSet("set-1", 3, "expressive", members),)
        candidates.shown_set = "set-1"
        fitted = SetStiffness.fit([one.params for one in members], "expressive", 24.0)
        candidates.maps = (("set-1", MapFitted("set-1", fitted).stiffness),)
        candidates.put_runs(
            CandidateRun(
                one.take_name("sketch"), "sketch", "finished", 1.0,
                finished(one.take_name("sketch"), "sketch", one.params, 0.1 * one.number),
            )
            for one in members
        )  # fmt: skip
        self.show()

    def show(self) -> None:
        self.page.show_state(self.state)

    def draw(self) -> None:
        """Answer every question with a picture in the candidate's colour."""
        gallery = self.studio.gallery
        gallery.update()
        while not gallery.complete:
            query, tag = self.queries.pop(0)
            assert isinstance(tag, CellTag)
            number = int(tag.take_name.split("-")[2])
            shade = COLORS[(number - 1) % len(COLORS)]
            pixel = bytes((shade.blue(), shade.green(), shade.red(), 255))
            pixels = pixel * (query.camera.width * query.camera.height)
            gallery.take_picture(Picture(query, pixels, 1.0, tag))
            gallery.update()


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
