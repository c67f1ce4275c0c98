"""How fast a back-end draws: the random scene that the design's target names."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from render.base import Renderer
from render.camera import Camera
from render.fallback import FallbackRenderer
from render.gaussians import GaussianCloud
from render.kernel_cache import cpu_name
from render.progress import ProgressCallback
from render.registry import open_renderer

BOX_SHARE = 0.75
"""Side of the box of Gaussians over the shorter side of the picture."""
DISTANCE_M = 2.0
WARM_UP_FRAMES = 3
STAGE = "Drawing"


@dataclass(frozen=True, slots=True)
class RasterCase:
    """What is drawn, and with what."""

    gaussian_count: int = 100_000
    """Gaussians."""
    width: int = 512
    """Picture width [px]."""
    height: int = 512
    """Picture height [px]."""
    backend: str = "auto"
    """Name that `render.registry.open_renderer` takes."""
    repeats: int = 20
    """Timed frames."""


def random_scene(gaussian_count: int) -> GaussianCloud:
    """Anisotropic Gaussians of 0.01 to 0.02 m in a box of 1 m, opacity 0.5 to 1, degree 0."""
    rng = np.random.default_rng(0)
    quats = rng.normal(size=(gaussian_count, 4))
    quats /= np.linalg.norm(quats, axis=1, keepdims=True)
    means = rng.uniform(-0.5, 0.5, (gaussian_count, 3))
    scales = rng.uniform(0.01, 0.02, (gaussian_count, 3))
    opacities = rng.uniform(0.5, 1, gaussian_count)
    sh_coeffs = rng.normal(size=(gaussian_count, 1, 3))
    arrays = (means, quats, scales, opacities, sh_coeffs)
    return GaussianCloud(*(array.astype(np.float32) for array in arrays))


def scene_camera(width: int, height: int) -> Camera:
    """View in which the box is `BOX_SHARE` of the shorter side wide."""
    focal_px = BOX_SHARE * min(width, height) * DISTANCE_M
    fov_deg = 2 * np.degrees(np.arctan(0.5 * height / focal_px))
    return Camera.look_at(
        (DISTANCE_M, 0, 0), (0, 0, 0), width=width, height=height, vertical_fov_deg=float(fov_deg)
    )


def measure_raster(case: RasterCase, progress: ProgressCallback) -> Mapping[str, object]:
    """Time whole pictures, from the cloud's arrays to the picture's.

    Args:
        case: What is drawn.
        progress: Told how far it is.

    Returns:
        Milliseconds a frame (median and range), what drew and why it was chosen.

    Raises:
        InputError: If there is no such back-end.
        BackendUnavailableError: If it cannot run here.
    """
    renderer = open_renderer(case.backend)
    cloud, camera = random_scene(case.gaussian_count), scene_camera(case.width, case.height)
    walls, busy = _times(renderer, cloud, camera, case.repeats, progress)
    reason = renderer.choice.reason if isinstance(renderer, FallbackRenderer) else ""
    name = renderer.name
    renderer.close()
    return {
        "backend": name,
        "reason": reason,
        "gaussians": case.gaussian_count,
        "width_px": case.width,
        "height_px": case.height,
        "ms_per_frame": round(statistics.median(walls), 3),
        "ms_per_frame_min": round(min(walls), 3),
        "ms_per_frame_max": round(max(walls), 3),
        "cpu_ms_per_frame": round(busy, 3),
        "frames": case.repeats,
        "cpu": cpu_name(),
    }


def _times(
    renderer: Renderer,
    cloud: GaussianCloud,
    camera: Camera,
    repeats: int,
    progress: ProgressCallback,
) -> tuple[list[float], float]:
    """Wall time of each frame, and mean processor time of one [ms]."""
    for _ in range(WARM_UP_FRAMES):
        renderer.render(cloud, camera)
    walls, busy = [], time.process_time()
    for index in range(repeats):
        progress(STAGE, index / repeats)
        start = time.perf_counter()
        renderer.render(cloud, camera)
        walls.append(1e3 * (time.perf_counter() - start))
    return walls, 1e3 * (time.process_time() - busy) / repeats
