"""H.264 video files that play everywhere and appear only when they are complete."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import av.error
import numpy as np
import numpy.typing as npt
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

from render.atomic_file import atomic_path
from render.errors import InputError

Picture = npt.NDArray[np.uint8]

SUFFIXES = (".mp4", ".mov", ".m4v", ".mkv")
CRF = 18
"""Constant rate factor of x264: visually lossless."""

DITHER_TILE_PX = 64
FASTEST_FPS = 240.0
LARGEST_SIDE_PX = 8192


class VideoWriter(AbstractContextManager["VideoWriter"]):
    """Writes pictures one by one; use it as a context manager.

    The file lies beside its final name under a temporary one until the block ends without an
    error. Odd sizes are padded by repeating the last row or column, because yuv420p needs even
    ones. Colours are tagged and converted as BT.709, limited range.
    """

    def __init__(self, path: Path, *, width: int, height: int, fps: float) -> None:
        """Check what can be checked before anything is rendered.

        Args:
            path: Final path; the suffix chooses the container.
            width: Picture width [px].
            height: Picture height [px].
            fps: Frames a second, 1 to 240.

        Raises:
            InputError: If container, size, rate or folder are impossible.
        """
        _check_output(path)
        for name, value in (("width", width), ("height", height)):
            if not 2 <= value <= LARGEST_SIDE_PX:
                raise InputError(f"video {name} must be 2 to {LARGEST_SIDE_PX} px, got {value}")
        if not 1 <= fps <= FASTEST_FPS:
            raise InputError(f"frame rate must be 1 to {FASTEST_FPS:g} a second, got {fps:g}")
        self._path = path
        self._size = (width, height)
        self._rate = Fraction(fps).limit_denominator(1001)
        self._stack = ExitStack()
        self.frame_count = 0

    def __enter__(self) -> Self:
        with _clear_errors(self._path):
            temporary = self._stack.enter_context(atomic_path(self._path))
            options = {} if self._path.suffix.lower() == ".mkv" else {"movflags": "+faststart"}
            self._container = av.open(str(temporary), "w", options=options)
            self._stream = self._add_stream(self._container)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with _clear_errors(self._path), self._stack:
            if kind is None:
                for packet in self._stream.encode(None):
                    self._container.mux(packet)
                self._container.close()
                return
            with suppress(OSError, av.error.FFmpegError):  # the first error is the one to report
                self._container.close()
            self._stack.__exit__(kind, error, trace)

    def write(self, picture: Picture) -> None:
        """Append one picture.

        Args:
            picture: sRGB, uint8, shape [height, width, 3].

        Raises:
            InputError: If its shape is another one, or the disk is full.
        """
        width, height = self._size
        if picture.shape != (height, width, 3) or picture.dtype != np.uint8:
            raise InputError(
                f"picture of shape {picture.shape} and type {picture.dtype} in a video of "
                f"{width}x{height}; uint8 of shape ({height}, {width}, 3) is expected"
            )
        padded = np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(padded), format="rgb24")
        converted = frame.reformat(
            format="yuv420p",
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            dst_colorspace=Colorspace.ITU709,
        )
        converted.pts = self.frame_count
        converted.time_base = 1 / self._rate
        with _clear_errors(self._path):
            for packet in self._stream.encode(converted):
                self._container.mux(packet)
        self.frame_count += 1

    def _add_stream(self, container: OutputContainer) -> VideoStream:
        stream = container.add_stream("libx264", rate=self._rate)
        stream.width, stream.height = (side + side % 2 for side in self._size)
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": str(CRF), "preset": "medium", "profile": "high"}
        context = stream.codec_context
        context.color_range = ColorRange.MPEG
        context.colorspace = Colorspace.ITU709
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        return stream


def export_video(pictures: Iterable[Picture], out: Path, *, fps: float) -> int:
    """Write pictures of one size as a video.

    Args:
        pictures: sRGB, uint8, each of shape [height, width, 3].
        out: File to write.
        fps: Frames a second.

    Returns:
        Number of frames.

    Raises:
        InputError: If there is no picture or the file cannot be written.
    """
    remaining = iter(pictures)
    first = next(remaining, None)
    if first is None:
        raise InputError("there is no frame to export; simulate first")
    height, width = first.shape[:2]
    with VideoWriter(out, width=width, height=height, fps=fps) as writer:
        writer.write(first)
        for picture in remaining:
            writer.write(picture)
    return writer.frame_count


def to_uint8(color: npt.NDArray[np.float32], *, dither: bool = False) -> Picture:
    """Quantise sRGB 0 to 1 to 8 bits.

    Args:
        color: Picture, shape [H, W, 3].
        dither: Round up or down by a fixed pattern, so that soft gradients show no steps;
            otherwise to the nearest value.
    """
    offset = _dither_pattern(*color.shape[:2])[:, :, None] if dither else np.float32(0.5)
    return (np.clip(color, 0, 1) * np.float32(255) + offset).astype(np.uint8)


@lru_cache(maxsize=4)
def _dither_pattern(height: int, width: int) -> npt.NDArray[np.float32]:
    """Offsets 0 to just below 1, the same in every frame so that nothing flickers, [H, W]."""
    tile = np.random.default_rng(0).random((DITHER_TILE_PX, DITHER_TILE_PX), dtype=np.float32)
    repeats = (-(-height // DITHER_TILE_PX), -(-width // DITHER_TILE_PX))
    return np.tile(np.minimum(tile, 0.99), repeats)[:height, :width]


def _check_output(path: Path) -> None:
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"{path}: a video ends in one of {', '.join(SUFFIXES)}")
    if path.is_dir():
        raise InputError(f"{path} is a folder; name a file")
    if not path.parent.is_dir():
        raise InputError(f"folder {path.parent} does not exist; create it first")
    if not os.access(path.parent, os.W_OK):
        raise InputError(f"no permission to write in {path.parent}; choose another folder")


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    """Turn errors of disk and encoder into one line that names the remedy."""
    try:
        yield
    except InputError:
        raise
    except (OSError, av.error.FFmpegError) as error:
        if getattr(error, "errno", None) == errno.ENOSPC:
            reason = "the disk is full; free some space or choose another folder"
        else:
            reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot write {path}: {reason}") from error
