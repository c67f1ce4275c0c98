"""From a take, or any sequence of clouds, to a video."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import Protocol

from render.backdrop_renderer import BackdropRenderer
from render.base import Renderer, RenderSettings
from render.cameras.motion import CameraMotion
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback, ignore_progress
from render.registry import open_renderer
from render.stage import StageLook
from studio.export.video import VideoWriter, to_uint8

STAGE = "render"
"""Stage name that progress is reported under."""


class FrameSource(Protocol):
    """What a video is made of; a `sim.take.Take` is one."""

    @property
    def frame_count(self) -> int:
        """Number of frames that can be read."""

    def frame(self, index: int) -> GaussianCloud:
        """Cloud of one frame, world frame [m]."""


class CloudSequence:
    """A list of clouds as a frame source; one cloud may stand for a clip of any length."""

    def __init__(self, clouds: list[GaussianCloud], *, frame_count: int | None = None) -> None:
        """Hold clouds.

        Args:
            clouds: At least one.
            frame_count: Frames of the clip; None takes one for each cloud. Clouds repeat.
        """
        if not clouds:
            raise InputError("there is no frame to export; simulate first")
        self._clouds = clouds
        self.frame_count = frame_count or len(clouds)

    def frame(self, index: int) -> GaussianCloud:
        """Cloud of one frame."""
        return self._clouds[index % len(self._clouds)]


def export_take_video(  # noqa: PLR0913 - two operands; the rest is keyword-only
    frames: FrameSource,
    camera_path: CameraMotion,
    *,
    size_px: tuple[int, int],
    fps: float,
    out: Path,
    settings: RenderSettings | None = None,
    renderer: Renderer | None = None,
    progress: ProgressCallback = ignore_progress,
) -> int:
    """Render every frame of a take and write a video.

    Nothing remains under the final name when it is cancelled or fails.

    Args:
        frames: Take, or another source of clouds.
        camera_path: Camera of every frame.
        size_px: Width and height [px].
        fps: Frames a second; 1 / `frame_dt_s` plays a take at its own speed.
        out: Video file.
        settings: Low-pass and colour degree; None takes the defaults.
        renderer: Draws the pictures, background included, and stays open; None opens the best
            back-end on the studio stage (floor at z = 0).
        progress: Told the fraction done; raises to cancel.

    Returns:
        Number of frames written.

    Raises:
        InputError: If there are no frames or the file cannot be written.
    """
    if not frames.frame_count:
        raise InputError("the take holds no frame; simulate it first")
    width, height = size_px
    with VideoWriter(out, width=width, height=height, fps=fps) as writer:
        progress(STAGE, 0.0)
        with _opened(renderer) as drawer:
            for cloud, index in _numbered(frames):
                camera = camera_path.frame_camera(index, frames.frame_count, width, height)
                color = drawer.render(cloud, camera, settings).color
                writer.write(to_uint8(color, dither=True))
                progress(STAGE, (index + 1) / frames.frame_count)
    return writer.frame_count


def _numbered(frames: FrameSource) -> Iterator[tuple[GaussianCloud, int]]:
    for index in range(frames.frame_count):
        yield frames.frame(index), index


def _opened(renderer: Renderer | None) -> AbstractContextManager[Renderer]:
    if renderer is not None:
        return nullcontext(renderer)
    return closing(BackdropRenderer(open_renderer("auto"), StageLook()))
