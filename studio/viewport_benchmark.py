"""How smooth the viewport is: the window's own path without the window.

Without a graphics card pictures come from the view process: its controller turns the camera as a
dragging hand does, asks for pictures and takes them. With one, OpenGL draws a cloud whose every
Gaussian moves.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from render.base import FloatArray
from render.errors import BackendUnavailableError, InputError
from render.kernel_cache import cpu_name
from render.opengl.probe import probe_opengl
from render.progress import ProgressCallback
from render.raster_speed import random_scene, scene_camera
from studio.controllers.picture_cache import PictureKey
from studio.doctor_machine import usable_cores

if TYPE_CHECKING:
    from studio.jobs.view_runner import Picture, ViewRunner

STAGE = "Moving the camera"
START_SECONDS = 120.0
"""Time for the view process to compile its kernels."""
REST_SECONDS = 30.0
DRAG_STEP_S = 1 / 60
TURN = 0.004
"""Drag between two steps, in shares of the pane's height."""
POLL_S = 0.002
FAST_GAUSSIANS, FAST_PX, FAST_FRAMES = 300_000, (1920, 1080), 120


@dataclass(frozen=True, slots=True)
class ViewportCase:
    """What is looked at."""

    gaussian_count: int = 60_000
    """Gaussians of the object."""
    width: int = 1280
    """Width of the pane [px]."""
    height: int = 720
    """Height of the pane [px]."""
    seconds: float = 6.0
    """How long the camera moves [s]."""


def measure_viewport(case: ViewportCase, progress: ProgressCallback) -> Mapping[str, object]:
    """Frames a second while moving, their resolution, and the time to a full one at rest.

    Args:
        case: What is looked at.
        progress: Told how far it is.

    Returns:
        Figures of the view process, and of OpenGL or why it was not measured.

    Raises:
        InputError: If the view process does not answer.
    """
    with tempfile.TemporaryDirectory(prefix="phys4d-bench-") as folder:
        drawn = _measure_view_process(case, Path(folder), progress)
    return {
        "gaussians": case.gaussian_count,
        "pane_px": [case.width, case.height],
        **drawn,
        "cpu": cpu_name(),
        "cores": usable_cores(),
        "opengl": _measure_opengl(),
    }


def _measure_opengl() -> Mapping[str, object]:
    """A moving cloud drawn by the graphics card, or why there is none."""
    try:
        driver = probe_opengl()
        if driver.is_software:
            return {"not_run": f"no graphics card: {driver.renderer} draws on the CPU"}
        from render.opengl.speed import measure_moving

        return measure_moving(random_scene(FAST_GAUSSIANS), scene_camera(*FAST_PX), FAST_FRAMES)
    except BackendUnavailableError as error:
        return {"not_run": str(error)}


def _measure_view_process(
    case: ViewportCase, folder: Path, progress: ProgressCallback
) -> Mapping[str, object]:
    from studio.jobs.view_runner import ViewRunner

    runner = ViewRunner()
    runner.start()
    try:
        hand = _Hand(case, folder, runner)
        hand.wait(hand.full_picture_shown, START_SECONDS)
        moving = hand.drag(case.seconds, progress)
        rested = hand.wait(hand.full_picture_shown, REST_SECONDS)
    finally:
        runner.close()
    return {**moving, "seconds_to_full_resolution": round(rested, 3)}


class _Hand:
    """Turns the camera and counts the pictures that come back."""

    def __init__(self, case: ViewportCase, folder: Path, runner: ViewRunner) -> None:
        from sim.project import Project
        from sim.project_manifest import ProjectManifest
        from studio.controllers.viewport_controller import ViewportController
        from studio.state.studio_state import StudioState

        cloud = random_scene(case.gaussian_count)
        project = Project.create(folder / "bench.p4d", ProjectManifest(size_m=1.0), cloud)
        state = StudioState()
        state.document.project = project.path
        state.document.gaussian_count = case.gaussian_count
        low, high = cloud.bounds(percentile=1)
        state.viewport.bounds = (_corner(low), _corner(high))
        self._case, self._runner, self._state = case, runner, state
        self._shown: Picture | None = None
        self._controller = ViewportController(state, runner)
        self._controller.on_picture = self._take
        self._controller.set_pane(case.width, case.height)
        self._controller.frame()
        self._widths: list[int] = []
        self._draw_ms: list[float] = []

    def full_picture_shown(self) -> bool:
        """Whether the picture that is shown has the present view and the pane's resolution."""
        picture, camera = self._shown, self._state.viewport.camera
        if picture is None or picture.query.camera.width != self._case.width:
            return False
        return isinstance(picture.tag, PictureKey) and picture.tag.camera == camera

    def wait(self, condition: Callable[[], bool], limit_s: float) -> float:
        """Let pictures come until a condition holds; the time it took [s]."""
        start = time.perf_counter()
        while not condition():
            self._poll()
            if time.perf_counter() - start > limit_s:
                raise InputError(f"the view process gave no picture within {limit_s:.0f} s")
        return time.perf_counter() - start

    def drag(self, seconds: float, progress: ProgressCallback) -> Mapping[str, object]:
        """Turn the camera for a while and rest."""
        self._widths.clear()
        self._draw_ms.clear()
        self._controller.set_interacting(True)
        start = step_due = time.perf_counter()
        while (now := time.perf_counter()) - start < seconds:
            if now >= step_due:
                step_due += DRAG_STEP_S
                self._controller.orbit(TURN, 0.0)
                progress(STAGE, (now - start) / seconds)
            self._poll()
        widths, draw_ms = list(self._widths), sorted(self._draw_ms)
        self._controller.set_interacting(False)
        return {
            "moving_fps": round(len(widths) / seconds, 2),
            "moving_linear_resolution_min": round(min(widths, default=0) / self._case.width, 3),
            "ms_per_frame": round(draw_ms[len(draw_ms) // 2], 2) if draw_ms else None,
            "frames": len(widths),
        }

    def _poll(self) -> None:
        from studio.jobs.view_runner import Picture

        self._controller.update()
        for message in self._runner.poll():
            if isinstance(message, Picture):
                self._draw_ms.append(message.draw_ms)
                self._controller.take_picture(message)
        time.sleep(POLL_S)

    def _take(self, picture: Picture) -> None:
        self._shown = picture
        self._widths.append(picture.query.camera.width)


def _corner(values: FloatArray) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in values)
    return x, y, z
