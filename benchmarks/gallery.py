"""How smoothly the gallery plays 4 and 9 candidates, through the real view process and window page.

A bundled photo is predicted and sampled, the candidates are simulated at `sketch`, and the gallery
page plays them in a pane of 1280 x 720 px. Run it on an otherwise idle machine; without a display:

    QT_QPA_PLATFORM=offscreen python -m benchmarks.gallery
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import create_autospec

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.result_file import ResultFile
from sim.project import Project
from sim.sweep.run import drawn_runs
from sim.sweep.subject import SweepSubject
from studio.controllers.commands.table import all_commands
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.gallery_controller import CellTag
from studio.controllers.studio_controller import Studio
from studio.jobs.candidates import simulate_candidates
from studio.jobs.pipeline import run_predict
from studio.jobs.requests import CandidatesRequest, PredictRequest
from studio.jobs.runner import JobRunner
from studio.jobs.view_runner import ViewRunner
from studio.state.candidates import QUALITIES, SKETCH, Candidate, CandidateSet
from studio.state.samples import load_samples, samples_folder
from studio.state.studio_state import StudioState
from studio.views.candidates.gallery_page import GalleryPage
from studio.views.docks import DockContext
from studio.views.shell.actions import make_actions
from studio.views.thumbnails import ThumbnailLoader

RESULTS = Path(__file__).parent / "results" / "gallery.json"
PANE_PX = (1280, 720)
SEED = 3
TARGETS = {
    "fps_4_min": 10.0,
    "fps_9_min": 6.0,
    "camera_move_s_max": 1.0,
    "gui_event_ms_max": 50.0,
}


class TimedApplication(QApplication):
    """Remembers the processor time of every event that it delivers."""

    def __init__(self) -> None:
        super().__init__(["gallery"])
        self.event_ms: list[float] = []
        self._depth = 0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver an event; nested ones count in the outermost."""
        if self._depth:
            return super().notify(receiver, event)
        self._depth += 1
        started = time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self._depth -= 1
            self.event_ms.append(1e3 * (time.thread_time() - started))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--out", type=Path, default=RESULTS)
    parser.add_argument("--seconds", type=float, default=8.0, help="time that is played [s]")
    options = parser.parse_args()
    results = ResultFile(options.out)
    application = TimedApplication()
    with tempfile.TemporaryDirectory() as folder:
        project, seconds = _prepared(Path(folder))
        rows = {
            f"cells_{count}": _measure(application, project, count, options.seconds)
            for count in (4, 9)
        }
        gaussians = project.cloud().gaussian_count
    results.write(
        {
            "what": f"candidates of a bundled photo in a pane of {PANE_PX[0]} x {PANE_PX[1]} px",
            "gaussians": gaussians,
            "sketch_wall_s": seconds,
            **rows,
            "targets": TARGETS,
        }
    )


def _prepared(folder: Path) -> tuple[Project, dict[str, float]]:
    """A predicted project with nine sketched candidates, and how long these took [s]."""
    photo = load_samples(samples_folder())[0].path
    path = run_predict(PredictRequest(photo, folder / "Gallery.p4d"))
    project = Project.open(path)
    if project.physics is None:
        raise SystemExit("the photo has no predicted material")
    runs = drawn_runs(
        project.physics,
        SEED,
        names=tuple(f"set-1-{number}-sketch" for number in range(1, 10)),
        quality=SKETCH,
    )
    request = CandidatesRequest(
        SweepSubject(path, particle_seed=SEED),
        "set-1",
        runs,
        tuple(run.asked for run in runs),
        "expressive",
        QUALITIES,
    )
    told: list[object] = []
    started = time.perf_counter()
    simulate_candidates(request, lambda _stage, _fraction: None, told.append)
    spent = time.perf_counter() - started
    walls = [one.wall_time_s for one in told if hasattr(one, "wall_time_s")]
    return project, {
        "all_nine": round(spent, 2),
        "median_each": round(statistics.median(walls), 2),
        "slowest": round(max(walls), 2),
    }


