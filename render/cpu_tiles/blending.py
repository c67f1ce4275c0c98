"""Blending kernel: the splats of a tile, front to back, sixteen pixels at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.cpu_tiles.binning import TILE
from render.cpu_tiles.jit import kernel

Array = npt.NDArray[np.generic]

RED, GREEN, BLUE, DEPTH = TILE, 2 * TILE, 3 * TILE, 4 * TILE
LINE = 5 * TILE
"""Floats that a row of a tile holds: transmittances, then sums of red, green, blue and depth.

Sixteen of a kind side by side at constant distances are what the compiler turns into vectors.
"""
CHECK_INTERVAL = 8
"""Splats between two looks whether a tile is opaque."""

ZERO, ONE, HALF = np.float32(0.0), np.float32(1.0), np.float32(0.5)
HIGHEST_ALPHA = np.float32(0.999)
LOWEST_TRANSMITTANCE = np.float32(1e-4)
CUT_OFF = np.float32(np.log2(1 / 255) / 8)
"""One eighth of the binary exponent of alpha 1/255: fainter than this is not drawn."""

POLY_0 = np.float32(0.999999925067)
POLY_1 = np.float32(0.693142252646)
POLY_2 = np.float32(0.240172189446)
POLY_3 = np.float32(0.0552797228476)
POLY_4 = np.float32(0.00918861183344)
POLY_5 = np.float32(0.000938788319519)
"""2 to the power of x in [-1, 0], minimax in relative error: 7.5e-8."""


@kernel
def blend_splat(splat: Array, rows: tuple[int, int], x0: int, y0: int, pixels: Array) -> None:
    """Blend one splat behind what a tile already holds.

    Args:
        splat: x y slope along across opacity red green blue depth (see `projection`).
        rows: First and last row of the tile that the splat touches.
        x0: Column of the tile's first pixel.
        y0: Row of the tile's first pixel.
        pixels: Rows of the tile, shape [16, LINE].
    """
    along, across, level = splat[3], splat[4], splat[5]
    red, green, blue, depth = splat[6], splat[7], splat[8], splat[9]
    for row in range(rows[0], rows[1] + 1):
        dy = np.float32(y0 + row) + HALF - splat[1]
        peak = level + across * dy * dy
        start = np.float32(x0) + HALF - splat[0] + splat[2] * dy
        nearest = max(start, min(ZERO, start + np.float32(TILE - 1)))
        if peak + along * nearest * nearest < CUT_OFF:
            continue
        line = pixels[row]
        for column in range(TILE):
            dx = start + np.float32(column)
            exponent = peak + along * dx * dx
            root = POLY_4 + exponent * POLY_5
            root = POLY_3 + exponent * root
            root = POLY_2 + exponent * root
            root = POLY_1 + exponent * root
            root = POLY_0 + exponent * root
            root = root * root
            root = root * root
            root = root * root
            left = line[column]
            weight = (root if root < HIGHEST_ALPHA else HIGHEST_ALPHA) * left
            weight = weight if exponent >= CUT_OFF else ZERO
            weight = weight if left >= LOWEST_TRANSMITTANCE else ZERO
            line[column] = left - weight
            line[column + RED] += weight * red
            line[column + GREEN] += weight * green
            line[column + BLUE] += weight * blue
            line[column + DEPTH] += weight * depth


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
def write_tile(
    pixels: Array, x0: int, y0: int, background: Array, out: tuple[Array, Array, Array]
) -> None:
    """Copy a blended tile into the pictures, over the background."""
    color, alpha, depth = out
    height, width = alpha.shape
    for row in range(min(TILE, height - y0)):
        for column in range(min(TILE, width - x0)):
            left = pixels[row, column]
            y, x = y0 + row, x0 + column
            for channel in range(3):
                value = pixels[row, column + RED + channel * TILE] + left * background[channel]
                color[y, x, channel] = min(max(value, ZERO), ONE)
            alpha[y, x] = ONE - left
            depth[y, x] = pixels[row, column + DEPTH] / (ONE - left) if left < ONE else ZERO


@kernel
def blend_tiles(
    tiles: Array,
    starts: Array,
    pairs: Array,
    tile_columns: int,
    splats: tuple[Array, Array],
    background: Array,
    out: tuple[Array, Array, Array],
) -> None:
    """Blend some tiles and write their pixels.

    Args:
        tiles: Numbers of the tiles to draw.
        starts: First pair of each tile and one more, shape [tiles + 1].
        pairs: Splats of each tile from near to far.
        tile_columns: Tiles in a row.
        splats: Projected splats [N, 10] and their rectangles [N, 4].
        background: sRGB colour, float32, shape [3].
        out: Colour [H, W, 3], alpha [H, W] and expected depth [H, W], float32.
    """
    records, rectangles = splats
    pixels = np.empty((TILE, LINE), np.float32)
    for tile in tiles:
        x0, y0 = (tile % tile_columns) * TILE, (tile // tile_columns) * TILE
        pixels[:, :RED] = ONE
        pixels[:, RED:] = ZERO
        for position in range(starts[tile], starts[tile + 1]):
            n = pairs[position]
            top, bottom = max(rectangles[n, 2] - y0, 0), min(rectangles[n, 3] - y0, TILE - 1)
            blend_splat(records[n], (top, bottom), x0, y0, pixels)
            if (position - starts[tile]) % CHECK_INTERVAL == CHECK_INTERVAL - 1 and is_opaque(
                pixels
            ):
                break
        write_tile(pixels, x0, y0, background, out)
