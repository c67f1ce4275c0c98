"""The standard 3DGS PLY file (INRIA): log scales, opacity logits, spherical harmonics by channel.

Logarithms and logits of Gaussians exist only here and in network heads. Positions and rotations
are kept in the file's own axes.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from render.atomic_file import atomic_path
from render.errors import InputError
from render.formats.ply_header import PlyElement, PlyHeader, read_header
from render.gaussians import GaussianCloud
from render.os_faults import remedy_for

FloatArray = npt.NDArray[np.float32]

POSITION = ("x", "y", "z")
NORMAL = ("nx", "ny", "nz")
BASE_COLOR = ("f_dc_0", "f_dc_1", "f_dc_2")
SCALE = ("scale_0", "scale_1", "scale_2")
ROTATION = ("rot_0", "rot_1", "rot_2", "rot_3")
REQUIRED = (*POSITION, *BASE_COLOR, "opacity", *SCALE, *ROTATION)

REST_COUNTS = (0, 9, 24, 45)
"""Numbers of `f_rest` properties of spherical-harmonic degree 0 to 3."""

MIN_SCALE_M = 1e-12
"""Scales that underflow in float32 are raised to this [m]."""

MAX_LOG_SCALE = 27.0
"""Log scales above this (5e11 units) are damage, not geometry."""


def read_ply(path: Path) -> GaussianCloud:
    """Read a 3DGS PLY file: binary of either byte order or text, degree 0 to 3.

    Properties that a splat does not need are ignored; quaternions are normalized and zero
    quaternions become the identity.

    Args:
        path: File to read.

    Returns:
        Cloud with activated values, in the file's axes and units.

    Raises:
        InputError: If the file cannot be read, is no splat PLY, is cut off or holds bad values.
    """
    try:
        with path.open("rb") as stream:
            header = read_header(stream, path)
            element = _vertices(header, path)
            _check_size(stream, header, element, path)
            rows = _read_rows(stream, header, element, path)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    return _cloud_from_rows(rows, path)


def write_ply(path: Path, cloud: GaussianCloud) -> None:
    """Write a cloud as a binary little-endian 3DGS PLY file, all or nothing.

    Args:
        path: File to write; its folder must exist.
        cloud: Gaussians to write; every splat tool reads the result.

    Raises:
        InputError: If the file cannot be written.
    """
    rows = _rows_from_cloud(cloud)
    names = rows.dtype.names or ()
    lines = ["ply", "format binary_little_endian 1.0", f"element vertex {len(rows)}"]
    lines += [f"property float {name}" for name in names]
    header = "\n".join([*lines, "end_header", ""]).encode("ascii")
    try:
        with atomic_path(path) as temporary, temporary.open("wb") as stream:
            stream.write(header)
            stream.write(rows.tobytes())
    except OSError as error:
        raise InputError(f"cannot write {path}: {remedy_for(error) or error}") from error


def _vertices(header: PlyHeader, path: Path) -> PlyElement:
    element = next((item for item in header.elements if item.name == "vertex"), None)
    names = {name for name, _ in element.properties} if element else set()
    missing = [name for name in REQUIRED if name not in names]
    if element is None or missing:
        raise InputError(
            f"{path} is a PLY file but holds no Gaussian splats "
            f"(missing: {', '.join(missing[:4])}{', …' if len(missing) > 4 else ''})"
        )
    before = header.elements[: header.elements.index(element)]
    if element.has_lists or any(item.has_lists and item.count for item in before):
        raise InputError(f"{path}: lists before or inside the splats are not supported")
    rest = sum(name.startswith("f_rest_") for name in names)
    if rest not in REST_COUNTS or any(f"f_rest_{i}" not in names for i in range(rest)):
        raise InputError(f"{path} has {rest} f_rest properties; 0, 9, 24 or 45 are known")
    return element


def _rows_before(header: PlyHeader, element: PlyElement) -> tuple[PlyElement, ...]:
    return header.elements[: header.elements.index(element)]


def _check_size(stream: BinaryIO, header: PlyHeader, element: PlyElement, path: Path) -> None:
    """Compare the promised rows with the file's size before anything is allocated."""
    size = os.fstat(stream.fileno()).st_size - header.length
    if header.is_text:
        needed = 2 * element.count * len(element.properties)
    else:
        parts = (*_rows_before(header, element), element)
        needed = sum(part.count * part.dtype(header.byte_order).itemsize for part in parts)
    if size < needed:
        raise InputError(
            f"{path} is cut off: its header promises {element.count:,} Gaussians "
            f"(at least {needed:,} bytes of data), the file holds {size:,}"
        )


