"""nerfstudio: `transforms.json` of posed pictures and `camera_path.json` of its viewer.

Both hold camera-to-world matrices with OpenGL camera axes in a world with Z up. Layouts: the page
"Data conventions" of nerfstudio's documentation and what its viewer writes. `transforms.json` of
Blender data sets (one `camera_angle_x`, square pixels) reads as well. Distortion is left behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from render.cameras.interop.posed_view import (
    FLIP_YZ,
    PosedView,
    fov_deg,
    path_through,
    rigid_rows,
    view_of,
)
from render.cameras.path import CameraPath
from render.formats.axes import WORLD_UP

DEFAULT_FPS = 24.0


def is_transforms(data: object) -> bool:
    """Whether decoded JSON is a `transforms.json`."""
    frames = data.get("frames") if isinstance(data, dict) else None
    return bool(
        isinstance(frames, list)
        and frames
        and isinstance(frames[0], dict)
        and "transform_matrix" in frames[0]
    )


def is_viewer_path(data: object) -> bool:
    """Whether decoded JSON is a `camera_path.json`."""
    return isinstance(data, dict) and isinstance(data.get("camera_path"), list)


def path_of_transforms(data: Mapping[str, Any], *, up: str = WORLD_UP) -> CameraPath:
    """The path through the frames of a decoded `transforms.json`, in their order.

    Args:
        data: The file.
        up: Axis of its world that points up.

    Raises:
        KeyError, TypeError, ValueError: If it is damaged.
        InputError: If it holds no frame.
    """
    views = []
    for frame in data["frames"]:
        lens = {**data, **frame}
        views.append(_view(frame["transform_matrix"], _transforms_fov(lens)))
    return path_through(views, up=up)


def path_of_viewer(data: Mapping[str, Any], *, up: str = WORLD_UP) -> CameraPath:
    """The path through the frames of a decoded `camera_path.json`.

    Args:
        data: The file.
        up: Axis of its world that points up.

    Raises:
        KeyError, TypeError, ValueError: If it is damaged.
        InputError: If it holds no frame.
    """
    fps = float(data.get("fps") or DEFAULT_FPS)
    if not (np.isfinite(fps) and fps > 0):
        raise ValueError(f"{fps:g} frames a second")
    views = [
        _view(np.array(item["camera_to_world"], np.float64).reshape(4, 4), float(item["fov"]))
        for item in data["camera_path"]
    ]
    return path_through(views, up=up, step_s=1 / fps, loop=bool(data.get("is_cycle", False)))


def _view(matrix: Any, vertical_fov_deg: float) -> PosedView:
    pose = rigid_rows(matrix)
    pose[:, :3] = pose[:, :3] @ FLIP_YZ
    return view_of(pose, vertical_fov_deg)


def _transforms_fov(lens: Mapping[str, Any]) -> float:
    """Vertical field of view [degrees] of one frame's keys over those of the file."""
    if "fl_y" in lens or "fl_x" in lens:
        focal_px = float(lens["fl_y"] if "fl_y" in lens else lens["fl_x"])
        height = float(lens["h"]) if "h" in lens else 2 * float(lens["cy"])
        return fov_deg(height, focal_px)
    if "camera_angle_y" in lens:
        return float(np.degrees(lens["camera_angle_y"]))
    tangent = np.tan(float(lens["camera_angle_x"]) / 2)
    aspect = float(lens.get("w", 1)) / float(lens.get("h", 1))
    return float(np.degrees(2 * np.arctan(tangent / aspect)))
