"""`SplatVisual`: a cloud in graphics memory, drawn as instanced quads from far to near."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
from vispy import gloo

from render.base import RenderSettings, SplatStyle
from render.camera import Camera
from render.eye_guard import HIDDEN_UP_TO, WHOLE_FROM
from render.gaussians import GaussianCloud
from render.opengl.cloud_textures import CloudTextures
from render.opengl.programs import load_program, set_lens
from render.projection_limits import ray_limits
from render.splat_styles import PROFILES

FloatArray = npt.NDArray[np.float32]

OVER = ("one", "one_minus_src_alpha")
"""Blending of premultiplied colours, from far to near."""


class Source(IntEnum):
    """What is blended of the Gaussians; the numbers are those of `splat.vert`."""

    COLOR = 0
    DEPTH = 1
    FEATURES = 2


class SplatVisual:
    """Draws into whatever framebuffer of the current VisPy canvas is bound.

    Call its methods while the canvas is current. Colours are uploaded by `set_cloud`;
    `set_geometry` replaces all else of a moving cloud in place. Every drawing is in the order of
    the camera's depths at that moment.
    """

    def __init__(self) -> None:
        self.textures = CloudTextures()
        self._program = load_program("splat", "splat", shared=("coverage",))
        self.textures.attach(self._program)

    @property
    def gaussian_count(self) -> int:
        """Number of Gaussians held."""
        return self.textures.gaussian_count

    def set_cloud(self, cloud: GaussianCloud) -> None:
        """Upload a cloud."""
        self.textures.set_cloud(cloud)

    def set_geometry(
        self, means: FloatArray, quats: FloatArray, scales: FloatArray, opacities: FloatArray
    ) -> None:
        """Move the Gaussians; see `CloudTextures.set_geometry`."""
        self.textures.set_geometry(means, quats, scales, opacities)

    def draw(
        self,
        camera: Camera,
        settings: RenderSettings | None = None,
        *,
        source: Source = Source.COLOR,
        feature: int = 0,
        exact: bool = False,
    ) -> None:
        """Blend the cloud over what the framebuffer holds.

        Args:
            camera: View whose size is that of the framebuffer [px].
            settings: Low-pass, colour degree and style; the background is the caller's.
            source: What is blended; depths [m] and features need a float framebuffer.
            feature: Which three features are blended, from 0.
            exact: See `CloudTextures.sort`.
        """
        if not self.gaussian_count:
            return
        settings = settings or RenderSettings()
        self.textures.sort(camera, exact=exact)
        program = self._program
        set_splats(program, self.textures, camera, settings)
        profile = PROFILES.get(settings.style)
        darkens = profile is not None and source is Source.COLOR
        program["u_darkening"] = profile.darkening if profile is not None and darkens else 0.0
        program["u_source"] = int(source)
        program["u_feature_texels"] = self.textures.feature_texels
        program["u_feature"] = feature
        gloo.set_viewport(0, 0, camera.width, camera.height)
        gloo.set_state(blend=True, blend_func=OVER, depth_test=False, cull_face=False)
        program.draw("triangle_strip")


def set_splats(
    program: Any, textures: CloudTextures, camera: Camera, settings: RenderSettings
) -> None:
    """Set what `splat.vert` and `coverage.glsl` take from camera and settings."""
    set_lens(program, camera)
    for name, row in zip(
        ("u_view_x", "u_view_y", "u_view_z"), camera.world_to_camera, strict=False
    ):
        program[name] = row
    (low_x, high_x), (low_y, high_y) = ray_limits(camera)
    program["u_limits"] = (low_x, high_x, low_y, high_y)
    program["u_clip"] = (camera.near_plane, camera.far_plane)
    program["u_eye_guard"] = (HIDDEN_UP_TO, WHOLE_FROM)
    program["u_eps2d"] = settings.eps2d
    program["u_antialiased"] = int(settings.antialiased)
    program["u_bands"] = textures.band_count
    program["u_degree"] = min(settings.max_sh_degree, round(textures.band_count**0.5) - 1)
    _set_style(program, settings.style)


def _set_style(program: Any, style: SplatStyle) -> None:
    profile = PROFILES.get(style)
    program["u_is_splat"] = int(profile is None)
    if profile is None:
        profile = PROFILES[SplatStyle.ELLIPSOIDS]  # any: the shaders do not read it
    program["u_strength"] = (profile.strength, float(profile.uses_opacity))
    program["u_radius"] = profile.radius_px or 0.0
    program["u_reach"] = profile.outer_end**0.5
    program["u_edges"] = (
        profile.inner_start,
        profile.inner_end,
        profile.outer_start,
        profile.outer_end,
    )
    program["u_filling"] = profile.filling
