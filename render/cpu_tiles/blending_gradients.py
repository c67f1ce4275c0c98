"""Backward of the blending kernel: from gradients of pixels to gradients of splats.

A tile is walked from far to near. With T the transmittance in front of a splat, w = alpha T its
weight and S what all farther light contributes to the loss,

    dL/dalpha = T (g · c) - S / (1 - alpha),   S <- S + w (g · c),   T <- T / (1 - alpha)

where c are the splat's colour and depth and g the pixel's gradients.

Source: Kerbl et al., 3D Gaussian Splatting, 2023, appendix C.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.cpu_tiles.binning import TILE
from render.cpu_tiles.blending import HALF, ONE
from render.cpu_tiles.falloff import CUT_OFF, HIGHEST_ALPHA, ZERO, gaussian_alpha
from render.cpu_tiles.jit import kernel

Array = npt.NDArray[np.generic]

BEHIND, GRAD_RED, GRAD_GREEN, GRAD_BLUE, GRAD_DEPTH, LAST = (
    TILE, 2 * TILE, 3 * TILE, 4 * TILE, 5 * TILE, 6 * TILE,
)  # fmt: skip
LINE = 7 * TILE
"""Floats that a row of a tile holds: transmittances, contributions of farther light, gradients of
red, green, blue and blended depth, and the position of the last splat."""

SUMS = 10
"""Sums over the pixels of one splat in one tile: gradients of red, green, blue and depth, then of
log alpha: 1, s, dy, s², s dy, dy² times it (s = dx + slope dy)."""


@kernel
def unblend_splat(
    splat: Array,
    rows: tuple[int, int],
    corner: tuple[int, int],
    position: float,
    tile: tuple[Array, Array],
    sums: Array,
) -> None:
    """Take one splat off a tile and add up its gradients, lane by lane.

    Args:
        splat: x y slope along across opacity red green blue depth (see `projection`).
        rows: First and last row of the tile that the splat touches.
        corner: Column and row of the tile's first pixel.
        position: Position of the splat in the tile's list, float32.
        tile: Rows of the tile [16, LINE] and the last position of any of their pixels [16].
        sums: Sums by kind and column, shape [SUMS * 16].
    """
    pixels, deepest = tile
    along, across, level = splat[3], splat[4], splat[5]
    red, green, blue, depth = splat[6], splat[7], splat[8], splat[9]
    for row in range(rows[0], rows[1] + 1):
        if position > deepest[row]:
            continue
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
            alpha = gaussian_alpha(exponent)
            alpha = alpha if position <= line[column + LAST] else ZERO
            slack = ONE / (ONE - alpha)
            left = line[column] * slack
            weight = alpha * left
            behind = line[column + BEHIND]
            light = (
                red * line[column + GRAD_RED]
                + green * line[column + GRAD_GREEN]
                + blue * line[column + GRAD_BLUE]
                + depth * line[column + GRAD_DEPTH]
            )
            slope = alpha * (left * light - behind * slack)
            slope = slope if alpha < HIGHEST_ALPHA else ZERO
            line[column] = left
            line[column + BEHIND] = behind + weight * light
            sums[column] += weight * line[column + GRAD_RED]
            sums[column + TILE] += weight * line[column + GRAD_GREEN]
            sums[column + 2 * TILE] += weight * line[column + GRAD_BLUE]
            sums[column + 3 * TILE] += weight * line[column + GRAD_DEPTH]
            sums[column + 4 * TILE] += slope
            sums[column + 5 * TILE] += slope * dx
            sums[column + 6 * TILE] += slope * dy
            sums[column + 7 * TILE] += slope * dx * dx
            sums[column + 8 * TILE] += slope * dx * dy
            sums[column + 9 * TILE] += slope * dy * dy


@kernel
def read_gradients(
    corner: tuple[int, int],
    trace: tuple[Array, Array],
    background: Array,
    grads: tuple[Array, Array, Array],
    tile: tuple[Array, Array],
) -> None:
    """Fill a tile with what `unblend_splat` starts from."""
    left, last = trace
    color, alpha, depth = grads
    pixels, deepest = tile
    height, width = left.shape
    pixels[:, :LAST] = ZERO
    pixels[:, LAST:] = -ONE
    deepest[:] = -ONE
    for row in range(min(TILE, height - corner[1])):
        for column in range(min(TILE, width - corner[0])):
            y, x = corner[1] + row, corner[0] + column
            pixels[row, column] = left[y, x]
            behind = -alpha[y, x]
            for channel in range(3):
                behind += background[channel] * color[y, x, channel]
                pixels[row, column + GRAD_RED + channel * TILE] = color[y, x, channel]
            pixels[row, column + BEHIND] = behind * left[y, x]
            pixels[row, column + GRAD_DEPTH] = depth[y, x]
            pixels[row, column + LAST] = last[y, x]
            deepest[row] = max(deepest[row], pixels[row, column + LAST])


@kernel
def unblend_tiles(
    tiles: Array,
    lists: tuple[Array, Array],
    tile_columns: int,
    splats: tuple[Array, Array],
    background: Array,
    trace: tuple[Array, Array],
    grads: tuple[Array, Array, Array],
    out: tuple[Array, Array],
) -> None:
    """Gradients of the splats of some tiles.

    Args:
        tiles: Numbers of the tiles.
        lists: First pair of each tile and one more [tiles + 1]; splats of each tile.
        tile_columns: Tiles in a row.
        splats: Projected splats [N, 10] and their rectangles [N, 4].
        background: sRGB colour, float32, shape [3].
        trace: Transmittances [H, W] and last positions [H, W], written by `blend_tiles`.
        grads: Gradients by colour [H, W, 3], alpha [H, W] and blended depth [H, W], float32.
        out: Sums of each pair, float32 [pairs, SUMS], and for each tile the end of the pairs that
            have any [tiles].
    """
    starts, pairs = lists
    records, rectangles = splats
    sums, ends = out
    pixels = np.empty((TILE, LINE), np.float32)
    deepest = np.empty(TILE, np.float32)
    lanes = np.empty(SUMS * TILE, np.float32)
    for tile in tiles:
        corner = (tile % tile_columns) * TILE, (tile // tile_columns) * TILE
        first = starts[tile]
        read_gradients(corner, trace, background, grads, (pixels, deepest))
        final = np.int64(deepest.max())
        ends[tile] = first + final + 1
        for place in range(final, -1, -1):
            position = first + place
            n = pairs[position]
            top = max(rectangles[n, 2] - corner[1], 0)
            bottom = min(rectangles[n, 3] - corner[1], TILE - 1)
            lanes[:] = ZERO
            unblend_splat(
                records[n], (top, bottom), corner, np.float32(place), (pixels, deepest), lanes
            )
            for kind in range(SUMS):
                total = ZERO
                for column in range(TILE):
                    total += lanes[kind * TILE + column]
                sums[position, kind] = total
