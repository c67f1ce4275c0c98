"""SPZ files (Niantic): fixed-point positions and bytes, read in versions 1 to 4, written in 3.

The axes are x right, y up, z back unless an extension names others. Opacities stand there
activated, scales as logs in steps of 1/16, colours in a range wider than 0 to 1.
Source: the format's README at github.com/nianticlabs/spz.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.byte_files import WRITING, read_bytes, write_parts
from render.formats.gaussian_values import checked_gaussians
from render.formats.quantized import to_bytes, unit_from_bytes
from render.formats.smallest_three import ROOT_HALF, SmallestThree, joined, split
from render.formats.splat_file import SplatFile
from render.formats.spz_container import (
    COEFFICIENTS,
    FLAG_ANTIALIASED,
    SpzContent,
    SpzHeader,
    packed_header,
    unpacked,
)
from render.formats.spz_extensions import understood
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback, ignore_progress

FloatArray = npt.NDArray[np.float32]
ByteArray = npt.NDArray[np.uint8]

NAME = "spz"
UP_AXIS = "+y"
WRITTEN_VERSION = 3
COLOR_SCALE = 0.15
"""Colour coefficients of degree 0 are multiplied by this, so that some beyond 0 to 1 fit."""
FIRST_BAND_BITS, OTHER_BANDS_BITS = 6, 5
"""Bits kept of the 8 of each coefficient.

