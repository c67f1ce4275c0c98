"""Small splat files of every format for tests."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from render.formats.registry import write_splats
from render.formats.splat_file import SplatFile
from render.gaussians import GaussianCloud
from render.spherical_harmonics import sh0_to_rgb

SAMPLES = Path(__file__).resolve().parents[2] / "../shared/splats"
WRITTEN = ("ply", "compressed-ply", "splat", "spz")
SUFFIXES = {
    "ply": ".ply",
    "compressed-ply": ".compressed.ply",
    "splat": ".splat",
    "ksplat": ".ksplat",
    "spz": ".spz",
}


def sample(name: str) -> Path:
    """A file of the development data; the test is skipped where that is absent."""
    path = SAMPLES / name
    if not path.exists():
        pytest.skip("development data (../shared) is not beside this checkout")
    return path


def world_splats(cloud: GaussianCloud, **facts: object) -> SplatFile:
    return SplatFile(cloud, "", "+z", **facts)  # type: ignore[arg-type]


def file_bytes(folder: Path, name: str, splats: SplatFile | GaussianCloud) -> bytes:
    """What writing a file of a format gives."""
    path = folder / f"made{SUFFIXES[name]}"
    write_splats(path, splats)
    data = path.read_bytes()
    path.unlink()
    return data


def ksplat_bytes(cloud: GaussianCloud, *, level: int, bucket_size: int = 5) -> bytes:
    """A `.ksplat` file of one section, buckets filled in the order of the cloud.

    The last bucket is partly filled; degree is the cloud's, at most 2.
    """
    count, degree = cloud.gaussian_count, min(cloud.sh_degree, 2)
    full, rest = divmod(count, bucket_size) if level else (0, 0)
    starts = np.arange(0, count, bucket_size)
    centers = np.array([cloud.means[s : s + bucket_size].mean(axis=0) for s in starts], "<f4")
    block, steps = 4.0, 32767
    if level:
        offset = cloud.means - np.repeat(centers, bucket_size, axis=0)[:count]
        positions = np.rint(offset / (block / 2 / steps) + steps).astype("<u2")
    else:
        positions, centers = cloud.means.astype("<f4"), centers[:0]
    rows = _ksplat_rows(cloud, positions, level=level, degree=degree)
    header, section = bytearray(4096), bytearray(1024)
    header[1] = 1
    struct.pack_into("<4I", header, 4, 1, 1, count, count)
    struct.pack_into("<H", header, 20, level)
    struct.pack_into("<2f", header, 36, -1.5, 1.5)
    struct.pack_into("<4If", section, 0, count, count, bucket_size, len(centers), block)
    struct.pack_into("<H", section, 20, 12 if level else 0)
    struct.pack_into("<I", section, 24, steps if level else 0)
    struct.pack_into("<2I", section, 32, full, 1 if rest else 0)
    struct.pack_into("<H", section, 40, degree)
    sizes = struct.pack("<I", rest) if rest else b""
    return bytes(header) + bytes(section) + sizes + centers.tobytes() + rows.tobytes()


def _ksplat_rows(
    cloud: GaussianCloud, positions: np.ndarray, *, level: int, degree: int
) -> np.ndarray:
    """The splats of a `.ksplat` section as bytes, one row each."""
    count = cloud.gaussian_count
    number = "<f4" if level == 0 else "<f2"
    bands = [
        cloud.sh_coeffs[:, d * d : (d + 1) ** 2].transpose(0, 2, 1).reshape(count, -1)
        for d in range(1, degree + 1)
    ]
    coefficients = np.concatenate([np.zeros((count, 0)), *bands], axis=1)
    stored = {
        0: coefficients.astype("<f4"),
        1: coefficients.astype("<f2"),
        2: np.clip(np.rint((coefficients + 1.5) / 3 * 255), 0, 255).astype("u1"),
    }[level]
    rgba = np.concatenate([sh0_to_rgb(cloud.sh_coeffs[:, 0]), cloud.opacities[:, None]], axis=1)
    return np.concatenate(
        [
            np.ascontiguousarray(part).view("u1").reshape(count, part.shape[1] * part.itemsize)
            for part in (
                positions,
                cloud.scales.astype(number),
                cloud.quats.astype(number),
                np.clip(np.rint(rgba * 255), 0, 255).astype("u1"),
                stored,
            )
        ],
        axis=1,
    )
