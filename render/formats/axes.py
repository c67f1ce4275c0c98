"""Which axis of a splat file points up, and the turns between those conventions.

Splat files hold no gravity; each format has an axis that its tools take for up. Every turn keeps
the file's x to the right of who looks along its forward axis, so that nothing is ever mirrored.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]

WORLD_UP = "+z"
"""Up axis of the world, of projects and of takes."""

_TO_WORLD: Mapping[str, tuple[tuple[int, int, int], ...]] = {
    "+z": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "-z": ((1, 0, 0), (0, -1, 0), (0, 0, -1)),
    "+y": ((1, 0, 0), (0, 0, -1), (0, 1, 0)),
    "-y": ((1, 0, 0), (0, 0, 1), (0, -1, 0)),
    "+x": ((0, 0, -1), (0, 1, 0), (1, 0, 0)),
    "-x": ((0, 0, 1), (0, 1, 0), (-1, 0, 0)),
}
"""Axis that points up in the file -> rotation that turns it to +z."""

UP_AXES = tuple(_TO_WORLD)
"""Axes that may point up in a file."""


def turn_between(source: str, target: str) -> FloatArray:
    """Rotation matrix from axes with one up axis to axes with another, shape [3, 3].

    Args:
        source: Up axis before: one of `UP_AXES`.
        target: Up axis after.

    Raises:
        InputError: If an axis is unknown.
    """
    for axis in (source, target):
        if axis not in _TO_WORLD:
            raise InputError(f"up axis {axis!r} is unknown; use one of: {' '.join(UP_AXES)}")
    return np.array(_TO_WORLD[target], np.float32).T @ np.array(_TO_WORLD[source], np.float32)


def turned(cloud: GaussianCloud, *, source: str, target: str) -> GaussianCloud:
    """The cloud in axes whose up axis is `target` instead of `source`.

    Args:
        cloud: Gaussians in axes with `source` up.
        source: One of `UP_AXES`.
        target: One of `UP_AXES`; the cloud itself is returned where it is the same.

    Raises:
        InputError: If an axis is unknown.
    """
    turn = turn_between(source, target)
    if source == target:
        return cloud
    return cloud.transformed(turn, np.zeros(3, np.float32))
