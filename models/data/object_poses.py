"""`pose.json` of an object's folder: which picture was taken by which camera.

The layout is PhysGM's: `{"scene_name", "frames": [{"file_path", "w2c": 4x4, "h", "w", "fx", "fy",
"cx", "cy"}, …]}`, OpenCV axes, world Z up, lengths in units of the object's longest side.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from render.atomic_file import write_text_atomic
from render.camera import Camera
from render.errors import InputError

POSE_FILE = "pose.json"

_TOLERANCE = 1e-3


class PosedPicture(NamedTuple):
    """A picture file and its camera."""

    file: Path
    """RGBA picture."""
    camera: Camera
    """Camera with the picture's size; lengths in the file's units."""


class PoseFile(NamedTuple):
    """What a `pose.json` holds."""

    scene_name: str
    """Name of the object."""
    pictures: tuple[PosedPicture, ...]
    """Pictures in the file's order."""


def read_poses(folder: Path) -> PoseFile:
    """Pictures and cameras of an object's folder.

    Raises:
        InputError: If the file is missing or damaged, a pose is no right-handed rigid transform, or
            a picture is not in the folder; the message names file and frame.
    """
    path = folder / POSE_FILE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        frames, scene_name = list(data["frames"]), str(data.get("scene_name", folder.name))
    except FileNotFoundError:
        raise InputError(f"{path} is missing; name a folder of posed pictures") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} is no pose file: {error}; write it anew") from None
    if not frames:
        raise InputError(f"{path} has no frames; write it anew")
    return PoseFile(scene_name, tuple(_picture(path, at, frame) for at, frame in enumerate(frames)))


def write_poses(folder: Path, scene_name: str, pictures: Sequence[PosedPicture]) -> None:
    """Write the `pose.json` of pictures that lie in `folder`."""
    frames = [
        {
            "file_path": picture.file.name,
            "w2c": picture.camera.world_to_camera.astype(np.float64).tolist(),
            "h": picture.camera.height,
            "w": picture.camera.width,
            "fx": float(picture.camera.K[0, 0]),
            "fy": float(picture.camera.K[1, 1]),
            "cx": float(picture.camera.K[0, 2]),
            "cy": float(picture.camera.K[1, 2]),
        }
        for picture in pictures
    ]
    text = json.dumps({"scene_name": scene_name, "frames": frames}, indent=1) + "\n"
    write_text_atomic(folder / POSE_FILE, text)


def _picture(path: Path, index: int, frame: Mapping[str, Any]) -> PosedPicture:
    """One frame of the file, checked."""
    try:
        name = Path(frame["file_path"])
        fx, fy, cx, cy = (float(frame[key]) for key in ("fx", "fy", "cx", "cy"))
        matrix = np.array(frame["w2c"], np.float64)
        camera = Camera(
            np.array([[fx, 0, cx], [0, fy, cy], [0, 0, 1]], np.float32),
            matrix.astype(np.float32),
            int(frame["w"]),
            int(frame["h"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        reason = f"lacks {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(f"{path}: frame {index}: {reason}") from None
    if not np.abs(matrix[3] - [0, 0, 0, 1]).max() <= _TOLERANCE:
        raise InputError(f"{path}: frame {index}: the last row of w2c must be 0 0 0 1")
    if name.is_absolute() or ".." in name.parts:
        raise InputError(f"{path}: frame {index}: picture {name} lies outside the folder")
    picture = path.parent / name
    if not picture.is_file():
        raise InputError(f"{path}: frame {index}: picture {picture} is missing; restore it")
    return PosedPicture(picture, camera)
