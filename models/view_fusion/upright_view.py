"""A view as a camera would have taken it that looks straight at the object, without roll."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.posed_views import PosedViews
from models.view_fusion.object_frame import SOLID
from render.camera import intrinsics_matrix

FloatArray = npt.NDArray[np.float32]
DoubleArray = npt.NDArray[np.float64]

_SAME_PX = 0.5
_STEEPEST = 0.995
_MARGIN = 1.25


@dataclass(frozen=True, slots=True, eq=False)
class UprightView:
    """A picture turned about its camera's centre: what the shape network was trained to see."""

    rgba: FloatArray
    """Straight colour and coverage, shape [H, W, 4]."""
    K: DoubleArray
    """Intrinsics [px], shape [3, 3]."""
    rotation: DoubleArray
    """World to camera axes, shape [3, 3]."""
    eye: DoubleArray
    """Camera centre in the world [m], shape [3]."""

    @property
    def elevation_deg(self) -> float:
        """Angle by which the camera looks down [degrees]."""
        return float(np.degrees(np.arcsin(np.clip(-self.rotation[2, 2], -1, 1))))


def upright_view(views: PosedViews, index: int, centre: DoubleArray) -> UprightView:
    """The view of a camera at the same place that looks at `centre` with the world's up.

    A view that already looks so is handed on as it is; others are resampled once.

    Args:
        views: The posed views.
        index: Which of them.
        centre: What to look at [m], shape [3].
    """
    K = intrinsics_matrix(views.intrinsics[index])  # noqa: N806
    pose = views.world_to_camera[index]
    eye = -pose[:3, :3].T @ pose[:3, 3]
    turned = _looking_at(centre - eye, pose[:3, :3])
    rgba = views.rgba[index]
    homography = K @ pose[:3, :3] @ turned.T @ np.linalg.inv(K)  # upright pixels to given ones
    square = np.isclose(K[0, 0], K[1, 1], rtol=1e-3)
    if square and _greatest_shift(homography, rgba[..., 3]) < _SAME_PX:
        return UprightView(np.asarray(rgba, np.float32), K, pose[:3, :3], eye)
    new_K = _framing(rgba[..., 3], K, turned @ pose[:3, :3].T)  # noqa: N806
    homography = K @ pose[:3, :3] @ turned.T @ np.linalg.inv(new_K)
    return UprightView(_warped(rgba, homography), new_K, turned, eye)


def _looking_at(direction: DoubleArray, given: DoubleArray) -> DoubleArray:
    """Rotation whose z axis is `direction`; straight up or down the given roll is kept."""
    forward = direction / np.linalg.norm(direction)
    up = np.array([0.0, 0.0, 1.0]) if abs(forward[2]) < _STEEPEST else -given[1]
    right = np.cross(forward, up)
    right /= np.linalg.norm(right)
    return np.stack([right, np.cross(forward, right), forward])


def _greatest_shift(homography: DoubleArray, alpha: FloatArray) -> float:
    """How far pixels of the object move [px]."""
    points = _outer_pixels(alpha)
    moved = points @ homography.T
    return float(np.abs(moved[:, :2] / moved[:, 2:] - points[:, :2]).max())


def _outer_pixels(alpha: FloatArray) -> DoubleArray:
    """Homogeneous corners of the mask's rows, shape [N, 3]."""
    solid = alpha > SOLID
    rows = np.nonzero(solid.any(axis=1))[0]
    first, last = solid[rows].argmax(axis=1), solid.shape[1] - solid[rows, ::-1].argmax(axis=1)
    ends = [np.stack([first, rows], 1), np.stack([last, rows + 1], 1)]
    points = np.concatenate(ends).astype(np.float64)
    return np.concatenate([points, np.ones((len(points), 1))], axis=1)


def _framing(alpha: FloatArray, K: DoubleArray, turn: DoubleArray) -> DoubleArray:  # noqa: N803
    """Intrinsics of a square picture, as long as the given one, that holds the turned mask."""
    rays = _outer_pixels(alpha) @ np.linalg.inv(K).T @ turn.T
    flat = rays[:, :2] / rays[:, 2:]
    low, high = flat.min(axis=0), flat.max(axis=0)
    side = max(alpha.shape)
    focal = min(float(np.sqrt(K[0, 0] * K[1, 1])), side / (_MARGIN * float((high - low).max())))
    middle = side / 2 - focal * (low + high) / 2
    return np.array([[focal, 0, middle[0]], [0, focal, middle[1]], [0, 0, 1]])


def _warped(rgba: FloatArray, homography: DoubleArray) -> FloatArray:
    """The picture at places given by a homography, transparent outside it."""
    axis = np.arange(max(rgba.shape[:2])) + 0.5
    x, y = np.meshgrid(axis, axis)
    source = np.stack([x, y, np.ones_like(x)], axis=-1) @ homography.T
    column, row = (source[..., at] / source[..., 2] - 0.5 for at in (0, 1))
    alpha = rgba[..., 3]
    weighted = np.dstack([rgba[..., :3] * alpha[..., None], alpha])
    out = np.stack(
        [ndimage.map_coordinates(weighted[..., at], [row, column], order=1) for at in range(4)],
        axis=-1,
    )
    out[..., :3] /= np.maximum(out[..., 3:], 1e-4)
    return np.asarray(out.clip(0, 1), np.float32)
