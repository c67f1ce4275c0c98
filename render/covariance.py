"""Covariances of Gaussians: from rotation and scale, back again, and under deformation."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.quaternion import matrix_from_quaternion, quaternion_from_matrix

FloatArray = npt.NDArray[np.float32]

MIN_SCALE_M = 1e-9
"""Smallest standard deviation that `decompose` returns [m]; flatter Gaussians keep this."""


def covariance_from(
    quats: npt.NDArray[np.floating], scales: npt.NDArray[np.floating]
) -> FloatArray:
    """Covariances R S Sᵀ Rᵀ of Gaussians.

    Source: Kerbl et al., 3D Gaussian Splatting, 2023, equation 6.

    Args:
        quats: Unit quaternions wxyz, shape [N, 4].
        scales: Principal standard deviations [m], shape [N, 3].

    Returns:
        Symmetric covariances [m²], shape [N, 3, 3].
    """
    factor = (
        matrix_from_quaternion(quats.astype(np.float64)) * scales.astype(np.float64)[:, None, :]
    )
    return (factor @ factor.transpose(0, 2, 1)).astype(np.float32)


def decompose(covariances: npt.NDArray[np.floating]) -> tuple[FloatArray, FloatArray]:
    """Rotations and principal standard deviations of covariances.

    The eigen-decomposition runs in float64; a reflection is turned into a rotation by flipping
    one axis, which leaves the covariance as it is.

    Args:
        covariances: Symmetric, positive semi-definite [m²], shape [N, 3, 3].

    Returns:
        Unit quaternions wxyz, shape [N, 4], and standard deviations [m] in ascending order,
        at least `MIN_SCALE_M`, shape [N, 3].
    """
    values, vectors = np.linalg.eigh(np.asarray(covariances, np.float64))
    vectors[:, :, 0] *= np.sign(np.linalg.det(vectors))[:, None]
    scales = np.maximum(np.sqrt(np.maximum(values, 0)), MIN_SCALE_M)
    return quaternion_from_matrix(vectors).astype(np.float32), scales.astype(np.float32)


def deform(covariances: npt.NDArray[np.floating], F: npt.NDArray[np.floating]) -> FloatArray:
    """Covariances F Σ Fᵀ of Gaussians carried along by a deformation.

    Source: Xie et al., PhysGaussian, CVPR 2024, equation 8.

    Args:
        covariances: Covariances at rest [m²], shape [N, 3, 3].
        F: Deformation gradients, dimensionless, shape [N, 3, 3].

    Returns:
        Deformed covariances [m²], shape [N, 3, 3].

    Raises:
        InputError: If the shapes differ.
    """
    if F.shape != covariances.shape:
        raise InputError(f"F has shape {F.shape}, expected {covariances.shape}")
    return np.asarray(F @ covariances @ F.transpose(0, 2, 1), dtype=np.float32)
