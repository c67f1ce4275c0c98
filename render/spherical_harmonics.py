"""Colour that depends on the viewing direction: real spherical harmonics up to degree 3."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.quaternion import matrix_from_quaternion

FloatArray = npt.NDArray[np.float32]
FloatND = npt.NDArray[np.floating]

SH_C0 = 0.28209479177387814
"""Constant of band 0, 1 / (2 √π)."""
SH_C1 = 0.4886025119029199
"""Constant of band 1, √(3 / 4π)."""
SH_C2 = (
    1.0925484305920792,
    -1.0925484305920792,
    0.31539156525252005,
    -1.0925484305920792,
    0.5462742152960396,
)
"""Constants of band 2 in the order and with the signs of 3DGS."""
SH_C3 = (
    -0.5900435899266435,
    2.890611442640554,
    -0.4570457994644658,
    0.3731763325901154,
    -0.4570457994644658,
    1.445305721320277,
    -0.5900435899266435,
)
"""Constants of band 3 in the order and with the signs of 3DGS."""


def rgb_to_sh0(rgb: FloatND) -> FloatArray:
    """Coefficients of degree 0 of plain sRGB colours 0 to 1, any shape."""
    return np.asarray((np.asarray(rgb) - 0.5) / SH_C0, dtype=np.float32)


def sh0_to_rgb(coefficients: FloatND) -> FloatArray:
    """Plain sRGB colours of coefficients of degree 0, any shape; not clamped."""
    return np.asarray(np.asarray(coefficients) * SH_C0 + 0.5, dtype=np.float32)


def basis(directions: FloatND, degree: int) -> FloatND:
    """Basis functions at unit directions.

    Source: Kerbl et al., 3D Gaussian Splatting, 2023, reference code (Ramamoorthi's real basis
    with the Condon-Shortley signs of PlenOctrees).

    Args:
        directions: Unit vectors from the camera to the Gaussians, shape [N, 3].
        degree: Highest band, 0 to 3.

    Returns:
        Values, shape [N, (degree + 1)²], in the type of `directions`.
    """
    if not 0 <= degree <= 3:
        raise InputError(f"spherical-harmonic degree must be 0 to 3, got {degree}")
    x, y, z = directions[:, 0], directions[:, 1], directions[:, 2]
    columns = [column for band in range(degree + 1) for column in band_values(x, y, z, band)]
    return np.stack(columns, axis=-1)


def band_values(x: Any, y: Any, z: Any, band: int) -> list[Any]:
    """The 2 l + 1 basis functions of one band at unit directions (x, y, z).

    Above band 0 this is plain arithmetic: arrays of any library will do.
    """
    if band == 0:
        return [np.full_like(x, SH_C0)]
    if band == 1:
        return [-SH_C1 * y, SH_C1 * z, -SH_C1 * x]
    xx, yy, zz = x * x, y * y, z * z
    if band == 2:
        return [
            SH_C2[0] * x * y,
            SH_C2[1] * y * z,
            SH_C2[2] * (2 * zz - xx - yy),
            SH_C2[3] * x * z,
            SH_C2[4] * (xx - yy),
        ]
    return [
        SH_C3[0] * y * (3 * xx - yy),
        SH_C3[1] * x * y * z,
        SH_C3[2] * y * (4 * zz - xx - yy),
        SH_C3[3] * z * (2 * zz - 3 * xx - 3 * yy),
        SH_C3[4] * x * (4 * zz - xx - yy),
        SH_C3[5] * z * (xx - yy),
        SH_C3[6] * x * (xx - 3 * yy),
    ]


def evaluate(sh_coeffs: FloatND, directions: FloatND, degree: int) -> FloatArray:
    """Colours of Gaussians seen along directions.

    Args:
        sh_coeffs: Coefficients, shape [N, K, 3].
        directions: Unit vectors from the camera to the Gaussians, shape [N, 3].
        degree: Highest band used; bands that the coefficients lack count as zero.

    Returns:
        sRGB colours, at least 0 and not limited above, shape [N, 3].
    """
    held = round(np.sqrt(sh_coeffs.shape[1])) - 1
    values = basis(np.asarray(directions, np.float64), min(degree, held))
    count = values.shape[1]
    rgb = np.einsum("nk,nkc->nc", values, sh_coeffs[:, :count].astype(np.float64)) + 0.5
    return np.asarray(np.maximum(rgb, 0), dtype=np.float32)


def rotated(sh_coeffs: FloatND, quats: FloatND) -> FloatArray:
    """Coefficients of colours that turn with their Gaussians.

    The colour seen along d afterwards is the one seen along Rᵀ d before. The 2 l + 1 functions of a
    band turn among themselves, so that their values in 2 l + 1 fixed directions say how.

    Args:
        sh_coeffs: Coefficients, shape [N, K, 3].
        quats: Rotations R as unit quaternions wxyz, shape [N, 4], or [1, 4] for one of them all.

    Returns:
        Coefficients, shape [N, K, 3]; those of degree 0 are the given ones.
    """
    degree = round(np.sqrt(sh_coeffs.shape[1])) - 1
    coefficients = np.asarray(sh_coeffs, np.float32)
    if degree == 0 or not len(coefficients):
        return coefficients
    turns = matrix_from_quaternion(np.asarray(quats, np.float32))
    turned = coefficients.copy()
    for band in range(1, degree + 1):
        columns = slice(band * band, (band + 1) ** 2)
        directions, inverse = _fixed_directions(band)
        x, y, z = (turns[:, :, k] @ directions.T for k in range(3))
        seen = np.stack(band_values(x, y, z, band), axis=-1) @ coefficients[:, columns]
        turned[:, columns] = inverse @ seen
    return turned


@cache
def _fixed_directions(band: int) -> tuple[FloatArray, FloatArray]:
    """2 l + 1 directions on a spiral, and the inverse of the band's values in them.

    The spiral's pitch keeps the condition number below 6 in bands 1 to 3.
    """
    count = 2 * band + 1
    steps = np.arange(count) + 0.5
    heights, angles = 1 - 1.3 * steps / count, 1.13 * steps
    rings = np.sqrt(1 - heights**2)
    x, y, z = rings * np.cos(angles), rings * np.sin(angles), heights
    inverse = np.linalg.inv(np.stack(band_values(x, y, z, band), axis=-1))
    return np.stack([x, y, z], axis=-1).astype(np.float32), inverse.astype(np.float32)
