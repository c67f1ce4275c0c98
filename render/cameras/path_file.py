"""Camera motions in files: reads every format by its content, writes by its suffix."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from render.atomic_file import write_text_atomic
from render.cameras.motion import CameraMotion
from render.cameras.path_json import EXPECTED, is_camera_path, motion_from_json, motion_to_json
from render.errors import InputError


def read_camera_motion(path: Path) -> CameraMotion:
    """Read a file that `write_camera_motion` or a person wrote.

    Raises:
        InputError: If it cannot be read or is no camera path; the message says what is expected.
    """
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    except ValueError as error:
        raise InputError(f"{path} is not a JSON file: {error}") from error
    if not is_camera_path(data):
        raise InputError(f"{path} is not a camera path; {EXPECTED}")
    try:
        return motion_from_json(data)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def write_camera_motion(path: Path, motion: CameraMotion) -> None:
    """Write an orbit, a move or a keyframed path as JSON.

    Args:
        path: File to write, all or nothing.
        motion: What to write.

    Raises:
        InputError: If the file cannot be written or files hold no such motion.
    """
    text = json.dumps(motion_to_json(motion), indent=2)
    try:
        write_text_atomic(path, text + "\n")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from error
