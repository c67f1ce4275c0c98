"""PNG pictures, all or nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from render.atomic_file import atomic_path
from render.errors import InputError


def write_png(path: Path, picture: npt.NDArray[np.uint8]) -> None:
    """Write an 8-bit picture.

    Args:
        path: File that ends in .png; its folder must exist.
        picture: sRGB, shape [H, W, 3], with straight alpha [H, W, 4], or grey [H, W].

    Raises:
        InputError: If the suffix is another one or the file cannot be written.
    """
    if path.suffix.lower() != ".png":
        raise InputError(f"{path}: a picture ends in .png")
    try:
        with atomic_path(path) as temporary:
            Image.fromarray(picture).save(temporary, format="PNG")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from error
