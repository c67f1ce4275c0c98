"""A gallery page on a studio whose processes are not started."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import create_autospec

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

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
from tests.studio.candidate_sets import finished
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
        self.actions = make_actions(commands, self.owner)
        self.state.document.project = make_project(folder / "Ball.p4d").path
        self.state.document.physics = rubber_like()
        self.state.document.gaussian_count = 400
        self.page = GalleryPage(DockContext(self.studio, self.actions, ThumbnailLoader(self.owner)))

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
