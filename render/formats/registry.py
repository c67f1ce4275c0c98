"""The splat formats this program knows, chosen by a file's suffix; the door to all of them."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from render.errors import InputError
from render.formats.byte_files import read_bytes, write_parts
from render.formats.child_reader import limits_for, read_in_child
from render.formats.splat_file import SplatFile, as_splat_file
from render.gaussians import GaussianCloud
from render.os_faults import check_is_file
from render.progress import ProgressCallback, ignore_progress

READING = "Reading the splat file"
_HEADER_BYTES = 4096

ALL_FIELDS = frozenset({"antialiased", "is_2dgs", "extras", "comments"})
"""Fields of `SplatFile` beyond the cloud and the up axis that a format may keep."""


@dataclass(frozen=True, slots=True)
class SplatFormat:
    """What one format is called, can hold and is read and written by."""

    name: str
    """Short name, as `--json` gives it."""
    title: str
    """Name for people."""
    suffixes: tuple[str, ...]
    """Endings of its files, in lower case with the dot; the first is the usual one."""
    module: str
    """Module with `read(path)` and, where it writes, `write(path, splats, *, progress)`."""
    default_up_axis: str
    """Axis that its tools take for up."""
    reads: bool = True
    writes: bool = True
    native: bool = False
    """Whether a library in native code reads it, which then happens in the child process."""
    max_sh_degree: int = 3
    """Highest spherical-harmonic degree that it holds."""
    keeps: frozenset[str] = frozenset()
    """Those of `ALL_FIELDS` that survive being written."""


class FormatModule(Protocol):
    """What every module of a format offers."""

    def read(self, path: Path) -> SplatFile:
        """Read a file in its own axes and units."""

    def write(self, path: Path, splats: SplatFile, *, progress: ProgressCallback) -> None:
        """Write a file in the format's axes and value conventions, all or nothing."""


FLAGS = frozenset({"antialiased", "is_2dgs"})
"""How the Gaussians are to be drawn."""

FORMATS = (
    SplatFormat("ply", "3DGS PLY", (".ply",), "render.formats.ply", "-y", keeps=ALL_FIELDS),
    SplatFormat(
        "compressed-ply",
        "compressed PLY",
        (".compressed.ply",),
        "render.formats.compressed_ply",
        "-y",
        keeps=ALL_FIELDS - {"extras"},
    ),
    SplatFormat("splat", ".splat", (".splat",), "render.formats.splat", "-y", max_sh_degree=0),
    SplatFormat("ksplat", ".ksplat", (".ksplat",), "render.formats.ksplat", "-y", writes=False),
    SplatFormat(
        "spz", "SPZ", (".spz",), "render.formats.spz", "+y", keeps=frozenset({"antialiased"})
    ),
    SplatFormat("sog", "SOG", (".sog", "meta.json"), "render.formats.sog", "-y", keeps=FLAGS),
    SplatFormat("gltf", "glTF", (".glb", ".gltf"), "render.formats.gltf", "+y", keeps=FLAGS),
    SplatFormat(
        "usd",
        "USD",
        (".usdc", ".usda", ".usd", ".usdz"),
        "render.formats.usd",
        "+y",
        native=True,
        keeps=FLAGS,
    ),
)
"""Every format; compound suffixes win over their ends."""


def readable_suffixes() -> tuple[str, ...]:
    """Endings of all files that `read_splats` takes."""
    return tuple(suffix for item in FORMATS if item.reads for suffix in item.suffixes)


def writable_suffixes() -> tuple[str, ...]:
    """Endings of all files that `write_splats` makes."""
    return tuple(suffix for item in FORMATS if item.writes for suffix in item.suffixes)


def is_splat_path(path: Path) -> bool:
    """Whether a path ends like a splat file that can be read."""
    return path.name.lower().endswith(readable_suffixes())


