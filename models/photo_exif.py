"""The focal length that a camera wrote into a photo, in pixels."""

from __future__ import annotations

import math

from PIL import ExifTags, Image

FILM_DIAGONAL_MM = math.hypot(36.0, 24.0)
"""Diagonal of the 35 mm film frame; CIPA DCG-001 defines equivalent focal lengths by it."""
PLAUSIBLE_FOCAL_OVER_SIDE = (0.3, 40.0)
"""Focal lengths outside this multiple of the longest side are taken for wrong entries."""

_MM_PER_UNIT = {2: 25.4, 3: 10.0, 4: 1.0, 5: 0.001}
"""EXIF FocalPlaneResolutionUnit: inch, centimetre, millimetre, micrometre."""


def focal_length_px(image: Image.Image, full_size: tuple[int, int]) -> float | None:
    """Focal length in pixels of the full-size photo, or None where EXIF does not tell.

    The entry for 35 mm film comes first; else focal length times sensor resolution.

    Args:
        image: A loaded picture.
        full_size: Width and height [px] of the stored picture, before any reduction.
    """
    try:
        exif = image.getexif().get_ifd(ExifTags.IFD.Exif)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError):
        return None
    focal_px = _from_film_equivalent(exif, full_size) or _from_sensor(exif, full_size)
    low, high = (factor * max(full_size) for factor in PLAUSIBLE_FOCAL_OVER_SIDE)
    return focal_px if focal_px is not None and low <= focal_px <= high else None


def _from_film_equivalent(exif: dict[int, object], full_size: tuple[int, int]) -> float | None:
    equivalent_mm = _positive(exif.get(ExifTags.Base.FocalLengthIn35mmFilm))
    if equivalent_mm is None:
        return None
    return equivalent_mm / FILM_DIAGONAL_MM * math.hypot(*full_size)


def _from_sensor(exif: dict[int, object], full_size: tuple[int, int]) -> float | None:
    focal_mm = _positive(exif.get(ExifTags.Base.FocalLength))
    resolution = _positive(exif.get(ExifTags.Base.FocalPlaneXResolution))
    unit = _positive(exif.get(ExifTags.Base.FocalPlaneResolutionUnit)) or 2  # EXIF default: inch
    if focal_mm is None or resolution is None or int(unit) not in _MM_PER_UNIT:
        return None
    shot_px = max(
        _positive(exif.get(tag)) or 0
        for tag in (ExifTags.Base.ExifImageWidth, ExifTags.Base.ExifImageHeight)
    )
    reduction = max(full_size) / shot_px if shot_px else 1.0
    return focal_mm * resolution / _MM_PER_UNIT[int(unit)] * reduction


def _positive(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) and number > 0 else None
