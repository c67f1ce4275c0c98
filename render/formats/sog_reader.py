"""Gaussians of a SOG scene's pictures; see `sog` for what they hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.activations import opacities_of
from render.formats.gaussian_values import CheckedGaussians, checked_gaussians
from render.formats.smallest_three import ROOT_HALF, SmallestThree, joined
from render.formats.sog_files import MAX_META_BYTES, META_NAME, SogFiles, open_sog
from render.formats.sog_meta import (
    COEFFICIENTS,
    ENTRIES_A_ROW,
    LEVELS,
    TAG,
    Palette,
    SogMeta,
    read_meta,
)
from render.formats.texture import decode_picture, decode_texture, is_lossy

FloatArray = npt.NDArray[np.float32]
ByteArray = npt.NDArray[np.uint8]

_SMALLEST_COUNT = 65_536
_GAUSSIANS_A_BYTE = 8
_MAX_LOG = 60.0


def open_scene(path: Path) -> tuple[SogFiles, SogMeta]:
    """Find the parts of a scene and check what it says of itself.

    Raises:
        InputError: If it is no SOG scene, is damaged or promises more than it can hold.
    """
    files = open_sog(path)
    content = files.part(META_NAME if files.parts is not None else files.path.name)
    if len(content) > MAX_META_BYTES:
        raise InputError(f"{path}: {META_NAME} has {len(content):,} bytes; the file is damaged")
    meta = read_meta(content, path)
    if meta.gaussian_count > _SMALLEST_COUNT + _GAUSSIANS_A_BYTE * files.size:
        raise InputError(
            f"{path} promises {meta.gaussian_count:,} Gaussians in {files.size:,} bytes; "
            "the file is damaged or made to fill the memory"
        )
    return files, meta


def gaussians_of(files: SogFiles, meta: SogMeta, path: Path) -> CheckedGaussians:
    """Decode all pictures.

    Raises:
        InputError: If a picture is missing, damaged or does not fit.
    """
    colors = _pixels(files, meta.colors.files[0], meta.gaussian_count)
    coefficients = np.empty((meta.gaussian_count, 1 + _bands(files, meta), 3), np.float32)
    coefficients[:, 0] = _looked_up(colors[:, :3], meta.colors.values)
    if meta.palette is not None:
        _fill_from_palette(coefficients[:, 1:], files, meta.palette)
    sizes = _pixels(files, meta.scales.files[0], meta.gaussian_count)
    with np.errstate(over="ignore"):
        return checked_gaussians(
            path,
            means=_means(files, meta),
            quats=_quats(_pixels(files, meta.quats, meta.gaussian_count)),
            scales=np.exp(_looked_up(sizes[:, :3], meta.scales.values)),
            opacities=_opacities(colors, meta),
            sh_coeffs=coefficients,
        )


def warnings_of(files: SogFiles, meta: SogMeta) -> tuple[str, ...]:
    """What is wrong with a scene that can be read all the same."""
    names = (*meta.means[2], *meta.scales.files, meta.quats, *meta.colors.files)
    lossy = [name for name in names if is_lossy(files.part(name)[:64])]
    if not lossy:
        return ()
    return (f"{', '.join(lossy)} were compressed with loss, so values are wrong here and there",)


def _pixels(files: SogFiles, name: str, count: int) -> ByteArray:
    return decode_texture(files.part(name), count, f"{files.path}: {name[:60]}")[:count]


def _looked_up(codes: ByteArray, values: FloatArray) -> FloatArray:
    """Values of codes, channel by channel, shape [N, channels]."""
    return np.stack([values[k][codes[:, k]] for k in range(codes.shape[1])], axis=1)


def _means(files: SogFiles, meta: SogMeta) -> FloatArray:
    low, high, names = meta.means
    fine, coarse = (_pixels(files, name, meta.gaussian_count)[:, :3] for name in names)
    shares = (fine.astype(np.float32) + 256 * coarse.astype(np.float32)) / LEVELS
    logs = np.clip(low + (high - low) * shares, -_MAX_LOG, _MAX_LOG)
    return np.asarray(np.sign(logs) * np.expm1(np.abs(logs)), dtype=np.float32)


def _quats(pixels: ByteArray) -> FloatArray:
    """Unit quaternions wxyz; unknown tags give the identity."""
    tags = pixels[:, 3].astype(np.int64) - TAG
    small = np.asarray((pixels[:, :3] / np.float32(127.5) - 1) * ROOT_HALF, dtype=np.float32)
    quats = joined(SmallestThree(np.maximum(tags, 0), small))
    quats[tags < 0] = (1, 0, 0, 0)
    return quats


def _opacities(colors: ByteArray, meta: SogMeta) -> FloatArray:
    """Opacities: bytes, or in version 1 codes of logits."""
    if len(meta.colors.values) == 4:
        return opacities_of(meta.colors.values[3][colors[:, 3]])
    return np.asarray(colors[:, 3] / 255, dtype=np.float32)


def _bands(files: SogFiles, meta: SogMeta) -> int:
    """Coefficients a channel above degree 0."""
    if meta.palette is None:
        return 0
    if meta.palette.degree is not None:
        return COEFFICIENTS[meta.palette.degree]
    width = int(_palette_picture(files, meta.palette).shape[1])
    if width // ENTRIES_A_ROW not in COEFFICIENTS.values():
        raise InputError(f"{files.path}: a palette {width:,} px wide is of no known SH degree")
    return width // ENTRIES_A_ROW


def _palette_picture(files: SogFiles, palette: Palette) -> ByteArray:
    name = palette.table.files[0]
    most = 65_536 * max(COEFFICIENTS.values())
    return decode_picture(files.part(name), most, f"{files.path}: {name[:60]}")


def _fill_from_palette(target: FloatArray, files: SogFiles, palette: Palette) -> None:
    """Set the coefficients of each Gaussian [N, K, 3]; labels beyond the palette give 0."""
    count, bands = target.shape[:2]
    picture = _palette_picture(files, palette)
    if picture.shape[1] != ENTRIES_A_ROW * bands:
        raise InputError(
            f"{files.path}: the palette is {picture.shape[1]:,} px wide, "
            f"{ENTRIES_A_ROW * bands} are due; the file is damaged"
        )
    entries = palette.table.values[0][picture[:, :, :3].reshape(-1, bands, 3)]
    labels = _pixels(files, palette.table.files[1], count).astype(np.int64)
    labels = labels[:, 0] + 256 * labels[:, 1]
    known = min(len(entries), palette.entry_count or len(entries))
    inside = labels < known
    target[...] = entries[np.where(inside, labels, 0)]
    target[~inside] = 0
