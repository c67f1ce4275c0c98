"""Backward of the projection kernel: from gradients of splats to gradients of Gaussians.

Everything is float64. A splat's exponent is -½ (A s² + dy² / v) with s = dx + m dy, m = -cross/v
and A = v / det; `blending_gradients` gives the sums over pixels of s², s dy and dy² times the
gradient of log alpha, and this form keeps the gradients of needles free of cancellation.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from render.cpu_tiles.binning import TILE_SHIFT
from render.cpu_tiles.blending_gradients import SUMS
from render.cpu_tiles.jit import kernel
from render.eye_guard import HIDDEN_UP_TO, WHOLE_FROM

Array = npt.NDArray[np.generic]

SCRATCH_ROWS = 13
"""Rows of three of a worker's scratch: rotation (3), camera axes (3) and their gradients (3),
axes on the picture (2) and their gradients (2)."""


@kernel
def gather_sums(
    n: int,
    rectangles: Array,
    tile_columns: int,
    cursors: Array,
    pair_sums: tuple[Array, Array],
    totals: Array,
) -> bool:
    """Add up the sums of one splat over its tiles, taken in the order of `fill_pairs`.

    Returns:
        Whether it was blended anywhere.
    """
    sums, ends = pair_sums
    is_seen = False
    totals[:] = 0.0
    left, right = rectangles[n, 0] >> TILE_SHIFT, rectangles[n, 1] >> TILE_SHIFT
    top, bottom = rectangles[n, 2] >> TILE_SHIFT, rectangles[n, 3] >> TILE_SHIFT
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            tile = row * tile_columns + column
            position = cursors[tile]
            cursors[tile] += 1
            if position < ends[tile]:
                is_seen = True
                for kind in range(SUMS):
                    totals[kind] += sums[position, kind]
    return is_seen


@kernel
def fill_axes(quat: Array, scale: Array, view: Array, scratch: Array) -> None:
    """Rotation matrix into rows 0 to 2, scaled axes in camera space into columns of rows 3 to 5."""
    w, i, j, k = quat[0], quat[1], quat[2], quat[3]
    scratch[0, 0], scratch[0, 1] = 1 - 2 * (j * j + k * k), 2 * (i * j - w * k)
    scratch[0, 2], scratch[1, 0] = 2 * (i * k + w * j), 2 * (i * j + w * k)
    scratch[1, 1], scratch[1, 2] = 1 - 2 * (i * i + k * k), 2 * (j * k - w * i)
    scratch[2, 0], scratch[2, 1] = 2 * (i * k - w * j), 2 * (j * k + w * i)
    scratch[2, 2] = 1 - 2 * (i * i + j * j)
    for row in range(3):
        for axis in range(3):
            total = 0.0
            for inner in range(3):
                total += view[row, inner] * scratch[inner, axis]
            scratch[3 + row, axis] = total * scale[axis]


@kernel
def ellipse_gradients(
    totals: Array, lens: Array, opacity: float, flat: Array, d_flat: Array
) -> tuple[float, float, float]:
    """From sums over pixels to gradients of the axes on the picture.

    Args:
        totals: Sums of one splat (see `blending_gradients.SUMS`).
        lens: See `projection.project_range`.
        opacity: The Gaussian's own opacity.
        flat: Its axes on the picture in columns [px], shape [2, 3].
        d_flat: Gradients of those, written.

    Returns:
        Gradients of the projected centre (x, y) and of the opacity.
    """
    u, v, cross, area = lens[12], lens[12], 0.0, 0.0
    for axis in range(3):
        after = (axis + 1) % 3
        u += flat[0, axis] ** 2
        v += flat[1, axis] ** 2
        cross += flat[0, axis] * flat[1, axis]
        area += (flat[0, axis] * flat[1, after] - flat[1, axis] * flat[0, after]) ** 2
    det = area + lens[12] * (u + v - lens[12])
    d_log, sharp = totals[4], v / det
    d_sharp, d_slope = -0.5 * totals[7], -sharp * totals[8]
    d_v = 0.5 * totals[9] / (v * v) + d_slope * cross / (v * v) + d_sharp / det
    d_cross = -d_slope / v
    d_det = -d_sharp * v / (det * det)
    d_area = 0.0
    if lens[14] != 0.0:
        d_area = 0.5 * d_log / area
        d_det -= 0.5 * d_log / det
    d_area += d_det
    d_u = lens[12] * d_det
    d_v += lens[12] * d_det
    for axis in range(3):
        d_flat[0, axis] = 2 * d_u * flat[0, axis] + d_cross * flat[1, axis]
        d_flat[1, axis] = 2 * d_v * flat[1, axis] + d_cross * flat[0, axis]
    for axis in range(3):
        after = (axis + 1) % 3
        span = flat[0, axis] * flat[1, after] - flat[1, axis] * flat[0, after]
        d_span = 2 * span * d_area
        d_flat[0, axis] += d_span * flat[1, after]
        d_flat[1, after] += d_span * flat[0, axis]
        d_flat[1, axis] -= d_span * flat[0, after]
        d_flat[0, after] -= d_span * flat[1, axis]
    d_x = sharp * totals[5]
    d_y = -cross / det * totals[5] + totals[6] / v
    return d_x, d_y, d_log / opacity


@kernel
def lens_gradients(
    point: tuple[float, float, float], lens: Array, scratch: Array, d_center: tuple[float, float]
) -> tuple[float, float, float]:
    """Gradients of the centre in camera space; those of the camera axes are added to rows 6 to 8.

    Args:
        point: Centre in camera space [m].
        lens: See `projection.project_range`.
        scratch: See `SCRATCH_ROWS`; rows 11 and 12 hold the gradients of the axes on the picture.
        d_center: Gradient of the projected centre.
    """
    x, y, z = point
    across, down, along_x, along_y = lens_values(point, lens)
    d_x, d_y, d_z = across * d_center[0], down * d_center[1], 0.0
    d_across, d_down, d_along_x, d_along_y = 0.0, 0.0, 0.0, 0.0
    for axis in range(3):
        a, b, c = scratch[3, axis], scratch[4, axis], scratch[5, axis]
        on_x, on_y = scratch[11, axis], scratch[12, axis]
        scratch[6, axis] += across * on_x
        scratch[7, axis] += down * on_y
        scratch[8, axis] -= across * along_x * on_x + down * along_y * on_y
        d_across += on_x * (a - along_x * c)
        d_down += on_y * (b - along_y * c)
        d_along_x -= across * c * on_x
        d_along_y -= down * c * on_y
    if lens[13] == 0.0:
        d_z -= (x * d_x + y * d_y) / z + (across * d_across + down * d_down) / z
        if lens[8] < x / z < lens[9]:
            d_x += d_along_x / z
            d_z -= d_along_x * x / (z * z)
        if lens[10] < y / z < lens[11]:
            d_y += d_along_y / z
            d_z -= d_along_y * y / (z * z)
    return d_x, d_y, d_z


@kernel
def lens_values(
    point: tuple[float, float, float], lens: Array
) -> tuple[float, float, float, float]:
    """Pixels per metre across and down at a point, and its ray's x/z and y/z within the limits."""
    if lens[13] != 0.0:
        return lens[0], lens[1], 0.0, 0.0
    x, y, z = point
    along_x = min(max(x / z, lens[8]), lens[9])
    along_y = min(max(y / z, lens[10]), lens[11])
    return lens[0] / z, lens[1] / z, along_x, along_y


