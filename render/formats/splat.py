"""`.splat` files (antimatter15): 32 bytes a Gaussian without any header, degree 0 only.

Position and scale are float32, colour, opacity and rotation bytes; the rotation has w first. The
axes are those of the PLY file that it was made from.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from render.errors import InputError
from render.formats.byte_files import read_bytes, write_parts
from render.formats.gaussian_values import checked_gaussians
from render.formats.quantized import to_bytes, unit_from_bytes
from render.formats.splat_file import SplatFile
from render.progress import ProgressCallback, ignore_progress
from render.spherical_harmonics import rgb_to_sh0, sh0_to_rgb

NAME = "splat"
UP_AXIS = "-y"
ROW = np.dtype(
    [("position", "<f4", 3), ("scale", "<f4", 3), ("color", "u1", 4), ("rotation", "u1", 4)]
)


def read(path: Path) -> SplatFile:
    """Read a `.splat` file.

    Raises:
        InputError: If it cannot be read, its length does not fit or most values are unusable.
    """
    data = read_bytes(path)
    if len(data) % ROW.itemsize:
        raise InputError(
            f"{path} has {len(data):,} bytes, no multiple of {ROW.itemsize}; it is cut off or no "
            ".splat file"
        )
    rows = np.frombuffer(data, ROW)
    colors = unit_from_bytes(rows["color"])
    checked = checked_gaussians(
        path,
        means=rows["position"],
        quats=rows["rotation"].astype(np.float32) / np.float32(128) - np.float32(1),
        scales=rows["scale"],
        opacities=colors[:, 3],
        sh_coeffs=rgb_to_sh0(colors[:, None, :3]),
    )
    file = SplatFile(checked.cloud, format=NAME, up_axis=UP_AXIS, notes=checked.notes)
    return file.with_original(data)


def write(path: Path, splats: SplatFile, *, progress: ProgressCallback = ignore_progress) -> None:
    """Write a `.splat` file; colours that depend on the view are lost.

    Raises:
        InputError: If the file cannot be written.
    """
    cloud = splats.with_up_axis(UP_AXIS).cloud
    rows = np.empty(cloud.gaussian_count, ROW)
    rows["position"], rows["scale"] = cloud.means, cloud.scales
    rows["color"][:, :3] = to_bytes(sh0_to_rgb(cloud.sh_coeffs[:, 0]) * 255)
    rows["color"][:, 3] = to_bytes(cloud.opacities * 255)
    rows["rotation"] = to_bytes(cloud.quats * 128 + 128)
    write_parts(path, (rows,), progress=progress)
