"""The compute process is killed at random moments of every kind of job; documents stay whole."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from sim.project import Project
from sim.take import Take
from studio.controllers.export_settings import VideoSettings
from studio.controllers.studio_controller import Studio
from studio.export.video_options import VideoOptions
from studio.jobs.runner import JobRunner
from studio.jobs.view_runner import ViewRunner
from studio.state.document_fields import document_values
from studio.state.samples import load_samples, samples_folder
from studio.state.studio_state import StudioState
from tests.studio.synthetic_project import make_project, write_take

KILLS = 20
KINDS = ("simulate", "candidates", "export", "predict")
TIMEOUT_S = 900.0


class Desk:
    """A window's controllers with the real worker, and no window."""

    def __init__(self, folder: Path) -> None:
        preferences = folder / "preferences.json"
        wanted = {"quality": "sketch", "projects_folder": str(folder / "projects")}
        preferences.write_text(json.dumps(wanted))
        self.folder, self.state, self.runner = folder, StudioState(), JobRunner()
        self.studio = Studio(self.state, self.runner, ViewRunner(), preferences)
        self.studio.preferences.load()
        self.studio.start()
        self.project = make_project(folder / "Ball.p4d", gaussian_count=200)
        write_take(self.project, "take-1")

    def until(self, done: Callable[[], bool]) -> None:
        """Poll as the window does."""
        end = time.monotonic() + TIMEOUT_S
        while not done():
            assert time.monotonic() < end, [n.text for n in self.state.notices.notices]
            self.runner.worker.wait(0.02)
            self.studio.poll()

    def open(self) -> None:
        """Show the project with its take."""
        self.studio.document.open_path(self.project.path)
        assert self.state.saving.leaving is None
        self.until(lambda: not self.state.saving.busy)  # it may be the project that is open
        assert self.state.document.project == self.project.path
        self.until(
            lambda: bool(self.state.document.takes) and self.state.document.gaussian_count > 0
        )

    def start_job(self, kind: str, number: int) -> None:
        """Start a job of a kind."""
        if kind == "simulate":
            self.studio.physics.simulate()
        elif kind == "candidates":
            self.studio.candidates.sample(2)
        elif kind == "export":
            self.studio.takes.show("take-1")
            out = self.folder / f"{number}.mp4"
            self.studio.export.export(VideoSettings(out, VideoOptions(size_px=(128, 128))))
        else:
            self.studio.document.open_path(load_samples(samples_folder())[0].path)

    def kill_worker(self) -> None:
        """End the compute process as the system would when memory runs out."""
        process_id = self.runner.worker.process_id
        assert process_id is not None
        os.kill(process_id, signal.SIGKILL)
        self.until(lambda: self.runner.worker.process_id != process_id)
        self.until(lambda: self.state.jobs.compute == "ready")
        late = [one.text for one in self.state.notices.notices if "is restarted in" in one.text]
        assert late == [], "it died at a job, so it comes back at once"


def check_whole(take: Take) -> None:
    """Every frame that the take promises can be read; simulations also fill hollow objects."""
    for at in range(take.frame_count):
        frame = take.frame(at)
        assert frame.gaussian_count == take.gaussian_count >= 200
        assert np.isfinite(frame.means).all()


@pytest.fixture
def desk(private_folders: Path) -> Iterator[Desk]:
    made = Desk(private_folders)
    yield made
    made.studio.jobs.cancel()
    made.studio.saving.give_up()
    made.studio.close()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_twenty_killed_workers_lose_nothing_of_the_document(desk: Desk) -> None:
    rng = random.Random(6)
    desk.until(lambda: desk.state.jobs.compute == "ready")
    for kill in range(KILLS):
        kind = KINDS[kill % len(KINDS)]
        if desk.state.document.project != desk.project.path:
            desk.open()
        with desk.studio.edits.step("Set seed"):
            desk.state.material.seed = 100 + kill
        if kind == "predict":
            desk.studio.saving.save()
            desk.until(lambda: not desk.state.saving.busy)
        desk.start_job(kind, kill)
        desk.until(lambda: desk.state.jobs.active is not None)
        values = document_values(desk.state, undoable_only=True)
        end = time.monotonic() + rng.uniform(0.0, 3.0)
        desk.until(lambda end=end: time.monotonic() > end or desk.state.jobs.active is None)
        desk.kill_worker()
        desk.studio.jobs.cancel()  # what waits behind the job that was lost
        desk.until(lambda: desk.state.jobs.active is None)
        if kind != "predict":
            assert document_values(desk.state, undoable_only=True) == values
        else:
            desk.open()
            assert desk.state.material.seed == 100 + kill
        stored = Project.open(desk.project.path)
        for name in stored.takes():
            check_whole(Take.open(stored.take_path(name)))
    desk.studio.physics.simulate()
    desk.until(lambda: desk.state.jobs.active is None)
    desk.until(lambda: desk.state.document.takes[-1].complete)
