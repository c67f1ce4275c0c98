"""Colour patches to store, and readers of what was stored."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from studio.export.codecs import Codec, Storage

COLORS = (
    (255, 0, 0),
    (0, 255, 0),
    (0, 0, 255),
    (0, 255, 255),
    (128, 128, 128),
    (255, 255, 255),
    (0, 0, 0),
    (224, 172, 105),
    (60, 40, 90),
)
PATCH_PX = 16
HEIGHT_PX = 64
WIDTH_PX = PATCH_PX * len(COLORS)


def patches(codec: Codec | None = None) -> np.ndarray:
    """Flat patches of primaries, greys and skin, wide enough for halved chroma."""
    row = np.repeat(np.array(COLORS, np.uint8), PATCH_PX, axis=0)
    picture = np.repeat(row[None], HEIGHT_PX, axis=0)
    if codec is None or codec.bits == 8:
        return picture
    if codec.bits == 16:
        return picture.astype(np.uint16) * 257
    return picture.astype(np.float32) / 255


def patch_error(picture: np.ndarray) -> float:
    """Largest error of a patch's mean colour, of 255."""
    errors = []
    for index, color in enumerate(COLORS):
        middle = picture[8:-8, index * PATCH_PX + 6 : (index + 1) * PATCH_PX - 6, :3]
        errors.append(np.abs(middle.astype(float).mean(axis=(0, 1)) - color).max())
    return float(max(errors))


def decoded(path: Path, codec: Codec, *, alpha: bool = False) -> list[np.ndarray]:
    """Pictures of a stored video, uint8, as a player that heeds its tags shows them."""
    if codec.storage is Storage.PICTURES:
        return [_still(one) for one in sorted(path.iterdir())]
    return [
        frame.reformat(format="rgba" if alpha else "rgb24").to_ndarray()
        for frame in frames(path, codec)
    ]


def frames(path: Path, codec: Codec) -> list[object]:
    """Decoded frames; VP9's alpha is read by the library's own decoder alone."""
    import av

    with av.open(str(path)) as container:
        if codec.name != "vp9-alpha":
            return list(container.decode(video=0))
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        return [frame for packet in container.demux(video=0) for frame in decoder.decode(packet)]


def tags(path: Path) -> dict[str, str]:
    """Tags of a container by their lower-case names."""
    import av

    with av.open(str(path)) as container:
        return {key.lower(): value for key, value in container.metadata.items()}


def _still(path: Path) -> np.ndarray:
    if path.suffix == ".png":
        from PIL import Image

        with Image.open(path) as image:
            return np.asarray(image)
    import OpenEXR

    from render.srgb import srgb_from_linear

    with OpenEXR.File(str(path)) as file:
        channels = file.channels()
        pixels = (channels.get("RGBA") or channels["RGB"]).pixels
    color = srgb_from_linear(pixels[:, :, :3].astype(np.float32))
    return np.rint(np.clip(color, 0, 1) * 255).astype(np.uint8)
