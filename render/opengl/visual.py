"""`SplatVisual`: a cloud in graphics memory, drawn as instanced quads from far to near."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from vispy import gloo

from render.base import RenderSettings
from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.opengl.programs import load_program, set_lens
from render.projection_limits import ray_limits

FloatArray = npt.NDArray[np.float32]

TEXTURE_WIDTH = 4096
"""Texels in a row of the data textures; every OpenGL 3.3 device has more."""

GEOMETRY_TEXELS = 3
"""Texels that hold the geometry of one Gaussian."""


class SplatVisual:
    """Draws into whatever framebuffer of the current VisPy canvas is bound.

    Call its methods while the canvas is current (inside its `on_draw`). Colours are uploaded by
    `set_cloud`; `set_geometry` replaces all else of a moving cloud in place.
    The order is the caller's to keep up to date: `render.depth_sort.depth_order` gives it.
    """

    def __init__(self) -> None:
        self._program = load_program("splat")
        self._count = 0
        self._degree = 0
        self._geometry: gloo.Texture2D | None = None
        self._order: gloo.VertexBuffer | None = None

    @property
    def gaussian_count(self) -> int:
        """Number of Gaussians held."""
        return self._count

    def set_cloud(self, cloud: GaussianCloud) -> None:
        """Upload a cloud; its order is that of its arrays until `set_order`."""
        self._count, self._degree = cloud.gaussian_count, cloud.sh_degree
        if not self._count:
            return
        bands = cloud.sh_coeffs.shape[1]
        padded = np.zeros((self._count * bands, 4), np.float32)
        padded[:, :3] = cloud.sh_coeffs.reshape(-1, 3)
        self._program["u_color"] = _texture(padded)
        self._program["u_bands"] = bands
        self._geometry = None
        self.set_geometry(cloud.means, cloud.quats, cloud.scales, cloud.opacities)
        self._order = gloo.VertexBuffer(np.arange(self._count, dtype=np.float32), divisor=1)
        self._program["a_index"] = self._order

    def set_geometry(
        self, means: FloatArray, quats: FloatArray, scales: FloatArray, opacities: FloatArray
    ) -> None:
        """Move the Gaussians without allocating graphics memory.

        Args:
            means: Centres [m], shape [N, 3].
            quats: Unit quaternions wxyz, shape [N, 4].
            scales: Principal standard deviations [m], shape [N, 3].
            opacities: Opacities, 0 for what is hidden, shape [N].

        Raises:
            InputError: If N differs from the cloud's.
        """
        if len(means) != self._count:
            raise InputError(f"{len(means)} Gaussians given, the visual holds {self._count}")
        texels = np.zeros((self._count, GEOMETRY_TEXELS, 4), np.float32)
        texels[:, 0, :3], texels[:, 0, 3] = means, opacities
        texels[:, 1], texels[:, 2, :3] = quats, scales
        rows = _in_rows(texels.reshape(-1, 4))
        if self._geometry is None:
            self._geometry = _texture(texels.reshape(-1, 4))
            self._program["u_geometry"] = self._geometry
        else:
            self._geometry.set_data(rows)

    def set_order(self, order: npt.NDArray[np.uint32]) -> None:
        """Set the order of drawing.

        Args:
            order: Indices from far to near, shape [N].

        Raises:
            InputError: If N differs from the cloud's.
        """
        if len(order) != self._count:
            raise InputError(f"order of {len(order)} Gaussians, the visual holds {self._count}")
        if self._order is not None and self._count:
            self._order.set_data(order.astype(np.float32))

    def draw(
        self, camera: Camera, settings: RenderSettings | None = None, *, show_depth: bool = False
    ) -> None:
        """Blend the cloud over what the framebuffer holds.

        Args:
            camera: View whose size is that of the framebuffer [px].
            settings: Low-pass and colour degree; the background is the caller's.
            show_depth: Write camera depth [m] instead of colour, for float framebuffers.
        """
        if not self._count:
            return
        settings = settings or RenderSettings()
        program = self._program
        set_lens(program, camera)
        for name, row in zip(
            ("u_view_x", "u_view_y", "u_view_z"), camera.world_to_camera, strict=False
        ):
            program[name] = row
        (low_x, high_x), (low_y, high_y) = ray_limits(camera)
        program["u_limits"] = (low_x, high_x, low_y, high_y)
        program["u_clip"] = (camera.near_plane, camera.far_plane)
        program["u_eps2d"] = settings.eps2d
        program["u_degree"] = min(settings.max_sh_degree, self._degree)
        program["u_show_depth"] = float(show_depth)
        gloo.set_viewport(0, 0, camera.width, camera.height)
        gloo.set_state(
            blend=True, blend_func=("one", "one_minus_src_alpha"), depth_test=False, cull_face=False
        )
        program.draw("triangle_strip")


def _in_rows(texels: FloatArray) -> FloatArray:
    """Texels in rows of `TEXTURE_WIDTH`, the last one filled up with zeros."""
    rows = -(-len(texels) // TEXTURE_WIDTH)
    padded = np.zeros((rows * TEXTURE_WIDTH, 4), np.float32)
    padded[: len(texels)] = texels
    return padded.reshape(rows, TEXTURE_WIDTH, 4)


def _texture(texels: FloatArray) -> gloo.Texture2D:
    """Float texture that shaders address texel by texel."""
    return gloo.Texture2D(
        _in_rows(texels), format="rgba", internalformat="rgba32f", interpolation="nearest"
    )
