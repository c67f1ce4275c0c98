"""Random clouds and picture measures for the renderer's tests."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from render.gaussians import GaussianCloud

CloudFactory = Callable[..., GaussianCloud]


def random_cloud(
    count: int, *, degree: int = 0, seed: int = 0, scale_m: tuple[float, float] = (0.02, 0.08)
) -> GaussianCloud:
    """Anisotropic Gaussians in a unit box."""
    rng = np.random.default_rng(seed)
    quats = rng.normal(size=(count, 4))
    quats /= np.linalg.norm(quats, axis=1, keepdims=True)
    return GaussianCloud(
        means=rng.uniform(-0.5, 0.5, (count, 3)),
        quats=quats,
        scales=rng.uniform(*scale_m, (count, 3)),
        opacities=rng.uniform(0.02, 1, count),
        sh_coeffs=rng.normal(0, 0.6, (count, (degree + 1) ** 2, 3)),
    )


def psnr(first: npt.NDArray[np.float32], second: npt.NDArray[np.float32]) -> float:
    """Peak signal-to-noise ratio of pictures 0 to 1 [dB]."""
    error = float(np.mean((first.astype(np.float64) - second) ** 2))
    return 200.0 if error == 0 else -10 * np.log10(error)
