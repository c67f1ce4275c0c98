"""`BackdropRenderer`: puts the pictures of another renderer before a backdrop."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from render.backdrop import Backdrop
from render.base import Renderer, RenderOutput, RenderSettings
from render.camera import Camera
from render.gaussians import GaussianCloud
from render.ground_shadow import GroundShadow, cast_shadow
from render.overlay_lines import OverlaySheet
from render.overlays import GridPlace, Overlays, draw_overlays, laid_over, overlay_scene
from render.shadow_catcher import seen_shadow

FloatArray = npt.NDArray[np.float32]

BLACK = (0.0, 0.0, 0.0)


class BackdropRenderer(Renderer):
    """Gaussians in front, a backdrop and their shadow behind; background settings are not used."""

    def __init__(
        self,
        inner: Renderer,
        backdrop: Backdrop | None,
        *,
        ground_z_m: float | None = None,
        overlays: Overlays | None = None,
    ) -> None:
        """Wrap a renderer.

        Args:
            inner: Draws the Gaussians; closed with this one.
            backdrop: What is behind them; None leaves the picture transparent.
            ground_z_m: Where shadows fall without a backdrop [m]; None for nowhere. Backdrops
                know their own ground.
            overlays: Grid, axes and bounds to draw in; None draws none.
        """
        self.inner = inner
        self.backdrop = backdrop
        self.ground_z_m = ground_z_m if backdrop is None else backdrop.ground_z_m
        self.overlays = overlays or Overlays()
        self._grid: GridPlace | None = None
        self.name = inner.name

    def close(self) -> None:
        """Close the wrapped renderer."""
        self.inner.close()

    def render(
        self,
        cloud: GaussianCloud,
        camera: Camera,
        settings: RenderSettings | None = None,
        *,
        features: FloatArray | None = None,
        with_ids: bool = False,
    ) -> RenderOutput:
        """Draw one view; everything but the colour is that of the Gaussians alone.

        Without a backdrop the colour is blended over black and alpha holds shadow and overlays
        too: `straight_rgba` makes a transparent picture of them.
        """
        bare = replace(settings or RenderSettings(), background=BLACK)
        front = self.inner.render(cloud, camera, bare, features=features, with_ids=with_ids)
        return self.finished(front, cloud, camera)

    def finished(self, front: RenderOutput, cloud: GaussianCloud, camera: Camera) -> RenderOutput:
        """Put Gaussians that the wrapped renderer drew over black before the backdrop.

        Args:
            front: What it drew; left as it is.
            cloud: The Gaussians, for their shadow.
            camera: View that they were drawn with.
        """
        shadow = None
        if self.ground_z_m is not None:
            shadow = cast_shadow(cloud, ground_z_m=self.ground_z_m)
        if self.backdrop is None:
            alpha = _with_shadow(front.alpha, camera, shadow, self.ground_z_m)
            sheet = self._overlaid(front, cloud, camera)
            if sheet is None:
                return front._replace(alpha=alpha)
            color = laid_over(front.color.copy(), sheet)
            return front._replace(color=color, alpha=alpha + (1 - alpha) * sheet.alpha)
        behind = draw_backdrop(camera, self.backdrop, shadow)
        behind *= (1 - front.alpha)[:, :, None]
        behind += front.color
        picture = np.minimum(behind, 1, out=behind)
        sheet = self._overlaid(front, cloud, camera)
        return front._replace(color=picture if sheet is None else laid_over(picture, sheet))

    def _overlaid(
        self, front: RenderOutput, cloud: GaussianCloud, camera: Camera
    ) -> OverlaySheet | None:
        """The overlays; None where there is nothing to draw."""
        if not self.overlays.any_drawn:
            return None
        on_light = self.backdrop is None or self.backdrop.is_light(camera)
        scene = overlay_scene(cloud, ground_z_m=self.ground_z_m, on_light=on_light, grid=self._grid)
        if scene is None:
            return None
        self._grid = scene.grid
        return draw_overlays(camera, self.overlays, scene, (front.alpha, front.depth))


def draw_backdrop(camera: Camera, backdrop: Backdrop, shadow: GroundShadow | None) -> FloatArray:
    """Picture of a backdrop with a shadow on its ground.

    Args:
        camera: View with picture size.
        backdrop: What to draw.
        shadow: Darkness on the ground; None for none.

    Returns:
        sRGB 0 to 1, shape [H, W, 3].
    """
    picture = backdrop.draw(camera)
    if shadow is not None and backdrop.ground_z_m is not None:
        part, darkness = seen_shadow(camera, shadow, backdrop.ground_z_m)
        picture[part] *= (1 - darkness)[:, :, None]
    return picture


def straight_rgba(output: RenderOutput) -> FloatArray:
    """Transparent picture with straight alpha, as PNG and video hold it, shape [H, W, 4].

    Args:
        output: What was drawn over black.
    """
    alpha = output.alpha[:, :, None]
    color = np.divide(output.color, alpha, out=np.zeros_like(output.color), where=alpha > 0)
    return np.concatenate([np.clip(color, 0, 1), alpha], axis=2)


def _with_shadow(
    alpha: FloatArray, camera: Camera, shadow: GroundShadow | None, ground_z_m: float | None
) -> FloatArray:
    """Coverage by the Gaussians and, behind them, by a black shadow."""
    if shadow is None or ground_z_m is None:
        return alpha
    covered = alpha.copy()
    part, darkness = seen_shadow(camera, shadow, ground_z_m)
    covered[part] += (1 - covered[part]) * darkness
    return covered
