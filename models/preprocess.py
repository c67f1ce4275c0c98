"""From a photo and its mask to the square view that the networks see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from models.edge_colour import object_colour
from models.photo import Photo
from models.rig import RIG_DISTANCE
from models.segmentation import Mask, mask_from_alpha
from render.errors import InputError

FloatArray = npt.NDArray[np.float32]

VIEW_SIZE_PX = 512
DISTANCE_LIMITS = (1.0, 12.0)
"""Camera distances, in longest sides, that an EXIF focal length may lead to."""
SOFT_EDGE_PX = {"alpha": 2, "u2netp": 6, "whole frame": 1, "by hand": 3}
"""Width of the soft edge in a 512 px view [px] by the mask's source."""


@dataclass(frozen=True, slots=True, eq=False)
class ObjectView:
    """The object in the middle of a square picture, with the camera that sees it so."""

    rgba: FloatArray
    """Straight sRGB colour and opacity, 0 to 1, shape [S, S, 4]; colours bleed outwards."""
    camera_K: FloatArray  # noqa: N815  (K is the word for intrinsics everywhere)
    """Intrinsics of the square picture [px], shape [3, 3]."""
    distance_over_size: float
    """Distance of the camera from the object's centre, in longest sides of the object."""
    photo_crop: tuple[float, float, float]
    """Left, top and side [px] of the square in the photo; it may reach beyond the photo."""
    mask: Mask
    """The mask in the photo's pixels."""
    warnings: tuple[str, ...] = ()
    """Sentences for the user."""

    def __post_init__(self) -> None:
        rgba = np.ascontiguousarray(self.rgba, dtype=np.float32)
        intrinsics = np.ascontiguousarray(self.camera_K, dtype=np.float32)
        if rgba.ndim != 3 or rgba.shape[0] != rgba.shape[1] or rgba.shape[2] != 4:
            raise InputError(f"a view's rgba must have shape [S, S, 4], got {rgba.shape}")
        if not np.isfinite(rgba).all():
            raise InputError("a view's rgba must be finite")
        if intrinsics.shape != (3, 3) or not np.isfinite(intrinsics).all():
            raise InputError(f"camera_K must be finite with shape (3, 3), got {intrinsics.shape}")
        if not self.distance_over_size > 0.5:
            raise InputError(
                f"camera distance must be above 0.5 longest sides: {self.distance_over_size:g}"
            )
        object.__setattr__(self, "rgba", rgba)
        object.__setattr__(self, "camera_K", intrinsics)

    @property
    def size_px(self) -> int:
        """Side of the square picture [px]."""
        return int(self.rgba.shape[0])


def prepare(photo: Photo, mask: Mask, *, size_px: int = VIEW_SIZE_PX) -> ObjectView:
    """Cut the object out of a photo and place it as the networks expect it.

    The mask's bounding box is centred and its longer side takes 1/1.7067 of the frame. Without an
    EXIF focal length the camera is the rig's; with one the focal length is the photo's and the
    distance follows from the object's apparent size. The camera is taken to look at the object's
    centre, also where the object lies off the photo's centre.

    Args:
        photo: The photo.
        mask: Its mask, of the same size.
        size_px: Side of the square view [px].

    Returns:
        The view, transparent outside the object and outside the photo.

    Raises:
        InputError: If mask and photo differ in size, or the mask is empty.
    """
    if mask.alpha.shape != photo.rgb.shape[:2]:
        raise InputError(
            f"the mask has {mask.alpha.shape[1]} x {mask.alpha.shape[0]} px, "
            f"the photo {photo.width} x {photo.height}; make them equal"
        )
    left, top, width, height = mask.box
    if width == 0:
        raise InputError("the mask is empty; mark the object or choose the whole frame")
    longer_side = max(width, height)
    side = longer_side * RIG_DISTANCE
    crop = (left + width / 2 - side / 2, top + height / 2 - side / 2, side)
    rgba = _cut_out(photo.rgb, mask, crop, size_px)
    distance = RIG_DISTANCE
    if photo.focal_px is not None:
        distance = float(np.clip(photo.focal_px / longer_side, *DISTANCE_LIMITS))
    focal_px = distance * longer_side * size_px / side
    return ObjectView(
        rgba, _centred_intrinsics(focal_px, size_px), distance, crop, mask, mask.warnings
    )


def view_from_rgba(rgba: FloatArray, K: FloatArray) -> ObjectView:  # noqa: N803
    """Wrap a picture whose camera is known, as evaluation does: nothing is cropped.

    Args:
        rgba: Straight sRGB colour and opacity, 0 to 1, shape [S, S, 4].
        K: Intrinsics [px], shape [3, 3].

    Returns:
        The view at the rig's distance, colours bled outwards.

    Raises:
        InputError: If the picture is not square or shows nothing.
    """
    pixels = np.asarray(rgba, dtype=np.float32)
    if pixels.ndim != 3 or pixels.shape[2] != 4 or pixels[..., 3].max() <= 0:
        raise InputError(f"need a picture of shape [S, S, 4] with an object, got {pixels.shape}")
    alpha = np.clip(pixels[..., 3], 0, 1)
    colour = object_colour(np.clip(pixels[..., :3], 0, 1), alpha, radius_px=1)
    mask = mask_from_alpha(alpha, source="alpha")
    return ObjectView(
        np.dstack([colour, alpha]),
        K,
        RIG_DISTANCE,
        (0.0, 0.0, float(pixels.shape[1])),
        mask,
        mask.warnings,
    )


def _cut_out(
    rgb: FloatArray, mask: Mask, crop: tuple[float, float, float], size_px: int
) -> FloatArray:
    """Resize the crop with premultiplied colour, then divide by alpha and clean the outline."""
    raw_opacity = _resized_crop(mask.alpha, crop, size_px)
    # Lanczos overshoots alike in both, so that the quotient is free of ringing.
    divisor = np.maximum(raw_opacity, 1e-3)
    channels = [_resized_crop(rgb[..., i] * mask.alpha, crop, size_px) / divisor for i in range(3)]
    colour = np.clip(np.dstack(channels), 0, 1).astype(np.float32)
    opacity = np.clip(raw_opacity, 0, 1)
    radius = max(1, round(SOFT_EDGE_PX[mask.source] * size_px / VIEW_SIZE_PX))
    return np.dstack([object_colour(colour, opacity, radius_px=radius), opacity])


def _resized_crop(
    channel: FloatArray, crop: tuple[float, float, float], size_px: int
) -> FloatArray:
    """One channel of a square crop, 0 outside the photo, Lanczos-filtered to `size_px`."""
    left, top, side = crop
    x0, y0 = int(np.floor(left)), int(np.floor(top))
    extent = int(np.ceil(side)) + 2
    canvas = np.zeros((extent, extent), dtype=np.float32)
    height, width = channel.shape
    rows = slice(max(y0, 0), min(y0 + extent, height))
    columns = slice(max(x0, 0), min(x0 + extent, width))
    canvas[rows.start - y0 : rows.stop - y0, columns.start - x0 : columns.stop - x0] = channel[
        rows, columns
    ]
    limits = (left - x0, top - y0, left - x0 + side, top - y0 + side)
    square = Image.fromarray(canvas).resize(
        (size_px, size_px), Image.Resampling.LANCZOS, box=limits
    )
    return np.asarray(square, dtype=np.float32)


def _centred_intrinsics(focal_px: float, size_px: int) -> FloatArray:
    centre = size_px / 2
    return np.array([[focal_px, 0, centre], [0, focal_px, centre], [0, 0, 1]], dtype=np.float32)
