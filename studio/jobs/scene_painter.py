"""`ScenePainter`: draws a query's cloud before its backdrop as an 8-bit picture."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image

from render.backdrop import Backdrop
from render.backdrop_renderer import draw_backdrop
from render.base import Renderer, RenderSettings
from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.ground_shadow import GroundShadow, cast_shadow
from render.overlay_lines import OverlaySheet
from render.overlays import GridPlace, Overlays, draw_overlays, overlay_scene
from sim.object_edit import ObjectPose
from studio.jobs.body_shelf import BodyShelf
from studio.jobs.cloud_look import PLAIN_LOOK, CloudLook, FurtherBody, Wardrobe
from studio.jobs.pass_painter import PassPainter, needs_rows
from studio.jobs.scene_reader import SceneReader
from studio.jobs.view_messages import COLOR_PASS, NO_OVERLAYS, FrameQuery, SceneRef
from studio.state.bitmask import BitMask

DOWNSCALE = 4
"""Smooth backdrops are drawn at a quarter of the size and enlarged."""
SHADOW_LIMIT = 256
SHADOW_GAUSSIANS = 8000
_BLACK = (0.0, 0.0, 0.0)
_ShadowKey = tuple[SceneRef, int, int, ObjectPose, BitMask | None, tuple[FurtherBody, ...]]


class ScenePainter:
    """Splats in front, backdrop and shadow behind; shadows of frames drawn lately are kept."""

    def __init__(self, renderer: Renderer, reader: SceneReader) -> None:
        """Draw with a renderer what a reader reads."""
        self._renderer = renderer
        self._reader = reader
        self._grid: GridPlace | None = None
        self._wardrobe = Wardrobe()
        self._bodies = BodyShelf()
        self._passes = PassPainter(renderer, reader)
        self._shadows: OrderedDict[_ShadowKey, GroundShadow | None] = OrderedDict()
        self._fault = ""

    def paint(self, query: FrameQuery) -> npt.NDArray[np.uint8]:
        """Draw a query.

        Returns:
            BGRX picture, shape [H, W, 4].
        """
        if query.pass_name != COLOR_PASS:
            try:
                return self._passes.paint(query, self._cloud_of_pass(query))
            except InputError as error:
                self._fault = f"The colour is shown: {error}"
        cloud = self.cloud(query.scene, query.frame, query.look)
        on_ground = query.backdrop.ground_z_m is not None
        shadow = self.shadow(query.scene, query.frame, query.look) if on_ground else None
        return self.compose(
            cloud, query.camera, query.backdrop, shadow, query.settings, query.overlays
        )

    def compose(
        self,
        cloud: GaussianCloud,
        camera: Camera,
        backdrop: Backdrop,
        shadow: GroundShadow | None,
        settings: RenderSettings,
        overlays: Overlays = NO_OVERLAYS,
    ) -> npt.NDArray[np.uint8]:
        """Draw a cloud before a backdrop with a shadow cast before; BGRX, shape [H, W, 4]."""
        front = self._renderer.render(cloud, camera, replace(settings, background=_BLACK))
        behind = _enlarged(camera, backdrop, shadow)
        pixels = np.full((camera.height, camera.width, 4), 255, dtype=np.uint8)
        through = (1 - front.alpha) * 255
        for channel in range(3):
            blended = front.color[..., channel] * 255
            blended += through * behind[channel]
            blended += _dither(camera.height, camera.width)
            pixels[..., 2 - channel] = np.minimum(blended, 255, out=blended)
        if overlays.any_drawn:
            scene = overlay_scene(
                cloud,
                ground_z_m=backdrop.ground_z_m,
                on_light=backdrop.is_light(camera),
                grid=self._grid,
            )
            if scene is not None:
                self._grid = scene.grid
                sheet = draw_overlays(camera, overlays, scene, (front.alpha, front.depth))
                _lay_over(pixels, sheet)
        return pixels

    @property
    def backend(self) -> str:
        """What draws the Gaussians."""
        return self._renderer.name

    def take_fault(self) -> str:
        """Why a pass is not shown; empty when it is, or when it was told before."""
        fault, self._fault = self._fault, ""
        return fault

    def cloud(self, scene: SceneRef, frame: int, look: CloudLook = PLAIN_LOOK) -> GaussianCloud:
        """The Gaussians of a frame as they are shown."""
        shown = self._wardrobe.dressed(self._reader.cloud(scene, frame), look)
        return self._bodies.beside(shown, look.bodies)

    def _cloud_of_pass(self, query: FrameQuery) -> GaussianCloud:
        """What a pass shows; nothing is known of each Gaussian beside the object."""
        look = query.look
        if needs_rows(query.pass_name):
            look = replace(look, bodies=())
        return self.cloud(query.scene, query.frame, look)

    def shadow(
        self, scene: SceneRef, frame: int, look: CloudLook = PLAIN_LOOK
    ) -> GroundShadow | None:
        """Shadow of a frame on the ground at z = 0."""
        cloud = self.cloud(scene, frame, look)
        edition = self._reader.edition(scene)
        key = (scene, edition, frame, look.pose, look.unseen, look.bodies)
        if key not in self._shadows:
            self._shadows[key] = cast_shadow(_thinned(cloud))
            if len(self._shadows) > SHADOW_LIMIT:
                self._shadows.popitem(last=False)
        return self._shadows[key]


def _lay_over(pixels: npt.NDArray[np.uint8], sheet: OverlaySheet) -> None:
    """Lay overlays over a BGRX picture in place."""
    rows, columns = np.nonzero(sheet.alpha)
    color = sheet.color[rows, columns, ::-1] * 255
    under = pixels[rows, columns, :3] * (1 - sheet.alpha[rows, columns, None])
    pixels[rows, columns, :3] = np.minimum(under + color + 0.5, 255)


def _enlarged(
    camera: Camera, backdrop: Backdrop, shadow: GroundShadow | None
) -> list[npt.NDArray[np.float32]]:
    """Red, green and blue of a backdrop, each of shape [H, W]; smooth ones are drawn small."""
    width, height = camera.width, camera.height
    if backdrop.smooth:
        camera = camera.scaled_to(-(-width // DOWNSCALE), -(-height // DOWNSCALE))
    picture = draw_backdrop(camera, backdrop, shadow)
    channels = [np.ascontiguousarray(picture[..., channel]) for channel in range(3)]
    if not backdrop.smooth:
        return channels
    return [
        np.asarray(Image.fromarray(one).resize((width, height), Image.Resampling.BILINEAR))
        for one in channels
    ]


def _thinned(cloud: GaussianCloud) -> GaussianCloud:
    """Every n-th Gaussian, larger in proportion: enough for a blurred shadow."""
    step = max(cloud.gaussian_count // SHADOW_GAUSSIANS, 1)
    if step == 1:
        return cloud
    chosen = cloud.select(slice(None, None, step))
    return replace(chosen, scales=chosen.scales * np.float32(np.sqrt(step)))


@lru_cache(maxsize=4)
def _dither(height: int, width: int) -> npt.NDArray[np.float32]:
    """Rounding offsets 0 to 1 that hide the steps of dark gradients, shape [H, W]."""
    tile = np.random.default_rng(0).random((64, 64), dtype=np.float32)
    return np.tile(tile, (-(-height // 64), -(-width // 64)))[:height, :width]
