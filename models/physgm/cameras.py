"""PhysGM's cameras: rays of the pixels and the average-camera frame with its way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from models.physgm.activations import PixelGaussians
from models.rigid_poses import checked_poses
from render.errors import InputError
from render.quaternion import multiply, quaternion_from_matrix
from render.spherical_harmonics import rotated

DoubleArray = npt.NDArray[np.float64]

_DEGENERATE = 1e-4
_SAME_PLACE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class NetworkFrame:
    """Cameras in the network's world, and the way back to the world they came from.

    A point x of the outer world lies at scale * turn (x - centre) in the network's world.
    """

    camera_to_world: DoubleArray
    """Poses in the network's world, OpenCV axes, shape [V, 4, 4]."""
    turn: DoubleArray
    """Rotation from the outer world to the network's, shape [3, 3]."""
    centre: DoubleArray
    """Mean camera position in the outer world [m], shape [3]."""
    scale: float
    """Length in the network's world of a metre."""

    def restored(self, gaussians: PixelGaussians) -> PixelGaussians:
        """Gaussians of the network's world back in the outer one, in its metres and its up.

        They stay on their device; colours that depend on direction turn with the world.
        """
        like = gaussians.means
        turn = quaternion_from_matrix(self.turn.T)  # wxyz
        product = np.stack([multiply(turn, unit) for unit in np.eye(4)])  # [4, 4]
        colours = gaussians.sh_coeffs
        if colours.shape[-2] > 1:
            turned = rotated(colours.flatten(0, 1).cpu().numpy(), turn[None])
            colours = torch.from_numpy(turned).to(colours).view_as(colours)
        return PixelGaussians(
            means=like / self.scale @ like.new_tensor(self.turn) + like.new_tensor(self.centre),
            quats=gaussians.quats @ like.new_tensor(product),
            scales=gaussians.scales / self.scale,
            opacities=gaussians.opacities,
            sh_coeffs=colours,
        )


def normalized_cameras(
    world_to_camera: npt.ArrayLike, targets: npt.ArrayLike | None = None
) -> NetworkFrame:
    """Express the cameras in the frame of their average, scaled to the target cameras.

    The average has the mean position, the normalised mean viewing direction and the mean image-down
    made orthogonal to it. On a symmetric ring that remainder vanishes; the first camera's then
    decides, which is the limit of giving that camera a little more weight. Translations are divided
    by the largest absolute coordinate of a target camera. Source: PhysGM's public data reader; the
    rule for the ring is ours (there rounding noise decides).

    Args:
        world_to_camera: Rigid poses with OpenCV axes [m], shape [V, 4, 4].
        targets: Poses of the cameras that the scale is taken from, shape [T, 4, 4]; the same
            cameras where None.

    Raises:
        InputError: If a pose is no rigid right-handed transform, or all cameras are in one place.
    """
    poses = checked_poses(world_to_camera)
    outward = _inverse(poses)  # [V, 4, 4]
    turn = _average_axes(outward[:, :3, 1], outward[:, :3, 2])
    centre = outward[:, :3, 3].mean(axis=0)
    reference = outward if targets is None else _inverse(checked_poses(targets))
    reach = float(np.abs((reference[:, :3, 3] - centre) @ turn.T).max())
    if reach < _SAME_PLACE:
        raise InputError(
            f"all {len(poses)} cameras stand in one place, which gives no scale; give views from "
            "several sides"
        )
    moved = outward.copy()
    moved[:, :3, :3] = turn @ outward[:, :3, :3]
    moved[:, :3, 3] = (outward[:, :3, 3] - centre) @ turn.T / reach
    return NetworkFrame(moved, turn, centre, 1 / reach)


def ray_map(
    intrinsics: Sequence[Sequence[float]] | npt.NDArray[np.floating],
    camera_to_world: npt.ArrayLike,
    height: int,
    width: int,
    *,
    dtype: torch.dtype = torch.float32,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Rays through the pixel centres of all views, never in less than float32.

    Args:
        intrinsics: fx, fy, cx, cy [px] of each view, shape [V, 4].
        camera_to_world: Poses in the network's world, shape [V, 4, 4].
        height: Height of the pictures [px].
        width: Width of the pictures [px].
        dtype: Precision, float32 or float64.

    Returns:
        Rays: moment o x d, then unit direction d, shape [V, 6, H, W]; and camera centres o, shape
        [V, 3]. The direction is normalised in the camera's frame and then turned.
    """
    pose = torch.as_tensor(np.asarray(camera_to_world, np.float64)).to(dtype)
    lens = torch.as_tensor(np.asarray(intrinsics, np.float64)).to(dtype)
    fx, fy, cx, cy = lens[:, :, None, None].unbind(1)  # each [V, 1, 1]
    x = (torch.arange(width, dtype=dtype) + 0.5 - cx) / fx  # [V, 1, W]
    y = (torch.arange(height, dtype=dtype)[:, None] + 0.5 - cy) / fy  # [V, H, 1]
    size = (len(lens), height, width)
    seen = torch.stack([x.expand(size), y.expand(size), torch.ones(size, dtype=dtype)], dim=1)
    seen = torch.nn.functional.normalize(seen, dim=1)  # [V, 3, H, W]
    directions = (pose[:, :3, :3] @ seen.flatten(2)).view_as(seen)
    origins = pose[:, :3, 3]
    centres = origins[:, :, None, None].expand_as(directions)
    moments = torch.linalg.cross(centres, directions, dim=1)
    return torch.cat([moments, directions], dim=1), origins


def _inverse(poses: DoubleArray) -> DoubleArray:
    return np.asarray(np.linalg.inv(poses), np.float64)


def _average_axes(down: DoubleArray, forward: DoubleArray) -> DoubleArray:
    """Right, down, forward of the average camera as rows, shape [3, 3]."""
    mean_forward = forward.mean(axis=0)
    if np.linalg.norm(mean_forward) < _DEGENERATE:
        mean_forward = forward[0]
    ahead = mean_forward / np.linalg.norm(mean_forward)
    below = _orthogonal(down.mean(axis=0), ahead)
    if np.linalg.norm(below) < _DEGENERATE:
        below = _orthogonal(down[0], ahead)
    if np.linalg.norm(below) < _DEGENERATE:
        below = _orthogonal(forward[0], ahead)
    below = below / np.linalg.norm(below)
    return np.stack([np.cross(below, ahead), below, ahead])


def _orthogonal(vector: DoubleArray, axis: DoubleArray) -> DoubleArray:
    """The part of a vector across a unit axis, shape [3]."""
    return np.asarray(vector - (vector @ axis) * axis)
