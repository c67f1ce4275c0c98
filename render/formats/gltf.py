"""glTF with `KHR_gaussian_splatting`: activated values of points, +y up, in metres.

Source: Khronos, KHR_gaussian_splatting (ratified). Scales are linear, opacities 0 to 1, quaternions
xyzw; spherical harmonics are those of 3DGS. Nodes may move, turn and scale their splats; all splats
of the scene become one cloud. Nothing is rounded: written values are float32.

The extension has no field for antialiased or 2DGS training; this program keeps that in the
primitive's `extras` under `splatModel`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.byte_files import write_parts
from render.formats.gaussian_values import checked_gaussians
from render.formats.gltf_arrays import AccessorReader, AccessorWriter
from render.formats.gltf_files import GLB_SUFFIX, GltfFile, gltf_bytes, open_gltf
from render.formats.gltf_scene import placed, primitives_in
from render.formats.joined_clouds import joined
from render.formats.splat_file import SplatFile
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback, ignore_progress
from render.spherical_harmonics import rgb_to_sh0, sh0_to_rgb
from render.srgb import linear_from_srgb, srgb_from_linear, srgb_slope

FloatArray = npt.NDArray[np.float32]

NAME = "gltf"
UP_AXIS = "+y"
EXTENSION = "KHR_gaussian_splatting"

MAX_PLACES = 500
"""Most nodes that may show splats."""

_PREFIX = f"{EXTENSION}:"
_KNOWN_EXTENSIONS = {EXTENSION, "KHR_mesh_quantization"}
_SRGB, _LINEAR = "srgb_rec709_display", "lin_rec709_display"
_MODEL = "splatModel"
_SMALLEST_COUNT = 65_536


def read(path: Path) -> SplatFile:
    """Read the Gaussian splats of a .glb or .gltf file, as its scene places them.

    Raises:
        InputError: If the file cannot be read, holds no splats or compressed ones, is damaged, or
            its buffers lie elsewhere than in its own folder.
    """
    file = open_gltf(path)
    try:
        return _splats_of(file)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError) as error:
        if isinstance(error, InputError):
            raise
        reason = " ".join(repr(error).split())[:120]
        raise InputError(
            f"{path} is damaged: its glTF JSON contradicts itself: {reason}"
        ) from error


def write(path: Path, splats: SplatFile, *, progress: ProgressCallback = ignore_progress) -> None:
    """Write a .glb file, or a .gltf file with its buffer embedded; all or nothing.

    Viewers without the extension show coloured points.

    Raises:
        InputError: If the cloud is empty, which glTF cannot hold, or the file cannot be written.
    """
    cloud = splats.with_up_axis(UP_AXIS).cloud
    if not cloud.gaussian_count:
        raise InputError("glTF cannot hold an empty cloud; write PLY")
    writer = AccessorWriter()
    attributes = {name: writer.add(values) for name, values in _attributes(cloud).items()}
    writer.state_bounds(attributes["POSITION"], cloud.means)
    entry = {"kernel": "ellipse", "colorSpace": _SRGB}
    entry |= {"projection": "perspective", "sortingMethod": "cameraDistance"}
    primitive = {"attributes": attributes, "mode": 0, "extensions": {EXTENSION: entry}}
    if splats.antialiased or splats.is_2dgs:
        primitive["extras"] = {_MODEL: "2dgs" if splats.is_2dgs else "antialiased"}
    root = {
        "asset": {"version": "2.0", "generator": "phys4d-studio"},
        "extensionsUsed": [EXTENSION],
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": path.stem}],
        "meshes": [{"primitives": [primitive]}],
        "accessors": writer.accessors,
        "bufferViews": writer.views,
    }
    is_glb = path.suffix.lower() == GLB_SUFFIX
    write_parts(path, gltf_bytes(root, writer.buffer, as_glb=is_glb), progress=progress)


def _splats_of(file: GltfFile) -> SplatFile:
    _refuse_unknown_needs(file)
    arrays = AccessorReader(file)
    clouds: list[GaussianCloud] = []
    notes: list[str] = []
    models: set[str] = set()
    read_already: dict[int, GaussianCloud] = {}
    total = 0
    for primitive, matrix in primitives_in(file, EXTENSION):
        cloud = read_already.get(id(primitive))
        if cloud is None:
            cloud, said = _primitive_cloud(file, primitive, arrays)
            read_already[id(primitive)] = cloud
            notes += said
            models.add(str((primitive.get("extras") or {}).get(_MODEL)))
        total += cloud.gaussian_count
        if total > _SMALLEST_COUNT + arrays.buffer_bytes or len(clouds) == MAX_PLACES:
            raise InputError(
                f"{file.path} shows its splats in more than {len(clouds):,} places, "
                f"{total:,} Gaussians together; it is made to fill the memory"
            )
        clouds.append(placed(cloud, matrix, file.path))
    if not clouds:
        raise InputError(f"{file.path} is a glTF file but holds no Gaussian splats ({EXTENSION})")
    return SplatFile(
        joined(clouds),
        format=NAME,
        up_axis=UP_AXIS,
        antialiased=models == {"antialiased"},
        is_2dgs=models == {"2dgs"},
        notes=tuple(dict.fromkeys(notes)),
    )


def _refuse_unknown_needs(file: GltfFile) -> None:
    """Refuse files that require extensions which are not known here, as compressed ones do."""
    needed = file.root.get("extensionsRequired", [])
    unknown = [str(name)[:60] for name in needed if name not in _KNOWN_EXTENSIONS]
    if unknown:
        raise InputError(
            f"{file.path} requires {', '.join(unknown[:3])}, which is not read; "
            "write the file again without compression"
        )


def _primitive_cloud(
    file: GltfFile, primitive: Mapping[str, Any], arrays: AccessorReader
) -> tuple[GaussianCloud, list[str]]:
    """Gaussians of one primitive in its node's own frame, and what to say of them."""
    entry, attributes = primitive["extensions"][EXTENSION], primitive["attributes"]
    if entry.get("extensions"):
        ways = ", ".join(sorted(entry["extensions"]))[:80]
        raise InputError(f"{file.path} stores its splats by {ways}, which is not read")
    names = ["POSITION", _PREFIX + "ROTATION", _PREFIX + "SCALE", _PREFIX + "OPACITY"]
    missing = [name for name in [*names, _harmonic(0, 0)] if name not in attributes]
    if missing:
        raise InputError(f"{file.path}: its splats lack {', '.join(missing)}; the file is damaged")
    means, quats, scales, opacities = (
        arrays.read(attributes[name], width)
        for name, width in zip(names, (3, 4, 3, 1), strict=True)
    )
    coefficients = [arrays.read(attributes[one], 3) for one in _harmonics(attributes)]
    if {len(values) for values in (quats, scales, opacities, *coefficients)} != {len(means)}:
        raise InputError(f"{file.path} is damaged: attributes of its splats differ in length")
    checked = checked_gaussians(
        file.path,
        means=means,
        quats=quats[:, [3, 0, 1, 2]],
        scales=scales,
        opacities=opacities[:, 0],
        sh_coeffs=np.stack(coefficients, axis=1),
    )
    cloud, notes = _in_srgb(checked.cloud, str(entry.get("colorSpace")))
    if entry.get("kernel", "ellipse") != "ellipse":
        notes.append(f"the kernel {str(entry['kernel'])[:40]!r} is drawn as an ellipse")
    return cloud, [*checked.notes, *notes]


