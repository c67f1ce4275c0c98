"""What a person knows of a photo's camera, brought into the photo before it is cut out."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from render.errors import InputError

if TYPE_CHECKING:
    from models.photo import Photo

FloatArray = npt.NDArray[np.float32]

FOV_RANGE_DEG = (5.0, 120.0)
"""Vertical field of view that a photo may have [degrees]."""
ROLL_RANGE_DEG = (-180.0, 180.0)


@dataclass(frozen=True, slots=True)
class PhotoCamera:
    """Field of view and roll of the camera; None or 0 where nothing is known."""

    vertical_fov_deg: float | None = None
    """Vertical field of view [degrees]; None takes what the file says, else the usual camera's."""
    roll_deg: float = 0.0
    """Turn of the camera about its axis, clockwise as the photographer sees it [degrees]."""

    def __post_init__(self) -> None:
        fov, (low, high) = self.vertical_fov_deg, FOV_RANGE_DEG
        if fov is not None and not low <= fov <= high:
            raise InputError(
                f"field of view {fov:g} degrees is outside {low:g} to {high:g}; "
                "a phone's main camera has about 50"
            )
        if not ROLL_RANGE_DEG[0] <= self.roll_deg <= ROLL_RANGE_DEG[1]:
            raise InputError(f"roll {self.roll_deg:g} degrees is outside -180 to 180 degrees")


def levelled(photo: Photo, mask: FloatArray, camera: PhotoCamera) -> tuple[Photo, FloatArray]:
    """A photo and its mask as a level camera of the known lens would have taken them.

    Args:
        photo: The photo as it was read.
        mask: Coverage of the object 0 to 1, shape [H, W].
        camera: What is known.

    Returns:
        Photo and mask, larger where turning needs room; what lies outside the photo is white and
        uncovered.
    """
    if camera.vertical_fov_deg is not None:
        half = math.radians(camera.vertical_fov_deg) / 2
        photo = replace(photo, focal_px=0.5 * photo.height / math.tan(half))
    if camera.roll_deg == 0:
        return photo, mask
    rgb = [_turned(photo.rgb[..., channel], camera.roll_deg, 1.0) for channel in range(3)]
    alpha = None if photo.alpha is None else _turned(photo.alpha, camera.roll_deg, 0.0)
    turned = replace(photo, rgb=np.dstack(rgb), alpha=alpha)
    return turned, _turned(mask, camera.roll_deg, 0.0)


def vertical_fov_deg(photo: Photo) -> float | None:
    """Vertical field of view of a photo [degrees]; None where its lens is unknown."""
    if photo.focal_px is None:
        return None
    return 2 * math.degrees(math.atan(0.5 * photo.height / photo.focal_px))


def _turned(channel: FloatArray, roll_deg: float, outside: float) -> FloatArray:
    """One channel turned so that a camera rolled clockwise becomes level, 0 to 1."""
    from PIL import Image

    picture = Image.fromarray(np.ascontiguousarray(channel, np.float32))
    turned = picture.rotate(-roll_deg, Image.Resampling.BICUBIC, expand=True, fillcolor=outside)
    return np.asarray(turned, np.float32).clip(0, 1)
