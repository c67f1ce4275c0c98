"""Pictures of objects as files hold them: RGBA, checked down to the checksums."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
from PIL import Image

from render.camera import Camera
from render.errors import InputError


def check_rgba(data: bytes, where: str, camera: Camera) -> None:
    """Check a picture by its header and checksums, without decoding it.

    Args:
        data: Content of the picture's file.
        where: Its name, for messages.
        camera: Camera with the size that it must have.

    Raises:
        InputError: If it is damaged, has no alpha channel or another size.
    """
    try:
        with Image.open(io.BytesIO(data)) as picture:
            mode, size = picture.mode, picture.size
            picture.verify()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _damaged(where, error) from None
    if mode != "RGBA":
        raise InputError(f"{where} is {mode}, not RGBA; cut the object out")
    if size != (camera.width, camera.height):
        raise InputError(
            f"{where} has {size[0]}x{size[1]} px, pose.json says {camera.width}x{camera.height}; "
            "correct one of them"
        )


def decode_rgba(data: bytes, where: str, camera: Camera) -> npt.NDArray[np.uint8]:
    """Straight sRGB colour and coverage of a picture, shape [H, W, 4].

    Args:
        data: Content of the picture's file.
        where: Its name, for messages.
        camera: Camera with the size that it must have.

    Raises:
        InputError: If it is damaged, has no alpha channel or another size.
    """
    check_rgba(data, where, camera)
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return np.array(picture, np.uint8)
    except (OSError, ValueError, SyntaxError) as error:
        raise _damaged(where, error) from None


def _damaged(where: str, error: Exception) -> InputError:
    return InputError(f"{where} is no readable picture: {error}; make or copy it anew")
