"""Camera motions in files: reads every format by its content, writes by its suffix."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from render.atomic_file import write_text_atomic
from render.cameras.interop.blender import write_blender_script
from render.cameras.interop.colmap import find_colmap, read_colmap
from render.cameras.interop.nerfstudio import (
    is_transforms,
    is_viewer_path,
    path_of_transforms,
    path_of_viewer,
)
from render.cameras.interop.pose_json import (
    is_inria_json,
    is_pose_json,
    path_of_inria,
    path_of_poses,
)
from render.cameras.interop.sampling import CameraFrames
from render.cameras.interop.usd import write_usd_camera
from render.cameras.motion import CameraMotion
from render.cameras.path_json import EXPECTED, is_camera_path, motion_from_json, motion_to_json
from render.cameras.placement import Placement
from render.errors import InputError, damage_of
from render.formats.axes import WORLD_UP
from render.os_faults import remedy_for

MAX_BYTES = 64 * 1024**2
"""Largest JSON file that is taken for a camera path [bytes]."""

WRITTEN_SUFFIXES = (".json", ".usda", ".usdc", ".usd", ".usdz", ".py")
"""Our own JSON, USD, and a script for Blender."""

_OTHERS = (
    "or COLMAP's cameras and images, nerfstudio's transforms.json or camera_path.json, a "
    "pose.json, or the cameras.json beside a splat file"
)
_FOREIGN = (
    (is_viewer_path, path_of_viewer, "nerfstudio camera path"),
    (is_transforms, path_of_transforms, "transforms.json"),
    (is_pose_json, path_of_poses, "pose.json"),
    (is_inria_json, path_of_inria, "cameras.json"),
)


def read_camera_motion(path: Path, placement: Placement | None = None) -> CameraMotion:
    """Read a file that `write_camera_motion` or a person wrote, or the cameras of another program.

    Cameras of other programs belong to the splats that were made from their pictures.

    Args:
        path: JSON file, or file or folder of a COLMAP reconstruction.
        placement: How those splats were brought into the world; None only turns what was aligned
            by COLMAP from -y up to Z up. Files of our own are in the world and stay there.

    Raises:
        InputError: If it cannot be read or is no camera path; the message says what is expected.
    """
    folder = find_colmap(path)
    if folder is not None:
        if placement is None:
            return read_colmap(folder)
        return placement.placed(read_colmap(folder, up=WORLD_UP))
    data = _decoded(path)
    if is_camera_path(data):
        try:
            return motion_from_json(data)
        except InputError as error:
            raise InputError(f"{path}: {error}") from error
    for matches, read, name in _FOREIGN:
        if matches(data):
            return _foreign(path, data, read, name, placement)
    raise InputError(f"{path} is not a camera path; {EXPECTED}, {_OTHERS}")


def write_camera_motion(
    path: Path, motion: CameraMotion, frames: CameraFrames | None = None
) -> None:
    """Write a motion in the format that the suffix names.

    Args:
        path: .json (orbits, moves and keyframed paths as they are), .usda, .usdc, .usd, .usdz (an
            animated camera) or .py (a script for Blender); all or nothing.
        motion: What to write.
        frames: Moments that USD and Blender get; None takes the usual.

    Raises:
        InputError: If the file cannot be written or its format holds no such motion.
    """
    suffix = path.suffix.lower()
    if suffix not in WRITTEN_SUFFIXES:
        known = ", ".join(WRITTEN_SUFFIXES)
        raise InputError(f"cannot write a camera as {path.name}; choose one of {known}")
    if suffix == ".py":
        write_blender_script(path, motion, frames or CameraFrames())
    elif suffix != ".json":
        write_usd_camera(path, motion, frames or CameraFrames())
    else:
        text = json.dumps(motion_to_json(motion), indent=2)
        try:
            write_text_atomic(path, text + "\n")
        except OSError as error:
            raise InputError(f"cannot write {path}: {remedy_for(error) or error}") from error


def _decoded(path: Path) -> Any:
    if path.is_dir():
        raise InputError(f"{path} is a folder without COLMAP's cameras and images; name a file")
    if path.suffix.lower() in WRITTEN_SUFFIXES[1:]:
        raise InputError(
            f"{path}: cameras for USD and Blender are written, not read; name a .json file"
        )
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path} is larger than {MAX_BYTES // 1024**2} MB; {EXPECTED}")
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot read {path}: {remedy_for(error) or error}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{path} is not a JSON file; camera files hold our own, {_OTHERS}"
        ) from error


def _foreign(
    path: Path, data: Any, read: Any, name: str, placement: Placement | None
) -> CameraMotion:
    try:
        if placement is not None:
            return placement.placed(read(data, up=WORLD_UP))
        motion: CameraMotion = read(data)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise InputError(f"{path}: damaged {name} ({damage_of(error)}); export it again") from error
    return motion