@kernel
def fade_gradient(z: float, d_log: float, lens: Array, scratch: Array) -> float:
    """Gradient of the depth by the eye guard; those of the camera axes are added to row 8."""
    deep = scratch[5, 0] ** 2 + scratch[5, 1] ** 2 + scratch[5, 2] ** 2
    if lens[13] != 0.0 or not HIDDEN_UP_TO < z / math.sqrt(deep) < WHOLE_FROM:
        return 0.0
    ratio = z / math.sqrt(deep)
    d_ratio = d_log / (ratio - HIDDEN_UP_TO)
    for axis in range(3):
        scratch[8, axis] -= d_ratio * ratio * scratch[5, axis] / deep
    return d_ratio / math.sqrt(deep)


@kernel
def write_shape_gradients(
    quat: Array, scale: Array, view: Array, scratch: Array, out: tuple[Array, Array]
) -> None:
    """Gradients of quaternion and scales from those of the camera axes in rows 6 to 8."""
    d_quat, d_scale = out
    turn = scratch[0:3]
    w, i, j, k = quat[0], quat[1], quat[2], quat[3]
    for axis in range(3):
        total = 0.0
        for row in range(3):
            grad = 0.0
            for inner in range(3):
                grad += view[inner, row] * scratch[6 + inner, axis]
            total += grad * turn[row, axis]
            scratch[3 + row, axis] = grad * scale[axis]
        d_scale[axis] = total
    d = scratch[3:6]
    d_quat[0] = 2 * (k * (d[1, 0] - d[0, 1]) + j * (d[0, 2] - d[2, 0]) + i * (d[2, 1] - d[1, 2]))
    d_quat[1] = 2 * (
        j * (d[0, 1] + d[1, 0]) + k * (d[0, 2] + d[2, 0]) + w * (d[2, 1] - d[1, 2])
        - 2 * i * (d[1, 1] + d[2, 2])
    )  # fmt: skip
    d_quat[2] = 2 * (
        i * (d[0, 1] + d[1, 0]) + k * (d[1, 2] + d[2, 1]) + w * (d[0, 2] - d[2, 0])
        - 2 * j * (d[0, 0] + d[2, 2])
    )  # fmt: skip
    d_quat[3] = 2 * (
        i * (d[0, 2] + d[2, 0]) + j * (d[1, 2] + d[2, 1]) + w * (d[1, 0] - d[0, 1])
        - 2 * k * (d[0, 0] + d[1, 1])
    )  # fmt: skip


