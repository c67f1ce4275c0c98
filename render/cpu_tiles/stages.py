"""The stages before blending: project, order by depth, list the splats of every tile.

The kernels are serial and free of the interpreter's lock; the threads of a `WorkerPool` share
each stage, so that rendering never enters numba's threading layer and may run beside a simulation.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.base import RenderSettings
from render.camera import Camera
from render.cpu_tiles.binning import TILE, count_pairs, fill_pairs
from render.cpu_tiles.projection import SPLAT_FLOATS, project_range
from render.cpu_tiles.worker_pool import WorkerPool
from render.projection_limits import ray_limits
from render.splat_styles import PROFILES

Array = npt.NDArray[np.generic]
CloudArrays = tuple[Array, Array, Array, Array, Array]
"""Means, quaternions, scales, opacities and colour coefficients, float32 (see `GaussianCloud`)."""

TILES_PER_TASK = 8
"""Consecutive tiles that a thread takes at a time."""

COLORS_AS_THEY_ARE = -1
"""Degree that takes the first colour coefficient as the colour itself."""


class Lens(NamedTuple):
    """A camera as the kernels take it."""

    view: npt.NDArray[np.float64]
    """World to camera in rows 0 to 2, the camera's centre in row 3, shape [4, 4]."""
    values: npt.NDArray[np.float64]
    """Intrinsics, size, clip planes, ray limits and options; see `project_range`; shape [19]."""
    size: tuple[int, int]
    """Height and width of the picture [px]."""
    columns: int
    """Tiles in a row."""
    rows: int
    """Rows of tiles."""

    def tiles_of(self, worker: int, worker_count: int) -> npt.NDArray[np.int64]:
        """Tiles that one of several workers draws."""
        tiles = np.arange(self.columns * self.rows, dtype=np.int64)
        return np.asarray(tiles[(tiles // TILES_PER_TASK) % worker_count == worker])


class Splats(NamedTuple):
    """Projected Gaussians."""

    records: npt.NDArray[np.float32]
    """What is blended, see `projection.SPLAT_FLOATS`, shape [N, 10]."""
    rectangles: npt.NDArray[np.int32]
    """First and last column, first and last row [px], inclusive, shape [N, 4]."""
    keys: npt.NDArray[np.uint32]
    """Bits of the camera depth, or `INVISIBLE`, shape [N]."""


class TileLists(NamedTuple):
    """Which splats touch which tile."""

    starts: npt.NDArray[np.int64]
    """First pair of each tile and one more, shape [tiles + 1]."""
    pairs: npt.NDArray[np.int32]
    """Splats of each tile from near to far, one tile after the other."""
    cursors: npt.NDArray[np.int64]
    """First pair of each worker's part in each tile, shape [workers, tiles]."""


def make_lens(camera: Camera, settings: RenderSettings) -> Lens:
    """Gather what the kernels need of a camera and of the settings."""
    view = camera.world_to_camera.astype(np.float64)
    view[3, :3] = -view[:3, :3].T @ view[:3, 3]
    (low_x, high_x), (low_y, high_y) = ray_limits(camera)
    K, profile = camera.K, PROFILES.get(settings.style)
    values = [
        *(K[0, 0], K[1, 1], K[0, 2], K[1, 2]),
        *(camera.width, camera.height, camera.near_plane, camera.far_plane),
        *(low_x, high_x, low_y, high_y),
        *(settings.eps2d, camera.is_orthographic, settings.antialiased),
        *((profile.outer_end, profile.radius_px or 0) if profile else (0, 0)),
        *((profile.strength, profile.uses_opacity) if profile else (1, 1)),
    ]
    columns, rows = -(-camera.width // TILE), -(-camera.height // TILE)
    size = (camera.height, camera.width)
    return Lens(view, np.array(values, np.float64), size, columns, rows)


def project(pool: WorkerPool, cloud: CloudArrays, lens: Lens, degree: int) -> Splats:
    """Project all Gaussians.

    Args:
        pool: Threads.
        cloud: N Gaussians.
        lens: Camera.
        degree: Spherical-harmonic degree to evaluate, or `COLORS_AS_THEY_ARE`.
    """
    count = len(cloud[0])
    splats = Splats(
        np.empty((count, SPLAT_FLOATS), np.float32),
        np.empty((count, 4), np.int32),
        np.empty(count, np.uint32),
    )
    edges = np.linspace(0, count, pool.thread_count + 1).astype(np.int64)

    def work(worker: int) -> None:
        first, last = edges[worker], edges[worker + 1]
        project_range(first, last, cloud, lens.view, lens.values, degree, tuple(splats))

    pool.share(work)
    return splats


def list_tiles(
    pool: WorkerPool,
    order: Array,
    rectangles: Array,
    lens: Lens,
    closed: npt.NDArray[np.uint8],
) -> TileLists:
    """List the splats of each tile, near to far whatever the number of workers.

    Args:
        pool: Threads.
        order: A stretch of the depth order, shape [M].
        rectangles: Rectangles of all splats [px], shape [N, 4].
        lens: Camera.
        closed: Tiles that take nothing more (1) and get empty lists, shape [tiles].
    """
    counts = np.zeros((pool.thread_count, lens.columns * lens.rows), np.int64)
    parts = np.array_split(order, pool.thread_count)

    def count(worker: int) -> None:
        count_pairs(parts[worker], rectangles, lens.columns, closed, counts[worker])

    pool.share(count)
    ends = np.cumsum(counts.T.ravel()).reshape(-1, pool.thread_count)
    cursors = np.ascontiguousarray((ends - counts.T).T)
    starts = np.append(cursors[0], ends[-1, -1])
    pairs = np.empty(starts[-1], np.int32)
    moving = cursors.copy()

    def fill(worker: int) -> None:
        fill_pairs(parts[worker], rectangles, lens.columns, closed, moving[worker], pairs)

    pool.share(fill)
    return TileLists(starts, pairs, cursors)
