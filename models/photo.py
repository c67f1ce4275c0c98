"""Reading one photo of any common kind into float sRGB, or saying in one line why not."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from models.photo_decoding import decode_image
from render.errors import InputError

FloatArray = npt.NDArray[np.float32]

MIN_CONTRAST = 4 / 255
"""Smallest range of any colour channel over a photo that can show something."""
PASTED_NAME = "pasted picture"

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """One upright photo as it looks on an sRGB screen."""

    rgb: FloatArray
    """Straight (not premultiplied) sRGB colour, 0 to 1, shape [H, W, 3]."""
    alpha: FloatArray | None
    """Opacity 0 to 1, shape [H, W]; None where every pixel is opaque."""
    focal_px: float | None
    """Focal length in pixels of this array, from EXIF; None where the file does not tell."""
    name: str
    """File name without suffix, for projects and messages."""

    def __post_init__(self) -> None:
        rgb = np.ascontiguousarray(self.rgb, dtype=np.float32)
        if rgb.ndim != 3 or rgb.shape[2] != 3 or not np.isfinite(rgb).all():
            raise InputError(f"a photo's rgb must be finite with shape [H, W, 3], got {rgb.shape}")
        object.__setattr__(self, "rgb", rgb)
        if self.alpha is not None:
            alpha = np.ascontiguousarray(self.alpha, dtype=np.float32)
            if alpha.shape != rgb.shape[:2] or not np.isfinite(alpha).all():
                raise InputError(
                    f"a photo's alpha must be finite with shape {rgb.shape[:2]}, got {alpha.shape}"
                )
            object.__setattr__(self, "alpha", alpha)
        if self.focal_px is not None and not self.focal_px > 0:
            raise InputError(f"a photo's focal length must be above 0 px: {self.focal_px:g}")

    @property
    def width(self) -> int:
        """Width [px]."""
        return int(self.rgb.shape[1])

    @property
    def height(self) -> int:
        """Height [px]."""
        return int(self.rgb.shape[0])


def read_photo(source: Path | bytes | bytearray | memoryview) -> Photo:
    """Read a photo from a file, or from the bytes of one (a picture pasted from the clipboard).

    The photo comes back upright (EXIF orientation), in sRGB (ICC profile) and at most
    `photo_decoding.WORKING_SIDE_PX` on its longest side; of animations the first frame.

    Args:
        source: Path of an image file, or the bytes of an encoded image.

    Returns:
        The decoded photo.

    Raises:
        InputError: If there is no such file, it cannot be read or decoded, is too small or too
            large, or shows nothing: one line with the value, the range and the remedy.
    """
    if isinstance(source, Path):
        name = source.stem
        with _open_file(source) as stream:
            rgb, alpha, focal_px = decode_image(stream, f'"{source.name}"')
    else:
        name = PASTED_NAME
        rgb, alpha, focal_px = decode_image(io.BytesIO(source), f"the {PASTED_NAME}")
    photo = Photo(rgb, alpha, focal_px, name)
    _refuse_empty(photo)
    _LOGGER.info(
        "read %s: %d x %d px, alpha %s", name, photo.width, photo.height, alpha is not None
    )
    return photo


def _open_file(path: Path) -> BinaryIO:
    """Open an ordinary file for reading, or say in one line why that is not possible."""
    if path.is_dir():
        raise InputError(f"{path} is a folder; give the path of one image file")
    try:
        if path.exists() and not path.is_file():
            raise InputError(f"{path} is not an ordinary file; give the path of one image file")
        return path.open("rb")
    except FileNotFoundError:
        raise InputError(f"{path} does not exist; check the path of the photo") from None
    except PermissionError:
        raise InputError(
            f"no permission to read {path}; allow reading it or copy it to a folder of yours"
        ) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot open {path}: {reason}; copy it to a local folder") from None


def _refuse_empty(photo: Photo) -> None:
    """Refuse pictures that show nothing: all transparent, or one colour without any outline."""
    visible = np.ones(photo.rgb.shape[:2], dtype=bool)
    if photo.alpha is not None:
        if photo.alpha.max() < 2 / 255:
            raise InputError(
                f'"{photo.name}" is wholly transparent (largest opacity '
                f"{100 * float(photo.alpha.max()):.1f} %, at least 1 % needed); "
                "save it with the object visible"
            )
        if np.ptp(photo.alpha) > 0.5:
            return  # the outline alone shows an object, even in one colour
        visible = photo.alpha > 1 / 255
    contrast = float(np.ptp(photo.rgb[visible], axis=0).max())
    if contrast < MIN_CONTRAST:
        raise InputError(
            f'"{photo.name}" is all one colour (contrast {100 * contrast:.1f} %, at least '
            f"{100 * MIN_CONTRAST:.1f} % needed); use a photo that shows an object"
        )
