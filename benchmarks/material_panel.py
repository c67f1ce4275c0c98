"""What a drag in the material panel costs the window's thread, event by event.

One event is what the window does for one move of the mouse: edit the state, resolve the panel,
apply what differs, paint it. CPU time of the thread is counted, so other programs do not disturb
it.
Runs without a display: `QT_QPA_PLATFORM=offscreen python -m benchmarks.material_panel`.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from benchmarks.result_file import ResultFile
from sim.class_priors import class_priors
from sim.materials import MaterialClass
from studio.controllers.distribution_controller import DistributionController
from studio.controllers.edit_controller import EditController
from studio.controllers.presets_controller import PresetsController
from studio.state.distribution_drags import Handle
from studio.state.studio_state import StudioState
from studio.views.material.material_panel import MaterialPanel
from studio.views.theme_change import apply_theme

RESULTS = Path(__file__).resolve().parent / "results" / "material_panel.json"
TARGET_MS = 50.0
WIDTH_PX, HEIGHT_PX = 400, 1600


class _Actions(dict[str, QAction]):
    """An action for every name."""

    def __missing__(self, name: str) -> QAction:
        self[name] = QAction(name)
        return self[name]


def _nothing(*_: object) -> None:
    """Stands for verbs that are not measured."""


class Desk:
    """State, controllers and panel without processes."""

    def __init__(self) -> None:
        self.state = StudioState()
        self.edits = EditController(self.state)
        self.distribution = DistributionController(self.state, self.edits)
        self.physics = SimpleNamespace(
            set_law=_nothing, set_number=_nothing, set_quality=_nothing, set_stiffness=_nothing,
            simulate_expressively=_nothing,
        )  # fmt: skip
        self.presets = PresetsController(self.state, self.edits, Path("none"))
        self.state.document.physics = class_priors()
        self.state.document.project = Path("Ball.p4d")
        self.panel = MaterialPanel(self, _Actions())  # type: ignore[arg-type]
        self.panel.resize(WIDTH_PX, HEIGHT_PX)
        self.panel.show_state(self.state)
        self.panel.show()

    def event_ms(self, edit: Callable[[], None], application: QApplication) -> float:
        """CPU time of one edit until it is painted [ms]."""
        start = time.thread_time()
        edit()
        self.panel.show_state(self.state)
        application.processEvents()
        return 1e3 * (time.thread_time() - start)


def measure(moves: int) -> dict[str, dict[str, float]]:
    """Times of each kind of drag [ms]."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application)
    desk = Desk()
    desk.distribution.set_sample_count(64)
    places = np.linspace(0.02, 0.9, moves)
    results = {}
    for name, mixed, edit in _drags(desk):
        desk.distribution.set_mixed(mixed)
        desk.distribution.reset()
        desk.panel.show_state(desk.state)
        application.processEvents()
        desk.distribution.begin_drag(name)
        times = [desk.event_ms(partial(edit, float(x)), application) for x in places]
        desk.distribution.end_drag()
        results[name] = {
            "median_ms": round(float(np.median(times)), 2),
            "p99_ms": round(float(np.percentile(times, 99)), 2),
            "max_ms": round(max(times), 2),
        }
    return results


def _drags(desk: Desk) -> tuple[tuple[str, bool, Callable[[float], None]], ...]:
    controller = desk.distribution
    key = "youngs_modulus_pa"

    def move(handle: Handle) -> Callable[[float], None]:
        return lambda x: controller.drag_handle(key, handle, 6.5, 4.0 + 6.0 * x)

    def nu(x: float) -> None:
        controller.drag_handle("poisson_ratio", Handle.HIGH, 0.4, 0.2 + 0.28 * x)

    return (
        ("bar", False, lambda x: controller.set_probability(MaterialClass.FOAM, x)),
        ("bar, all classes", True, lambda x: controller.set_probability(MaterialClass.FOAM, x)),
        ("centre", False, move(Handle.CENTRE)),
        ("centre, all classes", True, move(Handle.CENTRE)),
        ("width, all classes", True, move(Handle.WIDTH)),
        ("95 %, all classes", True, move(Handle.HIGH)),
        ("95 % of Poisson's ratio, all classes", True, nu),
    )


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=200)
    parser.add_argument("--json", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    results = ResultFile(arguments.json)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    results.write(
        {
            "drags": measure(arguments.moves),
            "samples": 64,
            "moves": arguments.moves,
            "panel_px": [WIDTH_PX, HEIGHT_PX],
            "target_ms": TARGET_MS,
        }
    )


if __name__ == "__main__":
    main()
