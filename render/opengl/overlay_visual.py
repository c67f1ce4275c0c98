"""`OverlayVisual`: grid, axes and bounds, hidden by the Gaussians that lie before them."""

from __future__ import annotations

import numpy as np
from vispy import gloo

from render.base import FloatArray, RenderSettings
from render.camera import Camera
from render.opengl.picture_texture import PictureTexture
from render.opengl.programs import load_program
from render.opengl.targets import Target
from render.opengl.visual import OVER, Source, SplatVisual
from render.overlays import Overlays, OverlayScene, draw_overlays


class OverlayVisual:
    """The lines themselves are drawn by `render.overlays`, as in pictures and videos."""

    def __init__(self) -> None:
        self._program = load_program("picture", "sheet")
        self._front = Target()
        self._sheet = PictureTexture()

    def draw(
        self,
        camera: Camera,
        settings: RenderSettings,
        splats: SplatVisual,
        overlays: Overlays,
        scene: OverlayScene,
    ) -> None:
        """Lay the overlays over what the framebuffer holds.

        Args:
            camera: View whose size is that of the framebuffer [px].
            settings: How the Gaussians were drawn.
            splats: The Gaussians, which are drawn once more, for coverage and depth.
            overlays: Which overlays.
            scene: What they are fitted to.
        """
        front = self._coverage_and_depth(camera, settings, splats)
        sheet = draw_overlays(camera, overlays, scene, front)
        self._sheet.upload(np.dstack([sheet.color, sheet.alpha]))
        self._program["u_picture"] = self._sheet.texture
        self._program["u_size"] = (camera.width, camera.height)
        gloo.set_viewport(0, 0, camera.width, camera.height)
        gloo.set_state(blend=True, blend_func=OVER, depth_test=False, cull_face=False)
        self._program.draw("triangle_strip")

    def _coverage_and_depth(
        self, camera: Camera, settings: RenderSettings, splats: SplatVisual
    ) -> tuple[FloatArray, FloatArray]:
        """Coverage and expected depth [m] of the Gaussians, each of shape [H, W]."""
        self._front.resize(camera.width, camera.height)
        with self._front.drawing():
            splats.draw(camera, settings, source=Source.DEPTH)
        picture = self._front.read()
        alpha = np.clip(picture[:, :, 3], 0, 1)
        depth = np.zeros_like(alpha)
        np.divide(picture[:, :, 0], alpha, out=depth, where=alpha > 0)
        return alpha, depth
