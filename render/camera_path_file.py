"""Camera paths as JSON files."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from render.atomic_file import write_text_atomic
from render.camera_path import CameraKeyframe, CameraMotion, CameraOrbit, CameraPath, OrbitSweep
from render.errors import InputError

FORMAT = "phys4d-camera-path"
VERSION = 1

EXPECTED = (
    f'expected {{"format": "{FORMAT}", "version": {VERSION}, "keyframes": [{{"time_s": 0, '
    '"position_m": [x, y, z], "target_m": [x, y, z]}, …]} or an "orbit"'
)


def write_camera_path(path: Path, motion: CameraOrbit | CameraPath) -> None:
    """Write an orbit or a keyframed path.

    Args:
        path: JSON file to write, all or nothing.
        motion: What to write.

    Raises:
        InputError: If the file cannot be written.
    """
    key = "orbit" if isinstance(motion, CameraOrbit) else "keyframes"
    content = asdict(motion)
    data = content if key == "orbit" else content["keyframes"]
    text = json.dumps({"format": FORMAT, "version": VERSION, key: data}, indent=2)
    try:
        write_text_atomic(path, text + "\n")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from error


def read_camera_path(path: Path) -> CameraMotion:
    """Read a file that `write_camera_path` or a person wrote.

    Raises:
        InputError: If it cannot be read or is no camera path; the message says what is expected.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    except ValueError as error:
        raise InputError(f"{path} is not a JSON file: {error}") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InputError(f"{path} is not a camera path; {EXPECTED}")
    if data.get("version") != VERSION:
        raise InputError(
            f"{path} is a camera path of version {data.get('version')}; this program reads "
            f"version {VERSION}, update it"
        )
    try:
        if "orbit" in data:
            return _orbit(data["orbit"])
        return CameraPath(tuple(_keyframe(item) for item in data["keyframes"]))
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path} is a damaged camera path ({error!r}); {EXPECTED}") from error


def _vector(values: Any) -> tuple[float, float, float]:
    x, y, z = values
    return float(x), float(y), float(z)


def _orbit(data: dict[str, Any]) -> CameraOrbit:
    numbers = {key: float(data[key]) for key in data if key not in ("target_m", "sweep")}
    return CameraOrbit(
        target_m=_vector(data["target_m"]),
        sweep=OrbitSweep(data.get("sweep", OrbitSweep.SWING)),
        **numbers,
    )


def _keyframe(data: dict[str, Any]) -> CameraKeyframe:
    optional = {key: float(data[key]) for key in ("vertical_fov_deg", "roll_deg") if key in data}
    return CameraKeyframe(
        time_s=float(data["time_s"]),
        position_m=_vector(data["position_m"]),
        target_m=_vector(data["target_m"]),
        **optional,
    )
