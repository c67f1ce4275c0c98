"""`CpuTilesRenderer`: a tile rasterizer for CPUs that draws what the reference defines.

Project, order by depth, list the splats of tiles of 16 x 16 px, blend. The depth order is taken in
stretches of bounded size, and tiles that have become opaque take no part in later ones, so that
clouds of giants cost neither memory nor seconds. Nearly invisible giants cost most, about a second
of one core for 100,000 that cover 512 x 512 px: splats below alpha 1/255 are passed over a row of
16 px at a time, and of those at it 2,345 lie over each other before a pixel is opaque. Each of them
counts by definition, so that none of them may be left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from render.base import (
    FloatArray,
    Renderer,
    RenderOutput,
    RenderSettings,
    SplatStyle,
    checked_features,
)
from render.camera import Camera
from render.cpu_tiles.binning import stretch_within
from render.cpu_tiles.layers import ChannelLayer, ColorLayer, Layer, feature_layers
from render.cpu_tiles.ordering import order_by_key
from render.cpu_tiles.stages import Lens, Splats, TileLists, list_tiles, make_lens, project
from render.cpu_tiles.worker_pool import WorkerPool
from render.gaussians import GaussianCloud

Array = npt.NDArray[np.generic]

MAX_PAIRS = 1 << 24
"""Pairs of splat and tile that are listed at a time (4 bytes each)."""


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
        lens = make_lens(camera, settings)
        arrays = (cloud.means, cloud.quats, cloud.scales, cloud.opacities, cloud.sh_coeffs)
        splats = project(self._pool, arrays, lens, min(settings.max_sh_degree, cloud.sh_degree))
        extra = []
        if features is not None:
            checked = checked_features(features, cloud.gaussian_count)
            extra = feature_layers(lens, checked, settings)
        if settings.style is SplatStyle.SPLATS and not with_ids:
            plain = ColorLayer(lens, settings)
            self._blend([plain, *extra], splats, lens)
            out = RenderOutput(plain.color, plain.alpha, plain.depth)
        else:
            layer = ChannelLayer(lens, splats.records[:, 6:], settings, color_count=3)
            self._blend([layer, *extra], splats, lens)
            out = RenderOutput(*layer.pictures(settings))
            if with_ids:
                out = _with_ids(out, layer.gaussian_id, splats)
        if features is not None:
            out = out._replace(features=np.concatenate([layer.sums for layer in extra], axis=2))
        return out

    def _blend(self, layers: Sequence[Layer], splats: Splats, lens: Lens) -> None:
        """Blend all splats into layers, one stretch of the depth order after the other."""
        order = order_by_key(splats.keys)
        closed = np.zeros(lens.columns * lens.rows, np.uint8)
        first, is_final = 0, False
        while not is_final:
            end = stretch_within(order, first, splats.rectangles, MAX_PAIRS)
            if closed.all():
                first = end = len(order)
            is_final = end == len(order)
            lists = list_tiles(self._pool, order[first:end], splats.rectangles, lens, closed)
            stretch = (first == 0, is_final, closed)
            for layer in layers:
                self._share(layer, lists, splats, lens, stretch)
            first = end

    def _share(
        self,
        layer: Layer,
        lists: TileLists,
        splats: Splats,
        lens: Lens,
        stretch: tuple[bool, bool, npt.NDArray[np.uint8]],
    ) -> None:
        self._pool.share(
            lambda worker: layer.blend(
                lens.tiles_of(worker, self.thread_count), lists, splats, stretch
            )
        )


def _with_ids(out: RenderOutput, ids: npt.NDArray[np.int32], splats: Splats) -> RenderOutput:
    """Add the median Gaussians and their depths."""
    depth = np.zeros(ids.shape, np.float32)
    found = ids >= 0
    depth[found] = splats.records[ids[found], 9]
    return out._replace(median_depth=depth, gaussian_id=ids)
