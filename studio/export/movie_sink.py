"""`MovieSink`: pictures to a container through an encoder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from studio.export.codecs import Codec
from studio.export.encoder_options import container_options, encoder_options
from studio.export.quantise import StoredPicture
from studio.export.spare_room import SpareRoomFile

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

MOST_REORDERED = 64
"""Pictures between decoding and showing one that no encoder exceeds."""
_READ_ONLY = 1
"""FFmpeg's flag of a file that is opened to be read."""


class MovieSink:
    """One movie file that grows by pictures.

    Odd sizes are padded by repeating the last row or column where the pixel format halves the
    chroma. Colours are tagged and converted as BT.709, limited range, except where the pixel
    format is RGB itself.
    """

    def __init__(
        self,
        path: Path,
        codec: Codec,
        *,
        size_px: tuple[int, int],
        rate: Fraction,
        metadata: Mapping[str, str],
        hardware: bool = False,
    ) -> None:
        """Open file and encoder.

        Args:
            path: File to write.
            codec: What to write.
            size_px: Width and height of the pictures [px].
            rate: Frames a second.
            metadata: Tags of the file.
            hardware: Encode on the graphics card.
        """
        self._codec = codec
        self._rate = rate
        self._padding = _padding(codec, *size_px)
        self._stored_count = 0
        self._file = SpareRoomFile(path)
        try:
            self._container = _open_container(self._file, path.suffix.lower())
            self._container.metadata.update(metadata)
            self._stream = add_stream(self._container, codec, size_px, rate, hardware=hardware)
        except BaseException:
            self._file.close()
            raise

    @property
    def is_full(self) -> bool:
        """Whether the disk has filled up; what was written can be finished, and nothing added."""
        return self._file.is_full

    def write(self, picture: StoredPicture, index: int) -> None:
        """Encode the picture of frame `index`."""
        frame = video_frame(np.pad(picture, self._padding, mode="edge"), self._codec)
        frame.pts = index
        frame.time_base = 1 / self._rate
        self._store(self._stream.encode(frame))

    def finish(self) -> int:
        """Write what the encoder holds back, and the index.

        Returns:
            Number of pictures in the file: fewer than were written if the disk is full.
        """
        if not self.is_full:
            self._store(self._stream.encode(None))
        self._container.close()
        self._file.close()
        return self._stored_count

    def _store(self, packets: Iterable[Packet[VideoStream]]) -> None:
        """Store packets, each of one picture, until the disk is full; the last one is whole."""
        for packet in packets:
            if self.is_full:
                return
            self._container.mux(with_sound_time(packet))
            self._stored_count += 1

    def discard(self) -> None:
        """Close everything; the caller removes the file."""
        import av.error

        with suppress(OSError, av.error.FFmpegError):  # an earlier error is the one to report
            self._container.close()
        self._file.close()


def add_stream(
    container: OutputContainer,
    codec: Codec,
    size_px: tuple[int, int],
    rate: Fraction,
    *,
    hardware: bool = False,
) -> VideoStream:
    """Add the video stream of a codec to a container."""
    from av.video.reformatter import ColorPrimaries, ColorTrc
    from av.video.stream import VideoStream

    os.environ.setdefault("SVT_LOG", "1")  # errors only: SVT-AV1 writes to standard error
    name = codec.hardware if hardware and codec.hardware else codec.encoder
    stream = container.add_stream(name, rate=rate)
    assert isinstance(stream, VideoStream)
    width, height = size_px
    (_, bottom), (_, right), _ = _padding(codec, width, height)
    stream.width, stream.height = width + right, height + bottom
    stream.pix_fmt = codec.pixel_format
    stream.options = dict(encoder_options(codec, width, height, hardware=hardware))
    context = stream.codec_context
    if codec.name == "h265" and container.format.name != "matroska":
        context.codec_tag = "hvc1"  # what Apple's players ask for
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.IEC61966_2_1 if _is_rgb(codec) else ColorTrc.BT709
    if not _is_rgb(codec):
        context.color_range, context.colorspace = _limited_bt709()
    if codec.has_alpha:
        stream.metadata["alpha_mode"] = "1"
    return stream


def with_sound_time(packet: Packet[VideoStream]) -> Packet[VideoStream]:
    """A packet whose decoding time makes sense.

    x265 leaves it unset in clips of fewer pictures than it reorders, which then need no order.
    """
    shown, decoded = packet.pts, packet.dts
    if shown is not None and (decoded is None or not 0 <= shown - decoded <= MOST_REORDERED):
        packet.dts = shown
    return packet


def video_frame(picture: StoredPicture, codec: Codec) -> VideoFrame:
    """A picture in the pixel format of a codec; missing alpha is opaque.

    Args:
        picture: uint8 or uint16, shape [H, W, 3] or [H, W, 4].
        codec: What is written.
    """
    import av
    from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

    channels = picture.shape[2]
    form = {
        (8, 3): "rgb24",
        (8, 4): "rgba",
        (16, 3): "rgb48le",
        (16, 4): "rgba64le",
    }[8 * picture.dtype.itemsize, channels]
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format=form)
    if _is_rgb(codec):
        return frame.reformat(format=codec.pixel_format)
    converted = frame.reformat(
        format=codec.pixel_format,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
        dst_colorspace=Colorspace.ITU709,
    )
    converted.color_primaries = ColorPrimaries.BT709
    converted.color_trc = ColorTrc.BT709
    return converted


def _limited_bt709() -> tuple[int, int]:
    from av.video.reformatter import ColorRange, Colorspace

    return ColorRange.MPEG, Colorspace.ITU709


def _is_rgb(codec: Codec) -> bool:
    return not codec.pixel_format.startswith("yuv")


def _padding(codec: Codec, width: int, height: int) -> tuple[tuple[int, int], ...]:
    """Rows and columns to add where chroma is halved, as `numpy.pad` takes them."""
    halves = "420" in codec.pixel_format
    return ((0, height % 2 * halves), (0, width % 2 * halves), (0, 0))


def _open_container(file: SpareRoomFile, suffix: str) -> OutputContainer:
    import av

    form = {".mkv": "matroska", ".m4v": "mp4"}.get(suffix, suffix.lstrip("."))

    def reopen(url: str, flags: int, options: Mapping[str, str]) -> BinaryIO:
        """The file once more, which moving the index to the front needs."""
        del url, options
        return Path(file.name).open("rb" if flags == _READ_ONLY else "r+b")

    return av.open(file, "w", format=form, options=container_options(suffix), io_open=reopen)
