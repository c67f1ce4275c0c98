"""Controllers with fakes in place of the two processes: no Qt, no process, no clock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import pytest

from studio.controllers.bodies_controller import BodiesController
from studio.controllers.distribution_controller import DistributionController
from studio.controllers.document_controller import DocumentController
from studio.controllers.edit_controller import EditController
from studio.controllers.export_controller import ExportController
from studio.controllers.job_controller import JobController
from studio.controllers.opening_controller import OpeningController
from studio.controllers.physics_controller import PhysicsController
from studio.controllers.placement_controller import PlacementController
from studio.controllers.playback_controller import PlaybackController
from studio.controllers.preferences_controller import PreferencesController
from studio.controllers.presets_controller import PresetsController
from studio.controllers.saving_controller import SavingController
from studio.controllers.scene_controller import SceneController
from studio.controllers.selection_controller import SelectionController
from studio.controllers.splats_controller import SplatsController
from studio.controllers.take_controller import TakeController
from studio.controllers.tools.tool_controller import ToolController
from studio.controllers.view_places import ViewPlaces
from studio.controllers.view_probe import OnAnswer, OnFailure
from studio.controllers.viewport_controller import ViewportController
from studio.controllers.viewport_tools import register_scene_tool, register_viewport_tools
from studio.jobs.file_jobs import FileJobs, FileWork
from studio.jobs.messages import JobCancelled, JobDone, JobFailed, JobMessage, JobRequest
from studio.jobs.view_messages import FrameQuery, SceneDescribed, SceneRef
from studio.jobs.view_questions import Answer, Question
from studio.state.document import TakeSummary
from studio.state.studio_state import StudioState
from tests.studio.synthetic_project import make_project

T = TypeVar("T")
BOUNDS = ((-0.25, -0.25, 0.25), (0.25, 0.25, 0.75))


class FakeRunner:
    """Remembers requests; the test says how they end."""

    def __init__(self) -> None:
        self.requests: dict[int, JobRequest] = {}
        self.messages: list[JobMessage] = []
        self.cancelled = 0
        self.cancelled_ones: list[int] = []

    def submit(self, request: JobRequest) -> int:
        self.requests[len(self.requests) + 1] = request
        return len(self.requests)

    def cancel(self) -> None:
        self.cancelled += 1

    def cancel_one(self, generation: int) -> None:
        self.cancelled_ones.append(generation)

    def poll(self) -> list[JobMessage]:
        messages, self.messages = self.messages, []
        return messages

    @property
    def last(self) -> JobRequest:
        return self.requests[len(self.requests)]


@dataclass
class Asked:
    """A question that the test answers."""

    question: Question
    answer: OnAnswer
    failed: OnFailure
    channel: str


class FakeView:
    """Remembers what was asked."""

    def __init__(self) -> None:
        self.queries: list[FrameQuery] = []
        self.tags: list[object] = []
        self.described: list[SceneRef] = []
        self.asked: list[Asked] = []

    def request(self, query: FrameQuery, tag: object = None) -> None:
        self.queries.append(query)
        self.tags.append(tag)

    def describe(self, scene: SceneRef) -> None:
        self.described.append(scene)

    def ask(
        self,
        question: Question,
        answer: OnAnswer,
        *,
        channel: str = "",
        failed: OnFailure = lambda _line: None,
    ) -> None:
        if channel:
            self.cancel(channel)
        self.asked.append(Asked(question, answer, failed, channel))

    def cancel(self, channel: str) -> None:
        self.asked = [asked for asked in self.asked if asked.channel != channel]


class ImmediateFiles:
    """Does file work at once."""

    def submit(
        self,
        work: Callable[[], T],
        answer: Callable[[T | None, str], None],
        *,
        must_run: bool = False,
    ) -> None:
        try:
            answer(work(), "")
        except (ValueError, OSError) as error:
            answer(None, str(error))


class ImmediateJobs(FileJobs):
    """Does long file work at once, or later; `JobController.poll` tells how it ended."""

    def __init__(self) -> None:
        super().__init__()
        self.held = False
        self.waiting: list[tuple[int, FileWork]] = []
        self.generation = 0

    def submit(self, work: FileWork) -> int:
        self.generation -= 1
        self._stops[self.generation] = threading.Event()
        self.waiting.append((self.generation, work))
        if not self.held:
            self.go_on()
        return self.generation

    def go_on(self) -> None:
        """Do what waits."""
        waiting, self.waiting = self.waiting, []
        for generation, work in waiting:
            self._run(generation, work, self._stops[generation])


@dataclass
class Desk:
    """All controllers on one state."""

    folder: Path
    state: StudioState = field(default_factory=StudioState)
    runner: FakeRunner = field(default_factory=FakeRunner)
    view: FakeView = field(default_factory=FakeView)
    now_s: float = 0.0

    def __post_init__(self) -> None:
        def clock() -> float:
            return self.now_s

        state = self.state
        self.file_jobs = ImmediateJobs()
        self.jobs = JobController(state, self.runner, self.file_jobs, clock=clock)
        self.preferences = PreferencesController(state, self.folder / "preferences.json")
        self.playback = PlaybackController(state.playback, clock=clock)
        self.viewport = ViewportController(state, self.view, clock=clock)
        self.edits = EditController(state, strict=True, clock=clock)
        self.takes = TakeController(
            state, self.view, self.playback, self.viewport, self.edits, clock=clock
        )
        self.physics = PhysicsController(state, self.jobs, self.takes, self.edits)
        probe = self.viewport.probe
        self.tools = ToolController(state.viewport)
        self.selection = SelectionController(state, self.edits, probe)
        self.placement = PlacementController(
            state, self.edits, lambda: self.takes.show(None), probe
        )
        self.scene = SceneController(state, self.edits, self.placement)
        self.places = ViewPlaces(state, self.edits, self.viewport)
        register_viewport_tools(
            self.tools, state, self.edits, self.selection, self.placement, probe=probe
        )
        register_scene_tool(self.tools, state, self.scene, self.edits, probe)
        self.bodies = BodiesController(state, self.jobs, self.scene)
        self.distribution = DistributionController(state, self.edits)
        self.presets = PresetsController(state, self.edits, self.folder / "materials")
        files = ImmediateFiles()
        self.export = ExportController(state, self.jobs, files)
        self.saving = SavingController(state, self.edits, files, clock=clock)
        self.opening = OpeningController(
            state, self.jobs, self.takes, self.preferences, self.saving, files
        )
        self.document = DocumentController(
            state, self.jobs, self.takes, self.preferences, self.saving, self.opening
        )
        self.document.after_predict = self.physics.simulate
        self.splats = SplatsController(state, self.jobs, self.edits, self.saving, self.opening)

    def end_job(
        self, *, line: str = "", cancelled: bool = False, result: Path | None = None
    ) -> None:
        """End the job submitted last."""
        number = len(self.runner.requests)
        message: JobMessage = JobDone(number, result or self.folder)
        if line:
            message = JobFailed(number, line)
        elif cancelled:
            message = JobCancelled(number)
        self.runner.messages.append(message)
        self.jobs.poll()

    def answer(self, answer: Answer) -> None:
        """Answer the oldest question to the view process."""
        self.view.asked.pop(0).answer(answer)

    def save_copy(self, target: Path) -> None:
        """Save as another name, and take what the copying tells."""
        self.document.save_copy(target)
        self.jobs.poll()

    def open_ball(self, name: str = "Ball.p4d") -> Path:
        """Open a project and let the view process describe it."""
        path = make_project(self.folder / name).path
        self.document.open_path(path)
        self.takes.take_description(SceneDescribed(SceneRef(path), 400, BOUNDS))
        return path

    def describe_take(self, name: str, frames: int, planned: int = 10) -> None:
        """Let the view process describe a take."""
        project = self.state.document.project
        assert project is not None
        summary = TakeSummary(name, frames, planned, 0.04, complete=frames == planned, law="jelly")
        self.takes.take_description(SceneDescribed(SceneRef(project, name), 400, BOUNDS, summary))

    @property
    def texts(self) -> list[str]:
        """Lines of the notices on screen."""
        return [notice.text for notice in self.state.notices.notices]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    projects = tmp_path / "projects"
    projects.mkdir()
    desk.preferences.change(replace(desk.preferences.value, projects_folder=str(projects)))
    yield desk
    desk.saving.detach()
