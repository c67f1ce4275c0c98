"""How long a dropped photo takes to become an object on screen, and to move, in a warm window.

Run it on an otherwise idle machine; without a display:

    QT_QPA_PLATFORM=offscreen python -m benchmarks.drop
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from benchmarks.result_file import ResultFile
from studio.app import build_window, make_application
from studio.state.samples import load_samples, samples_folder
from studio.views.main_window import MainWindow

RESULTS = Path(__file__).parent / "results" / "drop.json"
TARGETS = {"object_visible_s": 8.0, "first_frame_after_s": 4.0}
TIMEOUT_S = 300.0


def until(done: Callable[[], bool]) -> float:
    """Let the window work until something holds; returns the moment [s]."""
    end = time.perf_counter() + TIMEOUT_S
    while not done():
        if time.perf_counter() > end:
            raise SystemExit("the window did not get there in time")
        QApplication.processEvents()
        time.sleep(0.001)
    return time.perf_counter()


def drop(window: MainWindow, photo: Path) -> None:
    """Let a file fall on the window, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    still = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(300, 300), *how, still))
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), *how, still))


def dropped_s(window: MainWindow, photo: Path) -> tuple[float, float]:
    """Seconds from dropping until the object is painted, and from then to the first frame."""
    studio, state = window.studio, window.studio.state
    shown = [0]
    show = studio.viewport.on_picture

    def on_picture(*arguments: object) -> None:
        shown[0] += state.document.gaussian_count > 0
        show(*arguments)

    studio.viewport.on_picture = on_picture
    before = state.document.project
    started = time.perf_counter()
    drop(window, photo)
    until(lambda: state.document.project not in (None, before))
    shown[0] = 0
    visible = until(lambda: shown[0] > 0)
    moving = until(lambda: any(take.frame_count > 0 for take in state.document.takes))
    until(lambda: state.jobs.active is None)
    studio.viewport.on_picture = show
    studio.saving.give_up()
    return visible - started, moving - visible


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("-o", "--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    results = ResultFile(options.out)
    photos = [sample.path for sample in load_samples(samples_folder())]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PHYS4D_CONFIG_DIR"] = str(folder / "config")
        os.environ["PHYS4D_LOG_DIR"] = str(folder / "log")
        make_application()
        preferences = folder / "preferences.json"
        wanted = {"quality": "sketch", "projects_folder": str(folder / "projects")}
        preferences.write_text(json.dumps(wanted))
        window = build_window(preferences_file=preferences)
        window.show()
        until(lambda: window.studio.state.jobs.compute == "ready")
        dropped_s(window, photos[0])  # warm: weights are read, kernels are loaded
        measured = [dropped_s(window, photos[at % len(photos)]) for at in range(options.repeats)]
        window.close()
    visible, moving = zip(*measured, strict=True)
    results.write(
        {
            "what": "a bundled photo dropped on a warm window, sketch quality",
            "object_visible_s": round(statistics.median(visible), 2),
            "object_visible_s_max": round(max(visible), 2),
            "first_frame_after_s": round(statistics.median(moving), 2),
            "first_frame_after_s_max": round(max(moving), 2),
            "repeats": options.repeats,
            "targets": TARGETS,
        }
    )


if __name__ == "__main__":
    main()
