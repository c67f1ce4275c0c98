"""The stage without Qt and without processes: visitors come, are still, and go."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from sim.vote import VOTES_NAME
from studio.controllers import stage_controller
from studio.controllers.stage_controller import HOLD_S, TOLD_S
from studio.controllers.studio_controller import Studio
from studio.controllers.take_controller import unread
from studio.jobs.messages import JobCancelled, JobDone, JobFailed
from studio.jobs.requests import CandidatesRequest, PredictRequest, SimulateRequest
from studio.jobs.stage_folder import (
    PREFIX,
    clean_stages,
    keep_votes,
    new_stage_folder,
    remove_stage_folder,
    remove_visit,
)
from studio.jobs.view_messages import SceneDescribed, SceneRef
from studio.state.document import TakeSummary
from studio.state.stage_view import resolve_stage
from studio.state.studio_state import StudioState
from tests.studio.controllers.conftest import BOUNDS, FakeRunner, FakeView
from tests.studio.synthetic_project import make_project

DEADLINE_S = 30.0
NO_PROCESS = 2**22 + 1
"""Above the highest number that Linux gives a process."""


class RunnerOfStage(FakeRunner):
    """A runner that can be started and closed."""

    def start(self) -> None:
        pass

    def close(self) -> None:
        pass


class ViewOfStage(FakeView):
    """A view process that can be polled."""

    busy = False

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []

    def start(self) -> None:
        pass

    def close(self) -> None:
        pass

    def poll(self) -> list[object]:
        answers, self.answers = self.answers, []
        return answers


class Booth:
    """A presenter's studio with one take, on stage, and a clock that the test turns."""

    def __init__(self, folder: Path) -> None:
        self.now_s = 0.0
        self.runner, self.view = RunnerOfStage(), ViewOfStage()
        self.studio = Studio(StudioState(), self.runner, self.view, folder / "preferences.json")
        self.studio.stage._clock = lambda: self.now_s
        self.stage, self.state = self.studio.stage, self.studio.state.stage
        self.photo = folder / "cup.png"
        Image.new("RGB", (32, 32), (200, 90, 40)).save(self.photo)

    @property
    def visitor(self) -> Studio:
        assert self.stage.visitor is not None
        return self.stage.visitor

    @property
    def screen(self) -> str:
        return resolve_stage(self.state, self.visitor.state).screen

    def poll_until(self, done: Callable[[], bool]) -> None:
        pause, end = threading.Event(), time.monotonic() + DEADLINE_S
        while not done():
            assert time.monotonic() < end, "it did not come to that"
            self.studio.poll()
            pause.wait(0.001)


@pytest.fixture
def booth(tmp_path: Path) -> Iterator[Booth]:
    booth = Booth(tmp_path)
    assert booth.stage.enter()
    yield booth
    booth.studio.close()


def arrive(booth: Booth) -> None:
    """A visitor drops a photo, which becomes an object."""
    booth.stage.open_photo(booth.photo)
    booth.studio.poll()
    request = booth.runner.last
    assert isinstance(request, PredictRequest)
    path = make_project(request.project).path
    booth.runner.messages.append(JobDone(len(booth.runner.requests), path))
    booth.poll_until(lambda: booth.visitor.state.document.project is not None)
    booth.view.answers.append(SceneDescribed(SceneRef(path), 400, BOUNDS))
    booth.studio.poll()


def test_the_loop_plays_until_somebody_comes(booth: Booth) -> None:
    assert booth.screen == "attract"
    assert booth.state.told
    booth.now_s = TOLD_S + 1
    booth.studio.poll()
    assert not booth.state.told
    booth.stage.touch()
    assert booth.screen == "start"


def test_a_photo_becomes_an_object_in_a_temporary_folder(booth: Booth) -> None:
    booth.stage.open_photo(booth.photo)
    assert booth.screen == "making"
    arrive(booth)
    assert booth.screen == "object"
    project = booth.visitor.state.document.project
    assert project is not None
    assert booth.stage._folder in project.parents
    assert isinstance(booth.runner.last, SimulateRequest)
    assert booth.runner.last.stiffness == "expressive"


@pytest.mark.parametrize("name", ["Ball.p4d", "shared.p4dz", "splats.ply", "notes.txt", "gone.png"])
def test_only_photos_are_taken(booth: Booth, tmp_path: Path, name: str) -> None:
    if name != "gone.png":
        (tmp_path / name).write_bytes(b"no photo")
    booth.stage.open_photo(tmp_path / name)
    assert booth.runner.requests == {}
    assert booth.state.line == "Only photos can be dropped here."
    assert booth.screen == "start"


def test_stillness_is_counted_down_and_starts_over(booth: Booth) -> None:
    arrive(booth)
    booth.runner.messages.append(JobDone(len(booth.runner.requests), booth.photo))
    booth.studio.poll()
    folder = booth.stage._visit_folder
    limit = booth.studio.state.preferences.value.stage_idle_s
    booth.now_s = limit - 4.5
    booth.studio.poll()
    assert booth.state.countdown_s == 5
    booth.stage.touch()
    assert booth.state.countdown_s is None
    booth.now_s += limit + 1
    booth.studio.poll()
    booth.poll_until(lambda: booth.visitor.state.document.project is None)
    assert booth.screen == "attract"
    booth.poll_until(lambda: not folder.exists())
    assert booth.stage.active


