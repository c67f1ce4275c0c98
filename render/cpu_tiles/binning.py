"""Binning kernels: which splats touch which tile, in depth order.

Each worker takes one stretch of the depth order and counts, then fills, its own part of every
tile's list, so that the lists come out ordered whatever the number of workers.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.cpu_tiles.jit import kernel

Array = npt.NDArray[np.generic]

TILE_SHIFT = 4
TILE = 1 << TILE_SHIFT
"""Side of a tile [px]; one row of it is one vector of 16 floats."""


@kernel
def stretch_within(order: Array, first: int, rectangles: Array, limit: int) -> int:
    """End of the longest stretch of the depth order from `first` on that holds `limit` pairs.

    Args:
        order: Depth order, shape [V].
        first: Where the stretch begins.
        rectangles: First and last column and row of every splat [px], shape [N, 4].
        limit: Most pairs of splat and tile; a stretch has one splat at least.
    """
    pairs = 0
    for position in range(first, order.size):
        n = order[position]
        wide = (rectangles[n, 1] >> TILE_SHIFT) - (rectangles[n, 0] >> TILE_SHIFT) + 1
        high = (rectangles[n, 3] >> TILE_SHIFT) - (rectangles[n, 2] >> TILE_SHIFT) + 1
        pairs += np.int64(wide) * high
        if pairs > limit and position > first:
            return position
    return order.size


@kernel
def count_pairs(
    order: Array, rectangles: Array, tile_columns: int, closed: Array, counts: Array
) -> None:
    """Add up how many splats of `order` touch each tile.

    Args:
        order: Part of the depth order, shape [M].
        rectangles: First and last column and row of every splat [px], shape [N, 4].
        tile_columns: Tiles in a row.
        closed: 1 for tiles that are left out, else 0, shape [tiles].
        counts: Sums, set to zero by the caller, shape [tiles].
    """
    for n in order:
        left, right = rectangles[n, 0] >> TILE_SHIFT, rectangles[n, 1] >> TILE_SHIFT
        top, bottom = rectangles[n, 2] >> TILE_SHIFT, rectangles[n, 3] >> TILE_SHIFT
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                tile = row * tile_columns + column
                counts[tile] += 1 - closed[tile]


@kernel
def fill_pairs(
    order: Array,
    rectangles: Array,
    tile_columns: int,
    closed: Array,
    cursors: Array,
    pairs: Array,
) -> None:
    """Write the splats of `order` into the lists of the tiles.

    Args:
        order: Part of the depth order, shape [M].
        rectangles: First and last column and row of every splat [px], shape [N, 4].
        tile_columns: Tiles in a row.
        closed: 1 for tiles that are left out, else 0, shape [tiles].
        cursors: Where this worker's next splat of each tile goes; advanced, shape [tiles].
        pairs: Lists of all tiles, one after the other, shape [pairs].
    """
    for n in order:
        left, right = rectangles[n, 0] >> TILE_SHIFT, rectangles[n, 1] >> TILE_SHIFT
        top, bottom = rectangles[n, 2] >> TILE_SHIFT, rectangles[n, 3] >> TILE_SHIFT
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                tile = row * tile_columns + column
                if closed[tile] == 0:
                    pairs[cursors[tile]] = n
                    cursors[tile] += 1
