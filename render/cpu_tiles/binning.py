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
def count_pairs(order: Array, rectangles: Array, tile_columns: int, counts: Array) -> None:
    """Add up how many splats of `order` touch each tile.

    Args:
        order: Part of the depth order, shape [M].
        rectangles: First and last column and row of every splat [px], shape [N, 4].
        tile_columns: Tiles in a row.
        counts: Sums, set to zero by the caller, shape [tiles].
    """
    for n in order:
        left, right = rectangles[n, 0] >> TILE_SHIFT, rectangles[n, 1] >> TILE_SHIFT
        top, bottom = rectangles[n, 2] >> TILE_SHIFT, rectangles[n, 3] >> TILE_SHIFT
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                counts[row * tile_columns + column] += 1


@kernel
def fill_pairs(
    order: Array,
    rectangles: Array,
    tile_columns: int,
    band: tuple[int, int],
    cursors: Array,
    pairs: Array,
) -> None:
    """Write the splats of `order` into the lists of the tiles of a band of tile rows.

    Args:
        order: Part of the depth order, shape [M].
        rectangles: First and last column and row of every splat [px], shape [N, 4].
        tile_columns: Tiles in a row.
        band: First tile row and the one after the last.
        cursors: Where this worker's next splat of each tile goes; advanced, shape [tiles].
        pairs: Lists of all tiles of the band, one after the other, shape [pairs].
    """
    for n in order:
        left, right = rectangles[n, 0] >> TILE_SHIFT, rectangles[n, 1] >> TILE_SHIFT
        top = max(rectangles[n, 2] >> TILE_SHIFT, band[0])
        bottom = min(rectangles[n, 3] >> TILE_SHIFT, band[1] - 1)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                tile = row * tile_columns + column
                pairs[cursors[tile]] = n
                cursors[tile] += 1
