"""The 256 colours of a clip, and its pictures in these colours.

FFmpeg's filters `palettegen` and `paletteuse` do the work. Errors are spread by an ordered pattern:
other than error diffusion it gives still parts the same pixels in every frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from render.errors import InputError

if TYPE_CHECKING:
    from av.filter.context import FilterContext
    from av.filter.graph import Graph
    from av.video.frame import VideoFrame

_TIME_BASE = Fraction(1, 1000)
_DITHER = "dither=bayer:bayer_scale=4:alpha_threshold=128"


def clip_palette(frames: Iterable[VideoFrame]) -> VideoFrame:
    """Colours of all frames, one of them transparent, as a picture of 16 x 16 px.

    Raises:
        InputError: If there is no frame.
    """
    from av.filter import Graph

    graph, sink = Graph(), None
    for frame in frames:
        if sink is None:
            sink = graph.add("buffersink")
            maker = graph.add("palettegen", "reserve_transparent=1:stats_mode=full")
            graph.link_nodes(_source(graph, frame), maker, sink).configure()
        graph.vpush(frame)
    if sink is None:
        raise InputError("there is no frame to export; simulate first")
    graph.vpush(None)
    return next(_pulled(sink))


def in_palette(frames: Iterable[VideoFrame], palette: VideoFrame) -> Iterator[VideoFrame]:
    """Frames as indices into a palette.

    Args:
        frames: At least one, all of one size.
        palette: What `clip_palette` made.
    """
    from av.filter import Graph

    graph = Graph()
    source = sink = None
    for frame in frames:
        if source is None or sink is None:
            source, sink = _source(graph, frame), graph.add("buffersink")
            colors = _source(graph, palette)
            user = graph.add("paletteuse", _DITHER)
            source.link_to(user, 0, 0)
            colors.link_to(user, 0, 1)
            user.link_to(sink)
            graph.configure()
            palette.pts, palette.time_base = 0, _TIME_BASE
            colors.push(palette)
            colors.push(None)
        source.push(frame)
        yield from _pulled(sink)
    if source is not None and sink is not None:
        source.push(None)
        yield from _pulled(sink)


def _source(graph: Graph, frame: VideoFrame) -> FilterContext:
    return graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=_TIME_BASE
    )


def _pulled(sink: FilterContext) -> Iterator[VideoFrame]:
    """Frames that a filter has ready."""
    from av.video.frame import VideoFrame

    while True:
        try:
            frame = sink.pull()
        except (BlockingIOError, EOFError):
            return
        assert isinstance(frame, VideoFrame)
        yield frame
