"""`BackdropVisual`: backdrops and the Gaussians' shadow, drawn by the graphics card."""

from __future__ import annotations

import numpy as np
from vispy import gloo

from render.backdrop import Backdrop
from render.camera import Camera
from render.ground_shadow import RESOLUTION, GroundShadow
from render.opengl.picture_texture import PictureTexture
from render.opengl.programs import load_program, set_lens
from render.stage import WALL_SOFTNESS, StageLook


class BackdropVisual:
    """Fills the current framebuffer; draw it before the Gaussians.

    Stages are computed by the card. Other backdrops depend on nothing but the picture's size:
    they are drawn once for each size and uploaded.
    """

    def __init__(self, backdrop: Backdrop | None = None) -> None:
        """Load the shaders.

        Args:
            backdrop: What to draw; None takes the plain stage. It may be replaced at any time.
        """
        self.backdrop: Backdrop = backdrop or StageLook()
        self._program = load_program("picture", "backdrop")
        self._picture = PictureTexture()
        self._uploaded: tuple[Backdrop, int, int] | None = None
        self._has_shadow = False
        self._shadow = gloo.Texture2D(
            np.zeros((RESOLUTION, RESOLUTION, 1), np.float32),
            format="red",
            internalformat="r32f",
            interpolation="linear",
            wrapping="clamp_to_edge",
        )
        self._program["u_shadow"] = self._shadow
        self._program["u_picture"] = self._picture.texture
        self.set_shadow(None)

    def set_shadow(self, shadow: GroundShadow | None) -> None:
        """Upload the darkness on the floor; None clears it."""
        self._has_shadow = shadow is not None
        self._program["u_shadow_place"] = (0.0, 0.0, 1.0)
        if shadow is not None:
            self._shadow.set_data(shadow.darkness[:, :, None])
            self._program["u_shadow_place"] = (*shadow.center_m, shadow.half_side_m)

    def draw(self, camera: Camera) -> None:
        """Fill the picture.

        Args:
            camera: View whose size is that of the framebuffer [px].
        """
        program, ground_z_m = self._program, self.backdrop.ground_z_m
        set_lens(program, camera)
        right, down, forward = camera.world_to_camera[:3, :3]
        program["u_right"], program["u_down"], program["u_forward"] = right, down, forward
        program["u_ground"] = ground_z_m or 0.0
        program["u_has_shadow"] = int(self._has_shadow and ground_z_m is not None)
        self._set_stage(camera, self.backdrop if isinstance(self.backdrop, StageLook) else None)
        gloo.set_viewport(0, 0, camera.width, camera.height)
        gloo.set_state(blend=False, depth_test=False, cull_face=False)
        program.draw("triangle_strip")

    def _set_stage(self, camera: Camera, stage: StageLook | None) -> None:
        program = self._program
        program["u_is_stage"] = int(stage is not None)
        if stage is None:
            self._upload(camera)
        look = stage or StageLook()
        ground_z_m = look.ground_z_m
        program["u_has_floor"] = int(ground_z_m is not None and camera.position[2] > ground_z_m)
        program["u_floor"], program["u_horizon"] = look.floor, look.horizon
        program["u_zenith"], program["u_wall"] = look.zenith, WALL_SOFTNESS
        program["u_fade"] = look.fade_distance

    def _upload(self, camera: Camera) -> None:
        wanted = (self.backdrop, camera.width, camera.height)
        if wanted != self._uploaded:
            self._picture.upload(self.backdrop.draw(camera))
            self._uploaded = wanted
        self._program["u_picture"] = self._picture.texture
