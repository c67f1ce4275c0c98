"""Blending kernel for everything but plain colours: any channels, any style, medians.

Weights of sixteen pixels are computed first, then every channel takes its share of them; slower
than `blending`, which fuses both for colours and depth.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.cpu_tiles.binning import TILE
from render.cpu_tiles.blending import CHECK_INTERVAL, HALF, LOWEST_TRANSMITTANCE, ONE
from render.cpu_tiles.falloff import HIGHEST_ALPHA, ZERO, gaussian_alpha
from render.cpu_tiles.jit import kernel
from render.cpu_tiles.projection import EXPONENT_SCALE

Array = npt.NDArray[np.generic]

AREA = TILE * TILE
"""Pixels of a tile, row by row."""
BEFORE, WEIGHT, SHADED = AREA, 2 * AREA, 3 * AREA
LIGHTS = 4 * AREA
"""Floats that a tile holds: transmittances, those in front of the splat that was blended last, its
weights, and its weights for colours."""

LOWEST_ALPHA = np.float32(1 / 255)
DISTANCE_SCALE = np.float32(1 / EXPONENT_SCALE)
"""Turns an eighth of a binary exponent into a squared distance in standard deviations."""


@kernel
def gaussian_weights(splat: Array, dy: float, start: float, lights: Array) -> None:
    """Weights of a row of pixels under a Gaussian.

    Args:
        splat: x y slope along across opacity red green blue depth (see `projection`).
        dy: Row's distance from the centre [px].
        start: Sheared distance of the first pixel from the centre [px].
        lights: The tile from this row on; see `LIGHTS`.
    """
    along, peak = splat[3], splat[5] + splat[4] * dy * dy
    for column in range(TILE):
        dx = start + np.float32(column)
        exponent = peak + along * dx * dx
        left = lights[column]
        weight = gaussian_alpha(exponent) * left
        weight = weight if left >= LOWEST_TRANSMITTANCE else ZERO
        lights[column] = left - weight
        lights[column + BEFORE] = left
        lights[column + WEIGHT] = weight
        lights[column + SHADED] = weight


@kernel
def profile_weights(splat: Array, profile: Array, dy: float, start: float, lights: Array) -> None:
    """As `gaussian_weights` under the profile of another style.

    Args:
        splat: As there, with the alpha of the rim for the opacity.
        profile: inner start, 1 / (inner end - start), outer end, 1 / (outer end - start), filling
            and darkening (see `render.splat_styles`), float32.
        dy: Row's distance from the centre [px].
        start: Sheared distance of the first pixel from the centre [px].
        lights: The tile from this row on; see `LIGHTS`.
    """
    along, across, level = splat[3] * DISTANCE_SCALE, splat[4] * DISTANCE_SCALE, splat[5]
    inner, inner_rise, outer, outer_fall = profile[0], profile[1], profile[2], profile[3]
    filling, darkening = profile[4], profile[5] / profile[2]
    base = across * dy * dy
    for column in range(TILE):
        dx = start + np.float32(column)
        distance = base + along * dx * dx
        rim = min(max((distance - inner) * inner_rise, ZERO), ONE)
        edge = min(max((outer - distance) * outer_fall, ZERO), ONE)
        alpha = level * edge * (filling + (ONE - filling) * rim)
        left = lights[column]
        weight = (alpha if alpha < HIGHEST_ALPHA else HIGHEST_ALPHA) * left
        weight = weight if alpha >= LOWEST_ALPHA else ZERO
        weight = weight if left >= LOWEST_TRANSMITTANCE else ZERO
        lights[column] = left - weight
        lights[column + BEFORE] = left
        lights[column + WEIGHT] = weight
        shaded = weight * (ONE - darkening * min(distance, outer))
        lights[column + SHADED] = shaded if weight > ZERO else ZERO


@kernel
def add_channels(
    n: int,
    pixels: tuple[int, int],
    values: tuple[Array, int],
    tile: tuple[Array, Array, Array],
) -> None:
    """Give every channel its share of a splat's weights, and mark pixels whose median it is.

    Args:
        n: Index of the splat.
        pixels: First pixel of the tile and the one after the last that it touches.
        values: Channels of all splats [N, C] and how many of them are colours.
        tile: Lights [LIGHTS], blended channels [C, 256] and median Gaussians [256].
    """
    lights, sums, owners = tile
    channels, color_count = values
    first, last = pixels
    plain, shaded = lights[WEIGHT + first : WEIGHT + last], lights[SHADED + first : SHADED + last]
    for channel in range(channels.shape[1]):
        value, total = channels[n, channel], sums[channel, first:last]
        if channel < color_count:
            for pixel in range(total.size):
                total[pixel] += value * shaded[pixel]
        else:
            for pixel in range(total.size):
                total[pixel] += value * plain[pixel]
    left, before, owner = lights[first:last], lights[BEFORE + first :], owners[first:last]
    index = np.int32(n)
    for pixel in range(owner.size):
        is_median = (before[pixel] > HALF) & (left[pixel] <= HALF)
        owner[pixel] = index if is_median else owner[pixel]


@kernel
def lets_light_through(lights: Array) -> bool:
    """Whether any pixel of the tile takes more light."""
    open_pixels = ZERO
    for pixel in range(AREA):
        open_pixels += ONE if lights[pixel] >= LOWEST_TRANSMITTANCE else ZERO
    return bool(open_pixels > ZERO)


@kernel
def move_tile(
    corner: tuple[int, int],
    outward: bool,
    tile: tuple[Array, Array, Array],
    out: tuple[Array, Array, Array],
) -> None:
    """Copy a tile from (or, with `outward`, to) pictures: transmittances, channels, medians."""
    lights, sums, owners = tile
    left, channels, ids = out
    height, width = left.shape
    for row in range(min(TILE, height - corner[1])):
        for column in range(min(TILE, width - corner[0])):
            y, x, pixel = corner[1] + row, corner[0] + column, row * TILE + column
            if outward:
                left[y, x], ids[y, x] = lights[pixel], owners[pixel]
                for channel in range(channels.shape[2]):
                    channels[y, x, channel] = sums[channel, pixel]
            else:
                lights[pixel], owners[pixel] = left[y, x], ids[y, x]
                for channel in range(channels.shape[2]):
                    sums[channel, pixel] = channels[y, x, channel]


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
    lights = np.empty(LIGHTS, np.float32)
    sums = np.empty((values[0].shape[1], AREA), np.float32)
    owners = np.empty(AREA, np.int32)
    tile_arrays = (lights, sums, owners)
    for tile in tiles:
        corner = (tile % tile_columns) * TILE, (tile // tile_columns) * TILE
        lights[:] = ZERO  # pixels beyond the picture take no light
        move_tile(corner, False, tile_arrays, out)
        for position in range(starts[tile], starts[tile + 1]):
            n = pairs[position]
            splat = records[n]
            top = max(rectangles[n, 2] - corner[1], 0)
            bottom = min(rectangles[n, 3] - corner[1], TILE - 1)
            for row in range(top, bottom + 1):
                dy = np.float32(corner[1] + row) + HALF - splat[1]
                start = np.float32(corner[0]) + HALF - splat[0] + splat[2] * dy
                if profile.size == 0:
                    gaussian_weights(splat, dy, start, lights[row * TILE :])
                else:
                    profile_weights(splat, profile, dy, start, lights[row * TILE :])
            add_channels(n, (top * TILE, (bottom + 1) * TILE), values, tile_arrays)
            checked = (position - starts[tile]) % CHECK_INTERVAL == CHECK_INTERVAL - 1
            if checked and not lets_light_through(lights):
                closed[tile] = 1
                break
        move_tile(corner, True, tile_arrays, out)
