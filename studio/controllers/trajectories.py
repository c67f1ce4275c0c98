"""Where a take's centre of mass and a few of its splats go, in pixels of a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from sim.sweep.motion import MotionSummary
from studio.jobs.view_runner import Picture
from studio.state.studio_state import StudioState

DRAWN_POINTS = 6
"""Splats whose paths are drawn beside the centre's."""

Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Paths of one take."""

    center_px: Line
    """Path of the centre of mass, a point a frame [px]."""
    points_px: tuple[Line, ...]
    """Paths of some splats [px]."""
    width_px: int
    """Width of the picture that they are pixels of."""
    frame_count: int
    """Frames that the paths span."""


def trajectories(
    state: StudioState, first: Picture | None, second: Picture | None
) -> tuple[Trajectory, Trajectory] | None:
    """Paths of the two takes that the pictures show; None while one is missing."""
    if state.gallery.comparison != "trajectories":
        return None
    found = [_trajectory(state, picture) for picture in (first, second)]
    one, other = found
    return None if one is None or other is None else (one, other)


def _trajectory(state: StudioState, picture: Picture | None) -> Trajectory | None:
    name = None if picture is None else picture.query.scene.take_name
    if picture is None or name is None:
        return None
    run = state.candidates.run(name)
    motion = state.gallery.motion(name)
    if motion is None and run is not None and run.result is not None:
        motion = run.result.motion
    return None if motion is None else projected(motion, picture.query.camera)


def projected(motion: MotionSummary, camera: Camera) -> Trajectory:
    """Paths of a motion in a camera's picture."""
    tracked = motion.track.points()
    chosen = np.linspace(0, tracked.shape[1] - 1, min(DRAWN_POINTS, tracked.shape[1]))
    points = tuple(
        _line(camera, tracked[:, index]) for index in chosen.round().astype(int)
    )  # fmt: skip
    return Trajectory(
        _line(camera, np.array(motion.center_m)), points, camera.width, motion.frame_count
    )


def _line(camera: Camera, places_m: npt.NDArray[np.floating]) -> Line:
    pixels, depths = camera.project(places_m)
    shown = np.where((depths > 0)[:, None], pixels, np.nan)
    return tuple((float(x), float(y)) for x, y in shown)
