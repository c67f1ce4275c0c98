"""`GifSink`: pictures to a GIF whose palette suits the whole clip.

The pictures wait in a lossless file, since the palette is known only at the end. The colours are
chosen over all frames and errors are spread by a fixed pattern, so that still parts do not flicker.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from studio.export.codecs import Codec, Storage
from studio.export.gif_palette import clip_palette, in_palette
from studio.export.movie_sink import MovieSink
from studio.export.quantise import StoredPicture

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

_TICKS_PER_SECOND = 100
"""Frame times in a GIF are whole hundredths of a second."""
_SPOOL = Codec(
    "spool", "FFV1 with alpha", Storage.MOVIE, (".mkv",), "ffv1", "bgra",
    bits_per_pixel=12, bytes_per_pixel=30, has_alpha=True, is_lossless=True,
)  # fmt: skip
_OPAQUE_FROM = 128
"""Alpha from which a pixel is opaque: a GIF has no half-transparent ones."""
_HEADER_BYTES = 13
_FLAGS_AT = 10
_COMMENT = b"\x21\xfe"
_BLOCK_BYTES = 255


class GifSink:
    """One GIF that is made when all pictures are there."""

    def __init__(
        self, path: Path, *, size_px: tuple[int, int], rate: Fraction, metadata: Mapping[str, str]
    ) -> None:
        """Open the file in which the pictures wait.

        Args:
            path: GIF to write.
            size_px: Width and height [px].
            rate: Frames a second; shown to a hundredth of a second a frame.
            metadata: Lines of the comment.
        """
        self._path = path
        self._rate = rate
        self._metadata = metadata
        self._waiting = path.with_suffix(".mkv")
        self._spool = MovieSink(self._waiting, _SPOOL, size_px=size_px, rate=rate, metadata={})

    @property
    def is_full(self) -> bool:
        """Whether the disk has filled up."""
        return self._spool.is_full

    def write(self, picture: StoredPicture, index: int) -> None:
        """Keep the picture of frame `index`."""
        if picture.shape[2] == 4:
            picture = picture.copy()
            picture[:, :, 3] = np.where(picture[:, :, 3] >= _OPAQUE_FROM, 255, 0)
        self._spool.write(picture, index)

    def finish(self) -> int:
        """Choose the palette and write the GIF; returns the number of its pictures."""
        count = self._spool.finish()
        try:
            _write_gif(self._waiting, self._path, self._rate)
            _insert_comment(self._path, self._metadata)
        finally:
            self._waiting.unlink(missing_ok=True)
        return count

    def discard(self) -> None:
        """Remove what waits."""
        self._spool.discard()
        self._waiting.unlink(missing_ok=True)


def _write_gif(source: Path, out: Path, rate: Fraction) -> None:
    """Two passes over the waiting pictures: palette, then pictures in its colours."""
    import av
    from av.video.stream import VideoStream

    palette = clip_palette(_decoded(source))
    with av.open(str(out), "w", format="gif") as container:
        stream = container.add_stream("gif", rate=rate)
        assert isinstance(stream, VideoStream)
        stream.pix_fmt = "pal8"
        stream.codec_context.time_base = Fraction(1, _TICKS_PER_SECOND)
        for index, frame in enumerate(in_palette(_decoded(source), palette)):
            if not index:
                stream.width, stream.height = frame.width, frame.height
            frame.pts = round(index * _TICKS_PER_SECOND / rate)
            frame.time_base = Fraction(1, _TICKS_PER_SECOND)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _decoded(source: Path) -> Iterator[VideoFrame]:
    import av

    with av.open(str(source)) as container:
        yield from container.decode(video=0)


def _insert_comment(path: Path, metadata: Mapping[str, str]) -> None:
    """Add a comment extension behind the header and the common palette.

    Source: GIF89a specification, sections 18 (logical screen) and 24 (comment extension).
    """
    text = "\n".join(f"{key}: {value}" for key, value in metadata.items()).encode()
    if not text:
        return
    data = path.read_bytes()
    flags = data[_FLAGS_AT]
    start = _HEADER_BYTES + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    blocks = (text[i : i + _BLOCK_BYTES] for i in range(0, len(text), _BLOCK_BYTES))
    comment = b"".join(bytes([len(block)]) + block for block in blocks)
    path.write_bytes(data[:start] + _COMMENT + comment + b"\0" + data[start:])
