"""The envelopes of SPZ files: gzip up to version 3, one zstd stream an attribute in version 4.

What is promised is compared with the file's size before anything is unpacked, so that a small file
cannot ask for much memory. Source: the format's README at github.com/nianticlabs/spz.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import NamedTuple

from render.errors import InputError

MAGIC = b"NGSP"
GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
HEADER = struct.Struct("<4sIIBBBB")
LONG_HEADER_BYTES = 32
FLAG_ANTIALIASED, FLAG_EXTENSIONS = 1, 2
VERSIONS = (1, 2, 3, 4)
COEFFICIENTS = (0, 3, 8, 15, 24)
"""Colour coefficients a channel above degree 0, by degree."""

MAX_RATIO = 100
"""Real splats compress 2 to 10 times; a file that promises more than this is damaged."""
FREE_BYTES = 64_000_000
"""Data that may be unpacked whatever the ratio."""


class SpzHeader(NamedTuple):
    """What stands at the start of an SPZ file."""

    version: int
    gaussian_count: int
    degree: int
    """Spherical-harmonic degree, 0 to 4."""
    fractional_bits: int
    """Bits of positions behind the point."""
    flags: int

    @property
    def stream_sizes(self) -> tuple[int, ...]:
        """Sizes of positions, opacities, colours, scales, rotations, coefficients [bytes]."""
        position = 6 if self.version == 1 else 9
        rotation = 3 if self.version < 3 else 4
        sizes = (position, 1, 3, 3, rotation, 3 * COEFFICIENTS[self.degree])
        return tuple(size * self.gaussian_count for size in sizes)


class SpzContent(NamedTuple):
    """The unpacked streams of a file."""

    header: SpzHeader
    streams: tuple[bytes, ...]
    """Positions, opacities, colours, scales, rotations and coefficients."""
    extensions: bytes
    """Records of extensions, empty where there are none."""


def unpacked(data: bytes, path: Path) -> SpzContent:
    """Unpack a file of any version, and the gzip-less version 2 that some tools wrote.

    Raises:
        InputError: If it is no SPZ file, of an unknown version, damaged or cut off.
    """
    if data[:2] == GZIP_MAGIC:
        return _sequential(_gunzipped(data, path), path)
    header = _header(data, path)
    return _streams(data, header, path) if header.version == 4 else _sequential(data, path)


def packed_header(header: SpzHeader) -> bytes:
    """Header of a file up to version 3."""
    return HEADER.pack(MAGIC, *header, 0)


def _header(data: bytes, path: Path) -> SpzHeader:
    if len(data) < HEADER.size or data[:4] != MAGIC:
        raise InputError(f"{path} is not an SPZ file, or it is cut off")
    _, version, count, degree, fractional_bits, flags, _ = HEADER.unpack_from(data)
    if version not in VERSIONS:
        raise InputError(f"{path} is SPZ version {version}; versions 1 to 4 are known")
    if degree >= len(COEFFICIENTS) or fractional_bits > 30:
        raise InputError(
            f"{path}: SH degree {degree} and {fractional_bits} fractional bits are not "
            "allowed (0 to 4, 0 to 30); the file is damaged"
        )
    return SpzHeader(version, count, degree, fractional_bits, flags)


def _check_promise(header: SpzHeader, held: int, path: Path) -> None:
    """Reject headers that promise more than the file can hold."""
    promised = sum(header.stream_sizes)
    if promised > max(FREE_BYTES, MAX_RATIO * held):
        raise InputError(
            f"{path} is damaged: its header promises {header.gaussian_count:,} Gaussians, "
            f"{promised:,} bytes, the file holds {held:,}"
        )


def _gunzipped(data: bytes, path: Path) -> bytes:
    """The content of a gzip file, no longer than its own header promises plus extensions."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        start = unpacker.decompress(data, HEADER.size)
        header = _header(start, path)
        _check_promise(header, len(data), path)
        wanted = sum(header.stream_sizes) + (len(data) if header.flags & FLAG_EXTENSIONS else 0)
        return start + unpacker.decompress(unpacker.unconsumed_tail, max(wanted, 1))
    except zlib.error as error:
        raise InputError(f"{path} is damaged: its gzip data cannot be unpacked ({error})") from None


def _sequential(data: bytes, path: Path) -> SpzContent:
    """Streams that follow one another without compression."""
    header = _header(data, path)
    streams, start = [], HEADER.size
    needed = start + sum(header.stream_sizes)
    if header.version == 4 or len(data) < needed:
        raise InputError(
            f"{path} is cut off: its header promises {header.gaussian_count:,} Gaussians, "
            f"{needed:,} bytes, the file holds {len(data):,}"
        )
    for size in header.stream_sizes:
        streams.append(data[start : start + size])
        start += size
    extensions = data[start:] if header.flags & FLAG_EXTENSIONS else b""
    return SpzContent(header, tuple(streams), extensions)


def _streams(data: bytes, header: SpzHeader, path: Path) -> SpzContent:
    """Streams of version 4, each compressed by itself; empty ones are left out."""
    _check_promise(header, len(data), path)
    if len(data) < LONG_HEADER_BYTES:
        raise InputError(f"{path} is cut off inside its header")
    stream_count = data[HEADER.size - 1]
    (table,) = struct.unpack_from("<I", data, HEADER.size)
    sizes = [size for size in header.stream_sizes if size]
    start = table + 16 * stream_count
    if stream_count != len(sizes) or table < LONG_HEADER_BYTES or start > len(data):
        raise InputError(f"{path} is damaged: its table of streams does not fit its header")
    found = []
    for index, size in enumerate(sizes):
        packed_size, unpacked_size = struct.unpack_from("<QQ", data, table + 16 * index)
        packed = data[start : start + packed_size]
        if unpacked_size != size or len(packed) != packed_size:
            raise InputError(f"{path} is damaged: stream {index} does not have the size it states")
        found.append(_zstd_unpacked(packed, size, path))
        start += packed_size
    found += [b""] * (6 - len(found))
    extensions = data[LONG_HEADER_BYTES:table] if header.flags & FLAG_EXTENSIONS else b""
    return SpzContent(header, tuple(found), extensions)


def _zstd_unpacked(packed: bytes, size: int, path: Path) -> bytes:
    """A zstd frame of known size [bytes]."""
    from numcodecs.zstd import Zstd  # type: ignore[import-untyped]

    if _frame_size(packed) != size:
        raise InputError(f"{path} is damaged: a stream does not state its size")
    try:
        data = bytes(Zstd().decode(packed))
    except (RuntimeError, ValueError) as error:
        raise InputError(f"{path} is damaged: a stream cannot be unpacked ({error})") from None
    if len(data) != size:
        raise InputError(f"{path} is damaged: a stream is cut off")
    return data


def _frame_size(packed: bytes) -> int | None:
    """Size that a zstd frame says it unpacks to [bytes], None where it says none (RFC 8878)."""
    if packed[:4] != ZSTD_MAGIC or len(packed) < 6:
        return None
    descriptor = packed[4]
    single = bool(descriptor & 0x20)
    width = (1 if single else 0, 2, 4, 8)[descriptor >> 6]
    start = 5 + (0 if single else 1) + (0, 1, 2, 4)[descriptor & 3]
    field = packed[start : start + width]
    if not width or len(field) != width:
        return None
    return int.from_bytes(field, "little") + (256 if width == 2 else 0)
