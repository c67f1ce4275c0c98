"""`VideoWriter`: videos that appear under their name only when they are complete."""

from __future__ import annotations

import errno
import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import numpy as np

from render.errors import CancelledError, InputError
from render.os_faults import remedy_for
from studio.export.codecs import Codec, Storage, check_video_size
from studio.export.gif_sink import GifSink
from studio.export.interruption import StoppedExportError, partial_path
from studio.export.movie_sink import MovieSink
from studio.export.picture_sink import PictureSink
from studio.export.quantise import StoredPicture
from studio.export.spherical import MARKED_SUFFIXES, mark_spherical
from studio.export.still import NO_METADATA

_DTYPES = {8: "uint8", 16: "uint16", 32: "float32"}
_STOPS = (CancelledError, KeyboardInterrupt)


class Sink(Protocol):
    """Where pictures go."""

    @property
    def is_full(self) -> bool:
        """Whether the disk has filled up; what was written can still be finished."""

    def write(self, picture: StoredPicture, index: int) -> None:
        """Add the picture of frame `index`."""

    def finish(self) -> int:
        """Complete the file; returns the number of pictures in it."""

    def discard(self) -> None:
        """Close without completing."""


class VideoWriter(AbstractContextManager["VideoWriter"]):
    """Writes pictures one by one; use it as a context manager.

    The file, or folder, lies beside its final name under a temporary one until the block ends
    without an error. When the block is cancelled, or the disk fills up, what is complete is
    finished and kept as NAME.partial, which plays; any other error leaves nothing.
    """

    def __init__(
        self,
        path: Path,
        *,
        codec: Codec,
        size_px: tuple[int, int],
        fps: float,
        metadata: Mapping[str, str] = NO_METADATA,
        hardware: bool = False,
        spherical: bool = False,
    ) -> None:
        """Check what can be checked before anything is rendered.

        Args:
            path: Final path.
            codec: What to write; `codecs.codec_for` chooses it.
            size_px: Width and height of the pictures [px].
            fps: Frames a second.
            metadata: Tags of the file, each a short text.
            hardware: Encode on the graphics card.
            spherical: Mark the video as equirectangular where the container can.

        Raises:
            InputError: If size, rate, file or folder are impossible.
        """
        check_output(path, codec)
        check_video_size(codec, *size_px, fps)
        self._path = path
        self._codec = codec
        self._size = size_px
        self._rate = Fraction(fps).limit_denominator(1001)
        self._metadata = metadata
        self._hardware = hardware
        self._spherical = spherical and path.suffix.lower() in MARKED_SUFFIXES
        self._sink: Sink | None = None
        self._temporary = path.with_name(f".{path.stem}.{uuid.uuid4().hex[:8]}.part{path.suffix}")
        self.frame_count = 0
        """Pictures written so far."""

    def __enter__(self) -> Self:
        try:
            with _clear_errors(self._path):
                self._sink = self._open()
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        del kind, trace
        sink = self._opened()
        stopped = isinstance(error, _STOPS)
        if error is not None and not stopped and not sink.is_full:
            sink.discard()
            self._remove()
            return
        stored_count = self._completed(sink)
        if error is None and stored_count == self.frame_count:
            self._name(self._path)
            return
        kept = self._keep(stored_count)
        if stopped:
            raise StoppedExportError(kept, stored_count, before=error) from error
        raise InputError(self._full_line(kept, stored_count)) from error

    def write(self, picture: StoredPicture) -> None:
        """Append one picture.

        Args:
            picture: sRGB, shape [height, width, 3] or, with straight alpha, [height, width, 4];
                uint8, or uint16 or float32 where the codec takes more bits.

        Raises:
            InputError: If shape or type is another one, or the disk is full.
        """
        width, height = self._size
        good = picture.shape in ((height, width, 3), (height, width, 4))
        expected = _DTYPES[self._codec.bits]
        if not good or picture.dtype != np.dtype(expected):
            raise InputError(
                f"picture of shape {picture.shape} and type {picture.dtype} in a video of "
                f"{width}x{height}; {expected} of shape ({height}, {width}, 3) is expected"
            )
        sink = self._opened()
        with _clear_errors(self._path):
            sink.write(picture, self.frame_count)
        self._count(sink)

    def write_file(self, save: Callable[[Path], None]) -> None:
        """Append one picture to a folder.

        Args:
            save: Writes the picture to the path that it is called with.
        """
        sink = self._opened()
        if not isinstance(sink, PictureSink):
            raise TypeError(f"{self._codec.name} is no folder of files")
        sink.write_file(save, self.frame_count)
        self._count(sink)

    def _count(self, sink: Sink) -> None:
        self.frame_count += 1
        if sink.is_full:
            raise InputError(f"cannot write {self._path}: the disk is full")

    def _open(self) -> Sink:
        if self._codec.is_folder:
            return PictureSink(self._temporary, self._codec, metadata=self._metadata)
        if self._codec.storage is Storage.GIF:
            return GifSink(
                self._temporary, size_px=self._size, rate=self._rate, metadata=self._metadata
            )
        return MovieSink(
            self._temporary,
            self._codec,
            size_px=self._size,
            rate=self._rate,
            metadata=self._metadata,
            hardware=self._hardware,
        )

    def _opened(self) -> Sink:
        if self._sink is None:
            raise ValueError("a VideoWriter is a context manager; use it in a with statement")
        return self._sink

    def _completed(self, sink: Sink) -> int:
        """Finish the file under its temporary name; returns the number of pictures in it."""
        try:
            with _clear_errors(self._path):
                count = sink.finish()
                if self._spherical and count:
                    mark_spherical(self._temporary)
                return count
        except BaseException:
            sink.discard()
            self._remove()
            raise

    def _name(self, target: Path) -> None:
        """Give the finished file its name."""
        try:
            with _clear_errors(self._path):
                if self._temporary.is_dir() and target.is_dir():
                    target.rmdir()  # empty, see check_output
                os.replace(self._temporary, target)
        except BaseException:
            self._remove()
            raise

    def _keep(self, stored_count: int) -> Path | None:
        """Name what is there as a part of the video; None when there is nothing."""
        if not stored_count:
            self._remove()
            return None
        kept = partial_path(self._path)
        self._name(kept)
        return kept

    def _full_line(self, kept: Path | None, stored_count: int) -> str:
        rest = f"; {kept} holds the first {stored_count} frames and plays" if kept else ""
        return (
            f"cannot write {self._path}: the disk is full; free some space or choose another "
            f"folder{rest}"
        )

    def _remove(self) -> None:
        if self._temporary.is_dir():
            shutil.rmtree(self._temporary, ignore_errors=True)
        self._temporary.unlink(missing_ok=True)


def check_output(path: Path, codec: Codec) -> None:
    """Refuse a place where a video cannot be written.

    Raises:
        InputError: With the path and the remedy.
    """
    if codec.suffixes and path.suffix.lower() not in codec.suffixes:
        raise InputError(f"{path}: {codec.title} ends in one of {', '.join(codec.suffixes)}")
    if path.is_dir() and codec.suffixes:
        raise InputError(f"{path} is a folder; name a file")
    if not codec.suffixes and path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise InputError(f"{path} exists already; name a new folder for the pictures")
    if not path.parent.is_dir():
        raise InputError(f"folder {path.parent} does not exist; create it first")
    if not os.access(path.parent, os.W_OK):
        raise InputError(f"no permission to write in {path.parent}; choose another folder")


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    """Turn errors of disk and encoder into one line that names the remedy."""
    import av.error

    try:
        yield
    except InputError:
        raise
    except (OSError, av.error.FFmpegError) as error:
        if getattr(error, "errno", None) == errno.ENOSPC:
            reason = "the disk is full; free some space or choose another folder"
        else:
            reason = remedy_for(error) or getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot write {path}: {reason}") from error
