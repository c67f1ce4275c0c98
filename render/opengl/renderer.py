"""`OpenGLRenderer`: the viewport's way of drawing, off-screen and in floating point."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.base import IntArray, Renderer, RenderOutput, RenderSettings, checked_features
from render.camera import Camera
from render.depth_sort import camera_depths
from render.errors import BackendUnavailableError
from render.gaussians import GaussianCloud
from render.opengl.cloud_textures import FEATURES_PER_TEXEL
from render.opengl.context import OffscreenContext
from render.opengl.median_search import MedianSearch
from render.opengl.probe import OpenGLReport
from render.opengl.targets import Target
from render.opengl.visual import Source, SplatVisual

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
        self._target = Target()
        self._search: MedianSearch | None = None
        self._cloud: GaussianCloud | None = None

    @property
    def driver(self) -> OpenGLReport:
        """Driver that draws."""
        return self._context.report()

    def close(self) -> None:
        """Release the context."""
        self._context.close()

    def render(
        self,
        cloud: GaussianCloud,
        camera: Camera,
        settings: RenderSettings | None = None,
        *,
        features: FloatArray | None = None,
        with_ids: bool = False,
    ) -> RenderOutput:
        """Draw one view; see `Renderer.render`.

        Raises:
            BackendUnavailableError: If the driver fails.
        """
        settings = settings or RenderSettings()
        values = None if features is None else checked_features(features, cloud.gaussian_count)
        try:
            return self._render(cloud, camera, settings, values, with_ids=with_ids)
        except (RuntimeError, OSError) as error:
            self._cloud = None
            reason = " ".join(str(error).split()[:24])
            raise BackendUnavailableError(f"OpenGL failed while drawing: {reason}") from error

    def _render(
        self,
        cloud: GaussianCloud,
        camera: Camera,
        settings: RenderSettings,
        values: FloatArray | None,
        *,
        with_ids: bool,
    ) -> RenderOutput:
        self._context.make_current()
        self._upload(cloud)
        self._target.resize(camera.width, camera.height)
        picture = self._draw(camera, settings, Source.COLOR)
        alpha = np.clip(picture[:, :, 3], 0, 1)
        depth_sum = self._draw(camera, settings, Source.DEPTH)[:, :, 0]
        depth = np.zeros_like(alpha)
        np.divide(depth_sum, alpha, out=depth, where=alpha > 0)
        background = np.array(settings.background, np.float32)
        color = picture[:, :, :3] + (1 - alpha)[:, :, None] * background
        output = RenderOutput(np.clip(color, 0, 1), alpha, depth)
        if values is not None:
            output = output._replace(features=self._features(values, camera, settings))
        if with_ids:
            found = self._find(camera, settings)
            output = output._replace(
                gaussian_id=found, median_depth=_depths_of(found, cloud, camera)
            )
        return output

    def _upload(self, cloud: GaussianCloud) -> None:
        """Hand the cloud over; of one that only moved the colours stay where they are."""
        held, self._cloud = self._cloud, cloud
        if held is not None and held.sh_coeffs is cloud.sh_coeffs:
            if held is not cloud:
                self._visual.set_geometry(cloud.means, cloud.quats, cloud.scales, cloud.opacities)
            return
        self._visual.set_cloud(cloud)

    def _features(self, values: FloatArray, camera: Camera, settings: RenderSettings) -> FloatArray:
        """Blended features, shape [H, W, D]."""
        count = values.shape[1]
        blended = np.empty((camera.height, camera.width, count), np.float32)
        if not len(values):
            blended[:] = 0
            return blended
        self._visual.textures.set_features(values)
        for texel in range(self._visual.textures.feature_texels):
            first = texel * FEATURES_PER_TEXEL
            picture = self._draw(camera, settings, Source.FEATURES, texel)
            part = blended[:, :, first : first + FEATURES_PER_TEXEL]
            part[:] = picture[:, :, : part.shape[2]]
        return blended

    def _find(self, camera: Camera, settings: RenderSettings) -> IntArray:
        self._search = self._search or MedianSearch(self._visual.textures)
        return self._search.find(camera, settings)

    def _draw(
        self, camera: Camera, settings: RenderSettings, source: Source, feature: int = 0
    ) -> FloatArray:
        """Premultiplied picture, shape [H, W, 4]."""
        with self._target.drawing():
            self._visual.draw(camera, settings, source=source, feature=feature, exact=True)
        return self._target.read()


def _depths_of(found: IntArray, cloud: GaussianCloud, camera: Camera) -> FloatArray:
    """Camera depths [m] of Gaussians, 0 where there is none, shape [H, W]."""
    if not cloud.gaussian_count:
        return np.zeros(found.shape, np.float32)
    depths = camera_depths(cloud.means, camera)
    return np.where(found < 0, np.float32(0), depths[np.maximum(found, 0)])
