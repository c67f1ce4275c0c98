"""What selecting among a million Gaussians costs: the window's thread, and the view process.

CPU time is counted: of the thread for what the window does when an answer comes, and of the whole
process for finding the answer (the view process does that, so the window goes on meanwhile).
Every question is asked from a new view each time, and those of the picture from the same view, too.
"""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from render.atomic_file import write_text_atomic
from render.camera import Camera
from render.cpu_tiles.renderer import CpuTilesRenderer
from render.gaussians import GaussianCloud
from render.kernel_cache import cpu_name
from sim.scene.shapes import Box
from studio.controllers.shown_look import look_at
from studio.jobs.cloud_look import CloudLook, dressed
from studio.jobs.question_desk import QuestionDesk
from studio.jobs.view_messages import SceneRef
from studio.jobs.view_questions import (
    Choice,
    ChooseQuestion,
    ConnectedAt,
    Floaters,
    HistogramQuestion,
    LikeColor,
    PickQuestion,
    Polygon,
    Question,
    Sight,
    Stroke,
    ValueRange,
)
from studio.state.bitmask import BitMask
from studio.state.resolve_selection import resolve_selection
from studio.state.selection import SelectionMode, combined
from studio.state.studio_state import StudioState

RESULTS = Path(__file__).resolve().parent / "results" / "selection.json"
COUNT = 1_000_000
PANE = (1280, 720)
TARGET_MS = 50.0
REPEATS = 3
IN_PICTURE = ("rectangle", "lasso_200_corners", "brush_200_points", "rectangle_surface_only")
SCENE = SceneRef(Path("synthetic"))


class OneCloud:
    """Stands for the reader of the view process."""

    def __init__(self, cloud: GaussianCloud) -> None:
        self._cloud = cloud

    def cloud(self, _scene: SceneRef, _frame: int) -> GaussianCloud:
        """The cloud, whatever is asked for."""
        return self._cloud


def ball(count: int) -> GaussianCloud:
    """A coloured ball of half a metre over the ground, its surface three Gaussians thick."""
    rng = np.random.default_rng(0)
    means = rng.normal(size=(count, 3))
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    means *= rng.uniform(0.24, 0.25, (count, 1))
    return GaussianCloud(
        (means + np.array([0, 0, 0.5])).astype(np.float32),
        np.tile(np.array([1, 0, 0, 0], np.float32), (count, 1)),
        np.full((count, 3), 0.6 * 0.25 * np.sqrt(4 * np.pi / count), np.float32),
        rng.uniform(0.3, 1, count).astype(np.float32),
        rng.normal(0, 0.8, (count, 1, 3)).astype(np.float32),
    )


def questions(sight: Sight) -> dict[str, Question]:
    """What is asked, by name."""
    width, height = PANE
    middle = (width / 2, height / 2)
    frame = Polygon(((0, 0), (width, 0), (width, height), (0, height)))
    turn = np.linspace(0, 2 * np.pi, 200)
    lasso = Polygon(tuple((640 + 200 * np.cos(a), 360 + 150 * np.sin(a)) for a in turn.tolist()))
    stroke = Stroke(tuple((400.0 + 2 * step, 360.0) for step in range(200)), 32.0)
    choices: dict[str, Choice] = {
        "rectangle": frame,
        "lasso_200_corners": lasso,
        "brush_200_points": stroke,
        "box": Box((0.1, 0.1, 0.1), (0, 0, 0.6)),
        "opacity_range": ValueRange("opacity", 0.4, 0.6),
        "hue_range": ValueRange("hue", 0, 40),
        "colour": LikeColor((0.5, 0.4, 0.3), 0.1),
        "connected_part": ConnectedAt(middle, 0.02),
        "floaters": Floaters(0.5),
    }
    asked: dict[str, Question] = {
        name: ChooseQuestion(sight, choice) for name, choice in choices.items()
    }
    asked["rectangle_surface_only"] = ChooseQuestion(sight, frame, through=False)
    asked["pick"] = PickQuestion(sight, middle)
    asked["histogram"] = HistogramQuestion(sight, "size")
    return asked


def window_work() -> dict[str, Callable[[], object]]:
    """What the window does itself when an answer comes, by name."""
    rng = np.random.default_rng(1)
    first, second = (BitMask.of(rng.random(COUNT) < 0.3) for _ in range(2))
    state = StudioState()
    state.document.gaussian_count = COUNT
    state.selection.mask, state.selection.hidden, state.selection.removed = first, second, first
    return {
        "join_answer": lambda: combined(first, second.without(first), SelectionMode.ADD),
        "resolve_panel": lambda: resolve_selection(state),
        "look_of_a_picture": lambda: hash(look_at(state, SCENE)),
    }


def timed_ms(work: Callable[[], object], clock: Callable[[], float], repeats: int) -> float:
    """Median time of a call [ms] by a clock [s], after one that warms up."""
    work()
    spent = []
    for _ in range(repeats):
        start = clock()
        work()
        spent.append((clock() - start) * 1e3)
    return float(np.median(spent))


def sight_from(azimuth_deg: float) -> Sight:
    """The ball from one side."""
    width, height = PANE
    camera = Camera.orbit(
        (0, 0, 0.5),
        radius=0.9,
        azimuth_deg=azimuth_deg,
        elevation_deg=15,
        width=width,
        height=height,
    )
    return Sight(SCENE, 0, camera)


def asked_ms(desk: QuestionDesk, asked: list[Question]) -> float:
    """Median CPU time [ms] of answers but the first, which warms up."""
    waiting = iter(asked)
    spent = timed_ms(lambda: desk.answer(next(waiting)), time.process_time, len(asked) - 1)
    return round(spent, 1)


def measure() -> dict[str, object]:
    """All times [ms] under snake-case names."""
    cloud = ball(COUNT)
    desk = QuestionDesk(CpuTilesRenderer(), OneCloud(cloud))  # type: ignore[arg-type]
    views = [questions(sight_from(azimuth_deg)) for azimuth_deg in range(30, 30 + REPEATS + 1)]
    view = {name: asked_ms(desk, [one[name] for one in views]) for name in views[0]}
    again = {name: asked_ms(desk, [views[0][name]] * (REPEATS + 1)) for name in IN_PICTURE}
    look = CloudLook(selected=BitMask.full(COUNT), unseen=BitMask.none(COUNT))
    view["tint_all"] = round(timed_ms(lambda: dressed(cloud, look), time.process_time, 3), 1)
    window = {
        name: round(timed_ms(work, time.thread_time, 9), 2) for name, work in window_work().items()
    }
    return {
        "gaussians": COUNT,
        "window_thread_cpu_ms": window,
        "window_target_ms": TARGET_MS,
        "view_process_cpu_ms": view,
        "view_process_same_view_cpu_ms": again,
    }


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=RESULTS, help="JSON file to write")
    options = parser.parse_args()
    found = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "device": cpu_name(),
        "python": platform.python_version(),
        **measure(),
    }
    write_text_atomic(options.out, json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
