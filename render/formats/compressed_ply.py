"""Compressed PLY files (PlayCanvas): chunks of 256 Gaussians with bounds and few bits each.

Positions and log scales have 11, 10 and 11 bits between the bounds of their chunk, rotations 2 and
3 × 10, colours and opacity 8 each, colours of higher degree 8 from -4 to 4. Gaussians are written
in Morton order, so that chunks are small. Axes and remarks are those of the PLY file.
Source: src/lib/readers/decompress-ply.ts and writers/compressed-chunk.ts at
github.com/playcanvas/splat-transform.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.byte_files import write_parts
from render.formats.gaussian_values import checked_gaussians
from render.formats.morton import morton_order
from render.formats.ply_comments import header_bytes, remarks, understood
from render.formats.ply_rows import PlyRows, Rows, read_rows
from render.formats.quantized import from_bits, to_bits
from render.formats.smallest_three import ROOT_HALF, SmallestThree, joined, split
from render.formats.splat_file import SplatFile
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback, ignore_progress
from render.spherical_harmonics import rgb_to_sh0, sh0_to_rgb

FloatArray = npt.NDArray[np.float32]
WordArray = npt.NDArray[np.uint32]
_U = np.uint32

NAME = "compressed-ply"
UP_AXIS = "-y"
CHUNK = 256
"""Gaussians in a chunk."""
MAX_LOG_SCALE = 20.0
COEFFICIENT_RANGE = 4.0
"""Largest colour coefficient above degree 0 that the format holds."""
REST_COUNTS = (9, 24, 45)

BOUNDS = tuple(
    f"{end}_{name}"
    for group in (("x", "y", "z"), ("scale_x", "scale_y", "scale_z"), ("r", "g", "b"))
    for end in ("min", "max")
    for name in group
)
"""Properties of a chunk; those of colours are missing in old files."""
PACKED = ("packed_position", "packed_rotation", "packed_scale", "packed_color")


def read(path: Path) -> SplatFile:
    """Read a compressed PLY file.

    Raises:
        InputError: If it cannot be read, is damaged or cut off.
    """
    chunks, vertices = read_rows(path, "chunk"), read_rows(path, "vertex")
    _check(chunks.rows, vertices.rows, path)
    with np.errstate(over="ignore", invalid="ignore"):
        table, words = _bounds(chunks.rows), _words(vertices.rows)
        colors = _mixed(_unpacked(words[:, 3], (24, 16, 8), 8), table, 12)
        checked = checked_gaussians(
            path,
            means=_mixed(_unpacked_11_10_11(words[:, 0]), table, 0),
            quats=_rotations(words[:, 1]),
            scales=np.exp(_mixed(_unpacked_11_10_11(words[:, 2]), table, 6)),
            opacities=from_bits(words[:, 3], 0, 8),
            sh_coeffs=_coefficients(path, vertices, rgb_to_sh0(colors)),
        )
    said = understood(vertices.header.comments)
    file = SplatFile(
        checked.cloud,
        format=NAME,
        up_axis=said.up_axis or UP_AXIS,
        antialiased=said.antialiased,
        is_2dgs=said.is_2dgs,
        comments=said.others,
        notes=checked.notes,
    )
    return file.with_original(*vertices.parts)


def write(path: Path, splats: SplatFile, *, progress: ProgressCallback = ignore_progress) -> None:
    """Write a compressed PLY file; its Gaussians stand in Morton order.

    Raises:
        InputError: If the file cannot be written.
    """
    cloud = splats.with_up_axis(UP_AXIS).cloud
    cloud = cloud.select(morton_order(cloud.means))
    bounds, words = _packed(cloud)
    rest = 3 * (cloud.sh_coeffs.shape[1] - 1)
    flags = remarks(antialiased=splats.antialiased, is_2dgs=splats.is_2dgs, up_axis=None)
    lines = [
        "ply",
        "format binary_little_endian 1.0",
        *(f"comment {text}" for text in (*flags, *splats.comments)),
        f"element chunk {len(bounds)}",
        *(f"property float {name}" for name in BOUNDS),
        f"element vertex {cloud.gaussian_count}",
        *(f"property uint {name}" for name in PACKED),
    ]
    if rest:
        lines.append(f"element sh {cloud.gaussian_count}")
        lines += [f"property uchar f_rest_{index}" for index in range(rest)]
    parts = (header_bytes(lines), bounds, words, _packed_coefficients(cloud.sh_coeffs[:, 1:]))
    write_parts(path, parts, progress=progress)


def _check(chunks: Rows, vertices: Rows, path: Path) -> None:
    """Reject files whose elements do not belong together."""
    found = {*(chunks.dtype.names or ()), *(vertices.dtype.names or ())}
    missing = [name for name in (*BOUNDS[:12], *PACKED) if name not in found]
    if missing:
        raise InputError(f"{path} is no compressed splat PLY (missing: {', '.join(missing[:4])})")
    types = {vertices.dtype[name].str[1:] for name in PACKED}
    if types != {"u4"}:
        raise InputError(f"{path}: packed values must be uint, found {', '.join(sorted(types))}")
    needed = -(-len(vertices) // CHUNK)
    if len(chunks) < needed:
        raise InputError(
            f"{path}: {len(vertices):,} Gaussians need {needed:,} chunks, it has {len(chunks):,}; "
            "the file is damaged"
        )


def _bounds(chunks: Rows) -> FloatArray:
    """Bounds in the order of `BOUNDS`, shape [chunks, 18]; colours of old files are 0 to 1."""
    table = np.zeros((len(chunks), len(BOUNDS)), np.float32)
    table[:, 15:] = 1
    for column, name in enumerate(BOUNDS):
        if name in (chunks.dtype.names or ()):
            table[:, column] = chunks[name]
    return table


def _words(vertices: Rows) -> WordArray:
    """Packed values, shape [N, 4]."""
    return np.stack([vertices[name].astype(np.uint32) for name in PACKED], axis=1)


def _unpacked(words: WordArray, shifts: tuple[int, ...], bits: int) -> FloatArray:
    return np.stack([from_bits(words, shift, bits) for shift in shifts], axis=1)


def _unpacked_11_10_11(words: WordArray) -> FloatArray:
    """Three values from 0 to 1 of each word, shape [N, 3]."""
    fields = ((21, 11), (11, 10), (0, 11))
    return np.stack([from_bits(words, shift, bits) for shift, bits in fields], axis=1)


def _mixed(shares: FloatArray, table: FloatArray, column: int) -> FloatArray:
    """Values between the bounds of their chunks, shape [N, 3]."""
    chunk = np.arange(len(shares)) // CHUNK
    low, high = table[chunk, column : column + 3], table[chunk, column + 3 : column + 6]
    return low * (1 - shares) + high * shares


def _rotations(words: WordArray) -> FloatArray:
    """Rotations wxyz, shape [N, 4]."""
    others = (_unpacked(words, (20, 10, 0), 10) - np.float32(0.5)) / np.float32(ROOT_HALF)
    return joined(SmallestThree((words >> np.uint32(30)).astype(np.int64), others))


def _coefficients(path: Path, vertices: PlyRows, base: FloatArray) -> FloatArray:
    """Colour coefficients, shape [N, K, 3]."""
    if not any(element.name == "sh" for element in vertices.header.elements):
        return base[:, None]
    rows = read_rows(path, "sh").rows
    names = rows.dtype.names or ()
    expected = tuple(f"f_rest_{index}" for index in range(len(names)))
    is_bytes = all(rows.dtype[name].str[1:] == "u1" for name in names)
    if len(names) not in REST_COUNTS or names != expected or not is_bytes:
        raise InputError(f"{path}: 9, 24 or 45 byte properties f_rest_0 … are known; found {names}")
    if len(rows) != len(base):
        raise InputError(f"{path}: {len(rows):,} colours for {len(base):,} Gaussians")
    stored = rows.view(np.uint8).reshape(len(rows), 3, len(names) // 3).transpose(0, 2, 1)
    values = (np.arange(CHUNK, dtype=np.float32) + np.float32(0.5)) / CHUNK
    values[[0, -1]] = 0, 1
    decoded = (values - np.float32(0.5)) * np.float32(2 * COEFFICIENT_RANGE)
    return np.concatenate([base[:, None], decoded[stored]], axis=1)


def _packed(cloud: GaussianCloud) -> tuple[FloatArray, WordArray]:
    """Bounds of the chunks, shape [chunks, 18], and packed values, shape [N, 4]."""
    count = cloud.gaussian_count
    log_scales = np.clip(np.log(cloud.scales), -MAX_LOG_SCALE, MAX_LOG_SCALE)
    colors = sh0_to_rgb(cloud.sh_coeffs[:, 0])
    bounds = np.empty((-(-count // CHUNK), len(BOUNDS)), np.float32)
    shares = []
    for column, values in zip((0, 6, 12), (cloud.means, log_scales, colors), strict=True):
        starts = np.arange(0, count, CHUNK)
        bounds[:, column : column + 3] = np.minimum.reduceat(values, starts) if count else 0
        bounds[:, column + 3 : column + 6] = np.maximum.reduceat(values, starts) if count else 0
        shares.append(_shares(values, bounds[:, column : column + 6]))
    words = np.empty((count, 4), np.uint32)
    words[:, 0], words[:, 2] = _packed_11_10_11(shares[0]), _packed_11_10_11(shares[1])
    words[:, 1] = _packed_rotations(cloud.quats)
    rgba = to_bits(np.concatenate([shares[2], cloud.opacities[:, None]], axis=1), 8)
    words[:, 3] = rgba[:, 0] << _U(24) | rgba[:, 1] << _U(16) | rgba[:, 2] << _U(8) | rgba[:, 3]
    return bounds, words.astype("<u4")


def _shares(values: FloatArray, bounds: FloatArray) -> FloatArray:
    """Where values lie between the bounds of their chunks, 0 to 1; 0 where these are the same."""
    chunk = np.arange(len(values)) // CHUNK
    low, high = bounds[chunk, :3], bounds[chunk, 3:]
    extent = high - low
    return np.asarray((values - low) / np.where(extent > 0, extent, 1), dtype=np.float32)


def _packed_11_10_11(shares: FloatArray) -> WordArray:
    x, y, z = to_bits(shares[:, 0], 11), to_bits(shares[:, 1], 10), to_bits(shares[:, 2], 11)
    return np.asarray(x << _U(21) | y << _U(11) | z)


def _packed_rotations(quats: FloatArray) -> WordArray:
    largest, others = split(quats)
    fields = to_bits(others * np.float32(ROOT_HALF) + np.float32(0.5), 10)
    return np.asarray(
        largest.astype(np.uint32) << _U(30)
        | fields[:, 0] << _U(20)
        | fields[:, 1] << _U(10)
        | fields[:, 2]
    )


def _packed_coefficients(bands: FloatArray) -> npt.NDArray[np.uint8]:
    """Bytes by channel, shape [N, 3 K]."""
    scaled = bands.transpose(0, 2, 1) / (2 * COEFFICIENT_RANGE) + 0.5
    packed = np.asarray(np.clip(np.floor(scaled * CHUNK), 0, 255), dtype=np.uint8)
    return packed.reshape(len(bands), 3 * bands.shape[1])