def test_a_visitor_who_waits_has_more_patience(booth: Booth) -> None:
    booth.stage.open_photo(booth.photo)
    booth.now_s = booth.studio.state.preferences.value.stage_idle_s + 1.0
    booth.studio.poll()
    assert booth.screen == "making"


def test_escape_leaves_only_when_it_is_held(booth: Booth) -> None:
    left = []
    booth.stage.on_leave = lambda: left.append(True)
    folder = booth.stage._folder
    booth.stage.hold_escape(True)
    booth.now_s = HOLD_S / 2
    booth.studio.poll()
    assert booth.state.held == pytest.approx(0.5)
    booth.stage.hold_escape(False)
    booth.now_s = 2 * HOLD_S
    booth.studio.poll()
    assert booth.stage.active
    booth.stage.hold_escape(True)
    booth.now_s += HOLD_S
    booth.poll_until(lambda: bool(left))
    assert not booth.stage.active
    assert not booth.state.active
    booth.poll_until(lambda: not folder.exists())


def test_presenting_waits_for_the_presenters_job(tmp_path: Path) -> None:
    booth = Booth(tmp_path)
    booth.studio.document.open_path(booth.photo)
    assert not booth.stage.enter()
    assert "cancel it" in booth.studio.state.notices.notices[-1].text
    booth.studio.close()


def test_a_dead_worker_is_a_calm_line_and_one_more_try(booth: Booth) -> None:
    booth.stage.open_photo(booth.photo)
    first = len(booth.runner.requests)
    for tries in (1, 2):
        number = len(booth.runner.requests)
        booth.runner.messages.append(JobFailed(number, "SIGKILL", worker="restarts"))
        booth.studio.poll()
        assert len(booth.runner.requests) == first + 1, tries
    assert "Try" in booth.state.line
    assert booth.visitor.state.notices.notices == ()


def test_soft_or_real_is_simulated_anew(booth: Booth) -> None:
    arrive(booth)
    booth.stage.set_soft(True)
    count = len(booth.runner.requests)
    booth.stage.set_soft(False)
    request = booth.runner.last
    assert isinstance(request, SimulateRequest)
    assert request.stiffness == "real"
    assert len(booth.runner.requests) == count + 1


def test_two_variants_are_asked_for_once(booth: Booth) -> None:
    arrive(booth)
    booth.stage.compare()
    booth.stage.compare()
    requests = [r for r in booth.runner.requests.values() if isinstance(r, CandidatesRequest)]
    assert len(requests) == 1
    assert len(requests[0].runs) == 2
    assert booth.screen == "comparing"


def test_the_loop_shows_the_presenters_takes(tmp_path: Path) -> None:
    booth = Booth(tmp_path)
    path = make_project(tmp_path / "Ball.p4d").path
    summary = TakeSummary("take-1", 12, 12, 0.04, complete=True, law="jelly")
    booth.studio.state.document.project = path
    booth.studio.state.document.takes = (unread("take-1"), unread("take-2"))
    assert booth.stage.enter()
    loop = booth.visitor.attract
    loop.set_size(320, 200)
    booth.studio.poll()
    assert booth.view.queries == []
    booth.view.answers.append(SceneDescribed(SceneRef(path, "take-1"), 400, BOUNDS, summary))
    booth.studio.poll()
    assert booth.view.queries[-1].scene == SceneRef(path, "take-1")
    booth.stage.touch()
    assert not loop.playing
    booth.studio.close()


def test_a_visitor_does_not_wait_until_the_last_ones_files_are_removed(
    booth: Booth, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = threading.Event()
    monkeypatch.setattr(stage_controller, "remove_visit", lambda *_: slow.wait(DEADLINE_S))
    arrive(booth)
    first = booth.visitor.state.document.project
    booth.stage.reset()
    booth.runner.messages.append(JobCancelled(len(booth.runner.requests)))
    booth.poll_until(lambda: booth.visitor.state.document.project is None)
    arrive(booth)
    assert booth.visitor.state.document.project != first
    slow.set()


def test_votes_outlive_the_visit(tmp_path: Path) -> None:
    folder, votes = new_stage_folder(), tmp_path / "kept" / "votes.jsonl"
    for number in (0, 1):
        project = folder / f"visit-{number}" / "Cup.p4d"
        project.mkdir(parents=True)
        (project / "votes.jsonl").write_text(f'{{"vote": {number}}}\n')
    remove_visit(folder / "visit-0", votes)
    assert [path.name for path in folder.iterdir()] == ["visit-1"]
    keep_votes(folder / "visit-1", votes)
    assert votes.read_text() == '{"vote": 0}\n{"vote": 1}\n'
    remove_stage_folder(folder, tmp_path / "others.jsonl")
    assert not folder.exists()


def test_preferences_of_the_presenter_stay(booth: Booth) -> None:
    before = booth.studio.state.preferences.value
    arrive(booth)
    assert booth.studio.state.preferences.value == before
    assert replace(before, stage_idle_s=30).stage_idle_s == 30


def test_what_a_killed_window_left_on_stage_is_removed_but_for_the_votes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    living = new_stage_folder()
    dead = tmp_path / f"{PREFIX}{NO_PROCESS}-abc"
    project = dead / "visit-3" / "cup.p4d"
    project.mkdir(parents=True)
    (project / VOTES_NAME).write_text('{"answer": "left"}\n', encoding="utf-8")
    votes = tmp_path / "votes.jsonl"
    clean_stages(votes)
    assert not dead.exists()
    assert living.exists()
    assert votes.read_text(encoding="utf-8") == '{"answer": "left"}\n'
