"""Blending kernel for everything but plain colours: any channels, any style, medians.

Weights of sixteen pixels are computed first, then every channel takes its share of them; slower
than `blending`, which fuses both for colours and depth.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.cpu_tiles.binning import TILE
from render.cpu_tiles.blending import (
    CHECK_INTERVAL,
    CUT_OFF,
    HALF,
    HIGHEST_ALPHA,
    LOWEST_TRANSMITTANCE,
    ONE,
    POLY_0,
    POLY_1,
    POLY_2,
    POLY_3,
    POLY_4,
    POLY_5,
    ZERO,
    is_opaque,
)
from render.cpu_tiles.jit import kernel
from render.cpu_tiles.projection import EXPONENT_SCALE

Array = npt.NDArray[np.generic]

BEFORE, WEIGHT, SHADED = TILE, 2 * TILE, 3 * TILE
LINE = 4 * TILE
"""Floats that a row of a tile holds: transmittances, those in front of the splat that was blended
last, its weights, and its weights for colours."""

LOWEST_ALPHA = np.float32(1 / 255)
DISTANCE_SCALE = np.float32(1 / EXPONENT_SCALE)
"""Turns an eighth of a binary exponent into a squared distance in standard deviations."""


@kernel
def gaussian_weights(splat: Array, dy: float, start: float, line: Array) -> bool:
    """Weights of a row of pixels under a Gaussian; False where it touches none of them.

    Args:
        splat: x y slope along across opacity red green blue depth (see `projection`).
        dy: Row's distance from the centre [px].
        start: Sheared distance of the first pixel from the centre [px].
        line: Row of the tile, shape [LINE].
    """
    along, peak = splat[3], splat[5] + splat[4] * dy * dy
    nearest = max(start, min(ZERO, start + np.float32(TILE - 1)))
    if peak + along * nearest * nearest < CUT_OFF:
        return False
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
        line[column + BEFORE] = left
        line[column + WEIGHT] = weight
        line[column + SHADED] = weight
    return True


@kernel
def profile_weights(splat: Array, profile: Array, dy: float, start: float, line: Array) -> bool:
    """As `gaussian_weights` under the profile of another style.

    Args:
        splat: As there, with the alpha of the rim for the opacity.
        profile: inner start, 1 / (inner end - start), outer end, 1 / (outer end - start), filling
            and darkening (see `render.splat_styles`), float32.
        dy: Row's distance from the centre [px].
        start: Sheared distance of the first pixel from the centre [px].
        line: Row of the tile, shape [LINE].
    """
    along, across, level = splat[3] * DISTANCE_SCALE, splat[4] * DISTANCE_SCALE, splat[5]
    inner, inner_rise, outer, outer_fall = profile[0], profile[1], profile[2], profile[3]
    filling, darkening = profile[4], profile[5] / profile[2]
    base = across * dy * dy
    nearest = max(start, min(ZERO, start + np.float32(TILE - 1)))
    if base + along * nearest * nearest > outer:
        return False
    for column in range(TILE):
        dx = start + np.float32(column)
        distance = base + along * dx * dx
        rim = min(max((distance - inner) * inner_rise, ZERO), ONE)
        edge = min(max((outer - distance) * outer_fall, ZERO), ONE)
        alpha = level * edge * (filling + (ONE - filling) * rim)
        left = line[column]
        weight = (alpha if alpha < HIGHEST_ALPHA else HIGHEST_ALPHA) * left
        weight = weight if alpha >= LOWEST_ALPHA else ZERO
        weight = weight if left >= LOWEST_TRANSMITTANCE else ZERO
        line[column] = left - weight
        line[column + BEFORE] = left
        line[column + WEIGHT] = weight
        shaded = weight * (ONE - darkening * min(distance, outer))
        line[column + SHADED] = shaded if weight > ZERO else ZERO
    return True


@kernel
def add_channels(
    n: int, values: Array, shaded: int, line: Array, sums: Array, owners: Array
) -> None:
    """Give every channel its share of a row's weights, and mark pixels whose median this is.

    Args:
        n: Index of the splat.
        values: Channels of all splats, shape [N, C].
        shaded: Channels from the first on that are colours.
        line: Row of the tile, shape [LINE].
        sums: The row's blended channels, shape [C * 16].
        owners: The row's median Gaussians, shape [16].
    """
    for channel in range(values.shape[1]):
        value, first = values[n, channel], SHADED if channel < shaded else WEIGHT
        for column in range(TILE):
            sums[channel * TILE + column] += value * line[first + column]
    for column in range(TILE):
        is_median = (line[column + BEFORE] > HALF) & (line[column] <= HALF)
        owners[column] = n if is_median else owners[column]


@kernel
def move_tile(
    corner: tuple[int, int],
    outward: bool,
    tile: tuple[Array, Array, Array],
    out: tuple[Array, Array, Array],
) -> None:
    """Copy a tile from (or, with `outward`, to) pictures: transmittances, channels, medians."""
    lines, sums, owners = tile
    left, channels, ids = out
    height, width = left.shape
    for row in range(min(TILE, height - corner[1])):
        for column in range(min(TILE, width - corner[0])):
            y, x = corner[1] + row, corner[0] + column
            if outward:
                left[y, x], ids[y, x] = lines[row, column], owners[row, column]
                for channel in range(channels.shape[2]):
                    channels[y, x, channel] = sums[row, channel * TILE + column]
            else:
                lines[row, column], owners[row, column] = left[y, x], ids[y, x]
                for channel in range(channels.shape[2]):
                    sums[row, channel * TILE + column] = channels[y, x, channel]


@kernel
def blend_channels(
    tiles: Array,
    lists: tuple[Array, Array],
    tile_columns: int,
    splats: tuple[Array, Array],
    values: tuple[Array, int],
    profile: Array,
    closed: Array,
    out: tuple[Array, Array, Array],
) -> None:
    """Blend a stretch of the depth order behind some tiles of the pictures.

    Args:
        tiles: Numbers of the tiles to draw.
        lists: First pair of each tile and one more [tiles + 1]; splats of each tile.
        tile_columns: Tiles in a row.
        splats: Projected splats [N, 10] and their rectangles [N, 4].
        values: Channels float32 [N, C] and how many of them, from the first on, are colours.
        profile: Style (see `profile_weights`), empty for plain splats.
        closed: Tiles that have become opaque are marked (1), uint8 [tiles].
        out: Transmittances [H, W], channels [H, W, C] and median Gaussians int32 [H, W], blended
            on from what they hold.
    """
    starts, pairs = lists
    records, rectangles = splats
    channels, shaded = values
    lines = np.empty((TILE, LINE), np.float32)
    sums = np.empty((TILE, channels.shape[1] * TILE), np.float32)
    owners = np.empty((TILE, TILE), np.int32)
    for tile in tiles:
        corner = (tile % tile_columns) * TILE, (tile // tile_columns) * TILE
        first = starts[tile]
        lines[:] = ZERO  # pixels beyond the picture take no light
        move_tile(corner, False, (lines, sums, owners), out)
        for position in range(first, starts[tile + 1]):
            n = pairs[position]
            splat = records[n]
            top = max(rectangles[n, 2] - corner[1], 0)
            for row in range(top, min(rectangles[n, 3] - corner[1], TILE - 1) + 1):
                dy = np.float32(corner[1] + row) + HALF - splat[1]
                start = np.float32(corner[0]) + HALF - splat[0] + splat[2] * dy
                if profile.size == 0:
                    drawn = gaussian_weights(splat, dy, start, lines[row])
                else:
                    drawn = profile_weights(splat, profile, dy, start, lines[row])
                if drawn:
                    add_channels(n, channels, shaded, lines[row], sums[row], owners[row])
            if (position - first) % CHECK_INTERVAL == CHECK_INTERVAL - 1 and is_opaque(lines):
                closed[tile] = 1
                break
        move_tile(corner, True, (lines, sums, owners), out)
