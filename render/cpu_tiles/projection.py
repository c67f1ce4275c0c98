"""Projection kernel: 3D Gaussians to the ellipses and colours that the tiles blend."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from render.cpu_tiles.jit import kernel
from render.eye_guard import HIDDEN_UP_TO, WHOLE_FROM

Array = npt.NDArray[np.generic]

INVISIBLE = np.uint32(0xFFFFFFFF)
"""Depth key of a Gaussian that is not drawn; no positive float has these bits."""

SPLAT_FLOATS = 10
"""Floats of one projected splat: x y slope along across opacity red green blue depth.

Its exponent at a pixel is along · (dx + slope dy)² + across · dy² in eighths of a binary exponent;
the opacity is given likewise, or as the alpha of the rim where the style is not plain.
"""

EXPONENT_SCALE = -0.5 / math.log(2.0) / 8
"""Turns a squared distance in standard deviations into one eighth of a binary exponent."""

LOWEST_ALPHA = 1.0 / 255.0
LARGEST_DETERMINANT = 1e60
BRIGHTEST = 1e6
"""As in `render.reference_projection`, whose docstrings say why."""


@kernel
def band_values(x: float, y: float, z: float, basis: Array, degree: int) -> None:
    """Spherical-harmonic basis at a unit direction; `render.spherical_harmonics` explains it."""
    basis[0] = 0.28209479177387814
    if degree < 1:
        return
    basis[1] = -0.4886025119029199 * y
    basis[2] = 0.4886025119029199 * z
    basis[3] = -0.4886025119029199 * x
    if degree < 2:
        return
    xx, yy, zz = x * x, y * y, z * z
    basis[4] = 1.0925484305920792 * x * y
    basis[5] = -1.0925484305920792 * y * z
    basis[6] = 0.31539156525252005 * (2 * zz - xx - yy)
    basis[7] = -1.0925484305920792 * x * z
    basis[8] = 0.5462742152960396 * (xx - yy)
    if degree < 3:
        return
    basis[9] = -0.5900435899266435 * y * (3 * xx - yy)
    basis[10] = 2.890611442640554 * x * y * z
    basis[11] = -0.4570457994644658 * y * (4 * zz - xx - yy)
    basis[12] = 0.3731763325901154 * z * (2 * zz - 3 * xx - 3 * yy)
    basis[13] = -0.4570457994644658 * x * (4 * zz - xx - yy)
    basis[14] = 1.445305721320277 * z * (xx - yy)
    basis[15] = -0.5900435899266435 * x * (xx - 3 * yy)


@kernel
def projected_covariance(
    quat: Array, scale: Array, view: Array, lens: Array, x: float, y: float, z: float
) -> tuple[float, float, float, float, float]:
    """Covariance of a Gaussian on the picture plane, its determinant, and its depth variance.

    Without low-pass: u = xx, cross = xy, v = yy [px²], area = determinant [px⁴], deep [m²]. The
    determinant is the sum of the squared areas that pairs of projected axes span (Cauchy-Binet),
    which keeps the width of needles where u v - cross² would cancel.

    Source: Zwicker et al., EWA Splatting, 2002, equation 29; the ray through the centre is held
    within the limits `lens[8:12]`, as in 3DGS, so that the affine map does not explode.
    """
    across, down = lens[0], lens[1]
    along_x, along_y = 0.0, 0.0
    if lens[13] == 0.0:
        across, down = across / z, down / z
        along_x = min(max(x / z, lens[8]), lens[9])
        along_y = min(max(y / z, lens[10]), lens[11])
    w, i, j, k = quat[0], quat[1], quat[2], quat[3]
    r00, r01, r02 = 1 - 2 * (j * j + k * k), 2 * (i * j - w * k), 2 * (i * k + w * j)
    r10, r11, r12 = 2 * (i * j + w * k), 1 - 2 * (i * i + k * k), 2 * (j * k - w * i)
    r20, r21, r22 = 2 * (i * k - w * j), 2 * (j * k + w * i), 1 - 2 * (i * i + j * j)
    u, v, cross, area, deep = 0.0, 0.0, 0.0, 0.0, 0.0
    first_x, first_y, last_x, last_y = 0.0, 0.0, 0.0, 0.0
    for axis in range(3):
        if axis == 0:
            p, q, r = r00, r10, r20
        elif axis == 1:
            p, q, r = r01, r11, r21
        else:
            p, q, r = r02, r12, r22
        s = np.float64(scale[axis])
        a = s * (view[0, 0] * p + view[0, 1] * q + view[0, 2] * r)
        b = s * (view[1, 0] * p + view[1, 1] * q + view[1, 2] * r)
        c = s * (view[2, 0] * p + view[2, 1] * q + view[2, 2] * r)
        on_x = across * (a - along_x * c)
        on_y = down * (b - along_y * c)
        u += on_x * on_x
        v += on_y * on_y
        cross += on_x * on_y
        deep += c * c
        area += (last_x * on_y - last_y * on_x) ** 2
        if axis == 0:
            first_x, first_y = on_x, on_y
        last_x, last_y = on_x, on_y
    area += (last_x * first_y - last_y * first_x) ** 2
    return u, cross, v, area, deep


@kernel
def opacity_factor(
    lens: Array, depth: float, deep: float, area: float, determinant: float
) -> float:
    """What guard (`render.eye_guard`) and antialiasing (Mip-Splatting) leave of an opacity."""
    factor = 1.0
    if lens[13] == 0.0 and depth < WHOLE_FROM * math.sqrt(deep):
        ratio = depth / math.sqrt(deep)
        factor = max(ratio - HIDDEN_UP_TO, 0.0) / (WHOLE_FROM - HIDDEN_UP_TO)
    if lens[14] != 0.0:
        factor *= math.sqrt(area / determinant)
    return factor


@kernel
def write_color(sh: Array, offset: Array, degree: int, basis: Array, splat: Array) -> None:
    """Colour of a Gaussian seen along `offset` (camera to centre), 0 to `BRIGHTEST`.

    Below degree 0 the first coefficient is the colour itself, whatever its value.
    """
    if degree < 0:
        for channel in range(3):
            splat[6 + channel] = sh[0, channel]
        return
    if degree > 0:
        length = math.sqrt(offset[0] ** 2 + offset[1] ** 2 + offset[2] ** 2)
        band_values(offset[0] / length, offset[1] / length, offset[2] / length, basis, degree)
    else:
        basis[0] = 0.28209479177387814
    for channel in range(3):
        value = 0.5
        for band in range((degree + 1) * (degree + 1)):
            value += basis[band] * sh[band, channel]
        splat[6 + channel] = min(max(value, 0.0), BRIGHTEST)


@kernel
def place_splat(
    center: tuple[float, float],
    ellipse: tuple[float, float, float, float],
    opacity: float,
    lens: Array,
    out: tuple[Array, Array],
) -> bool:
    """Write what a splat covers; False where it covers no pixel.

    Args:
        center: Projected centre [px].
        ellipse: Its covariance xx, xy, yy [px²] and determinant [px⁴], with low-pass.
        opacity: After guard and antialiasing.
        lens: See `project_range`.
        out: The splat's record [10] and rectangle [4].
    """
    splat, rectangle = out
    (mx, my), (u, cross, v, determinant) = center, ellipse
    reach = 2 * math.log(255.0 * opacity) if lens[15] == 0.0 else lens[15]
    wide, high = math.sqrt(reach * u), math.sqrt(reach * v)
    rectangle[0] = math.ceil(min(max(mx - wide - 0.5, 0.0), lens[4]))
    rectangle[1] = math.floor(max(min(mx + wide - 0.5, lens[4] - 1), -1.0))
    rectangle[2] = math.ceil(min(max(my - high - 0.5, 0.0), lens[5]))
    rectangle[3] = math.floor(max(min(my + high - 0.5, lens[5] - 1), -1.0))
    splat[0], splat[1], splat[2] = mx, my, -cross / v
    splat[3] = EXPONENT_SCALE * v / determinant
    splat[4] = EXPONENT_SCALE / v
    splat[5] = math.log2(opacity) / 8
    if lens[15] != 0.0:
        splat[5] = lens[17] * (opacity if lens[18] != 0.0 else 1.0)
    return bool(rectangle[0] <= rectangle[1]) and bool(rectangle[2] <= rectangle[3])


@kernel
def project_range(
    first: int,
    last: int,
    cloud: tuple[Array, Array, Array, Array, Array],
    view: Array,
    lens: Array,
    degree: int,
    out: tuple[Array, Array, Array],
) -> None:
    """Project Gaussians `first` to `last`.

    Args:
        first: First index.
        last: Index after the last.
        cloud: Means, quaternions, scales, opacities and spherical harmonics, float32.
        view: World to camera, float64, shape [3, 4], and the camera's centre in row 3.
        lens: fx fy cx cy width height near far, limits of x/z (low, high) and y/z, low-pass [px²],
            whether the view is orthographic and antialiased (0 or 1), and of a style that is not
            plain: outer end, radius [px] or 0, strength, whether the opacity counts, float64 [19].
        degree: Spherical-harmonic degree that is evaluated; see `write_color`.
        out: Splats float32 [N, 10]; rectangles int32 [N, 4] (first and last column, first and
            last row, inclusive); depth keys uint32 [N].
    """
    means, quats, scales, opacities, sh = cloud
    splats, rectangles, keys = out
    basis = np.empty(16, np.float64)
    offset = np.empty(3, np.float64)
    key_view = splats.view(np.uint32)
    for n in range(first, last):
        keys[n] = INVISIBLE
        opacity = np.float64(opacities[n])
        if not opacity >= LOWEST_ALPHA:
            continue
        px, py, pz = np.float64(means[n, 0]), np.float64(means[n, 1]), np.float64(means[n, 2])
        z = view[2, 0] * px + view[2, 1] * py + view[2, 2] * pz + view[2, 3]
        if not lens[6] < z < lens[7]:
            continue
        x = view[0, 0] * px + view[0, 1] * py + view[0, 2] * pz + view[0, 3]
        y = view[1, 0] * px + view[1, 1] * py + view[1, 2] * pz + view[1, 3]
        u, cross, v, area, deep = projected_covariance(quats[n], scales[n], view, lens, x, y, z)
        determinant = area + lens[12] * (u + v + lens[12])
        if not 0.0 < determinant < LARGEST_DETERMINANT:
            continue
        u += lens[12]
        v += lens[12]
        opacity *= opacity_factor(lens, z, deep, area, determinant)
        if not opacity >= LOWEST_ALPHA:
            continue
        mx, my = lens[0] * x + lens[2], lens[1] * y + lens[3]
        if lens[13] == 0.0:
            mx, my = lens[0] * x / z + lens[2], lens[1] * y / z + lens[3]
        if lens[16] != 0.0:
            u, v, cross, determinant = lens[16] ** 2, lens[16] ** 2, 0.0, lens[16] ** 4
        ellipse = (u, cross, v, determinant)
        if not place_splat((mx, my), ellipse, opacity, lens, (splats[n], rectangles[n])):
            continue
        if lens[13] == 0.0:
            offset[0], offset[1], offset[2] = px - view[3, 0], py - view[3, 1], pz - view[3, 2]
        else:
            offset[0], offset[1], offset[2] = view[2, 0], view[2, 1], view[2, 2]
        write_color(sh[n], offset, degree, basis, splats[n])
        splats[n, 9] = z
        keys[n] = key_view[n, 9]
