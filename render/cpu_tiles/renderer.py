"""`CpuTilesRenderer`: a tile rasterizer for CPUs that draws what the reference defines.

Project, order by depth, bin into tiles of 16 x 16 px, blend. The kernels are serial and free of
the interpreter's lock; threads of this renderer's own pool share each stage, so that rendering
never enters numba's threading layer and may run beside a simulation.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from render.base import FloatArray, Renderer, RenderOutput, RenderSettings, refuse_options
from render.camera import Camera
from render.cpu_tiles.binning import TILE, count_pairs, fill_pairs
from render.cpu_tiles.blending import blend_tiles
from render.cpu_tiles.ordering import order_by_key
from render.cpu_tiles.projection import SPLAT_FLOATS, project_range
from render.gaussians import GaussianCloud
from render.projection_limits import ray_limits

Array = npt.NDArray[np.generic]

MAX_PAIRS = 1 << 25
"""Splat-tile pairs held at a time (4 bytes each); giant splats make further bands of tiles."""

TILES_PER_TASK = 8
"""Consecutive tiles that a thread takes at a time."""


def default_thread_count() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class CpuTilesRenderer(Renderer):
    """Draws clouds on the CPU, in parallel over Gaussians and tiles."""

    name = "cpu_tiles"

    def __init__(self, *, thread_count: int | None = None) -> None:
        """Start the threads.

        Args:
            thread_count: Threads that share the work; None takes one for each usable core.
        """
        self.thread_count = max(thread_count or default_thread_count(), 1)
        self._pool = ThreadPoolExecutor(self.thread_count, thread_name_prefix="cpu-tiles")

    def close(self) -> None:
        """Stop the threads."""
        self._pool.shutdown()

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
        splats, rectangles, keys = self._project(cloud, camera, settings)
        order = order_by_key(keys)
        return self._blend(order, (splats, rectangles), camera, settings)

    def _share(self, task: Callable[[int], None]) -> None:
        """Run `task(worker)` for every worker, on all threads, and pass errors on."""
        for future in [self._pool.submit(task, worker) for worker in range(self.thread_count)]:
            future.result()

    def _project(
        self, cloud: GaussianCloud, camera: Camera, settings: RenderSettings
    ) -> tuple[Array, Array, npt.NDArray[np.uint32]]:
        count = cloud.gaussian_count
        splats = np.empty((count, SPLAT_FLOATS), np.float32)
        rectangles = np.empty((count, 4), np.int32)
        keys = np.empty(count, np.uint32)
        arrays = (cloud.means, cloud.quats, cloud.scales, cloud.opacities, cloud.sh_coeffs)
        degree = min(settings.max_sh_degree, cloud.sh_degree)
        view, lens = _view_rows(camera), _lens_values(camera, settings)
        edges = np.linspace(0, count, self.thread_count + 1).astype(np.int64)

        def project(worker: int) -> None:
            first, last = edges[worker], edges[worker + 1]
            project_range(first, last, arrays, view, lens, degree, (splats, rectangles, keys))

        self._share(project)
        return splats, rectangles, keys

    def _blend(
        self,
        order: Array,
        splats: tuple[Array, Array],
        camera: Camera,
        settings: RenderSettings,
    ) -> RenderOutput:
        columns, rows = -(-camera.width // TILE), -(-camera.height // TILE)
        color = np.empty((camera.height, camera.width, 3), np.float32)
        alpha = np.empty((camera.height, camera.width), np.float32)
        depth = np.empty((camera.height, camera.width), np.float32)
        background = np.array(settings.background, np.float32)
        counts = self._count(order, splats[1], columns, columns * rows)
        for band in _bands(counts.sum(axis=0).reshape(rows, columns).sum(axis=1)):
            starts, pairs = self._fill(order, splats[1], columns, band, counts)
            blocks = np.arange(band[0] * columns, band[1] * columns, dtype=np.int64)

            def blend(
                worker: int, starts: Array = starts, pairs: Array = pairs, blocks: Array = blocks
            ) -> None:
                mine = blocks[(blocks // TILES_PER_TASK) % self.thread_count == worker]
                out = (color, alpha, depth)
                blend_tiles(mine, starts, pairs, columns, splats, background, out)

            self._share(blend)
        return RenderOutput(color, alpha, depth)

    def _count(
        self, order: Array, rectangles: Array, columns: int, tile_count: int
    ) -> npt.NDArray[np.int64]:
        """Splats of each worker's stretch of the depth order in each tile, shape [W, tiles]."""
        counts = np.zeros((self.thread_count, tile_count), np.int64)
        parts = np.array_split(order, self.thread_count)
        self._share(lambda worker: count_pairs(parts[worker], rectangles, columns, counts[worker]))
        return counts

    def _fill(
        self,
        order: Array,
        rectangles: Array,
        columns: int,
        band: tuple[int, int],
        counts: npt.NDArray[np.int64],
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
        """Tile lists of a band of tile rows: first pair of each tile (plus one), and the pairs."""
        inside = np.zeros_like(counts)
        tiles = slice(band[0] * columns, band[1] * columns)
        inside[:, tiles] = counts[:, tiles]
        ends = np.cumsum(inside.T.ravel()).reshape(-1, self.thread_count)
        cursors = np.ascontiguousarray((ends - inside.T).T)
        starts = np.append(cursors[0], ends[-1, -1])
        pairs = np.empty(starts[-1], np.int32)
        parts = np.array_split(order, self.thread_count)

        def fill(worker: int) -> None:
            fill_pairs(parts[worker], rectangles, columns, band, cursors[worker], pairs)

        self._share(fill)
        return starts, pairs


def _bands(pairs_per_row: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of tile rows whose pairs stay within `MAX_PAIRS` (one row at least)."""
    first, held = 0, 0
    for row, pairs in enumerate(pairs_per_row):
        if row > first and held + pairs > MAX_PAIRS:
            yield first, row
            first, held = row, 0
        held += int(pairs)
    yield first, len(pairs_per_row)


def _view_rows(camera: Camera) -> npt.NDArray[np.float64]:
    """World to camera in rows 0 to 2, the camera's centre in row 3, shape [4, 4]."""
    view = camera.world_to_camera.astype(np.float64)
    view[3, :3] = -view[:3, :3].T @ view[:3, 3]
    return view


def _lens_values(camera: Camera, settings: RenderSettings) -> npt.NDArray[np.float64]:
    """Intrinsics, size, clip planes, ray limits and options as the kernel expects them."""
    (low_x, high_x), (low_y, high_y) = ray_limits(camera)
    return np.array(
        [
            camera.K[0, 0],
            camera.K[1, 1],
            camera.K[0, 2],
            camera.K[1, 2],
            camera.width,
            camera.height,
            camera.near_plane,
            camera.far_plane,
            low_x,
            high_x,
            low_y,
            high_y,
            settings.eps2d,
            camera.is_orthographic,
            settings.antialiased,
        ],
        dtype=np.float64,
    )
