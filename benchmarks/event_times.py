"""What the window's events cost while jobs run, and how soon a scrub shows its picture.

A window with the real processes plays, scrubs and edits while it simulates, exports and opens a
large object. Wall times are what a person feels; processor times tell whose fault it is.
Run it on an otherwise idle machine; without a display:

    QT_QPA_PLATFORM=offscreen python -m benchmarks.event_times
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from benchmarks.result_file import ResultFile
from render.formats.ply import write_ply
from render.gaussians import GaussianCloud
from studio.app import build_window
from studio.controllers.export_settings import VideoSettings
from studio.export.video_options import VideoOptions
from studio.state.samples import load_samples, samples_folder
from studio.views.dressing import parts_of
from studio.views.main_window import MainWindow
from studio.views.theme import current_theme, style_sheet, theme_is_changing, ui_scale

RESULTS = Path(__file__).parent / "results" / "event_times.json"
TARGETS = {"event_cpu_ms_max": 50.0, "scrub_ms": 100.0}
LARGE = 1_000_000
SCRUBS = 25
TIMEOUT_S = 600.0


class TimedApplication(QApplication):
    """Remembers wall and processor time of every event that it delivers."""

    def __init__(self) -> None:
        super().__init__(["event_times"])
        self.wall_ms: list[float] = []
        self.cpu_ms: list[float] = []
        self._inside = False

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver an event; nested ones count in the outermost."""
        if self._inside:
            return super().notify(receiver, event)
        self._inside = True
        wall, cpu = time.perf_counter(), time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self._inside = False
            self.cpu_ms.append(1e3 * (time.thread_time() - cpu))
            self.wall_ms.append(1e3 * (time.perf_counter() - wall))


class Bench:
    """One window, driven as a person would."""

    def __init__(self, application: TimedApplication, folder: Path) -> None:
        self.application, self.folder = application, folder
        preferences = folder / "preferences.json"
        wanted = {"quality": "sketch", "projects_folder": str(folder / "projects")}
        preferences.write_text(json.dumps(wanted | {"simulate_after_predict": False}))
        self.window: MainWindow = build_window(preferences_file=preferences)
        self.window.show()
        self.state = self.window.studio.state
        self.until(lambda: self.state.jobs.compute == "ready")

    def until(self, done: Callable[[], bool]) -> float:
        """Let the window work until something holds; returns the time that passed [s]."""
        started = time.perf_counter()
        while not done():
            if time.perf_counter() - started > TIMEOUT_S:
                raise SystemExit("the window did not get there in time")
            self.application.processEvents()
            time.sleep(0.001)
        return time.perf_counter() - started

    def idle(self) -> bool:
        """Whether no job runs."""
        return self.state.jobs.active is None

    def during(self, start: Callable[[], object], done: Callable[[], bool]) -> dict[str, Any]:
        """Event times while something goes on."""
        self.application.wall_ms.clear()
        self.application.cpu_ms.clear()
        start()
        seconds = self.until(done)
        wall, cpu = self.application.wall_ms, self.application.cpu_ms
        return {
            "seconds": round(seconds, 2),
            "events": len(wall),
            "wall_ms_p99": round(float(np.percentile(wall, 99)), 2),
            "wall_ms_max": round(max(wall), 1),
            "cpu_ms_p99": round(float(np.percentile(cpu, 99)), 2),
            "cpu_ms_max": round(max(cpu), 1),
        }

    def scrub_ms(self) -> list[float]:
        """Times from moving the playhead until the picture of that frame is there."""
        studio, shown = self.window.studio, []
        show = studio.viewport.on_picture

        def on_picture(*arguments: Any) -> None:
            shown.append(arguments)
            show(*arguments)

        studio.viewport.on_picture = on_picture
        count = self.state.document.takes[-1].frame_count
        times = []
        for place in range(SCRUBS):
            shown.clear()
            started = time.perf_counter()
            studio.playback.seek((place * 7) % count)
            self.until(lambda: bool(shown))
            times.append(1e3 * (time.perf_counter() - started))
        studio.viewport.on_picture = show
        return times

    def look(self, theme: str, percent: int) -> dict[str, Any]:
        """Event times while the look changes, with every dock built."""
        preferences = self.window.studio.preferences
        wanted = replace(preferences.value, theme=theme, ui_scale_percent=percent)

        def worn() -> bool:
            there = (current_theme(), ui_scale()) == (theme, percent / 100)
            return there and not theme_is_changing()

        return self.during(lambda: preferences.change(wanted), worn)

    def sheet_of_all_ms(self) -> float:
        """Processor time of one style sheet for the whole application, for comparison [ms]."""
        for part in parts_of(self.application.allWidgets()):
            part.setStyleSheet("")
        self.application.setStyleSheet(style_sheet())
        self.application.processEvents()
        started = time.thread_time()
        self.application.setStyleSheet(style_sheet() + " ")
        return round(1e3 * (time.thread_time() - started), 1)

    def close(self) -> None:
        """End everything."""
        self.window.studio.jobs.cancel()
        self.window.studio.saving.give_up()
        self.window.close()


