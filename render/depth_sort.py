"""Order of Gaussians by camera depth, for back-ends that blend from far to near.

numpy sorts 16-bit keys by radix: 3 to 5 ms for 250,000 Gaussians on one core, with no numba in the
window's process.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.camera import Camera

KEY_STEPS = 65535
"""Steps of depth over the range of the bulk of the Gaussians."""

SAMPLE_COUNT = 4096
"""Gaussians that the range is estimated from."""


def camera_depths(means: npt.NDArray[np.float32], camera: Camera) -> npt.NDArray[np.float32]:
    """Depth of centres along the viewing direction [m], shape [N]."""
    return np.asarray(means @ camera.world_to_camera[2, :3] + camera.world_to_camera[2, 3])


def depth_order(
    means: npt.NDArray[np.float32], camera: Camera, *, exact: bool = False
) -> npt.NDArray[np.uint32]:
    """Indices of Gaussians from far to near.

    Args:
        means: Centres in the world [m], shape [N, 3].
        camera: View; Gaussians behind its near plane come last, in any order.
        exact: Whether any difference of depth counts; takes about three times as long.

    Returns:
        Indices, shape [N]; of equally deep Gaussians the one of the lower index is nearer.
        Unless exact, Gaussians within 1/65535 of the bulk's depth range of one another, and
        strays more than that range off it, count as equally deep.
    """
    depths = np.clip(camera_depths(means, camera), camera.near_plane, camera.far_plane)
    if not depths.size:
        return np.empty(0, np.uint32)
    nearest_first = _exact_order(depths) if exact else _coarse_order(depths)
    return np.ascontiguousarray(nearest_first[::-1]).astype(np.uint32)


def _exact_order(depths: npt.NDArray[np.float32]) -> npt.NDArray[np.intp]:
    """Indices from near to far, in two passes over the halves of the bits of positive floats."""
    bits = depths.view(np.uint32)
    order = np.argsort(bits.astype(np.uint16), kind="stable")
    high = (bits >> 16).astype(np.uint16)[order]
    return order[np.argsort(high, kind="stable")]


def _coarse_order(depths: npt.NDArray[np.float32]) -> npt.NDArray[np.intp]:
    """Indices from near to far by 16-bit keys."""
    near, far = _useful_range(depths)
    step = KEY_STEPS / max(far - near, 1e-12)
    keys = ((np.clip(depths, near, far) - near) * np.float32(step)).astype(np.uint16)
    return np.argsort(keys, kind="stable")


def _useful_range(depths: npt.NDArray[np.float32]) -> tuple[float, float]:
    """Depths between which the keys are spent, so that a few strays far away cost no precision."""
    sample = depths[:: max(len(depths) // SAMPLE_COUNT, 1)]
    low, high = np.percentile(sample, [1, 99])
    room = max(high - low, 1e-6)
    near, far = max(float(depths.min()), low - room), min(float(depths.max()), high + room)
    return (float(near), float(far)) if near < far else (float(depths.min()), float(depths.max()))