def _harmonic(degree: int, number: int) -> str:
    return f"{_PREFIX}SH_DEGREE_{degree}_COEF_{number}"


def _harmonics(attributes: Mapping[str, Any]) -> list[str]:
    """Attributes of the degrees that are there in full, with all lower ones."""
    found: list[str] = []
    for degree in range(4):
        names = [_harmonic(degree, number) for number in range(2 * degree + 1)]
        if not all(name in attributes for name in names):
            break
        found += names
    return found


def _in_srgb(cloud: GaussianCloud, space: str) -> tuple[GaussianCloud, list[str]]:
    """The cloud with sRGB colours; those that depend on the direction change by the slope."""
    if space == _SRGB:
        return cloud, []
    if space != _LINEAR:
        return cloud, [f"the unknown colour space {space[:40]!r} is taken for sRGB"]
    linear = sh0_to_rgb(cloud.sh_coeffs[:, 0])
    coefficients = cloud.sh_coeffs * srgb_slope(linear)[:, None]
    coefficients[:, 0] = rgb_to_sh0(srgb_from_linear(linear))
    note = "its linear colours were turned to sRGB; overlapping splats blend a little differently"
    return replace(cloud, sh_coeffs=coefficients), [note]


def _attributes(cloud: GaussianCloud) -> dict[str, npt.NDArray[Any]]:
    """Arrays of the primitive by the names of the specification."""
    base = np.clip(sh0_to_rgb(cloud.sh_coeffs[:, 0]), 0, 1)
    color = np.concatenate([linear_from_srgb(base), cloud.opacities[:, None]], axis=1)
    arrays: dict[str, npt.NDArray[Any]] = {
        "POSITION": cloud.means,
        "COLOR_0": np.rint(color * 255).astype(np.uint8),
        _PREFIX + "ROTATION": cloud.quats[:, [1, 2, 3, 0]],
        _PREFIX + "SCALE": cloud.scales,
        _PREFIX + "OPACITY": cloud.opacities[:, None],
    }
    for degree in range(cloud.sh_degree + 1):
        for number in range(2 * degree + 1):
            arrays[_harmonic(degree, number)] = cloud.sh_coeffs[:, degree**2 + number]
    return arrays
