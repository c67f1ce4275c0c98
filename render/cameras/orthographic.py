"""`OrthographicMotion`: any camera motion in orthographic projection."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.cameras.motion import CameraMotion
from render.errors import InputError
from render.framing import MARGIN, center_of, corners_of

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

NEAREST_SUBJECT_M = 1e-3
"""A camera that comes closer to its subject keeps the size it has at this distance [m]."""

_MOMENTS = 25
_HEIGHT_PX = 1000


@dataclass(frozen=True, slots=True)
class OrthographicMotion(CameraMotion):
    """A motion whose pictures show a subject in the size that perspective ones do."""

    motion: CameraMotion
    """The perspective motion."""
    subject_m: tuple[float, float, float]
    """Point whose size is kept [m]."""
    zoom: float = 1.0
    """Factor on the size in the picture."""

    def __post_init__(self) -> None:
        if not (np.isfinite(self.zoom) and self.zoom > 0):
            raise InputError(f"zoom must be > 0, got {self.zoom:g}")

    @property
    def is_loop(self) -> bool:
        """As the motion."""
        return self.motion.is_loop

    def camera(self, fraction: float, width: int, height: int) -> Camera:
        """View at a fraction of the clip; see `CameraMotion.camera`."""
        view = self.motion.camera(fraction, width, height)
        depth = float(view.project([self.subject_m])[1][0])
        flat = view.orthographic(max(depth, NEAREST_SUBJECT_M))
        intrinsics = flat.K.copy()
        intrinsics[:2, :2] *= self.zoom
        return replace(flat, K=intrinsics)


def orthographic_motion(
    motion: CameraMotion, boxes: FloatArray, *, aspect: float = 1.0
) -> OrthographicMotion:
    """A motion in orthographic projection, framed as the perspective one; one that is so, itself.

    Whenever a perspective picture holds all boxes, so does the orthographic one, as closely.

    Args:
        motion: Perspective motion.
        boxes: Robust bounds of every frame [m], shape [T, 2, 3].
        aspect: Width over height of the picture.
    """
    if isinstance(motion, OrthographicMotion):
        return motion
    x, y, z = (float(value) for value in center_of(boxes))
    plain = OrthographicMotion(motion, (x, y, z))
    corners = corners_of(boxes)
    zooms = []
    for fraction in np.linspace(0, 1, _MOMENTS):
        size = (max(round(_HEIGHT_PX * aspect), 1), _HEIGHT_PX)
        if _extent(motion.camera(float(fraction), *size), corners) <= 1.02:
            zooms.append(1 / _extent(plain.camera(float(fraction), *size), corners))
    return replace(plain, zoom=min(zooms)) if zooms else plain


def _extent(camera: Camera, corners: Float64Array) -> float:
    """Extent of the corners over that of the picture without its margin; infinite from inside."""
    pixels, depths = camera.project(corners)
    if (depths <= 0).any():
        return float("inf")
    half = np.array([camera.width, camera.height]) / 2
    return max(float((np.abs(pixels / half - 1)).max()) * MARGIN, 1e-6)
