"""Pictures with poses in one JSON file: PhysGM's `pose.json` and the `cameras.json` of 3DGS.

`pose.json`: `{"frames": [{"w2c": 4x4, "fx", "fy", "cx", "cy", "w", "h"}, …]}`, OpenCV axes, Z up.
`cameras.json`, which INRIA's trainer writes beside a splat file: `[{"position", "rotation" (from
camera axes, OpenCV, to the world), "fy", "height", …}, …]` in the axes of the splat file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from render.cameras.interop.posed_view import (
    COLMAP_UP,
    fov_deg,
    path_through,
    rigid_rows,
    view_of,
)
from render.cameras.path import CameraPath
from render.formats.axes import WORLD_UP


def is_pose_json(data: object) -> bool:
    """Whether decoded JSON is a `pose.json`."""
    frames = data.get("frames") if isinstance(data, dict) else None
    return bool(
        isinstance(frames, list) and frames and isinstance(frames[0], dict) and "w2c" in frames[0]
    )


def is_inria_json(data: object) -> bool:
    """Whether decoded JSON is a `cameras.json` of 3DGS."""
    return bool(
        isinstance(data, list)
        and data
        and isinstance(data[0], dict)
        and {"position", "rotation"} <= set(data[0])
    )


def path_of_poses(data: Mapping[str, Any], *, up: str = WORLD_UP) -> CameraPath:
    """The path through the frames of a decoded `pose.json`, in their order.

    Args:
        data: The file.
        up: Axis of its world that points up.

    Raises:
        KeyError, TypeError, ValueError: If it is damaged.
        InputError: If it holds no frame.
    """
    views = []
    for frame in data["frames"]:
        turned = rigid_rows(frame["w2c"])
        position = -turned[:, :3].T @ turned[:, 3]
        matrix = np.column_stack([turned[:, :3].T, position])
        views.append(view_of(matrix, fov_deg(float(frame["h"]), float(frame["fy"]))))
    return path_through(views, up=up)


def path_of_inria(data: Sequence[Mapping[str, Any]], *, up: str = COLMAP_UP) -> CameraPath:
    """The path through the entries of a decoded `cameras.json`, in order of their pictures.

    Args:
        data: The file.
        up: Axis of the splat file that points up.

    Raises:
        KeyError, TypeError, ValueError: If it is damaged.
        InputError: If it holds no camera.
    """
    ordered = sorted(data, key=lambda entry: str(entry.get("img_name", "")))
    views = [
        view_of(
            np.column_stack([np.array(entry["rotation"], np.float64), entry["position"]]),
            fov_deg(float(entry["height"]), float(entry["fy"])),
        )
        for entry in ordered
    ]
    return path_through(views, up=up)
