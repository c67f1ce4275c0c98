"""SPZ files in all their envelopes."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from format_samples import file_bytes, world_splats

from render.gaussians import GaussianCloud


def spz_v4(content: bytes, sizes: list[int]) -> bytes:
    """A version 4 file of the streams that a version 3 file holds one after the other."""
    from numcodecs.zstd import Zstd

    streams, start = [], 16
    for size in sizes:
        streams.append(content[start : start + size])
        start += size
    packed = [bytes(Zstd(3).encode(stream)) for stream in streams if stream]
    header = bytearray(content[:16]) + bytearray(16)
    header[4], header[15] = 4, len(packed)
    struct.pack_into("<I", header, 16, 32)
    table = b"".join(
        struct.pack("<QQ", len(small), len(big))
        for small, big in zip(packed, [stream for stream in streams if stream], strict=True)
    )
    return bytes(header) + table + b"".join(packed)


def spz_variants(folder: Path, cloud: GaussianCloud) -> dict[str, bytes]:
    """The same cloud as SPZ versions 3, 4 and, without gzip, 3."""
    gzipped = file_bytes(folder, "spz", world_splats(cloud, antialiased=True))
    raw = zlib.decompress(gzipped, 31)
    count = cloud.gaussian_count
    rest = 3 * (cloud.sh_coeffs.shape[1] - 1)
    sizes = [9 * count, count, 3 * count, 3 * count, 4 * count, rest * count]
    return {"gzip": gzipped, "raw": raw, "zstd": spz_v4(raw, sizes)}
