"""`LearningController`: learns adapters from votes, puts them on the object and takes them off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sim.project import Project
from sim.vote import VOTES_NAME
from studio.controllers.edit_controller import EditController
from studio.controllers.job_controller import JobController, JobPlan
from studio.controllers.photo_controller import PhotoController
from studio.controllers.preferences_controller import PreferencesController
from studio.jobs.file_tasks import Files
from studio.jobs.learn_requests import AdaptRequest, LearnRequest
from studio.jobs.learning import read_source, take_adapter_off
from studio.state.language import tr
from studio.state.learning import Learned, Lesson, VoteSource
from studio.state.learning_conditions import learning_conditions
from studio.state.notices import Remedy
from studio.state.preferences import ADAPTERS_FOLDER
from studio.state.studio_state import StudioState


class LearningController:
    """Training runs in the compute process; the object changes in one go when it is done."""

    def __init__(
        self,
        state: StudioState,
        jobs: JobController,
        edits: EditController,
        photo: PhotoController,
        preferences: PreferencesController,
        files: Files,
    ) -> None:
        """Learn from the votes of a state.

        Args:
            state: State with votes and an object.
            jobs: Runs the learning.
            edits: Records that the next prediction uses an adapter.
            photo: Reads the photo's facts anew.
            preferences: Remembers adapters.
            files: Reads and writes projects.
        """
        self._state = state
        self._jobs = jobs
        self._edits = edits
        self._photo = photo
        self._preferences = preferences
        self._files = files
        self.now: Callable[[], datetime] = datetime.now
        """Present local time, which names adapters."""

    def learn(self) -> None:
        """Learn an adapter from all votes, and put it on the object when it is done."""
        facts = self._state.photo.facts
        if facts is None or not learning_conditions(self._state)["learnable"]:
            return
        sources = tuple(source.file for source in self._state.learning.sources)
        own = any(vote.answer != "skip" for vote in self._state.votes.votes)
        votes = ((facts.project,) if own else ()) + sources
        folder = self._preferences.folder / ADAPTERS_FOLDER
        request = LearnRequest.at(self.now(), facts.project, votes, folder)
        plan = JobPlan(
            tr("Learning from your votes"),
            on_done=lambda adapter: self.adapted(request.project, adapter),
            on_end=self._ended,
            on_news=lambda news: self.take_news(news, request),
            remedy=Remedy(tr("Show the votes"), "show-learning"),
        )
        self._state.learning.job = self._jobs.submit(request, plan)

    def cancel(self) -> None:
        """Stop learning; the object stays as it is."""
        if self._state.learning.job is not None:
            self._jobs.cancel_one(self._state.learning.job)

    def join(self, files: Sequence[Path]) -> None:
        """Learn from the votes of other projects as well.

        Args:
            files: Files of votes.
        """
        for file in files:
            self._files.submit(partial(read_source, file), self._take_source)

    def leave_out(self, file: Path) -> None:
        """Learn without the votes of a file."""
        learning = self._state.learning
        learning.sources = tuple(one for one in learning.sources if one.file != file)

    def leave_out_all(self) -> None:
        """Learn from this project's votes alone."""
        self._state.learning.sources = ()

    def put_on(self, adapter: Path) -> None:
        """Let an adapter change what the model says of the object; another one is taken off."""
        facts = self._state.photo.facts
        if facts is None or not learning_conditions(self._state)["adaptable"]:
            return
        request = AdaptRequest(facts.project, adapter)
        plan = JobPlan(
            tr("Putting on the adapter {name}", name=adapter.stem),
            on_done=lambda project: self.adapted(project, adapter),
            on_end=self._ended,
            remedy=Remedy(tr("Choose another adapter…"), "choose-adapter"),
        )
        self._state.learning.job = self._jobs.submit(request, plan)

    def take_off(self) -> None:
        """Let the model alone say what the object is made of."""
        facts = self._state.photo.facts
        if facts is not None and learning_conditions(self._state)["adapted"]:
            project = facts.project
            self._files.submit(
                lambda: take_adapter_off(project),
                lambda found, reason: self._take_project(found, reason, None),
                must_run=True,
            )

    def take_news(self, news: object, request: LearnRequest) -> None:
        """Keep what a job says that it has learned."""
        if isinstance(news, Learned):
            self._state.learning.lesson = Lesson(request.project, request.out, news)

    def adapted(self, project: Path, adapter: Path | None) -> None:
        """Show that a job has put an adapter on a project's object; None: taken off."""
        self._state.learning.job = None
        if adapter is not None:
            self._preferences.change(self._preferences.value.with_recent_adapter(str(adapter)))
        self._files.submit(
            lambda: Project.open(project),
            lambda found, reason: self._take_project(found, reason, adapter),
        )

    def _ended(self) -> None:
        self._state.learning.job = None

    def _take_project(self, project: Project | None, reason: str, adapter: Path | None) -> None:
        """Show what a project's manifest says now; one that was closed meanwhile keeps it."""
        if project is None:
            self._state.notices.post("error", reason)
            return
        if project.path != self._state.document.project:
            return
        photo = self._state.photo
        self._state.document.physics = project.physics
        label = tr("Take the adapter off") if adapter is None else tr("Put an adapter on")
        with self._edits.step(label):
            photo.wishes = replace(photo.wishes, model=replace(photo.wishes.model, adapter=adapter))
        model = replace(photo.predicted.model, adapter=adapter)
        photo.predicted = replace(photo.predicted, model=model)
        self._photo.predicted_anew()

    def _take_source(self, source: VoteSource | None, reason: str) -> None:
        learning = self._state.learning
        if source is None:
            self._state.notices.post("error", reason)
        elif source.file == self._own_file:
            line = tr("The votes of this project are taken already.")
            self._state.notices.post("info", line)
        else:
            others = tuple(one for one in learning.sources if one.file != source.file)
            learning.sources = (*others, source)

    @property
    def _own_file(self) -> Path | None:
        project = self._state.document.project
        return None if project is None else project / VOTES_NAME
