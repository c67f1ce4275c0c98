"""How fast OpenGL draws a cloud whose every Gaussian moves, as the window does."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping

import numpy as np
from vispy import gloo

from render.base import RenderSettings
from render.camera import Camera
from render.gaussians import GaussianCloud
from render.opengl.context import OffscreenContext
from render.opengl.scene_visual import SceneVisual
from render.opengl.targets import Target

SWAY_M = 0.02
WARM_UP_FRAMES = 3


def measure_moving(cloud: GaussianCloud, camera: Camera, frame_count: int) -> Mapping[str, object]:
    """Upload, sort and draw frame after frame off-screen, each finished before the next.

    Args:
        cloud: What sways to and fro.
        camera: View with picture size.
        frame_count: Timed frames.

    Returns:
        Frames a second (of the median), milliseconds a frame and the driver.

    Raises:
        BackendUnavailableError: If OpenGL 3.3 cannot run here.
    """
    context = OffscreenContext()
    visual, screen = SceneVisual(), Target()
    screen.resize(camera.width, camera.height)
    visual.splats.set_cloud(cloud)
    walls = []
    for frame in range(WARM_UP_FRAMES + frame_count):
        means = cloud.means + np.float32(SWAY_M * np.sin(0.2 * frame))
        start = time.perf_counter()
        visual.splats.set_geometry(means, cloud.quats, cloud.scales, cloud.opacities)
        with screen.drawing():
            visual.draw(camera, RenderSettings())
            gloo.finish()
        walls.append(1e3 * (time.perf_counter() - start))
    driver = context.report()
    context.close()
    walls = walls[WARM_UP_FRAMES:]
    return {
        "moving_fps": round(1e3 / statistics.median(walls), 2),
        "ms_per_frame": round(statistics.median(walls), 3),
        "ms_per_frame_min": round(min(walls), 3),
        "ms_per_frame_max": round(max(walls), 3),
        "gaussians": cloud.gaussian_count,
        "width_px": camera.width,
        "height_px": camera.height,
        "driver": driver.renderer,
        "driver_kind": driver.kind,
    }
