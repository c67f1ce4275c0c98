"""A desk with the controllers of votes and adapters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from models.preference.adapter import Adapter
from render.progress import ignore_progress
from sim.project import Project
from studio.controllers.learning_controller import LearningController
from studio.controllers.photo_controller import PhotoController
from studio.controllers.vote_controller import VoteController
from studio.jobs.learn_requests import AdaptRequest, LearnRequest
from studio.jobs.learning import put_adapter_on
from studio.jobs.mask_preview import MaskPreview
from studio.jobs.messages import JobNews
from studio.jobs.view_messages import SceneDescribed, SceneRef
from studio.state.learning import Agreement, Learned
from studio.state.resolve_learning import LearningView, resolve_learning
from tests.studio.controllers.conftest import BOUNDS, Desk, ImmediateFiles
from tests.studio.voted_project import CHECKPOINT, make_voted_project

LEARNED = Learned("0a", 24, agreement=Agreement(0.75, (0.6, 0.87), 0.5, 24))


@dataclass
class School:
    """The controllers of votes and adapters on a desk."""

    desk: Desk

    def __post_init__(self) -> None:
        desk, files = self.desk, ImmediateFiles()
        self.state = desk.state
        self.photo = PhotoController(
            desk.state, desk.edits, desk.placement, files, MaskPreview()
        )  # fmt: skip
        self.votes = VoteController(desk.state, files, desk.folder / "voter.txt")
        self.learning = LearningController(
            desk.state, desk.jobs, desk.edits, self.photo, desk.preferences, files
        )
        self.learning.now = lambda: datetime(2026, 11, 22, 3, 4, 5)

    def open(self, name: str = "Ball.p4d", vote_count: int = 24) -> Project:
        project = make_voted_project(self.desk.folder / name, vote_count)
        self.desk.document.open_path(project.path)
        self.desk.takes.take_description(SceneDescribed(SceneRef(project.path), 400, BOUNDS))
        self.poll()
        return project

    def poll(self) -> None:
        self.photo.update()
        self.votes.update()

    def learn(self) -> LearnRequest:
        self.learning.learn()
        request = self.desk.runner.last
        assert isinstance(request, LearnRequest)
        return request

    def finish(self, learned: Learned = LEARNED) -> Path:
        """Let the job end as the compute process ends it: an adapter file, the project changed."""
        request = self.desk.runner.last
        assert isinstance(request, LearnRequest)
        adapter = neutral(request.out, request.name)
        learned = replace(learned, digest=Adapter.load(adapter).digest)
        number = len(self.desk.runner.requests)
        self.desk.runner.messages.append(JobNews(number, learned))
        put_adapter_on(AdaptRequest(request.project, adapter), ignore_progress)
        self.desk.end_job(result=adapter)
        self.poll()
        return adapter

    @property
    def view(self) -> LearningView:
        return resolve_learning(self.state)


def neutral(path: Path, name: str, checkpoint: str = CHECKPOINT) -> Path:
    """An adapter that makes everything stiffer."""
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = Adapter.neutral(checkpoint, name)
    shift = plain.mean_shift.copy()
    shift[:, 0] = 1.0
    return replace(plain, mean_shift=shift).save(path)
