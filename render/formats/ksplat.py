"""`.ksplat` files (GaussianSplats3D), version 0.1: read in compression levels 0, 1 and 2.

A header of 4096 bytes, headers of 1024 bytes a section, then per section the sizes of its
partly filled buckets, the centres of all buckets and the Gaussians. Axes are those of the PLY file
it was made from. Source: src/loaders/SplatBuffer.js at github.com/mkkellogg/GaussianSplats3D.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.byte_files import read_bytes
from render.formats.gaussian_values import checked_gaussians
from render.formats.quantized import unit_from_bytes
from render.formats.splat_file import SplatFile
from render.spherical_harmonics import rgb_to_sh0

FloatArray = npt.NDArray[np.float32]

NAME = "ksplat"
UP_AXIS = "-y"
HEADER_BYTES, SECTION_HEADER_BYTES = 4096, 1024
HALF_RANGE = 1.5
"""Range of byte coefficients in files that do not state it."""
COMPONENTS = (0, 9, 24, 45)
"""Colour components above degree 0, by degree."""
_LEVELS = (("<f4", "<f4", "<f4"), ("<u2", "<f2", "<f2"), ("<u2", "<f2", "u1"))
"""Compression level -> types of positions, of scales and rotations, of coefficients."""


class _Header(NamedTuple):
    section_count: int
    level: int
    low: float
    """Coefficient that the byte 0 stands for."""
    high: float
    """Coefficient that the byte 255 stands for."""


class _Section(NamedTuple):
    gaussian_count: int
    capacity: int
    """Gaussians that the section has room for."""
    bucket_size: int
    bucket_count: int
    block_size: float
    """Side of the cube of one bucket [file units]."""
    bucket_bytes: int
    steps: int
    """Steps of positions along half a cube."""
    full_buckets: int
    partial_buckets: int
    degree: int


class _Gaussians(NamedTuple):
    rows: npt.NDArray[np.void]
    means: FloatArray
    coefficients: FloatArray
    """Colour coefficients of all degrees, shape [N, K, 3]."""


def read(path: Path) -> SplatFile:
    """Read a `.ksplat` file.

    Raises:
        InputError: If it cannot be read, is damaged or of an unknown version.
    """
    data = read_bytes(path)
    header = _header(data, path)
    start = HEADER_BYTES + header.section_count * SECTION_HEADER_BYTES
    found = []
    for index in range(header.section_count):
        section = _section(data, index, path)
        part, start = _gaussians(data, start, section, header, path)
        found.append(part)
    degree_count = max((part.coefficients.shape[1] for part in found), default=1)
    rows = [part.rows for part in found]
    with np.errstate(over="ignore", invalid="ignore"):
        checked = checked_gaussians(
            path,
            means=_joined([part.means for part in found], (3,)),
            quats=_joined([part["rotation"].astype(np.float32) for part in rows], (4,)),
            scales=_joined([part["scale"].astype(np.float32) for part in rows], (3,)),
            opacities=_joined([unit_from_bytes(part["color"][:, 3]) for part in rows], ()),
            sh_coeffs=_joined(
                [_padded(part.coefficients, degree_count) for part in found], (degree_count, 3)
            ),
        )
    file = SplatFile(checked.cloud, format=NAME, up_axis=UP_AXIS, notes=checked.notes)
    return file.with_original(data)


def _joined(parts: list[FloatArray], shape: tuple[int, ...]) -> FloatArray:
    return np.concatenate(parts) if parts else np.zeros((0, *shape), np.float32)


def _padded(coefficients: FloatArray, count: int) -> FloatArray:
    """Coefficients with zeros for the degrees that a section lacks, shape [N, count, 3]."""
    missing = count - coefficients.shape[1]
    return np.pad(coefficients, ((0, 0), (0, missing), (0, 0))) if missing else coefficients


def _header(data: bytes, path: Path) -> _Header:
    if len(data) < HEADER_BYTES:
        raise InputError(f"{path} is no .ksplat file, or it is cut off: its header is missing")
    major, minor = data[0], data[1]
    (level,) = struct.unpack_from("<H", data, 20)
    if (major, minor) != (0, 1) or level >= len(_LEVELS):
        raise InputError(
            f"{path} is .ksplat version {major}.{minor} with compression level {level}; version "
            "0.1 with level 0 to 2 is known"
        )
    (sections,) = struct.unpack_from("<I", data, 4)
    if HEADER_BYTES + sections * SECTION_HEADER_BYTES > len(data):
        raise InputError(f"{path} is cut off: its header promises {sections:,} sections")
    low, high = struct.unpack_from("<2f", data, 36)
    return _Header(sections, level, low or -HALF_RANGE, high or HALF_RANGE)


def _section(data: bytes, index: int, path: Path) -> _Section:
    start = HEADER_BYTES + index * SECTION_HEADER_BYTES
    count, capacity, bucket_size, bucket_count, block = struct.unpack_from("<4If", data, start)
    (bucket_bytes,) = struct.unpack_from("<H", data, start + 20)
    (steps,) = struct.unpack_from("<I", data, start + 24)
    full, partial = struct.unpack_from("<2I", data, start + 32)
    (degree,) = struct.unpack_from("<H", data, start + 40)
    if degree >= len(COMPONENTS) or count > capacity:
        raise InputError(
            f"{path}: section {index} states SH degree {degree} and {count:,} of {capacity:,} "
            "Gaussians; the file is damaged"
        )
    return _Section(
        count, capacity, bucket_size, bucket_count, block, bucket_bytes, steps or 32767, full,
        partial, degree,
    )  # fmt: skip


def _row_type(level: int, degree: int) -> np.dtype[np.void]:
    position, number, coefficient = _LEVELS[level]
    fields = [
        ("position", position, 3),
        ("scale", number, 3),
        ("rotation", number, 4),
        ("color", "u1", 4),
        ("rest", coefficient, COMPONENTS[degree]),
    ]
    return np.dtype(fields)


def _gaussians(
    data: bytes, start: int, section: _Section, header: _Header, path: Path
) -> tuple[_Gaussians, int]:
    """A section's Gaussians, and where the next section starts."""
    row_type = _row_type(header.level, section.degree)
    centers_start = start + 4 * section.partial_buckets
    rows_start = centers_start + section.bucket_bytes * section.bucket_count
    end = rows_start + row_type.itemsize * section.capacity
    if rows_start + row_type.itemsize * section.gaussian_count > len(data):
        raise InputError(
            f"{path} is cut off: a section promises {section.gaussian_count:,} Gaussians, up to "
            f"byte {end:,}; the file has {len(data):,}"
        )
    rows = np.frombuffer(data, row_type, section.gaussian_count, rows_start)
    means = rows["position"].astype(np.float32)
    if header.level:
        sizes = np.frombuffer(data, "<u4", section.partial_buckets, start)
        centers = _centers(data, centers_start, section, path)
        bucket = _buckets(section, sizes, path)
        scale = np.float32(section.block_size / 2 / section.steps)
        means = (means - np.float32(section.steps)) * scale + centers[bucket]
    return _Gaussians(rows, means, _coefficients(rows, section, header)), end