def format_named(name: str) -> SplatFormat:
    """The format with a name.

    Raises:
        InputError: If there is none.
    """
    for item in FORMATS:
        if item.name == name:
            return item
    raise InputError(f"no splat format {name!r}; use {', '.join(item.name for item in FORMATS)}")


def format_of(path: Path) -> SplatFormat:
    """The format that a file's ending names.

    Raises:
        InputError: If the ending is unknown.
    """
    name = path.name.lower()
    found = [
        (len(suffix), item) for item in FORMATS for suffix in item.suffixes if name.endswith(suffix)
    ]
    if not found:
        known = ", ".join(suffix for item in FORMATS for suffix in item.suffixes)
        raise InputError(f"{path} does not end like a splat file; known endings: {known}")
    return max(found, key=lambda pair: pair[0])[1]


def read_splats(path: Path, *, progress: ProgressCallback = ignore_progress) -> SplatFile:
    """Read a splat file of any known format, in its own axes and units.

    Args:
        path: File to read.
        progress: Told when reading starts and ends.

    Raises:
        InputError: If the file cannot be read, is damaged or of no known format.
    """
    check_is_file(path)
    found = _format_inside(path, format_of(path))
    if not found.reads:
        raise InputError(f"{path}: {found.title} files can be written but not read")
    progress(READING, 0.0)
    if found.native:
        splats = read_in_child(found.module, path, limits_for(path))
    else:
        try:
            splats = _module(found).read(path)
        except MemoryError as error:
            raise InputError(
                f"{path} needs more memory than there is; use a smaller file"
            ) from error
    progress(READING, 1.0)
    return splats


def write_splats(
    path: Path,
    splats: SplatFile | GaussianCloud,
    *,
    format: str | None = None,
    progress: ProgressCallback = ignore_progress,
) -> tuple[str, ...]:
    """Write a splat file, turned to the axes of its format; all or nothing.

    A file that was read and not edited is written bit by bit as it was, if the format is the same.

    Args:
        path: File to write; its folder must exist.
        splats: What a file held, or a cloud of the world (+z up, metres).
        format: Name of the format; None lets the path's ending say.
        progress: Told the share written; it may cancel.

    Returns:
        What the format cannot hold and was lost, one sentence each.

    Raises:
        InputError: If the format cannot be written or the file cannot be made.
    """
    target = format_of(path) if format is None else format_named(format)
    if not target.writes:
        known = ", ".join(writable_suffixes())
        raise InputError(f"{path}: {target.title} files are only read; write one of {known}")
    file = as_splat_file(splats)
    parts = file.unedited_parts if file.format == target.name else None
    if parts is not None:
        write_parts(path, parts, progress=progress)
        return ()
    losses = losses_of(file, target)
    _module(target).write(path, file.with_sh_degree(target.max_sh_degree), progress=progress)
    return losses


def losses_of(splats: SplatFile, target: SplatFormat) -> tuple[str, ...]:
    """What a format cannot hold of a file, one sentence each."""
    losses = []
    if splats.cloud.sh_degree > target.max_sh_degree:
        degree = target.max_sh_degree
        losses.append(f"{target.title} holds SH degree {degree}; higher degrees were left out")
    for name, lost in (
        ("antialiased", "that it was trained with antialiasing (mip)"),
        ("is_2dgs", "that the Gaussians are flat discs (2DGS)"),
        ("comments", "the remarks of the file's header"),
        ("extras", f"the extra values {', '.join(splats.extras)}"),
    ):
        if name not in target.keeps and getattr(splats, name):
            losses.append(f"{target.title} cannot hold {lost}")
    return tuple(losses)


def _format_inside(path: Path, named: SplatFormat) -> SplatFormat:
    """The format of a file's content; compressed PLY files often end in plain .ply."""
    if named.name == "ply" and b"packed_position" in read_bytes(path, _HEADER_BYTES):
        return format_named("compressed-ply")
    return named


def _module(found: SplatFormat) -> FormatModule:
    return cast("FormatModule", importlib.import_module(found.module))