def _read_rows(
    stream: BinaryIO, header: PlyHeader, element: PlyElement, path: Path
) -> npt.NDArray[np.void]:
    stream.seek(header.length)
    if header.is_text:
        return _read_text_rows(stream, header, element, path)
    skipped = sum(
        part.count * part.dtype(header.byte_order).itemsize
        for part in _rows_before(header, element)
    )
    stream.seek(skipped, io.SEEK_CUR)
    return np.fromfile(stream, dtype=element.dtype(header.byte_order), count=element.count)


def _read_text_rows(
    stream: BinaryIO, header: PlyHeader, element: PlyElement, path: Path
) -> npt.NDArray[np.void]:
    skipped = sum(part.count for part in _rows_before(header, element))
    lines = stream.read().splitlines()[skipped : skipped + element.count]
    width = len(element.properties)
    try:
        table = np.array([line.split() for line in lines], dtype=np.float64).reshape(-1, width)
    except ValueError as error:
        raise InputError(
            f"{path}: a row of text is damaged; {width} numbers a row are due"
        ) from error
    if len(table) != element.count:
        raise InputError(f"{path} is cut off: {len(table):,} of {element.count:,} Gaussians found")
    rows = np.empty(len(table), dtype=[(name, "f4") for name, _ in element.properties])
    for column, (name, _) in enumerate(element.properties):
        rows[name] = table[:, column]
    return rows


def _columns(rows: npt.NDArray[np.void], names: tuple[str, ...]) -> FloatArray:
    """Named properties side by side, shape [N, len(names)]."""
    order = rows.dtype.names or ()
    first = order.index(names[0])
    types = {rows.dtype[name] for name in order}
    if len(types) == 1 and order[first : first + len(names)] == names:
        table = rows.view(types.pop()).reshape(len(rows), len(order))
        return np.asarray(table[:, first : first + len(names)], dtype=np.float32, order="C")
    return np.stack([rows[name].astype(np.float32) for name in names], axis=1)


def _cloud_from_rows(rows: npt.NDArray[np.void], path: Path) -> GaussianCloud:
    rest = sum(name.startswith("f_rest_") for name in rows.dtype.names or ())
    rest_names = tuple(f"f_rest_{index}" for index in range(rest))
    log_scales, logits = _columns(rows, SCALE), _columns(rows, ("opacity",))[:, 0]
    quats, coefficients = _columns(rows, ROTATION), _columns(rows, (*BASE_COLOR, *rest_names))
    means = _columns(rows, POSITION)
    for name, table in (
        ("position", means),
        ("colour", coefficients),
        ("rotation", quats),
        ("scale", log_scales),
    ):
        bad = ~np.isfinite(table).all(axis=1)
        if bad.any():
            raise InputError(f"{path}: {name} of Gaussian {int(bad.argmax()):,} is not finite")
    if np.isnan(logits).any():
        raise InputError(f"{path}: opacity of Gaussian {int(np.isnan(logits).argmax()):,} is NaN")
    if log_scales.size and log_scales.max() > MAX_LOG_SCALE:
        worst = int(log_scales.max(axis=1).argmax())
        raise InputError(
            f"{path}: log scale of Gaussian {worst:,} is {log_scales.max():g}, "
            f"at most {MAX_LOG_SCALE:g} is allowed; the file is damaged"
        )
    norms = np.linalg.norm(quats.astype(np.float64), axis=1)
    quats[norms < 1e-12] = (1, 0, 0, 0)
    quats /= np.where(norms < 1e-12, 1, norms)[:, None]
    bands = coefficients[:, 3:].reshape(len(rows), 3, rest // 3).transpose(0, 2, 1)
    return GaussianCloud(
        means=means,
        quats=quats,
        scales=np.maximum(np.exp(log_scales), MIN_SCALE_M),
        opacities=np.asarray(1 / (1 + np.exp(-np.clip(logits, -80, 80))), dtype=np.float32),
        sh_coeffs=np.concatenate([coefficients[:, None, :3], bands], axis=1),
    )


def _rows_from_cloud(cloud: GaussianCloud) -> npt.NDArray[np.void]:
    count, bands = cloud.gaussian_count, cloud.sh_coeffs.shape[1] - 1
    opacities = np.clip(cloud.opacities.astype(np.float64), 1e-7, 1 - 1e-7)
    table = np.concatenate(
        [
            cloud.means,
            np.zeros((count, 3), np.float32),
            cloud.sh_coeffs[:, 0],
            cloud.sh_coeffs[:, 1:].transpose(0, 2, 1).reshape(count, 3 * bands),
            np.log(opacities / (1 - opacities))[:, None].astype(np.float32),
            np.log(cloud.scales),
            cloud.quats,
        ],
        axis=1,
    )
    rest = tuple(f"f_rest_{index}" for index in range(3 * bands))
    names = (*POSITION, *NORMAL, *BASE_COLOR, *rest, "opacity", *SCALE, *ROTATION)
    return table.astype("<f4").view([(name, "<f4") for name in names])[:, 0]