class Bench:
    """A gallery page on a real view process."""

    def __init__(self, application: TimedApplication, project: Project, count: int) -> None:
        self.application, self.count = application, count
        self.state, self._owner, drawer = StudioState(), QWidget(), ViewRunner()
        preferences = project.path.parent / "preferences.json"
        self.studio = Studio(self.state, JobRunner(), drawer, preferences)
        commands = all_commands(self.studio, create_autospec(WindowVerbs, instance=True))
        actions = make_actions(commands, self._owner)
        _fill_state(self.state, project)
        self.studio.gallery.set_cell_count(count)
        self.page = GalleryPage(DockContext(self.studio, actions, ThumbnailLoader(self._owner)))
        self.page.resize(*PANE_PX)
        drawer.start()
        self.page.show_state(self.state)
        self.page.show()

    def run_until(self, done: Callable[[], bool], limit_s: float) -> float:
        """Let everything happen as in the window; returns the time that passed [s]."""
        started = time.perf_counter()
        while not done() and time.perf_counter() - started < limit_s:
            before = time.thread_time()
            self.studio.poll()
            self.page.show_state(self.state)
            self.application.event_ms.append(1e3 * (time.thread_time() - before))
            self.application.processEvents()
            time.sleep(0.002)
        return time.perf_counter() - started

    def play(self, seconds: float) -> tuple[float, bool]:
        """Play; returns pictures a second of all cells together, and whether they were in sync."""
        shown, in_sync = 0, True
        show = self.studio.gallery.on_pictures

        def on_pictures() -> None:
            nonlocal shown, in_sync
            shown += 1
            frames = {picture.query.frame for picture in self.studio.gallery.shown.values()}
            in_sync = in_sync and len(frames) == 1
            show()

        self.studio.gallery.on_pictures = on_pictures
        self.studio.playback.play()
        played_s = self.run_until(lambda: False, seconds)
        self.studio.playback.pause()
        self.studio.gallery.on_pictures = show
        return shown / played_s, in_sync

    def turn(self) -> float:
        """Turn the camera; returns the time until all cells show the present frame anew [s]."""
        self.studio.gallery.orbit("set-1-1", 0.1, 0.02)
        return self.run_until(self._all_anew, 30)

    def _all_anew(self) -> bool:
        tags = [picture.tag for picture in self.studio.gallery.shown.values()]
        camera = self.state.viewport.camera
        return len(tags) == self.count and all(
            isinstance(tag, CellTag) and tag.sight.camera == camera for tag in tags
        )

    def close(self) -> None:
        """End the processes."""
        self.page.hide()
        self.page.deleteLater()
        self._owner.deleteLater()
        self.studio.close()


def _measure(
    application: TimedApplication, project: Project, count: int, seconds: float
) -> dict[str, Any]:
    """Play `count` candidates and turn the camera."""
    bench = Bench(application, project, count)
    gallery = bench.studio.gallery
    bench.studio.candidates.update()
    bench.run_until(lambda: len(bench.state.candidates.runs) >= count, 20)
    bench.studio.viewport.set_pane(*PANE_PX)
    bench.studio.viewport.home()
    first_s = bench.run_until(lambda: len(gallery.shown) == count, 60)
    fill_s = bench.run_until(lambda: gallery.complete, 240)
    application.event_ms.clear()
    fps, in_sync = bench.play(seconds)
    moves = [bench.turn() for _ in range(7)]
    busiest = max(application.event_ms)
    cell_px = bench.page.cells[0].picture.device_size()
    bench.close()
    return {
        "fps": round(fps, 1),
        "in_sync": in_sync,
        "seconds_to_first_pictures": round(first_s, 2),
        "seconds_to_all_pictures": round(fill_s, 2),
        "camera_move_s_median": round(statistics.median(moves), 2),
        "camera_move_s_max": round(max(moves), 2),
        "gui_event_ms_max": round(busiest, 1),
        "cell_px": list(cell_px),
    }


def _fill_state(state: StudioState, project: Project) -> None:
    """An open project with its set of candidates."""
    physics = project.physics
    if physics is None:
        raise SystemExit("the photo has no predicted material")
    names = tuple(f"set-1-{number}" for number in range(1, 10))
    runs = drawn_runs(physics, SEED, names=names, quality=SKETCH)
    members = tuple(
        Candidate(run.name, number, run.asked, SEED, run.log_likelihood or 0.0)
        for number, run in enumerate(runs, 1)
    )
    state.document.project, state.document.physics = project.path, physics
    state.document.gaussian_count = project.cloud().gaussian_count
    state.viewport.bounds = ((-0.3, -0.3, 0.0), (0.3, 0.3, 0.8))
    state.candidates.sets = (CandidateSet("set-1", SEED, "expressive", members),)
    state.candidates.shown_set = "set-1"


if __name__ == "__main__":
    main()
