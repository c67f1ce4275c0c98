"""`CpuTilesRenderer`: a tile rasterizer for CPUs that draws what the reference defines.

Project, order by depth, list the splats of tiles of 16 x 16 px, blend. The depth order is taken in
stretches of bounded size, and tiles that have become opaque take no part in later ones, so that
clouds of giants cost neither memory nor seconds.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.base import FloatArray, Renderer, RenderOutput, RenderSettings, refuse_options
from render.camera import Camera
from render.cpu_tiles.binning import stretch_within
from render.cpu_tiles.blending import blend_tiles
from render.cpu_tiles.ordering import order_by_key
from render.cpu_tiles.stages import Lens, Splats, TileLists, list_tiles, make_lens, project
from render.cpu_tiles.worker_pool import WorkerPool
from render.gaussians import GaussianCloud

Array = npt.NDArray[np.generic]

MAX_PAIRS = 1 << 24
"""Pairs of splat and tile that are listed at a time (4 bytes each)."""

TILES_PER_TASK = 8
"""Consecutive tiles that a thread takes at a time."""


class CpuTilesRenderer(Renderer):
    """Draws clouds on the CPU, in parallel over Gaussians and tiles."""

    name = "cpu_tiles"

    def __init__(self, *, thread_count: int | None = None) -> None:
        """Start the threads.

        Args:
            thread_count: Threads that share the work; None takes one for each usable core.
        """
        self._pool = WorkerPool(thread_count)

    @property
    def thread_count(self) -> int:
        """Threads that share the work."""
        return self._pool.thread_count

    def close(self) -> None:
        """Stop the threads."""
        self._pool.close()

    def render(
        self,
        cloud: GaussianCloud,
        camera: Camera,
        settings: RenderSettings | None = None,
        *,
        features: FloatArray | None = None,
        with_ids: bool = False,
    ) -> RenderOutput:
        """Draw one view; see `Renderer.render`."""
        settings = settings or RenderSettings()
        refuse_options(self.name, camera, settings, features, with_ids=with_ids)
        lens = make_lens(camera, settings)
        arrays = (cloud.means, cloud.quats, cloud.scales, cloud.opacities, cloud.sh_coeffs)
        splats = project(self._pool, arrays, lens, min(settings.max_sh_degree, cloud.sh_degree))
        return self._blend(order_by_key(splats.keys), splats, lens, settings)

    def _blend(
        self, order: Array, splats: Splats, lens: Lens, settings: RenderSettings
    ) -> RenderOutput:
        size = (int(lens.values[5]), int(lens.values[4]))
        out = (
            np.empty((*size, 3), np.float32),
            np.empty(size, np.float32),
            np.empty(size, np.float32),
        )
        background = np.array(settings.background, np.float32)
        tiles = np.arange(lens.columns * lens.rows)
        closed = np.zeros(len(tiles), np.uint8)
        first, is_final = 0, False
        while not is_final:
            end = stretch_within(order, first, splats.rectangles, MAX_PAIRS)
            if closed.all():
                first = end = len(order)
            is_final = end == len(order)
            lists = list_tiles(self._pool, order[first:end], splats.rectangles, lens, closed)

            def blend(
                worker: int,
                lists: TileLists = lists,
                stretch: tuple[bool, bool, Array] = (first == 0, is_final, closed),
            ) -> None:
                mine = tiles[(tiles // TILES_PER_TASK) % self.thread_count == worker]
                blend_tiles(
                    mine, lists[:2], lens.columns, splats[:2], background, stretch, out, None
                )

            self._pool.share(blend)
            first = end
        return RenderOutput(*out)
