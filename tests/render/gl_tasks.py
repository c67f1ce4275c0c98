"""What the OpenGL tests run inside the process that owns the off-screen context."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt

from render.backdrop import Backdrop
from render.base import RenderOutput, RenderSettings
from render.camera import Camera
from render.errors import BackendUnavailableError
from render.gaussians import GaussianCloud
from render.ground_shadow import GroundShadow
from render.opengl.renderer import OpenGLRenderer
from render.opengl.targets import Target
from render.overlays import Overlays, overlay_scene

FloatArray = npt.NDArray[np.float32]


@cache
def renderer() -> OpenGLRenderer:
    return OpenGLRenderer()


def render(
    cloud: GaussianCloud,
    camera: Camera,
    settings: RenderSettings,
    features: FloatArray | None = None,
    with_ids: bool = False,
) -> RenderOutput:
    return renderer().render(cloud, camera, settings, features=features, with_ids=with_ids)


def _drawn(camera: Camera, draw: Callable[[], object], *, half: bool = False) -> FloatArray:
    """What `draw` leaves in a float framebuffer."""
    target = Target(half=half)
    target.resize(camera.width, camera.height)
    with target.drawing():
        draw()
    picture = target.read()
    target.delete()
    return picture


def backdrop(camera: Camera, look: Backdrop, shadow: GroundShadow | None) -> FloatArray:
    """A backdrop drawn into a float framebuffer."""
    from render.opengl.backdrop_visual import BackdropVisual

    renderer()
    visual = BackdropVisual(look)
    visual.set_shadow(shadow)
    return _drawn(camera, lambda: visual.draw(camera))


def moved(start: GaussianCloud, end: GaussianCloud, camera: Camera) -> tuple[FloatArray, bool]:
    """A cloud uploaded once and then moved in place; whether its textures stayed the same."""
    from render.opengl.visual import SplatVisual

    renderer()
    visual = SplatVisual()
    visual.set_cloud(start)
    _drawn(camera, lambda: visual.draw(camera))
    before = [data.texture for data in visual.textures._textures.values()]
    visual.set_geometry(end.means, end.quats, end.scales, end.opacities)
    picture = _drawn(camera, lambda: visual.draw(camera))
    after = [data.texture for data in visual.textures._textures.values()]
    return picture, all(a is b for a, b in zip(before, after, strict=True))


def failing(cloud: GaussianCloud, camera: Camera) -> str:
    """What is told when the driver gives up, and that the renderer draws again after it."""
    opengl, draw = renderer(), renderer()._visual.draw

    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("OpenGL got errors (glDrawArrays):\nGL_OUT_OF_MEMORY")

    opengl._visual.draw = fail  # type: ignore[method-assign]
    try:
        opengl.render(cloud, camera)
    except BackendUnavailableError as error:
        message = str(error)
    opengl._visual.draw = draw  # type: ignore[method-assign]
    opengl.render(cloud, camera)
    return message


def grown(clouds: list[GaussianCloud], camera: Camera) -> list[RenderOutput]:
    """Clouds of other sizes and degrees, one after the other through one renderer."""
    return [render(cloud, camera, RenderSettings()) for cloud in clouds]


def scene(
    cloud: GaussianCloud, camera: Camera, settings: RenderSettings, overlays: Overlays
) -> FloatArray:
    """A cloud on the plain stage, as a window shows it."""
    from render.opengl.scene_visual import SceneVisual

    renderer()
    visual = SceneVisual()
    visual.splats.set_cloud(cloud)
    visual.overlay_scene = overlay_scene(cloud, ground_z_m=0.0, on_light=True)
    return _drawn(camera, lambda: visual.draw(camera, settings, overlays))
