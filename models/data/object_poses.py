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
import numpy.typing as npt

from models.data.rgba_picture import decode_rgba
from models.rigid_poses import checked_pose
from render.atomic_file import write_text_atomic
from render.camera import Camera, intrinsics_matrix
from render.errors import InputError
from render.os_faults import remedy_for

POSE_FILE = "pose.json"


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
    """Pictures and cameras of an object's folder; errors as in `read_pose_file`."""
    return read_pose_file(folder / POSE_FILE)


def read_pose_file(path: Path) -> PoseFile:
    """Pictures and cameras that a pose file names; the pictures lie in its folder.

    Raises:
        InputError: If the file is missing or damaged, a pose is no right-handed rigid transform, or
            a picture is not in the folder; the message names file and frame.
    """
    try:
        poses = parse_poses(path.read_bytes(), path)
    except FileNotFoundError:
        raise InputError(f"{path} is missing; check the path of the pose file") from None
    for at, picture in enumerate(poses.pictures):
        if not picture.file.is_file():
            raise InputError(f"{path}: frame {at}: picture {picture.file} is missing; restore it")
    return poses


def parse_poses(text: bytes, path: Path) -> PoseFile:
    """Pictures and cameras that the text of a pose file names, whether they are there or not.

    Args:
        text: Content of the file.
        path: Where it lies, for messages and the paths of the pictures.

    Raises:
        InputError: If it is damaged or a pose is no right-handed rigid transform; the message names
            file and frame.
    """
    try:
        data = json.loads(text)
        frames, scene_name = list(data["frames"]), str(data.get("scene_name", path.parent.name))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} is no pose file: {error}; write it anew") from None
    if not frames:
        raise InputError(f"{path} has no frames; write it anew")
    return PoseFile(scene_name, tuple(_picture(path, at, frame) for at, frame in enumerate(frames)))


def read_rgba(picture: PosedPicture) -> npt.NDArray[np.uint8]:
    """Straight sRGB colour and coverage of a picture, shape [H, W, 4].

    Raises:
        InputError: If the picture is damaged, has no alpha channel or another size than its camera.
    """
    file, camera = picture
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {file}: {remedy_for(error) or error}") from None
    return decode_rgba(data, str(file), camera)


def write_poses(folder: Path, scene_name: str, pictures: Sequence[PosedPicture]) -> None:
    """Write the `pose.json` of pictures that lie in `folder`."""
    write_text_atomic(folder / POSE_FILE, pose_text(scene_name, pictures))


def pose_text(scene_name: str, pictures: Sequence[PosedPicture]) -> str:
    """The `pose.json` of pictures that lie beside it."""
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
    return json.dumps({"scene_name": scene_name, "frames": frames}, indent=1) + "\n"


def _picture(path: Path, index: int, frame: Mapping[str, Any]) -> PosedPicture:
    """One frame of the file, checked."""
    try:
        name = Path(frame["file_path"])
        lens = [float(frame[key]) for key in ("fx", "fy", "cx", "cy")]
        matrix = checked_pose(frame["w2c"], "w2c")
        camera = Camera(
            intrinsics_matrix(lens).astype(np.float32),
            matrix.astype(np.float32),
            int(frame["w"]),
            int(frame["h"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        reason = f"lacks {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(f"{path}: frame {index}: {reason}") from None
    if name.is_absolute() or ".." in name.parts:
        raise InputError(f"{path}: frame {index}: picture {name} lies outside the folder")
    return PosedPicture(path.parent / name, camera)
