"""`PreviewWriter`: small pictures of projects that have no photo, drawn when nothing else is."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import numpy as np

from render.atomic_file import atomic_path
from render.base import Renderer
from render.camera import Camera
from render.framing import center_of, fitting_distance, robust_bounds
from render.gaussians import GaussianCloud
from sim.project import CLOUD_NAME, PHOTO_NAME, PREVIEW_NAME
from studio.jobs.scene_reader import SceneReader
from studio.jobs.view_messages import SceneRef

_log = logging.getLogger(__name__)
SIDE_PX = 384
AZIMUTH_DEG = 30.0
ELEVATION_DEG = 15.0
_FOV_DEG = 40.0


class PreviewWriter:
    """Looks once at every project whether its picture is there and as new as its splats."""

    def __init__(self, renderer: Renderer, reader: SceneReader) -> None:
        """Draw with a renderer what a reader reads."""
        self._renderer = renderer
        self._reader = reader
        self._seen: dict[Path, int] = {}

    def write_missing(self, scene: SceneRef) -> bool:
        """Draw the preview of a project where it lacks one.

        Returns:
            Whether there was something to do.
        """
        project = scene.project
        try:
            stamp = (project / CLOUD_NAME).stat().st_mtime_ns
        except OSError:
            return False
        if self._seen.get(project) == stamp:
            return False
        self._seen[project] = stamp
        try:
            path = project / PREVIEW_NAME
            drawn = path.exists() and path.stat().st_mtime_ns >= stamp
            if drawn or (project / PHOTO_NAME).exists():
                return False
            png = draw_preview(self._reader.cloud(SceneRef(project), 0), self._renderer)
            with atomic_path(path) as temporary:
                temporary.write_bytes(png)
        except (OSError, ValueError, RuntimeError) as error:  # it only decorates lists
            _log.info("%s has no preview: %s", project, error)
        return True


def draw_preview(cloud: GaussianCloud, renderer: Renderer) -> bytes:
    """The object from the front and a little above, before nothing, as a PNG file in memory."""
    from PIL import Image

    box = robust_bounds(cloud)[None]
    target = center_of(box)
    distance = fitting_distance(
        box,
        target,
        azimuths_deg=(AZIMUTH_DEG,),
        elevation_deg=ELEVATION_DEG,
        vertical_fov_deg=_FOV_DEG,
    )
    camera = Camera.orbit(
        target,
        radius=distance,
        azimuth_deg=AZIMUTH_DEG,
        elevation_deg=ELEVATION_DEG,
        width=SIDE_PX,
        height=SIDE_PX,
        vertical_fov_deg=_FOV_DEG,
    )
    output = renderer.render(cloud, camera)
    alpha = np.clip(output.alpha, 0, 1)[..., None]
    color = np.clip(output.color / np.maximum(alpha, 1e-3), 0, 1)
    pixels = (np.concatenate([color, alpha], axis=-1) * 255 + 0.5).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()
