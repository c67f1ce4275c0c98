"""The standard 3DGS PLY file (INRIA): log scales, opacity logits, spherical harmonics by channel.

Source: Kerbl et al., 3D Gaussian Splatting, 2023, reference code. Positions and rotations stand in
the axes of COLMAP (x right, y down, z forward), which is why -y is taken for up unless a remark in
the header says otherwise. 2DGS files are the same without `scale_2`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.activations import logits_of, looks_activated, opacities_of
from render.formats.axes import WORLD_UP
from render.formats.byte_files import write_parts
from render.formats.gaussian_values import FLAT_SCALE, checked_gaussians
from render.formats.ply_comments import PlyRemarks, header_bytes, remarks, understood
from render.formats.ply_rows import Rows, read_rows
from render.formats.splat_file import NORMALS, Extras, SplatFile
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback, ignore_progress

FloatArray = npt.NDArray[np.float32]

NAME = "ply"
UP_AXIS = "-y"

POSITION = ("x", "y", "z")
BASE_COLOR = ("f_dc_0", "f_dc_1", "f_dc_2")
SCALE = ("scale_0", "scale_1", "scale_2")
ROTATION = ("rot_0", "rot_1", "rot_2", "rot_3")
REQUIRED = (*POSITION, *BASE_COLOR, "opacity", *SCALE[:2], *ROTATION)

REST_COUNTS = (0, 9, 24, 45, 72)
"""Numbers of `f_rest` properties of spherical-harmonic degree 0 to 4."""
MAX_BANDS = 15
"""Coefficients a channel above degree 0 that are kept: those up to degree 3."""


def read(path: Path) -> SplatFile:
    """Read a 3DGS PLY file: binary of either byte order or text, degree 0 to 4, any number type.

    Properties that a splat does not need become extras. Activated values, which some tools write
    by mistake, are recognized by their range and noted.

    Raises:
        InputError: If the file cannot be read, is no splat PLY, is cut off or holds bad values.
    """
    found = read_rows(path, "vertex")
    rest = _rest_count(found.rows, path)
    said = understood(found.header.comments)
    with np.errstate(over="ignore", invalid="ignore"):
        scales, opacities, notes = _activated(found.rows)
        checked = checked_gaussians(
            path,
            means=_columns(found.rows, POSITION),
            quats=_columns(found.rows, ROTATION),
            scales=scales,
            opacities=opacities,
            sh_coeffs=_coefficients(found.rows, rest),
            extras=_extras(found.rows, rest),
        )
    if rest > 3 * MAX_BANDS:
        notes.append("colours of SH degree 4 were cut to degree 3")
    file = SplatFile(
        checked.cloud,
        format=NAME,
        up_axis=said.up_axis or UP_AXIS,
        antialiased=said.antialiased,
        is_2dgs=said.is_2dgs or "scale_2" not in (found.rows.dtype.names or ()),
        extras=checked.extras,
        comments=said.others,
        notes=(*notes, *checked.notes),
    )
    return file.with_original(*found.parts)


def write(path: Path, splats: SplatFile, *, progress: ProgressCallback = ignore_progress) -> None:
    """Write a binary little-endian 3DGS PLY file with -y up, which every splat tool reads.

    Raises:
        InputError: If the file cannot be written.
    """
    _write(path, splats.with_up_axis(UP_AXIS), up_remark=None, progress=progress)


def read_ply(path: Path) -> GaussianCloud:
    """The Gaussians of a PLY file, in the file's own axes and units; see `read`."""
    return read(path).cloud


def write_ply(path: Path, cloud: GaussianCloud) -> None:
    """Write a cloud of the world as it is; a remark in the header says that +z is up.

    Raises:
        InputError: If the file cannot be written.
    """
    _write(path, SplatFile(cloud, NAME, WORLD_UP), up_remark=WORLD_UP, progress=ignore_progress)


def _rest_count(rows: Rows, path: Path) -> int:
    """Number of `f_rest` properties, after a look at what else is missing."""
    names = set(rows.dtype.names or ())
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise InputError(
            f"{path} is a PLY file but holds no Gaussian splats "
            f"(missing: {', '.join(missing[:4])}{', …' if len(missing) > 4 else ''})"
        )
    rest = sum(name.startswith("f_rest_") for name in names)
    if rest not in REST_COUNTS or any(f"f_rest_{i}" not in names for i in range(rest)):
        raise InputError(f"{path} has {rest} f_rest properties; 0, 9, 24, 45 or 72 are known")
    return rest


def _rest_names(rest: int) -> tuple[str, ...]:
    return tuple(f"f_rest_{index}" for index in range(rest))


def _columns(rows: Rows, names: tuple[str, ...]) -> FloatArray:
    """Named properties side by side in memory of their own, shape [N, len(names)]."""
    return np.ascontiguousarray(_strided(rows, names))


