"""From the bytes of an image file to upright, reduced sRGB arrays, by way of Pillow."""

from __future__ import annotations

import logging
import struct
import threading
import warnings
import zlib
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from models.photo_colour import to_srgb
from models.photo_exif import focal_length_px
from render.errors import InputError

FloatArray = npt.NDArray[np.float32]

MAX_MEGAPIXELS = 100
"""Largest picture that is decoded: 100 million pixels take about 0.5 GB while they are reduced."""
MIN_SIDE_PX = 16
"""Shortest side that can show an object."""
MAX_ASPECT = 50
"""Largest ratio of the sides: beyond it nothing is left of the short side after reducing."""
WORKING_SIDE_PX = 2048
"""Longest side kept; larger photos are reduced, the crop for the network has 512 px."""

_FORMATS = (
    *("PNG", "JPEG", "MPO", "WEBP", "TIFF", "BMP", "DIB", "GIF", "HEIF", "AVIF"),
    *("JPEG2000", "PPM"),
)
_FORMATS_SHOWN = "PNG, JPEG, WebP, TIFF, BMP, GIF or HEIC"
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_DECODER_ERRORS = (
    *(OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error),
    *(IndexError, KeyError, TypeError, OverflowError, ZeroDivisionError, MemoryError),
)
"""What Pillow's decoders raise on damaged files."""

_PILLOW_LIMIT_LOCK = threading.Lock()
_LOGGER = logging.getLogger(__name__)


def decode_image(
    stream: BinaryIO, shown_name: str
) -> tuple[FloatArray, FloatArray | None, float | None]:
    """Decode one picture.

    Args:
        stream: The encoded image, seekable, at its start.
        shown_name: How messages call the picture.

    Returns:
        sRGB colour 0 to 1 of shape [H, W, 3]; opacity of shape [H, W] or None where the picture is
        opaque; focal length [px] of these pixels or None.

    Raises:
        InputError: If the bytes are no image, are damaged, or the picture's size is out of range.
    """
    heic_missing = _prepare_heic(stream)
    with _open_header(stream, shown_name, heic_missing=heic_missing) as image:
        _check_size(image.size, shown_name)
        try:
            return _decode_opened(image)
        except _DECODER_ERRORS as error:
            _LOGGER.debug("decoder failed on %s", shown_name, exc_info=True)
            raise InputError(
                f"{shown_name} is damaged or cut off ({_one_line(error)}); copy or export it again"
            ) from None


def _decode_opened(image: Image.Image) -> tuple[FloatArray, FloatArray | None, float | None]:
    full_size = image.size
    image.draft(None, (WORKING_SIDE_PX, WORKING_SIDE_PX))  # JPEG decodes at 1/2, 1/4 or 1/8
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # broken metadata is no reason to refuse a picture
        image.load()
        focal_px = focal_length_px(image, full_size)
        upright = ImageOps.exif_transpose(image)
    srgb = to_srgb(upright, WORKING_SIDE_PX)
    pixels = np.asarray(srgb).astype(np.float32) / np.float32(255)
    if focal_px is not None:
        focal_px *= max(srgb.size) / max(full_size)
    if srgb.mode == "RGBA" and pixels[..., 3].min() < 1:
        return pixels[..., :3].copy(), pixels[..., 3].copy(), focal_px
    return pixels[..., :3].copy(), None, focal_px


def _open_header(stream: BinaryIO, shown_name: str, *, heic_missing: bool) -> Image.Image:
    """Read the header alone, with Pillow's own pixel limit out of the way: ours names the size."""
    Image.init()
    formats = [name for name in _FORMATS if name in Image.OPEN]
    with _PILLOW_LIMIT_LOCK:
        pillow_limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return Image.open(stream, formats=formats)
        except _DECODER_ERRORS:
            _LOGGER.debug("no decoder for %s", shown_name, exc_info=True)
        finally:
            Image.MAX_IMAGE_PIXELS = pillow_limit
    if heic_missing:
        raise InputError(
            f"{shown_name} is a HEIC photo, which needs the package pillow-heif; "
            "install it (pip install pillow-heif) or save the photo as JPEG"
        )
    raise InputError(f"{shown_name} is not an image that can be read; use {_FORMATS_SHOWN}")


def _check_size(size: tuple[int, int], shown_name: str) -> None:
    width, height = size
    if min(size) < MIN_SIDE_PX:
        raise InputError(
            f"{shown_name} is too small: {width} x {height} px, "
            f"at least {MIN_SIDE_PX} x {MIN_SIDE_PX} px; use a larger photo"
        )
    if width * height > MAX_MEGAPIXELS * 1_000_000:
        raise InputError(
            f"{shown_name} is too large: {width} x {height} px = {width * height / 1e6:.0f} "
            f"megapixels, at most {MAX_MEGAPIXELS}; reduce it to {WORKING_SIDE_PX} px first"
        )
    if max(size) > MAX_ASPECT * min(size):
        raise InputError(
            f"{shown_name} is too narrow: {width} x {height} px, the longer side may be "
            f"at most {MAX_ASPECT} times the shorter; crop it around the object"
        )


def _prepare_heic(stream: BinaryIO) -> bool:
    """Register the HEIC decoder where needed; return True if the file needs it and it is absent."""
    head = stream.read(12)
    stream.seek(0)
    if head[4:8] != b"ftyp" or head[8:12] not in _HEIC_BRANDS:
        return False
    try:
        import pillow_heif
    except ImportError:
        return True
    pillow_heif.register_heif_opener()
    return False


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text[:120] if text else type(error).__name__
