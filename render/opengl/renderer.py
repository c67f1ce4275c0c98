"""`OpenGLRenderer`: the viewport's way of drawing, off-screen and in floating point."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from vispy import gloo

from render.base import Renderer, RenderOutput, RenderSettings
from render.camera import Camera
from render.depth_sort import depth_order
from render.gaussians import GaussianCloud
from render.opengl.context import OffscreenContext
from render.opengl.probe import OpenGLReport
from render.opengl.visual import SplatVisual

FloatArray = npt.NDArray[np.float32]


class OpenGLRenderer(Renderer):
    """Draws through the graphics driver; use it from the thread that made it."""

    name = "opengl"

    def __init__(self) -> None:
        """Open an off-screen context.

        Raises:
            BackendUnavailableError: If OpenGL 3.3 cannot run here.
        """
        self._context = OffscreenContext()
        self._visual = SplatVisual()
        self._cloud: GaussianCloud | None = None

    @property
    def driver(self) -> OpenGLReport:
        """Driver that draws."""
        return self._context.report()

    def close(self) -> None:
        """Release the context."""
        self._context.close()

    def render(
        self, cloud: GaussianCloud, camera: Camera, settings: RenderSettings | None = None
    ) -> RenderOutput:
        """Draw one view; see `Renderer.render`."""
        settings = settings or RenderSettings()
        self._context.make_current()
        if cloud is not self._cloud:
            self._visual.set_cloud(cloud)
            self._cloud = cloud
        self._visual.set_order(depth_order(cloud.means, camera))
        picture = self._draw(camera, settings, show_depth=False)
        depth_sum = self._draw(camera, settings, show_depth=True)[:, :, 0]
        alpha = np.clip(picture[:, :, 3], 0, 1)
        depth = np.zeros_like(alpha)
        np.divide(depth_sum, alpha, out=depth, where=alpha > 0)
        background = np.array(settings.background, np.float32)
        color = picture[:, :, :3] + (1 - alpha)[:, :, None] * background
        return RenderOutput(np.clip(color, 0, 1), alpha, depth)

    def _draw(self, camera: Camera, settings: RenderSettings, *, show_depth: bool) -> FloatArray:
        """Premultiplied picture, float32, shape [H, W, 4]."""
        target = gloo.Texture2D(
            (camera.height, camera.width, 4), format="rgba", internalformat="rgba32f"
        )
        buffer = gloo.FrameBuffer(color=target)
        with buffer:
            gloo.clear(color=(0, 0, 0, 0))
            self._visual.draw(camera, settings, show_depth=show_depth)
            view = (0, 0, camera.width, camera.height)
            picture = gloo.read_pixels(view, alpha=True, out_type="float")
        buffer.delete()
        target.delete()
        return np.asarray(picture, dtype=np.float32)
