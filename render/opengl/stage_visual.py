"""`StageVisual`: the floor, wall and shadow of `render.stage`, drawn by the graphics card."""

from __future__ import annotations

import numpy as np
from vispy import gloo

from render.camera import Camera
from render.ground_shadow import RESOLUTION, GroundShadow
from render.opengl.programs import load_program, set_lens
from render.stage import WALL_SOFTNESS, StageLook


class StageVisual:
    """Fills the current framebuffer; draw it before the Gaussians."""

    def __init__(self, look: StageLook | None = None) -> None:
        """Load the shaders.

        Args:
            look: Colours and floor; None takes the defaults. It may be replaced at any time.
        """
        self.look = look or StageLook()
        self._program = load_program("stage")
        self._shadow = gloo.Texture2D(
            np.zeros((RESOLUTION, RESOLUTION), np.float32),
            internalformat="r32f",
            interpolation="linear",
            wrapping="clamp_to_edge",
        )
        self._program["u_shadow"] = self._shadow
        self.set_shadow(None)

    def set_shadow(self, shadow: GroundShadow | None) -> None:
        """Upload the darkness on the floor; None clears it."""
        self._program["u_has_shadow"] = float(shadow is not None)
        self._program["u_shadow_place"] = (0.0, 0.0, 1.0)
        if shadow is not None:
            self._shadow.set_data(shadow.darkness)
            self._program["u_shadow_place"] = (*shadow.center_m, shadow.half_side_m)

    def draw(self, camera: Camera) -> None:
        """Fill the picture.

        Args:
            camera: View whose size is that of the framebuffer [px].
        """
        program, look = self._program, self.look
        set_lens(program, camera)
        right, down, forward = camera.world_to_camera[:3, :3]
        program["u_right"], program["u_down"], program["u_forward"] = right, down, forward
        program["u_floor"], program["u_horizon"] = look.floor, look.horizon
        program["u_zenith"], program["u_wall"] = look.zenith, WALL_SOFTNESS
        program["u_fade"] = look.fade_distance
        height = 0.0
        if look.ground_z_m is not None:
            height = float(camera.position[2]) - look.ground_z_m
        program["u_height"] = height
        gloo.set_viewport(0, 0, camera.width, camera.height)
        gloo.set_state(blend=False, depth_test=False, cull_face=False)
        program.draw("triangle_strip")