def _centers(data: bytes, start: int, section: _Section, path: Path) -> FloatArray:
    """Centres of the buckets [file units], shape [buckets, 3]."""
    if section.bucket_count and section.bucket_bytes != 12:
        raise InputError(f"{path}: buckets of {section.bucket_bytes} bytes are not known, only 12")
    return np.frombuffer(data, "<f4", 3 * section.bucket_count, start).reshape(-1, 3)


def _buckets(section: _Section, sizes: npt.NDArray[np.uint32], path: Path) -> npt.NDArray[np.int64]:
    """Bucket of each Gaussian: the full ones first, then the partly filled ones."""
    index = np.arange(section.gaussian_count)
    in_full = section.full_buckets * section.bucket_size
    ends = in_full + np.cumsum(sizes.astype(np.int64))
    bucket = section.full_buckets + np.searchsorted(ends, index, side="right")
    if section.bucket_size:
        bucket = np.where(index < in_full, index // section.bucket_size, bucket)
    if section.gaussian_count and int(bucket.max()) >= section.bucket_count:
        raise InputError(f"{path}: its buckets do not hold all Gaussians; the file is damaged")
    return bucket


def _coefficients(rows: npt.NDArray[np.void], section: _Section, header: _Header) -> FloatArray:
    """Colour coefficients of a section, shape [N, K, 3]; the file has them by band and channel."""
    base = rgb_to_sh0(unit_from_bytes(rows["color"][:, None, :3]))
    rest = rows["rest"].astype(np.float32)
    if header.level == 2:
        rest = header.low + rest / np.float32(255) * np.float32(header.high - header.low)
    bands, start = [base], 0
    for degree in range(1, section.degree + 1):
        width = 2 * degree + 1
        band = rest[:, start : start + 3 * width].reshape(-1, 3, width)
        bands.append(band.transpose(0, 2, 1))
        start += 3 * width
    return np.concatenate(bands, axis=1)
