"""`SceneVisual`: a cloud before its backdrop, blended in floating point and shown in 8 bits."""

from __future__ import annotations

from vispy import gloo

from render.base import RenderSettings
from render.camera import Camera
from render.opengl.backdrop_visual import BackdropVisual
from render.opengl.overlay_visual import OverlayVisual
from render.opengl.programs import load_program
from render.opengl.targets import Target
from render.opengl.visual import SplatVisual
from render.overlays import Overlays, OverlayScene

NO_OVERLAYS = Overlays()


class SceneVisual:
    """Fills the framebuffer of a window, which would round the colour for every Gaussian."""

    def __init__(self) -> None:
        self.splats = SplatVisual()
        self.backdrop = BackdropVisual()
        self.overlay_scene: OverlayScene | None = None
        self._overlays = OverlayVisual()
        self._target = Target(half=True)
        self._program = load_program("picture", "screen")

    def draw(
        self, camera: Camera, settings: RenderSettings, overlays: Overlays = NO_OVERLAYS
    ) -> None:
        """Draw what `splats` and `backdrop` hold.

        Args:
            camera: View whose size is that of the framebuffer [px].
            settings: Low-pass, colour degree and style.
            overlays: What is laid over them, where there is an `overlay_scene`.
        """
        self._target.resize(camera.width, camera.height)
        with self._target.drawing():
            self.backdrop.draw(camera)
            self.splats.draw(camera, settings)
            scene = self.overlay_scene
            if overlays.any_drawn and scene is not None:
                self._overlays.draw(camera, settings, self.splats, overlays, scene)
        self._program["u_picture"] = self._target.texture
        gloo.set_viewport(0, 0, camera.width, camera.height)
        gloo.set_state(blend=False, depth_test=False, cull_face=False)
        self._program.draw("triangle_strip")
