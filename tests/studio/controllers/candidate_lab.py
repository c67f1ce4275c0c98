"""A desk with the controllers of candidates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.sweep.set_stiffness import SetStiffness
from studio.controllers.candidate_choices_controller import CandidateChoicesController
from studio.controllers.candidates_controller import CandidatesController
from studio.controllers.gallery_controller import GalleryController
from studio.controllers.vote_controller import VoteController
from studio.jobs.candidates import MapFitted
from studio.jobs.messages import JobNews
from studio.jobs.requests import CandidatesRequest
from studio.state.candidates import Candidate
from tests.studio.candidate_sets import FRAMES, finished
from tests.studio.controllers.conftest import Desk, ImmediateFiles


@dataclass
class Lab:
    """A desk with the controllers of candidates."""

    desk: Desk

    def __post_init__(self) -> None:
        desk = self.desk
        self.state = desk.state
        self.gallery = GalleryController(self.state, desk.view, desk.playback, desk.viewport)
        self.candidates = CandidatesController(
            self.state, desk.jobs, desk.takes, desk.edits, ImmediateFiles()
        )
        self.candidates.on_forget = self.gallery.forget
        self.choices = CandidateChoicesController(self.state, desk.jobs, desk.takes, desk.edits)
        self.votes = VoteController(
            self.state, ImmediateFiles(), desk.folder / "voter.txt", draw_seed=lambda: 11
        )

    def open(self) -> Path:
        path = self.desk.open_ball()
        self.poll()
        return path

    def poll(self) -> None:
        self.candidates.update()
        self.votes.update()

    def news(self, news: object) -> None:
        number = len(self.desk.runner.requests)
        self.desk.runner.messages.append(JobNews(number, news))
        self.desk.jobs.poll()

    def request(self) -> CandidatesRequest:
        request = self.desk.runner.last
        assert isinstance(request, CandidatesRequest)
        return request

    def finish_job(self, drops_m: tuple[float, ...] = (0.1, 0.2, 0.3, 0.4)) -> None:
        request = self.request()
        fitted = SetStiffness.fit(request.materials, "expressive", 24.0)
        self.news(MapFitted(request.set_name, fitted))
        for run, drop_m in zip(request.runs, drops_m, strict=False):
            frames = FRAMES if run.quality == "sketch" else 2 * FRAMES
            self.news(finished(run.name, run.quality, run.asked, drop_m, frames))
        self.desk.end_job()

    @property
    def members(self) -> tuple[Candidate, ...]:
        shown = self.state.candidates.shown
        assert shown is not None
        return shown.candidates
