"""Whether a codec stores a size and a rate here: tried out before anything is rendered."""

from __future__ import annotations

import importlib.util
import io
import os
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from render.errors import InputError
from studio.export.codecs import CODECS, Codec, Storage, check_video_size
from studio.export.movie_sink import add_stream, video_frame, with_sound_time

_MEMORY_SHARE = 0.7
"""Share of the free memory that an encoder may take."""


@dataclass(frozen=True, slots=True)
class ProbeReport:
    """Whether something can be written here."""

    available: bool
    """Whether it works."""
    reason: str = ""
    """Why it does not, with a remedy; empty where it works."""


def probe(
    codec: Codec, size_px: tuple[int, int], fps: float, *, hardware: bool = False
) -> ProbeReport:
    """Try whether a codec works for a size and a rate; the answer is remembered.

    Sizes out of the codec's range are refused at once. Otherwise one plain picture of the size
    itself goes through the real encoder and container,
    and the memory that a whole clip needs is compared with what is free.

    Args:
        codec: What would be written.
        size_px: Width and height [px].
        fps: Frames a second.
        hardware: Whether the graphics card's encoder is asked for.
    """
    refused = refusal(codec, size_px, fps, hardware=hardware)
    if refused or codec.is_folder:
        return ProbeReport(available=not refused, reason=refused)
    rate = Fraction(fps).limit_denominator(1001)
    fault = _encoding_fault(codec.name, size_px, rate, hardware)
    if fault is None:
        return ProbeReport(available=True)
    kind = "the graphics card" if hardware else "this installation"
    return ProbeReport(
        False,
        f"{codec.title} at {size_px[0]}x{size_px[1]}, {fps:g} frames/s does not work on {kind} "
        f"({fault}); choose another codec or size",
    )


def refusal(codec: Codec, size_px: tuple[int, int], fps: float, *, hardware: bool = False) -> str:
    """Why a codec cannot work, as far as that is known without trying; empty where it may."""
    try:
        check_video_size(codec, *size_px, fps)
    except InputError as error:
        return str(error)
    if codec.name == "exr" and importlib.util.find_spec("OpenEXR") is None:
        return "EXR needs the package OpenEXR: pip install OpenEXR"
    if hardware and codec.hardware is None:
        return f"there is no hardware encoder for {codec.title}; leave it out"
    return _lacking_memory(codec, *size_px)


def require(codec: Codec, size_px: tuple[int, int], fps: float, *, hardware: bool = False) -> None:
    """Refuse what `probe` finds not to work.

    Raises:
        InputError: With the reason.
    """
    report = probe(codec, size_px, fps, hardware=hardware)
    if not report.available:
        raise InputError(report.reason)


@lru_cache(maxsize=256)
def _encoding_fault(
    name: str, size_px: tuple[int, int], rate: Fraction, hardware: bool
) -> str | None:
    """What goes wrong when one grey picture is encoded; None when nothing does."""
    import av
    import av.error

    codec = CODECS[name]
    if codec.storage is Storage.GIF:
        codec = CODECS["ffv1"]  # in which the pictures wait
    width, height = size_px
    picture = np.full((height, width, 3), 128, np.uint8)
    form = {".mkv": "matroska"}.get(codec.usual_suffix, codec.usual_suffix[1:])
    try:
        with av.open(io.BytesIO(), "w", format=form) as container:
            stream = add_stream(container, codec, size_px, rate, hardware=hardware)
            frame = video_frame(picture, codec)
            frame.pts, frame.time_base = 0, 1 / rate
            packets = [*stream.encode(frame), *stream.encode(None)]
            container.mux([with_sound_time(packet) for packet in packets])
    except (av.error.FFmpegError, OSError, ValueError) as error:
        return getattr(error, "strerror", None) or str(error)
    return None if packets else "the encoder gave nothing"


def _lacking_memory(codec: Codec, width: int, height: int) -> str:
    """Why the memory does not suffice; empty where it does or the system does not tell."""
    free = free_memory_bytes()
    needed = codec.bytes_per_pixel * width * height
    if free is None or needed <= _MEMORY_SHARE * free:
        return ""
    return (
        f"{codec.title} at {width}x{height} takes about {needed / 1e9:.1f} GB of memory and "
        f"{free / 1e9:.1f} GB are free; choose a smaller size or another codec"
    )


def free_memory_bytes() -> int | None:
    """Memory that programs can still take [bytes], None where the system does not tell."""
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            values = dict(line.split(":", 1) for line in lines)
        return int(values["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        pass
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None
