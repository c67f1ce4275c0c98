"""How one cloud becomes another of the same Gaussians: the turn and stretch of each."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import numpy.typing as npt

from render.clips.frame_pose import FramePose
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.quaternion import (
    conjugate,
    matrix_from_quaternion,
    multiply,
    normalized,
    quaternion_from_matrix,
)

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

SMALLEST_SCALE_M = 1e-7
"""Standard deviations are taken to be no smaller than this [m]."""
_ORDERS = np.array(list(permutations(range(3))))


def pose_between(
    rest: GaussianCloud, cloud: GaussianCloud, before: FloatArray | None = None
) -> FramePose:
    """The pose that makes `cloud` of `rest`.

    A Gaussian does not say which of its axes is which, so that the one is taken that turned least
    since the frame before.

    Args:
        rest: Rest cloud, world [m].
        cloud: The same Gaussians later, world [m].
        before: Turns against rest in the frame before, unit quaternions wxyz, shape [N, 4]; None
            for rest itself.

    Returns:
        Centres, turns and stretches; nothing is hidden.

    Raises:
        InputError: If the counts differ.
    """
    if cloud.gaussian_count != rest.gaussian_count:
        raise InputError(
            f"a frame has {cloud.gaussian_count} Gaussians, the first one {rest.gaussian_count}; "
            "a clip needs the same ones in every frame"
        )
    own = rest.quats.astype(np.float64)
    expected = own if before is None else normalized(multiply(before.astype(np.float64), own))
    found = np.asarray(matrix_from_quaternion(cloud.quats.astype(np.float64)), np.float64)
    wanted = np.asarray(matrix_from_quaternion(expected), np.float64)
    order, signs = nearest_axes(wanted, found)
    named = np.take_along_axis(found, order[:, None, :], axis=2) * signs[:, None, :]
    turns = normalized(multiply(quaternion_from_matrix(named), conjugate(own)))
    axes = np.asarray(matrix_from_quaternion(own), np.float64)
    sizes = np.take_along_axis(cloud.scales.astype(np.float64), order, axis=1)
    ratios = np.maximum(sizes, SMALLEST_SCALE_M) / np.maximum(rest.scales, SMALLEST_SCALE_M)
    stretches = (axes * ratios[:, None, :]) @ axes.transpose(0, 2, 1)
    return FramePose(cloud.means, turns.astype(np.float32), stretches.astype(np.float32))


def nearest_axes(
    wanted: Float64Array, found: Float64Array
) -> tuple[npt.NDArray[np.int64], Float64Array]:
    """Order and signs of the columns of `found` that bring them nearest to those of `wanted`.

    Args:
        wanted: Rotations, shape [N, 3, 3].
        found: Rotations, shape [N, 3, 3].

    Returns:
        Column indices and signs, both of shape [N, 3]; together they make proper rotations.
    """
    overlaps = wanted.transpose(0, 2, 1) @ found
    columns = np.arange(3)
    sums = np.stack([np.abs(overlaps[:, columns, order]).sum(axis=1) for order in _ORDERS], axis=1)
    order = _ORDERS[sums.argmax(axis=1)]
    chosen = np.take_along_axis(overlaps, order[:, :, None], axis=2)[:, :, 0]
    signs = np.where(chosen < 0, -1.0, 1.0)
    named = np.take_along_axis(found, order[:, None, :], axis=2) * signs[:, None, :]
    mirrored = np.linalg.det(named) < 0
    weakest = np.abs(chosen).argmin(axis=1)
    signs[mirrored, weakest[mirrored]] *= -1
    return order, signs