The format's own tools keep 5 and 4; one more costs 18 % of the file and gains 6 dB.
"""
STEPS = 16384
"""Steps that positions keep along the longest side, at least."""
MIN_FRACTIONAL_BITS = 12
_COMPRESSION_LEVEL = 5
_BLOCK_BYTES = 1 << 20
_QUAT_STEPS = 511


def read(path: Path) -> SplatFile:
    """Read an SPZ file.

    Raises:
        InputError: If it cannot be read, is damaged or of an unknown version.
    """
    data = read_bytes(path)
    content = unpacked(data, path)
    header = content.header
    checked = checked_gaussians(
        path,
        means=_positions(content),
        quats=_rotations(content),
        scales=np.exp(_table(content.streams[3], 3).astype(np.float32) / 16 - 10),
        opacities=unit_from_bytes(np.frombuffer(content.streams[1], np.uint8)),
        sh_coeffs=_coefficients(content),
    )
    axes = understood(content.extensions)
    cut = ("colours of SH degree 4 were cut to degree 3",) if header.degree > 3 else ()
    file = SplatFile(
        checked.cloud,
        format=NAME,
        up_axis=axes.up_axis or UP_AXIS,
        antialiased=bool(header.flags & FLAG_ANTIALIASED),
        notes=(*checked.notes, *axes.notes, *cut),
    )
    return file.with_original(data)


def write(path: Path, splats: SplatFile, *, progress: ProgressCallback = ignore_progress) -> None:
    """Write an SPZ file of version 3.

    Raises:
        InputError: If the file cannot be written or lies too far from the origin.
    """
    cloud = splats.with_up_axis(UP_AXIS).cloud
    bits = _fractional_bits(cloud.means, path)
    header = SpzHeader(
        WRITTEN_VERSION,
        cloud.gaussian_count,
        cloud.sh_degree,
        bits,
        FLAG_ANTIALIASED if splats.antialiased else 0,
    )
    parts = (packed_header(header), *_streams_of(cloud, bits))
    write_parts(path, _gzipped(parts, progress))


def _table(stream: bytes, width: int) -> ByteArray:
    return np.frombuffer(stream, np.uint8).reshape(-1, width)


def _positions(content: SpzContent) -> FloatArray:
    """Positions [file units], shape [N, 3]."""
    header, stream = content.header, content.streams[0]
    if header.version == 1:
        return np.frombuffer(stream, "<f2").astype(np.float32).reshape(-1, 3)
    words = np.zeros((3 * header.gaussian_count, 4), np.uint8)
    words[:, 1:] = _table(stream, 3)
    fixed = words.view("<i4")[:, 0] >> 8  # keeps the sign
    return (fixed * np.float32(0.5**header.fractional_bits)).astype(np.float32).reshape(-1, 3)


def _rotations(content: SpzContent) -> FloatArray:
    """Rotations wxyz, shape [N, 4]; the file has w last."""
    stream = content.streams[4]
    if content.header.version < 3:
        xyz = _table(stream, 3).astype(np.float32) / 127.5 - 1
        w = np.sqrt(np.maximum(1 - np.einsum("nk,nk->n", xyz, xyz), 0))
        return np.concatenate([w[:, None], xyz], axis=1)
    words = np.frombuffer(stream, "<u4")
    shifts = np.array([20, 10, 0], np.uint32)
    fields = (words[:, None] >> shifts) & np.uint32(1023)
    sizes = (fields & np.uint32(511)).astype(np.float32) * np.float32(ROOT_HALF / _QUAT_STEPS)
    others = np.where(fields & np.uint32(512), -sizes, sizes)
    xyzw = joined(SmallestThree((words >> np.uint32(30)).astype(np.int64), others))
    return xyzw[:, [3, 0, 1, 2]]


def _coefficients(content: SpzContent) -> FloatArray:
    """Colour coefficients up to degree 3, shape [N, K, 3]."""
    held = COEFFICIENTS[content.header.degree]
    kept = min(held, COEFFICIENTS[3])
    coefficients = np.empty((content.header.gaussian_count, 1 + kept, 3), np.float32)
    colors = _table(content.streams[2], 3).astype(np.float32)
    coefficients[:, 0] = (colors / 255 - 0.5) / COLOR_SCALE
    if kept:
        stored = _table(content.streams[5], 3 * held).reshape(-1, held, 3)[:, :kept]
        np.subtract(stored, np.float32(128), out=coefficients[:, 1:])
        coefficients[:, 1:] /= 128
    return coefficients


def _fractional_bits(means: FloatArray, path: Path) -> int:
    """Bits behind the point that resolve the cloud well and still hold its far end."""
    if not len(means):
        return MIN_FRACTIONAL_BITS
    side = float((means.max(axis=0) - means.min(axis=0)).max())
    wanted = MIN_FRACTIONAL_BITS
    if side > 0:
        wanted = max(wanted, int(np.ceil(np.log2(STEPS / side))))
    farthest = float(np.abs(means).max())
    room = 22 - int(np.ceil(np.log2(max(farthest, 2.0**-8))))
    if room < 0:
        raise InputError(
            f"cannot write {path}: SPZ holds positions up to 4,194,304, found {farthest:g}; "
            "scale the cloud down with --size"
        )
    return min(wanted, room, 24)


def _streams_of(cloud: GaussianCloud, fractional_bits: int) -> tuple[bytes, ...]:
    """Positions, opacities, colours, scales, rotations and coefficients as they are stored."""
    fixed = np.rint(cloud.means.astype(np.float64) * 2**fractional_bits).astype("<i4")
    positions = fixed.reshape(-1, 1).view(np.uint8)[:, :3]
    colors = cloud.sh_coeffs[:, 0] * (COLOR_SCALE * 255) + 127.5
    return (
        positions.tobytes(),
        to_bytes(cloud.opacities * 255).tobytes(),
        to_bytes(colors).tobytes(),
        to_bytes((np.log(cloud.scales) + 10) * 16).tobytes(),
        _packed_rotations(cloud.quats).tobytes(),
        _packed_coefficients(cloud.sh_coeffs[:, 1:]).tobytes(),
    )


def _packed_rotations(quats: FloatArray) -> npt.NDArray[np.uint32]:
    """2 bits for the largest component, sign and 9 bits for each of the others."""
    largest, others = split(quats[:, [1, 2, 3, 0]])
    sizes = np.rint(np.abs(others) * np.float32(_QUAT_STEPS / ROOT_HALF)).astype(np.uint32)
    fields = np.minimum(sizes, _QUAT_STEPS) | ((others < 0).astype(np.uint32) << np.uint32(9))
    words = largest.astype(np.uint32) << np.uint32(30)
    for column, shift in enumerate((20, 10, 0)):
        words |= fields[:, column] << np.uint32(shift)
    return words.astype("<u4")


def _packed_coefficients(bands: FloatArray) -> ByteArray:
    """Bytes round 128, rounded to the bits that are kept, shape [N, K, 3]."""
    packed = np.empty(bands.shape, np.uint8)
    for columns, bits in ((slice(0, 3), FIRST_BAND_BITS), (slice(3, None), OTHER_BANDS_BITS)):
        step = 1 << (8 - bits)
        steps = np.rint(bands[:, columns] * np.float32(128 / step)) * step + 128
        packed[:, columns] = np.clip(steps, 0, 256 - step).astype(np.uint8)
    return packed


def _gzipped(parts: tuple[bytes, ...], progress: ProgressCallback) -> Iterator[bytes]:
    """The parts as one gzip file, block by block."""
    packer = zlib.compressobj(_COMPRESSION_LEVEL, wbits=31)
    total, done = sum(len(part) for part in parts), 0
    for part in parts:
        for start in range(0, len(part), _BLOCK_BYTES):
            block = part[start : start + _BLOCK_BYTES]
            yield packer.compress(block)
            done += len(block)
            progress(WRITING, done / total)
    yield packer.flush()
