"""`FramePainter`: the finished pictures of a video, of any size, one by one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.base import Renderer, RenderSettings
from render.camera import Camera
from render.cameras.motion import CameraMotion
from render.clips.between import frame_between
from render.clips.clip import Clip
from render.gaussians import GaussianCloud
from render.panorama import render_panorama
from studio.export.averaging import area_average, straight
from studio.export.frame_schedule import FrameSchedule, Moment
from studio.export.quantise import StoredPicture, stored
from studio.export.tiles import UNTILED_PX, Tile, tiles_of

FloatArray = npt.NDArray[np.float32]

_DTYPES = {8: np.uint8, 16: np.uint16, 32: np.float32}


@dataclass(frozen=True, slots=True)
class Shot:
    """What a picture looks like beside its moment."""

    motion: CameraMotion
    """Where the camera is."""
    size_px: tuple[int, int]
    """Width and height [px]."""
    all_round: bool = False
    """Whether pictures are equirectangular, all round where the camera stands."""
    transparent: bool = False
    """Whether pictures have alpha."""
    supersample: int = 1
    """Drawn pixels along a picture's pixel."""
    settings: RenderSettings | None = None
    """Low-pass, colour degree and style; None takes the defaults."""
    untiled_px: int = UNTILED_PX
    """Most pixels drawn at once."""


class FramePainter:
    """Draws pictures of a clip; large ones in tiles, blurred ones as averages of moments."""

    def __init__(self, clip: Clip, schedule: FrameSchedule, shot: Shot, renderer: Renderer) -> None:
        """Bring together what is drawn, when, how and by what.

        Args:
            clip: Moving Gaussians.
            schedule: Moments of the pictures.
            shot: Camera, size and quality.
            renderer: Draws background and all; transparent shots need one without a backdrop.
        """
        self._clip = clip
        self._schedule = schedule
        self._shot = shot
        self._renderer = renderer
        self._clouds: OrderedDict[float, GaussianCloud] = OrderedDict()

    def paint(self, index: int, *, bits: int = 8) -> StoredPicture:
        """Picture `index` of the video.

        Args:
            index: Picture.
            bits: 8 (uint8), 16 (uint16) or 32 (float32).

        Returns:
            sRGB, shape [H, W, 3], or with straight alpha [H, W, 4].
        """
        moments = self._schedule.moments(index)
        if self._shot.all_round:
            return stored(self._finished(self._panorama(moment) for moment in moments), bits)
        width, height = self._shot.size_px
        channels = 4 if self._shot.transparent else 3
        picture = np.empty((height, width, channels), _DTYPES[bits])
        for tile in tiles_of(
            width, height, supersample=self._shot.supersample, untiled_px=self._shot.untiled_px
        ):
            exposures = (self._exposure(moment, tile) for moment in moments)
            part = stored(self._finished(exposures), bits, origin=(tile.top, tile.left))
            picture[tile.slices] = part
        return picture

    def camera(self, video_position: float, size_px: tuple[int, int]) -> Camera:
        """The camera at a picture of the video, which may have a fraction."""
        return self._schedule.camera(self._shot.motion, video_position, size_px)

    def _finished(self, exposures: Iterable[FloatArray]) -> FloatArray:
        total, count = None, 0
        for exposure in exposures:
            total = exposure if total is None else np.add(total, exposure, out=total)
            count += 1
        assert total is not None, "a picture has at least one moment"
        if count > 1:
            total *= np.float32(1 / count)
        return straight(total) if self._shot.transparent else total

    def _exposure(self, moment: Moment, tile: Tile) -> FloatArray:
        """One moment of one tile; transparent ones as colours times alpha."""
        factor = self._shot.supersample
        width, height = self._shot.size_px
        camera = self.camera(moment.video_position, (width * factor, height * factor))
        if (tile.width, tile.height) != (width, height):
            camera = camera.tile(*(factor * value for value in tile))
        return area_average(self._drawn(moment, camera), factor)

    def _drawn(self, moment: Moment, camera: Camera) -> FloatArray:
        cloud = self._cloud(moment.clip_position)
        output = self._renderer.render(cloud, camera, self._shot.settings)
        if not self._shot.transparent:
            return output.color
        return np.concatenate([output.color, output.alpha[:, :, None]], axis=2)

    def _panorama(self, moment: Moment) -> FloatArray:
        factor = self._shot.supersample
        width, height = self._shot.size_px
        camera = self.camera(moment.video_position, (height * factor, height * factor))
        output = render_panorama(
            self._cloud(moment.clip_position),
            camera,
            self._renderer,
            self._shot.settings,
            width=width * factor,
        )
        picture = output.color
        if self._shot.transparent:
            picture = np.concatenate([picture, output.alpha[:, :, None]], axis=2)
        return area_average(picture, factor)

    def _cloud(self, position: float) -> GaussianCloud:
        """Cloud at a position of the clip; those of the present picture are kept."""
        if position not in self._clouds:
            blur = self._schedule.blur
            while len(self._clouds) >= (blur.samples if blur else 1):
                self._clouds.popitem(last=False)
            self._clouds[position] = frame_between(self._clip, position)
        return self._clouds[position]