@kernel
def project_gradients(
    order: Array,
    cloud: tuple[Array, Array, Array, Array],
    view: Array,
    lens: Array,
    lists: tuple[Array, int, Array],
    pair_sums: tuple[Array, Array],
    out: tuple[Array, Array, Array, Array, Array],
) -> None:
    """Gradients of the Gaussians of a part of the depth order.

    Args:
        order: Part of the depth order, shape [M].
        cloud: Means, quaternions, scales and opacities, float32.
        view: World to camera, float64, shape [4, 4].
        lens: See `projection.project_range`.
        lists: Rectangles of all splats [N, 4], tiles in a row, and the first pair of this part
            in each tile [tiles]; the last is advanced.
        pair_sums: Sums of each pair and their ends; see `blending_gradients.unblend_tiles`.
        out: Gradients of means, quaternions, scales, opacities and colours, float32; zero for
            what is not in the depth order.
    """
    means, quats, scales, opacities = cloud
    rectangles, tile_columns, cursors = lists
    d_means, d_quats, d_scales, d_opacities, d_colors = out
    totals = np.empty(SUMS, np.float64)
    scratch = np.empty((SCRATCH_ROWS, 3), np.float64)
    quat, scale, point = np.empty(4), np.empty(3), np.empty(3)
    for n in order:
        if not gather_sums(n, rectangles, tile_columns, cursors, pair_sums, totals):
            continue
        quat[:], scale[:] = quats[n], scales[n]
        for row in range(3):
            point[row] = view[row, 3]
            for inner in range(3):
                point[row] += view[row, inner] * means[n, inner]
        place = (point[0], point[1], point[2])
        fill_axes(quat, scale, view, scratch)
        across, down, along_x, along_y = lens_values(place, lens)
        for axis in range(3):
            scratch[9, axis] = across * (scratch[3, axis] - along_x * scratch[5, axis])
            scratch[10, axis] = down * (scratch[4, axis] - along_y * scratch[5, axis])
        opacity = np.float64(opacities[n])
        center_x, center_y, d_opacity = ellipse_gradients(
            totals, lens, opacity, scratch[9:11], scratch[11:13]
        )
        scratch[6:9] = 0.0
        d_z = totals[3] + fade_gradient(place[2], totals[4], lens, scratch)
        d_x, d_y, deeper = lens_gradients(place, lens, scratch, (center_x, center_y))
        for axis in range(3):
            d_means[n, axis] = (
                view[0, axis] * d_x + view[1, axis] * d_y + view[2, axis] * (d_z + deeper)
            )
            d_colors[n, axis] = totals[axis]
        d_opacities[n] = d_opacity
        write_shape_gradients(quat, scale, view, scratch, (d_quats[n], d_scales[n]))