def large_cloud(count: int) -> GaussianCloud:
    """Random Gaussians in a ball."""
    rng = np.random.default_rng(0)
    means = rng.normal(size=(count, 3)).astype(np.float32) * np.float32(0.2)
    return GaussianCloud(
        means=means,
        quats=np.tile(np.array([1, 0, 0, 0], np.float32), (count, 1)),
        scales=np.full((count, 3), 0.002, np.float32),
        opacities=np.full(count, 0.9, np.float32),
        sh_coeffs=rng.normal(size=(count, 1, 3)).astype(np.float32),
    )


def measure(bench: Bench) -> dict[str, Any]:
    """Event times of each kind of work."""
    studio, state, folder = bench.window.studio, bench.state, bench.folder
    photo = load_samples(samples_folder())[0].path
    has_object = lambda: state.document.gaussian_count > 0 and bench.idle()  # noqa: E731
    rows = {"predict": bench.during(lambda: studio.document.open_path(photo), has_object)}
    simulated = lambda: bool(state.document.takes) and bench.idle()  # noqa: E731
    rows["simulate"] = bench.during(studio.physics.simulate, simulated)
    bench.until(lambda: state.document.takes[-1].complete)
    studio.playback.pause()
    scrubs = bench.scrub_ms()
    settings = VideoSettings(folder / "video.mp4", VideoOptions(size_px=(256, 256)))
    rows["export"] = bench.during(lambda: studio.export.export(settings), bench.idle)
    rows["save"] = bench.during(studio.saving.save, lambda: not state.saving.busy)
    large = folder / "large.ply"
    write_ply(large, large_cloud(LARGE))

    def opened() -> bool:
        return state.document.gaussian_count == LARGE and bench.idle()

    rows["open_1m"] = bench.during(lambda: studio.document.open_path(large), opened)
    workspace = bench.window.workspace
    for dock in workspace.docks:
        workspace.show_dock(dock)
        bench.until(lambda name=dock: name in workspace.panels)
    bench.look("light", 100)  # icons are drawn in a colour once
    for theme, percent in (("dark", 100), ("light", 150), ("light", 100)):
        rows[f"look_{theme}_{percent}"] = bench.look(theme, percent)
    return {
        "during": rows,
        "application_style_sheet_cpu_ms": bench.sheet_of_all_ms(),
        "widgets": len(bench.application.allWidgets()),
        "scrub_ms_median": round(statistics.median(scrubs), 1),
        "scrub_ms_max": round(max(scrubs), 1),
    }


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    results = ResultFile(options.out)
    application = TimedApplication()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PHYS4D_CONFIG_DIR"] = str(folder / "config")
        os.environ["PHYS4D_LOG_DIR"] = str(folder / "log")
        bench = Bench(application, folder)
        rows = measure(bench)
        bench.close()
    results.write(
        {
            "what": "events of the window during jobs",
            **rows,
            "targets": TARGETS,
        }
    )


if __name__ == "__main__":
    main()
