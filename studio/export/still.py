"""One picture: PNG as it is shown, or EXR in linear light; all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.atomic_file import atomic_path
from render.errors import InputError
from render.os_faults import remedy_for
from render.srgb import linear_from_srgb
from studio.export.exr_file import write_exr
from studio.export.png16 import png16
from studio.export.quantise import StoredPicture

STILL_SUFFIXES = (".png", ".exr")
NO_METADATA: Mapping[str, str] = {}


def write_still(
    path: Path, picture: StoredPicture, *, metadata: Mapping[str, str] = NO_METADATA
) -> None:
    """Write one picture.

    Args:
        path: File that ends in .png (takes 8 and 16-bit pictures) or .exr (takes floats); its
            folder must exist.
        picture: sRGB, shape [H, W, 3], or with straight alpha [H, W, 4].
        metadata: Texts that the file carries.

    Raises:
        InputError: If the suffix is another one or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in STILL_SUFFIXES:
        raise InputError(f"{path}: a picture ends in {' or '.join(STILL_SUFFIXES)}")
    write = _write_png if suffix == ".png" else _write_exr
    try:
        with atomic_path(path) as temporary:
            write(temporary, picture, metadata)
    except OSError as error:
        raise InputError(f"cannot write {path}: {remedy_for(error) or error}") from error


def _write_png(path: Path, picture: StoredPicture, metadata: Mapping[str, str]) -> None:
    if picture.dtype == np.uint16:
        path.write_bytes(png16(np.asarray(picture, np.uint16), metadata, is_srgb=True))
        return
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add(b"sRGB", b"\0")  # the colour space, with perceptual intent
    for key, value in metadata.items():
        info.add_itxt(key, value)
    Image.fromarray(picture).save(path, format="PNG", pnginfo=info, compress_level=4)


def _write_exr(path: Path, picture: StoredPicture, metadata: Mapping[str, str]) -> None:
    """Half floats in linear light; the format's own convention is colour times alpha."""
    color = linear_from_srgb(np.asarray(picture[:, :, :3], np.float32))
    channels: dict[str, npt.NDArray[np.float16]]
    if picture.shape[2] == 4:
        alpha = np.asarray(picture[:, :, 3:], np.float32)
        channels = {"RGBA": np.concatenate([color * alpha, alpha], axis=2).astype(np.float16)}
    else:
        channels = {"RGB": color.astype(np.float16)}
    write_exr(path, channels, metadata)
