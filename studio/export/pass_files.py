"""Passes in files: EXR and npz with the values themselves, PNG with 8 or 16 bit pictures of them.

Every file carries name, unit and the numbers that are needed to read it (`docs/passes.md`).
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from render.atomic_file import atomic_path
from render.errors import InputError
from render.os_faults import remedy_for
from render.passes.pass_image import PassImage, ScaleLegend
from render.passes.picture import to_picture
from render.srgb import linear_from_srgb
from studio.export.exr_file import ExrChannels, write_exr
from studio.export.png16 import png16

FloatArray = npt.NDArray[np.float32]

SUFFIXES = (".exr", ".npz", ".png")
KEY = "phys4d"
"""Name of the metadata in PNG and EXR files, and of its entry in npz files."""
NO_FACTS: Mapping[str, str] = {}
_LEVELS_16 = 65534


def write_passes(
    path: Path,
    images: Sequence[PassImage],
    *,
    half: bool = False,
    bits: int = 8,
    legend: bool = False,
    facts: Mapping[str, str] = NO_FACTS,
) -> None:
    """Write passes of one view to one file, all or nothing.

    Args:
        path: File; .exr and .npz take several passes of one size, .png takes one.
        images: Passes.
        half: Whether EXR channels of floats have 16 instead of 32 bit.
        bits: Bits a channel of PNG: 8 for pictures, 16 for values over the legend's range.
        legend: Whether 8-bit pictures have their legend drawn in.
        facts: Further metadata, such as the project's parameters.

    Raises:
        InputError: If the suffix or the number of passes is impossible, or it cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(f"{path}: passes are written to {', '.join(SUFFIXES)}")
    if not images or (suffix == ".png" and len(images) > 1):
        raise InputError(f"{path}: {len(images)} passes do not fit in one {suffix} file")
    text = json.dumps({**pass_facts(images), **facts})
    try:
        with atomic_path(path) as temporary:
            if suffix == ".exr":
                write_exr(temporary, exr_channels(images, half=half), {KEY: text})
            elif suffix == ".npz":
                temporary.write_bytes(_npz(images, text))
            else:
                temporary.write_bytes(_png(images[0], text, bits=bits, legend=legend))
    except OSError as error:
        raise InputError(f"cannot write {path}: {remedy_for(error) or error}") from error


def pass_facts(images: Sequence[PassImage]) -> dict[str, Any]:
    """What readers of the files need to know, by pass."""
    return {"passes": {image.name: _facts_of(image) for image in images}}


def _facts_of(image: PassImage) -> dict[str, Any]:
    facts: dict[str, Any] = {"unit": image.unit, "channels": list(image.channels)}
    facts |= dict(image.facts)
    if isinstance(image.legend, ScaleLegend):
        facts |= {"low": image.legend.low, "high": image.legend.high}
    return facts


def exr_channels(images: Sequence[PassImage], *, half: bool = False) -> ExrChannels:
    """Channels of an EXR file.

    One pass has its own channel names (R, Z, N.X, …); of several, each name follows the pass's.
    Colours are linear light times alpha, as the format has them; identities are stored as
    uint32 of the identity + 1, 0 for none; everything else is stored as it is.

    Args:
        images: Passes of one size.
        half: Whether floats have 16 instead of 32 bit.
    """
    channels: dict[str, npt.NDArray[np.generic]] = {}
    for image in images:
        values = _exr_values(image)
        for number, name in enumerate(image.channels):
            if len(images) > 1 and image.name != "colour":
                name = f"{image.name}.{name.rpartition('.')[2]}"
            plane = np.ascontiguousarray(values[:, :, number])
            is_float = np.issubdtype(plane.dtype, np.floating)
            channels[name] = plane.astype(np.float16) if half and is_float else plane
    return channels


def _exr_values(image: PassImage) -> npt.NDArray[np.generic]:
    if np.issubdtype(image.values.dtype, np.integer):
        return (image.values.astype(np.int64) + 1).astype(np.uint32)
    if image.name != "colour":
        return image.values
    color = image.values.astype(np.float32)
    light = linear_from_srgb(color[:, :, :3]).astype(np.float32)
    if color.shape[2] == 4:
        return np.concatenate([light * color[:, :, 3:], color[:, :, 3:]], axis=2)
    return light


def _npz(images: Sequence[PassImage], text: str) -> bytes:
    arrays: dict[str, Any] = {KEY: np.array(text)}
    for image in images:
        arrays |= {image.name: image.values, f"{image.name}_mask": image.mask}
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    return content.getvalue()


def _png(image: PassImage, text: str, *, bits: int, legend: bool) -> bytes:
    if bits == 16:
        return png16(values_16(image), {KEY: text})
    if bits != 8:
        raise InputError(f"PNG has 8 or 16 bits a channel, got {bits}")
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt(KEY, text)
    content = io.BytesIO()
    picture = to_picture(image, legend=legend)
    Image.fromarray(picture).save(content, format="PNG", pnginfo=info, compress_level=4)
    return content.getvalue()


def values_16(image: PassImage) -> npt.NDArray[np.uint16]:
    """Values as 16-bit numbers, shape [H, W, C].

    Colours and coverage span 0 to 65535. Scalars and depth are 1 + 65534 (value − low) /
    (high − low) over their legend's range, 0 where there is nothing; identities are stored + 1.

    Raises:
        InputError: If the pass has no range, or identities do not fit.
    """
    if image.name in ("colour", "alpha"):
        values = np.clip(image.values.astype(np.float32), 0, 1)
        return np.asarray(values * 65535 + 0.5).astype(np.uint16)
    if np.issubdtype(image.values.dtype, np.integer):
        if image.values.max(initial=0) >= 65535:
            raise InputError(f"{image.name} up to {image.values.max()} needs 24 bit; use 8-bit PNG")
        return (image.values.astype(np.int64) + 1).astype(np.uint16)
    if not isinstance(image.legend, ScaleLegend):
        raise InputError(f"{image.name} has no range for 16 bit; write it as EXR or npz")
    low, high = image.legend.low, image.legend.high
    share = (image.values.astype(np.float64) - low) / max(high - low, 1e-30)
    codes = 1 + np.rint(np.clip(share, 0, 1) * _LEVELS_16)
    return np.where(image.mask[:, :, None], codes, 0).astype(np.uint16)