def _strided(rows: Rows, names: tuple[str, ...]) -> FloatArray:
    """Named properties side by side, where possible inside the rows, shape [N, len(names)]."""
    order = rows.dtype.names or ()
    first = order.index(names[0])
    types = {rows.dtype[name] for name in order}
    if len(types) == 1 and order[first : first + len(names)] == names:
        table = rows.view(types.pop()).reshape(len(rows), len(order))
        return np.asarray(table[:, first : first + len(names)], dtype=np.float32)
    return np.stack([rows[name].astype(np.float32) for name in names], axis=1)


def _coefficients(rows: Rows, rest: int) -> FloatArray:
    """Colour coefficients up to degree 3, shape [N, K, 3]."""
    bands = min(rest // 3, MAX_BANDS)
    coefficients = np.empty((len(rows), 1 + bands, 3), np.float32)
    coefficients[:, 0] = _columns(rows, BASE_COLOR)
    if rest:
        by_channel = _strided(rows, _rest_names(rest)).reshape(len(rows), 3, rest // 3)
        coefficients[:, 1:] = by_channel[:, :, :bands].transpose(0, 2, 1)
    return coefficients


def _activated(rows: Rows) -> tuple[FloatArray, FloatArray, list[str]]:
    """Scales [file units, N x 3] and opacities [N] as they are meant, and what to say of them."""
    axes = SCALE if "scale_2" in (rows.dtype.names or ()) else SCALE[:2]
    scales, opacities = _columns(rows, axes), _columns(rows, ("opacity",))[:, 0]
    notes = []
    if looks_activated(scales, opacities):
        notes.append("scales and opacities stand there activated instead of as logs and logits")
    else:
        scales, opacities = np.exp(scales), opacities_of(opacities)
    if len(axes) == 2:
        scales = np.concatenate([scales, np.full((len(rows), 1), FLAT_SCALE, np.float32)], axis=1)
    return scales, opacities, notes


def _extras(rows: Rows, rest: int) -> Extras:
    """Properties that no splat needs; normals only where one is not zero."""
    used = {*REQUIRED, "scale_2", *_rest_names(rest)}
    names = [name for name in rows.dtype.names or () if name not in used]
    normals = [name for name in NORMALS if name in names]
    if not any(rows[name].any() for name in normals):
        names = [name for name in names if name not in normals]
    native = {name: rows.dtype[name].newbyteorder("=") for name in names}
    return {name: rows[name].astype(native[name]) for name in names}


def _write(
    path: Path, splats: SplatFile, *, up_remark: str | None, progress: ProgressCallback
) -> None:
    rows = _rows_from(splats)
    said = PlyRemarks(splats.antialiased, splats.is_2dgs, up_remark, splats.comments)
    lines = ["ply", "format binary_little_endian 1.0"]
    flags = remarks(antialiased=said.antialiased, is_2dgs=said.is_2dgs, up_axis=said.up_axis)
    lines += [f"comment {text}" for text in (*flags, *said.others)]
    lines.append(f"element vertex {len(rows)}")
    for name in rows.dtype.names or ():
        lines.append(f"property {_TYPE_NAMES[rows.dtype[name].str[1:]]} {name}")
    write_parts(path, (header_bytes(lines), rows), progress=progress)


_TYPE_NAMES = {
    "i1": "char",
    "u1": "uchar",
    "i2": "short",
    "u2": "ushort",
    "i4": "int",
    "u4": "uint",
    "f2": "half",
    "f4": "float",
    "f8": "double",
}
"""PLY's names of numpy's type codes."""


def _rows_from(splats: SplatFile) -> Rows:
    """Structured rows of a file in the usual order, extras last."""
    cloud = splats.cloud
    count, bands = cloud.gaussian_count, cloud.sh_coeffs.shape[1] - 1
    axes = SCALE[:2] if splats.is_2dgs else SCALE
    table = np.concatenate(
        [
            cloud.means,
            np.zeros((count, 3), np.float32),
            cloud.sh_coeffs[:, 0],
            cloud.sh_coeffs[:, 1:].transpose(0, 2, 1).reshape(count, 3 * bands),
            logits_of(cloud.opacities)[:, None],
            np.log(cloud.scales[:, : len(axes)]),
            cloud.quats,
        ],
        axis=1,
        dtype="<f4",
    )
    names = (
        *POSITION, *NORMALS, *BASE_COLOR, *_rest_names(3 * bands), "opacity", *axes, *ROTATION,
    )  # fmt: skip
    standard = table.view([(name, "<f4") for name in names])[:, 0]
    if not splats.extras:
        return standard
    return _with_extras(standard, splats.extras)


def _stored(values: npt.NDArray[np.generic]) -> str:
    """Type in which extras are written: their own where PLY has it, else double."""
    code = values.dtype.str[1:]
    return f"<{code if code in _TYPE_NAMES else 'f8'}"


def _with_extras(standard: Rows, extras: Extras) -> Rows:
    """Rows with further properties; normals take the place that they have already."""
    names = standard.dtype.names or ()
    further = [(name, _stored(values)) for name, values in extras.items() if name not in names]
    rows = np.empty(len(standard), dtype=[*((name, "<f4") for name in names), *further])
    for name in names:
        rows[name] = standard[name]
    for name, values in extras.items():
        rows[name] = values
    return rows
