"""Blending kernel: the splats of a tile, front to back, sixteen pixels at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.cpu_tiles.binning import TILE
from render.cpu_tiles.falloff import CUT_OFF, ZERO, gaussian_alpha
from render.cpu_tiles.jit import kernel

Array = npt.NDArray[np.generic]

RED, GREEN, BLUE, DEPTH, LAST = TILE, 2 * TILE, 3 * TILE, 4 * TILE, 5 * TILE
LINE = 6 * TILE
"""Floats that a row of a tile holds: transmittances, sums of red, green, blue and depth, and the
position of the last splat that was blended.

Sixteen of a kind side by side at constant distances are what the compiler turns into vectors.
"""
Trace = tuple[Array, Array] | None
"""Transmittances float32 [H, W] and positions of the last splats in their tiles int32 [H, W]."""
CHECK_INTERVAL = 8
"""Splats between two looks whether a tile is opaque."""

ONE, HALF = np.float32(1.0), np.float32(0.5)
LOWEST_TRANSMITTANCE = np.float32(1e-4)


@kernel
def blend_splat(
    splat: Array, rows: tuple[int, int], corner: tuple[int, int], pixels: Array, position: Array
) -> None:
    """Blend one splat behind what a tile already holds.

    Args:
        splat: x y slope along across opacity red green blue depth (see `projection`).
        rows: First and last row of the tile that the splat touches.
        corner: Column and row of the tile's first pixel.
        pixels: Rows of the tile, shape [16, LINE].
        position: Position of the splat in the tile's list, float32; None leaves it unrecorded.
    """
    along, across, level = splat[3], splat[4], splat[5]
    red, green, blue, depth = splat[6], splat[7], splat[8], splat[9]
    for row in range(rows[0], rows[1] + 1):
        dy = np.float32(corner[1] + row) + HALF - splat[1]
        peak = level + across * dy * dy
        start = np.float32(corner[0]) + HALF - splat[0] + splat[2] * dy
        nearest = max(start, min(ZERO, start + np.float32(TILE - 1)))
        if peak + along * nearest * nearest < CUT_OFF:
            continue
        line = pixels[row]
        for column in range(TILE):
            dx = start + np.float32(column)
            exponent = peak + along * dx * dx
            left = line[column]
            weight = gaussian_alpha(exponent) * left
            weight = weight if left >= LOWEST_TRANSMITTANCE else ZERO
            line[column] = left - weight
            line[column + RED] += weight * red
            line[column + GREEN] += weight * green
            line[column + BLUE] += weight * blue
            line[column + DEPTH] += weight * depth
            if position is not None:
                line[column + LAST] = position if weight > ZERO else line[column + LAST]


@kernel
def is_opaque(pixels: Array) -> bool:
    """Whether no pixel of the tile takes any more light."""
    open_pixels = 0
    for row in range(TILE):
        line = pixels[row]
        for column in range(TILE):
            open_pixels += 1 if line[column] >= LOWEST_TRANSMITTANCE else 0
    return open_pixels == 0


@kernel
def read_tile(corner: tuple[int, int], out: tuple[Array, Array, Array], pixels: Array) -> None:
    """Take up a tile where an earlier stretch of the depth order left it."""
    color, alpha, depth = out
    height, width = alpha.shape
    for row in range(min(TILE, height - corner[1])):
        for column in range(min(TILE, width - corner[0])):
            y, x = corner[1] + row, corner[0] + column
            pixels[row, column] = alpha[y, x]
            for channel in range(3):
                pixels[row, column + RED + channel * TILE] = color[y, x, channel]
            pixels[row, column + DEPTH] = depth[y, x]


@kernel
def write_tile(
    pixels: Array,
    corner: tuple[int, int],
    background: Array,
    finish: tuple[bool, bool],
    out: tuple[Array, Array, Array],
) -> None:
    """Copy a tile into the pictures, as `read_tile` wants it.

    Args:
        pixels: Rows of the tile, shape [16, LINE].
        corner: Column and row of the tile's first pixel.
        background: sRGB colour, float32, shape [3].
        finish: Whether to lay the background behind it, and whether to clip colours to 0..1 then.
        out: Colour [H, W, 3], alpha [H, W] and depth [H, W].
    """
    is_final, is_clipped = finish
    color, alpha, depth = out
    height, width = alpha.shape
    for row in range(min(TILE, height - corner[1])):
        for column in range(min(TILE, width - corner[0])):
            left, y, x = pixels[row, column], corner[1] + row, corner[0] + column
            shown = left if is_final else ZERO
            for channel in range(3):
                value = pixels[row, column + RED + channel * TILE] + shown * background[channel]
                color[y, x, channel] = min(max(value, ZERO), ONE) if is_clipped else value
            alpha[y, x] = ONE - left if is_final else left
            value = pixels[row, column + DEPTH]
            if is_final:
                value = value / (ONE - left) if left < ONE else ZERO
            depth[y, x] = value


@kernel
def write_trace(pixels: Array, corner: tuple[int, int], trace: tuple[Array, Array]) -> None:
    """Keep what the backward pass needs of a tile."""
    left, last = trace
    height, width = left.shape
    for row in range(min(TILE, height - corner[1])):
        for column in range(min(TILE, width - corner[0])):
            left[corner[1] + row, corner[0] + column] = pixels[row, column]
            last[corner[1] + row, corner[0] + column] = pixels[row, column + LAST]


@kernel
def blend_tiles(
    tiles: Array,
    lists: tuple[Array, Array],
    tile_columns: int,
    splats: tuple[Array, Array],
    background: Array,
    stretch: tuple[bool, bool, Array],
    out: tuple[Array, Array, Array],
    trace: Trace,
) -> None:
    """Blend a stretch of the depth order in some tiles and write their pixels.

    Args:
        tiles: Numbers of the tiles to draw.
        lists: First pair of each tile and one more [tiles + 1]; splats of each tile.
        tile_columns: Tiles in a row.
        splats: Projected splats [N, 10] and their rectangles [N, 4].
        background: sRGB colour, float32, shape [3].
        stretch: Whether it is the first and whether the last; tiles that have become opaque (1)
            are marked in its third, uint8 [tiles].
        out: Colour [H, W, 3], alpha [H, W] and expected depth [H, W], float32.
        trace: What the backward pass needs; colours are not clipped then. Or None.
    """
    starts, pairs = lists
    records, rectangles = splats
    is_first, is_final, closed = stretch
    pixels = np.empty((TILE, LINE), np.float32)
    for tile in tiles:
        corner = (tile % tile_columns) * TILE, (tile // tile_columns) * TILE
        first = starts[tile]
        pixels[:, :RED] = ONE
        pixels[:, RED:LAST] = ZERO
        pixels[:, LAST:] = -ONE
        for row in range(TILE):  # pixels beyond the picture take no light
            if corner[1] + row >= out[1].shape[0]:
                pixels[row, :RED] = ZERO
            elif corner[0] + TILE > out[1].shape[1]:
                pixels[row, out[1].shape[1] - corner[0] : RED] = ZERO
        if not is_first:
            read_tile(corner, out, pixels)
        for position in range(first, starts[tile + 1]):
            n = pairs[position]
            top = max(rectangles[n, 2] - corner[1], 0)
            bottom = min(rectangles[n, 3] - corner[1], TILE - 1)
            if trace is None:
                blend_splat(records[n], (top, bottom), corner, pixels, None)
            else:
                place = np.float32(position - first)
                blend_splat(records[n], (top, bottom), corner, pixels, place)
            if (position - first) % CHECK_INTERVAL == CHECK_INTERVAL - 1 and is_opaque(pixels):
                closed[tile] = 1
                break
        write_tile(pixels, corner, background, (is_final, is_final and trace is None), out)
        if trace is not None:
            write_trace(pixels, corner, trace)
