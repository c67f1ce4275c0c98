"""Controllers with fakes in place of the two processes: no Qt, no process, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from studio.controllers.distribution_controller import DistributionController
from studio.controllers.document_controller import DocumentController
from studio.controllers.edit_controller import EditController
from studio.controllers.export_controller import ExportController
from studio.controllers.job_controller import JobController
from studio.controllers.physics_controller import PhysicsController
from studio.controllers.playback_controller import PlaybackController
from studio.controllers.preferences_controller import PreferencesController
from studio.controllers.presets_controller import PresetsController
from studio.controllers.take_controller import TakeController
from studio.controllers.viewport_controller import ViewportController
from studio.jobs.file_tasks import Answer
from studio.jobs.messages import JobCancelled, JobDone, JobFailed, JobMessage, JobRequest
from studio.jobs.view_messages import FrameQuery, SceneDescribed, SceneRef
from studio.state.document import TakeSummary
from studio.state.studio_state import StudioState
from tests.studio.synthetic_project import make_project

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


class FakeView:
    """Remembers what was asked."""

    def __init__(self) -> None:
        self.queries: list[FrameQuery] = []
        self.tags: list[object] = []
        self.described: list[SceneRef] = []

    def request(self, query: FrameQuery, tag: object = None) -> None:
        self.queries.append(query)
        self.tags.append(tag)

    def describe(self, scene: SceneRef) -> None:
        self.described.append(scene)


class ImmediateFiles:
    """Does file work at once."""

    def submit(self, work: Callable[[], Path], answer: Answer) -> None:
        try:
            answer(work(), "")
        except (ValueError, OSError) as error:
            answer(None, str(error))


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
        self.jobs = JobController(state, self.runner, clock=clock)
        self.preferences = PreferencesController(state, self.folder / "preferences.json")
        self.playback = PlaybackController(state.playback, clock=clock)
        self.viewport = ViewportController(state, self.view, clock=clock)
        self.takes = TakeController(state, self.view, self.playback, self.viewport, clock=clock)
        self.edits = EditController(state, strict=True, clock=clock)
        self.physics = PhysicsController(state, self.jobs, self.takes, self.edits)
        self.distribution = DistributionController(state, self.edits)
        self.presets = PresetsController(state, self.edits, self.folder / "materials")
        self.export = ExportController(state, self.jobs)
        self.document = DocumentController(
            state, self.jobs, self.takes, self.preferences, ImmediateFiles()
        )
        self.document.after_predict = self.physics.simulate

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
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    projects = tmp_path / "projects"
    projects.mkdir()
    from dataclasses import replace

    desk.preferences.change(replace(desk.preferences.value, projects_folder=str(projects)))
    return desk
