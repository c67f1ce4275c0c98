"""`MedianSearch`: at which Gaussian each pixel's transmittance falls to a half or less.

A search with four ways. Every pixel holds a range of ranks in the order from near to far, at first
all of them. A pass multiplies up how much light each quarter of that range lets through, with a
blending that takes the Gaussians in any order; the quarter in which the light falls to a half is
the next range. After log4 N passes one rank is left. No pass depends on the driver's order of
blending or on its precision beyond float32.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from vispy import gloo

from render.base import IntArray, RenderSettings
from render.camera import Camera
from render.opengl.cloud_textures import CloudTextures
from render.opengl.programs import load_program
from render.opengl.targets import Target
from render.opengl.visual import set_splats

WAYS = 4
"""Parts of a range that one pass tells apart, one a channel."""

MULTIPLY = ("zero", "src_color")


class MedianSearch:
    """Searches in the textures of a visual."""

    def __init__(self, textures: CloudTextures) -> None:
        self._textures = textures
        self._bins_program = load_program("splat", "bins", shared=("coverage",))
        self._narrow_program = load_program("picture", "narrow")
        textures.attach(self._bins_program)
        self._bins, self._ranges = Target(), (Target(), Target())

    def find(self, camera: Camera, settings: RenderSettings) -> IntArray:
        """Index of each pixel's Gaussian, -1 where the light stays above a half, shape [H, W]."""
        count = self._textures.gaussian_count
        if not count:
            return np.full((camera.height, camera.width), -1, np.int32)
        order = self._textures.sort(camera, exact=True)
        set_splats(self._bins_program, self._textures, camera, settings)
        for target in (self._bins, *self._ranges):
            target.resize(camera.width, camera.height)
        here, there = self._ranges
        with here.drawing((0.0, 1.0, 0.0, 0.0)):
            pass
        bin_size = 1
        while bin_size * WAYS < count:
            bin_size *= WAYS
        while bin_size:
            self._multiply(here, count, bin_size)
            self._narrow(here, there, bin_size)
            here, there = there, here
            bin_size //= WAYS
        ranks = here.read()[:, :, 0].astype(np.int32)
        return _indices(ranks, order)

    def _multiply(self, here: Target, count: int, bin_size: int) -> None:
        program = self._bins_program
        program["u_range"], program["u_count"] = here.texture, count
        program["u_bin_size"] = bin_size
        with self._bins.drawing((1.0, 1.0, 1.0, 1.0)):
            gloo.set_state(blend=True, blend_func=MULTIPLY, depth_test=False, cull_face=False)
            program.draw("triangle_strip")

    def _narrow(self, here: Target, there: Target, bin_size: int) -> None:
        program = self._narrow_program
        program["u_range"], program["u_bins"] = here.texture, self._bins.texture
        program["u_bin_size"] = bin_size
        with there.drawing():
            gloo.set_state(blend=False, depth_test=False, cull_face=False)
            program.draw("triangle_strip")


def _indices(ranks: IntArray, order: npt.NDArray[np.uint32]) -> IntArray:
    """Gaussians at ranks from near; -1 stays."""
    from_near = order[::-1].astype(np.int32)
    return np.where(ranks < 0, np.int32(-1), from_near[np.maximum(ranks, 0)])
