"""The ways to store a video, and which of them a path and a wish mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from render.errors import InputError
from studio.export.option_ranges import FPS_RANGE

SMALLEST_SIDE_PX = 2
MOVIE_SUFFIXES = (".mp4", ".mov", ".m4v", ".mkv")


class Storage(StrEnum):
    """What a codec writes."""

    MOVIE = "movie"
    """One file: packets of an encoder in a container."""
    GIF = "gif"
    """One file of pictures that share a palette."""
    PICTURES = "pictures"
    """A folder of numbered pictures."""
    VALUES = "values"
    """A folder of numbered arrays with the values of passes, colour too."""


@dataclass(frozen=True, slots=True)
class Codec:
    """One way to store a video."""

    name: str
    """Name in commands and files."""
    title: str
    """Name for people."""
    storage: Storage
    """One file or a folder."""
    suffixes: tuple[str, ...]
    """Lower-case endings with their dot, the usual one first; empty for a folder."""
    encoder: str
    """Name of the encoder in FFmpeg."""
    pixel_format: str
    """Name of the pixel format in FFmpeg."""
    bits_per_pixel: float
    """Size of a detailed picture [bits per pixel], for forecasts."""
    bytes_per_pixel: float
    """Memory that the encoder holds while it runs [bytes per pixel of a picture]."""
    largest_side_px: int = 8192
    """Longest side that it stores [px]."""
    highest_fps: float = 120.0
    """Highest rate that it plays [frames/s]."""
    has_alpha: bool = False
    """Whether it keeps transparency."""
    is_lossless: bool = False
    """Whether 8-bit colours come back exactly."""
    bits: int = 8
    """Bits per channel that pictures are handed over with: 8, 16 or 32 (float)."""
    hardware: str | None = None
    """Encoder of NVIDIA graphics cards for the same stream; None where there is none."""

    @property
    def file_suffix(self) -> str:
        """Ending of each file of a folder, without its dot."""
        return "png" if self.encoder == "png" else self.name

    @property
    def is_folder(self) -> bool:
        """Whether it fills a folder."""
        return self.storage in (Storage.PICTURES, Storage.VALUES)

    @property
    def usual_suffix(self) -> str:
        """Ending that files get; empty for a folder."""
        return self.suffixes[0] if self.suffixes else ""

    def path_for(self, path: Path) -> Path:
        """`path` with an ending that fits: its own where that fits, else the usual one."""
        if path.suffix.lower() in self.suffixes:
            return path
        return path.with_suffix(self.usual_suffix)


CODECS: dict[str, Codec] = {
    codec.name: codec
    for codec in (
        Codec(
            "h264", "H.264", Storage.MOVIE, MOVIE_SUFFIXES, "libx264", "yuv420p",
            bits_per_pixel=0.3, bytes_per_pixel=60, hardware="h264_nvenc",
        ),
        Codec(
            "h265", "H.265 (HEVC)", Storage.MOVIE, MOVIE_SUFFIXES, "libx265", "yuv420p",
            bits_per_pixel=0.25, bytes_per_pixel=140, hardware="hevc_nvenc",
        ),
        Codec(
            "av1", "AV1", Storage.MOVIE, (".mp4", ".mkv", ".webm"), "libsvtav1", "yuv420p10le",
            bits_per_pixel=0.25, bytes_per_pixel=230, bits=16, hardware="av1_nvenc",
        ),
        Codec(
            "vp9", "VP9", Storage.MOVIE, (".webm", ".mkv"), "libvpx-vp9", "yuv420p",
            bits_per_pixel=0.3, bytes_per_pixel=120,
        ),
        Codec(
            "vp9-alpha", "VP9 with transparency", Storage.MOVIE, (".webm", ".mkv"), "libvpx-vp9",
            "yuva420p", bits_per_pixel=0.4, bytes_per_pixel=240, has_alpha=True,
        ),
        Codec(
            "prores4444", "ProRes 4444 with transparency", Storage.MOVIE, (".mov",), "prores_ks",
            "yuva444p10le", bits_per_pixel=7, bytes_per_pixel=40, has_alpha=True, bits=16,
        ),
        Codec(
            "ffv1", "FFV1, lossless", Storage.MOVIE, (".mkv",), "ffv1", "bgr0",
            bits_per_pixel=10, bytes_per_pixel=30, is_lossless=True,
        ),
        Codec(
            "gif", "GIF", Storage.GIF, (".gif",), "gif", "pal8",
            bits_per_pixel=4, bytes_per_pixel=30, largest_side_px=4096, highest_fps=50.0,
            has_alpha=True,
        ),
        Codec(
            "png", "PNG pictures", Storage.PICTURES, (), "png", "rgba",
            bits_per_pixel=14, bytes_per_pixel=12, largest_side_px=16384,
            has_alpha=True, is_lossless=True,
        ),
        Codec(
            "png16", "PNG pictures of 16 bits", Storage.PICTURES, (), "png", "rgba64be",
            bits_per_pixel=40, bytes_per_pixel=24, largest_side_px=16384,
            has_alpha=True, is_lossless=True, bits=16,
        ),
        Codec(
            "exr", "EXR pictures, linear light", Storage.PICTURES, (), "exr", "gbrapf32le",
            bits_per_pixel=48, bytes_per_pixel=40, largest_side_px=16384,
            has_alpha=True, is_lossless=True, bits=32,
        ),
        Codec(
            "npz", "NumPy arrays of a pass's values", Storage.VALUES, (), "npz", "float",
            bits_per_pixel=64, bytes_per_pixel=40, largest_side_px=16384,
            has_alpha=True, is_lossless=True, bits=32,
        ),
    )
}  # fmt: skip
"""Every codec by its name."""

_OPAQUE_BY_SUFFIX = {".webm": "vp9", ".gif": "gif", "": "png"}
_TRANSPARENT_BY_SUFFIX = {".webm": "vp9-alpha", ".mkv": "vp9-alpha", ".mov": "prores4444"}


def codec_named(name: str) -> Codec:
    """Codec of a name.

    Raises:
        InputError: If there is none; the line lists those there are.
    """
    if name not in CODECS:
        raise InputError(f"there is no codec {name!r}; choose one of {', '.join(CODECS)}")
    return CODECS[name]


def codec_for(path: Path, name: str | None = None, *, transparent: bool = False) -> Codec:
    """Codec that an output means.

    Args:
        path: File or folder to write; the ending chooses where no name does.
        name: Codec that was asked for; None lets the ending decide.
        transparent: Whether the background is to stay transparent.

    Raises:
        InputError: If ending, codec and transparency do not fit together.
    """
    suffix = path.suffix.lower()
    if name is None:
        known = {**dict.fromkeys(MOVIE_SUFFIXES, "h264"), **_OPAQUE_BY_SUFFIX}
        if transparent:
            known |= _TRANSPARENT_BY_SUFFIX
        if suffix not in known:
            endings = ", ".join(one for one in known if one)
            raise InputError(
                f"{path}: a video ends in one of {endings}; a name without ending becomes a "
                "folder of PNG pictures"
            )
        codec = CODECS[known[suffix]]
    else:
        codec = codec_named(name)
        if codec.suffixes and suffix not in codec.suffixes:
            endings = " or ".join(codec.suffixes)
            raise InputError(f"{path}: {codec.title} is stored in files that end in {endings}")
        if not codec.suffixes and suffix:
            raise InputError(f"{path}: {codec.title} fill a folder; leave the ending out")
    if transparent and not codec.has_alpha:
        able = ", ".join(one.name for one in CODECS.values() if one.has_alpha)
        raise InputError(
            f"{codec.title} has no transparency; choose --codec {able}, or another background"
        )
    return codec


def check_video_size(codec: Codec, width: int, height: int, fps: float) -> None:
    """Refuse sizes and rates that a codec cannot store, without trying them.

    Raises:
        InputError: With the value and its range.
    """
    for name, value in (("width", width), ("height", height)):
        if not SMALLEST_SIDE_PX <= value <= codec.largest_side_px:
            raise InputError(
                f"video {name} must be {SMALLEST_SIDE_PX} to {codec.largest_side_px} px with "
                f"{codec.title}, got {value}"
            )
    low, high = FPS_RANGE[0], min(FPS_RANGE[1], codec.highest_fps)
    if not low <= fps <= high:
        raise InputError(
            f"frame rate must be {low:g} to {high:g} a second with {codec.title}, got {fps:g}"
        )
