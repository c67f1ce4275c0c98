"""What the OpenGL tests run inside the process that owns the off-screen context."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from render.base import RenderOutput, RenderSettings
from render.camera import Camera
from render.depth_sort import depth_order
from render.gaussians import GaussianCloud
from render.ground_shadow import GroundShadow
from render.opengl.renderer import OpenGLRenderer
from render.opengl.visual import SplatVisual
from render.stage import StageLook


@cache
def renderer() -> OpenGLRenderer:
    return OpenGLRenderer()


def render(cloud: GaussianCloud, camera: Camera, settings: RenderSettings) -> RenderOutput:
    return renderer().render(cloud, camera, settings)


def _grab(camera: Camera) -> npt.NDArray[np.float32]:
    from vispy import gloo

    view = (0, 0, camera.width, camera.height)
    return np.asarray(gloo.read_pixels(view, alpha=True, out_type="float"), np.float32)


def stage(camera: Camera, look: StageLook, shadow: GroundShadow | None) -> npt.NDArray[np.float32]:
    """The stage drawn into a float framebuffer."""
    from vispy import gloo

    from render.opengl.stage_visual import StageVisual

    renderer()
    visual = StageVisual(look)
    visual.set_shadow(shadow)
    target = gloo.Texture2D(
        (camera.height, camera.width, 4), format="rgba", internalformat="rgba32f"
    )
    with gloo.FrameBuffer(color=target):
        visual.draw(camera)
        return _grab(camera)


def moved(start: GaussianCloud, end: GaussianCloud, camera: Camera) -> npt.NDArray[np.float32]:
    """A cloud uploaded once and then moved in place."""
    from vispy import gloo

    renderer()
    visual = SplatVisual()
    visual.set_cloud(start)
    target = gloo.Texture2D(
        (camera.height, camera.width, 4), format="rgba", internalformat="rgba32f"
    )
    with gloo.FrameBuffer(color=target):
        gloo.clear(color=(0, 0, 0, 0))
        visual.draw(camera)
        visual.set_geometry(end.means, end.quats, end.scales, end.opacities)
        visual.set_order(depth_order(end.means, camera))
        gloo.clear(color=(0, 0, 0, 0))
        visual.draw(camera)
        return _grab(camera)
