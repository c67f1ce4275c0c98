"""Where things lie in a one-file 4D clip (`.p4dc`): magic, header, table of blocks, blocks.

| bytes | what |
| --- | --- |
| 8 | `P4DCLIP` and a zero |
| 4 × 4 | uint32: version 1, bytes of the header H, number of blocks B, CRC-32 of the header |
| H | the header: JSON in UTF-8, filled up with spaces |
| B × 16 | table: uint64 place in the file, uint32 length, uint32 CRC-32 of each block |
| rest | blocks: 0 order, 1 rest cloud, 2 … groups of frames, in this order |

Everything is little-endian. docs/clip-format.md describes the blocks.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from dataclasses import asdict, dataclass, field, fields
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from render.clips.clip_motion import ColorMotion
from render.errors import InputError, damage_of

MAGIC = b"P4DCLIP\x00"
VERSION = 1
ORDER_BLOCK, REST_BLOCK, FIRST_GROUP = 0, 1, 2
PREFIX = struct.Struct("<8sIIII")
ENTRY = np.dtype([("place", "<u8"), ("length", "<u4"), ("checksum", "<u4")])

MOST_FRAMES = 1_000_000
MOST_GROUP_FRAMES = 64
_MOST_HEADER_BYTES = 1 << 20
_SPARE_BYTES = 4096
"""Room for what is only known after the last frame: bounds, errors and notes."""
_STEP_RANGE = (1e-12, 1e6)

BlockTable = npt.NDArray[np.void]
Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class LatticeSteps:
    """Distances between the values that a file can hold."""

    position_m: float
    """Centres [m]."""
    rotation: float
    """Components of turns, quaternions."""
    stretch: float
    """Entries of stretches."""
    rest_quaternion: float
    """Components of rest orientations, quaternions."""
    rest_log_scale: float
    """Natural logarithms of rest scales in metres."""
    opacity: float
    """Opacities."""
    base_color: float
    """Colour coefficients of degree 0."""
    view_color: float
    """Colour coefficients of degree 1 to 3."""


@dataclass(frozen=True, slots=True)
class ClipHeader:
    """What a file says of its clip."""

    title: str
    """Name for people."""
    gaussian_count: int
    """Gaussians N."""
    frame_count: int
    """Frames T."""
    frame_dt_s: float
    """Time between two frames [s]."""
    group_frames: int
    """Frames of a group; the last group may have fewer."""
    sh_degree: int
    """Degree of the spherical harmonics, 0 to 3."""
    colors: ColorMotion
    """What colours do from frame to frame."""
    longest_side_m: float
    """Longest side of the object at rest [m]; errors of positions are told as a share of it."""
    origin_m: Vector
    """Point that centres are counted from [m]."""
    steps: LatticeSteps
    """Distances between the values that it can hold."""
    bounds_m: tuple[Vector, Vector] = ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    """Lower and upper corner of the centres in all frames [m]."""
    errors: dict[str, float] = field(default_factory=dict)
    """Largest errors that were measured: position_share, rotation_deg, size_percent and so on."""
    antialiased: bool = False
    """Whether the Gaussians are to be drawn with a screen-space (mip) filter."""
    notes: tuple[str, ...] = ()
    """Remarks for people."""
    generator: str = ""
    """Program that wrote the file."""

    @property
    def group_count(self) -> int:
        """Groups of frames."""
        return -(-self.frame_count // self.group_frames)

    @property
    def color_count(self) -> int:
        """Colour coefficients of a Gaussian, three for each spherical harmonic."""
        return 3 * (self.sh_degree + 1) ** 2

    @property
    def frame_channels(self) -> int:
        """Numbers of a Gaussian in every frame: centre, turn, stretch, opacity, keyed colour."""
        return 14 + (self.color_count if self.colors is ColorMotion.KEYED else 0)

    @property
    def rest_channels(self) -> int:
        """Numbers of a Gaussian at rest: orientation, scales, opacity, colour."""
        return 8 + self.color_count

    def frames_of(self, group: int) -> range:
        """Frames of a group."""
        first = group * self.group_frames
        return range(first, min(first + self.group_frames, self.frame_count))


def header_bytes(header: ClipHeader, length: int | None = None) -> bytes:
    """The header as it lies in the file.

    Args:
        header: What to write.
        length: Bytes to fill; None takes what is needed and some room for later facts.
    """
    values = {"format": "phys4d clip", "up": "+z", **asdict(header)}
    text = json.dumps(values, allow_nan=False).encode("utf-8")
    length = len(text) + _SPARE_BYTES if length is None else length
    if len(text) > length:
        raise ValueError(f"the header of {len(text)} bytes does not fit in {length}")
    return text.ljust(length)


def prefix_bytes(header: bytes, block_count: int) -> bytes:
    """The bytes before the header."""
    return PREFIX.pack(MAGIC, VERSION, len(header), block_count, zlib.crc32(header))


def read_head(stream: BinaryIO, name: str) -> tuple[ClipHeader, BlockTable]:
    """Header and table of blocks.

    Raises:
        InputError: If it is no clip, of a newer version, cut off or damaged.
    """
    start = stream.read(PREFIX.size)
    if len(start) < PREFIX.size or not start.startswith(MAGIC):
        raise InputError(f"{name} is not a phys4d clip: it does not begin with P4DCLIP")
    _, version, length, block_count, checksum = PREFIX.unpack(start)
    if version > VERSION:
        raise InputError(
            f"{name} has format version {version}, this program reads up to {VERSION}; "
            "update phys4d-studio"
        )
    text = stream.read(length) if length <= _MOST_HEADER_BYTES else b""
    if len(text) < length or zlib.crc32(text) != checksum:
        raise InputError(f"{name} is cut off or damaged in its header; get the file again")
    header = _parse_header(text, name)
    if block_count != FIRST_GROUP + header.group_count:
        raise InputError(f"{name} is damaged: {block_count} blocks for {header.frame_count} frames")
    table = stream.read(block_count * ENTRY.itemsize)
    if len(table) < block_count * ENTRY.itemsize:
        raise InputError(f"{name} is cut off in its table of blocks; get the file again")
    return header, np.frombuffer(table, ENTRY)


def read_block(stream: BinaryIO, table: BlockTable, block: int) -> bytes | None:
    """Bytes of a block; None if it is cut off or damaged."""
    place, length, checksum = (int(value) for value in table[block])
    if place > 1 << 62:
        return None
    stream.seek(place)
    data = stream.read(length)
    return data if len(data) == length and zlib.crc32(data) == checksum else None


def _parse_header(text: bytes, name: str) -> ClipHeader:
    try:
        values: dict[str, Any] = json.loads(text)
        if values["format"] != "phys4d clip":
            raise InputError(f"{name} is not a phys4d clip")
        low, high = (_vector(corner) for corner in values["bounds_m"])
        steps = {one.name: float(values["steps"][one.name]) for one in fields(LatticeSteps)}
        header = ClipHeader(
            title=str(values["title"]),
            gaussian_count=int(values["gaussian_count"]),
            frame_count=int(values["frame_count"]),
            frame_dt_s=float(values["frame_dt_s"]),
            group_frames=int(values["group_frames"]),
            sh_degree=int(values["sh_degree"]),
            colors=ColorMotion(values["colors"]),
            longest_side_m=float(values["longest_side_m"]),
            origin_m=_vector(values["origin_m"]),
            steps=LatticeSteps(**steps),
            bounds_m=(low, high),
            errors={str(key): float(value) for key, value in values["errors"].items()},
            antialiased=bool(values.get("antialiased", False)),
            notes=tuple(str(note) for note in values["notes"]),
            generator=str(values["generator"]),
        )
    except (UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"the header of {name} cannot be read: {damage_of(error)}") from error
    _check_header(header, name)
    return header


def _check_header(header: ClipHeader, name: str) -> None:
    low, high = _STEP_RANGE
    checks = {
        "frame_count": 1 <= header.frame_count <= MOST_FRAMES,
        "gaussian_count": 0 <= header.gaussian_count < 1 << 31,
        "group_frames": 1 <= header.group_frames <= MOST_GROUP_FRAMES,
        "sh_degree": 0 <= header.sh_degree <= 3,
        "frame_dt_s": math.isfinite(header.frame_dt_s) and header.frame_dt_s > 0,
        "origin_m": all(abs(value) < 1e9 for value in header.origin_m),
        "steps": all(low <= step <= high for step in asdict(header.steps).values()),
    }
    wrong = [key for key, right in checks.items() if not right]
    if wrong:
        raise InputError(f"the header of {name} has an impossible {wrong[0]}; get the file again")


def _vector(values: list[float]) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z
