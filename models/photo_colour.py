"""Any Pillow mode and colour profile to 8-bit sRGB, with alpha where the picture has it."""

from __future__ import annotations

import io
import logging

import numpy as np
from PIL import Image, ImageCms

_COLOUR_SPACE_OF_MODE = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK", "LAB": "Lab"}
"""ICC colour space that a profile must have to describe pixels of a Pillow mode."""

_LOGGER = logging.getLogger(__name__)


def to_srgb(image: Image.Image, longest_side_px: int) -> Image.Image:
    """Convert to sRGB and reduce.

    Args:
        image: A loaded picture of any mode.
        longest_side_px: Larger pictures are reduced to this side; colour is premultiplied by alpha
            meanwhile (Pillow does so for LA and RGBA), so that hidden colours do not bleed in.

    Returns:
        Picture in mode RGB, or RGBA where the source has an alpha channel or a transparent colour.
    """
    profile = image.info.get("icc_profile")
    flat = _without_palette(image)
    flat.thumbnail((longest_side_px, longest_side_px), Image.Resampling.LANCZOS)
    alpha = flat.getchannel("A") if flat.mode in ("LA", "RGBA") else None
    colour = flat.convert(flat.mode[:-1]) if alpha is not None else flat
    srgb = _apply_profile(colour, profile)
    if alpha is not None:
        srgb.putalpha(alpha)
    return srgb


def _without_palette(image: Image.Image) -> Image.Image:
    """Bring every mode to one of L, LA, RGB, RGBA, CMYK, LAB."""
    mode = image.mode
    if mode.startswith("I") or mode == "F":
        return _from_deep_grey(image)
    if mode in ("P", "PA") or ("transparency" in image.info and mode in ("1", "L", "RGB")):
        transparent = mode == "PA" or "transparency" in image.info
        return image.convert("RGBA" if transparent else "RGB")
    replacement = {
        "1": "L",
        "La": "LA",
        "RGBa": "RGBA",
        "RGBX": "RGB",
        "YCbCr": "RGB",
        "HSV": "RGB",
    }
    # A copy, because the caller reduces it in place.
    return image.convert(replacement[mode]) if mode in replacement else image.copy()


def _from_deep_grey(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits or float to 8 bits.

    The full scale is 65535 for 16 bits; for 32 bits and float it is the smallest of 1, 255, 65535
    that holds the largest value, else that value itself.
    """
    values = np.asarray(image).astype(np.float64)
    values = np.where(np.isfinite(values), values, 0)
    full_scale = 65535.0
    if not image.mode.startswith("I;16"):
        largest = float(values.max())
        full_scale = next((scale for scale in (1.0, 255.0, 65535.0) if largest <= scale), largest)
    return Image.fromarray(np.uint8(np.clip(values / full_scale, 0, 1) * 255 + 0.5))


def _apply_profile(colour: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert L, RGB, CMYK or LAB to RGB in sRGB; a profile that does not fit is ignored."""
    try:
        source = _source_profile(colour.mode, profile)
        if source is not None:
            converted = ImageCms.profileToProfile(
                colour,
                source,
                ImageCms.createProfile("sRGB"),
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
            if converted is not None:
                return converted
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
        _LOGGER.warning("the photo's colour profile cannot be used, sRGB is assumed: %s", error)
    return colour.convert("RGB")


def _source_profile(mode: str, profile: bytes | None) -> ImageCms.ImageCmsProfile | None:
    if not profile:
        return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")) if mode == "LAB" else None
    opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    space = opened.profile.xcolor_space.strip()
    if space != _COLOUR_SPACE_OF_MODE[mode]:
        _LOGGER.warning("the photo's profile is for %s, its pixels are %s: ignored", space, mode)
        return None
    return opened
