"""The camera of a video from what a person names: a preset or a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.cameras.motion import RIG_ELEVATION_DEG, CameraMotion
from render.cameras.path_file import read_camera_motion
from render.cameras.placement import Placement
from render.cameras.presets import PRESETS, camera_preset
from render.errors import InputError

FloatArray = npt.NDArray[np.float32]


def check_camera(camera: str) -> None:
    """Refuse what is neither a preset nor a readable camera file.

    Raises:
        InputError: With the value and what it could be.
    """
    if camera in PRESETS:
        return
    if not Path(camera).exists():
        raise InputError(f"camera {camera!r} is neither a preset ({', '.join(PRESETS)}) nor a file")
    read_camera_motion(Path(camera))


def open_camera(
    camera: str,
    boxes: FloatArray,
    *,
    azimuth_deg: float = 0.0,
    elevation_deg: float = RIG_ELEVATION_DEG,
    aspect: float = 1.0,
    placement: Placement | None = None,
) -> CameraMotion:
    """The moving camera of a video.

    Args:
        camera: One of `PRESETS` or a file that `read_camera_motion` reads.
        boxes: Bounds that a preset keeps in the picture [m], shape [T, 2, 3].
        azimuth_deg: Azimuth of the photo [degrees].
        elevation_deg: Elevation of the photo's camera [degrees].
        aspect: Width over height of the picture.
        placement: How a splat file was brought into the world, see `read_camera_motion`.

    Raises:
        InputError: If it is neither.
    """
    if camera not in PRESETS:
        check_camera(camera)
        return read_camera_motion(Path(camera), placement)
    return camera_preset(
        camera, boxes, azimuth_deg=azimuth_deg, elevation_deg=elevation_deg, aspect=aspect
    )
