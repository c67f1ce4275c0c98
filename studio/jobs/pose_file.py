"""Pose files: a picture whose camera is known, in the JSON of PhysGM's example data.

`{"frames": [{"file_path": "000.png", "w2c": 4x4, "fx": 512, "fy": 512, "cx": 256, "cy": 256,
"w": 512, "h": 512}, …]}`; the first frame is used, its picture lies beside the file. Cameras have
OpenCV axes, the world has Z up.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError, damage_of

FloatArray = npt.NDArray[np.float32]

POSE_SUFFIX = ".json"
EXPECTED = 'expected {"frames": [{"file_path", "w2c", "fx", "fy", "cx", "cy"}]}'


@dataclass(frozen=True, slots=True, eq=False)
class PosedPicture:
    """A picture file and the camera that took it."""

    picture: Path
    """Picture file."""
    intrinsics_px: FloatArray
    """Intrinsics [px], shape [3, 3]."""
    elevation_deg: float
    """Elevation of the camera above the horizon of the world's origin [degrees]."""


def read_pose_file(path: Path) -> PosedPicture:
    """Read the first frame of a pose file.

    Raises:
        InputError: If it is missing, not such a file, or names no picture.
    """
    try:
        frame = json.loads(path.read_text(encoding="utf-8"))["frames"][0]
        return _posed_picture(frame, path.parent)
    except FileNotFoundError:
        raise InputError(f"pose file {path} does not exist; check the path") from None
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise InputError(f"{path} is no pose file ({damage_of(error)}); {EXPECTED}") from None


def _posed_picture(frame: dict[str, Any], folder: Path) -> PosedPicture:
    focal_x, focal_y = float(frame["fx"]), float(frame["fy"])
    intrinsics = np.array(
        [[focal_x, 0, frame["cx"]], [0, focal_y, frame["cy"]], [0, 0, 1]], np.float32
    )
    world_to_camera = np.array(frame["w2c"], np.float64).reshape(4, 4)
    position = -world_to_camera[:3, :3].T @ world_to_camera[:3, 3]
    distance = float(np.linalg.norm(position))
    if not (np.isfinite(intrinsics).all() and math.isfinite(distance) and distance > 0):
        raise ValueError("the camera is not finite")
    picture = folder / str(frame["file_path"])
    return PosedPicture(picture, intrinsics, math.degrees(math.asin(position[2] / distance)))
