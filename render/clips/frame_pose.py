"""`FramePose`: where the Gaussians of a frame are against a rest cloud; the cloud it makes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.gaussians import GaussianCloud
from render.quaternion import multiply, normalized
from render.spherical_harmonics import rotated
from render.splat_stretch import stretched

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

_STRETCH_TOLERANCE = 1e-3


class FramePose(NamedTuple):
    """Where the Gaussians of one frame are, against the rest cloud."""

    means: FloatArray
    """Centres [m], shape [N, 3]."""
    rotations: FloatArray
    """Rotation of the rest orientation as unit quaternions wxyz, shape [N, 4]."""
    stretches: FloatArray
    """Symmetric right stretch of the polar form F = R S, shape [N, 3, 3]."""
    hidden: BoolArray | None = None
    """Gaussians that are not drawn, shape [N]; None draws all."""


def posed_cloud(rest: GaussianCloud, pose: FramePose) -> GaussianCloud:
    """The rest cloud with covariances R S Σ S Rᵀ at the pose's means; hidden splats have opacity 0.

    Colours that depend on the viewing direction turn with their Gaussians. Gaussians that are
    hidden or hardly stretched keep their scales and only turn, which spares their
    eigen-decomposition.
    """
    quats, scales = rest.quats, rest.scales.copy()
    strain = np.abs(pose.stretches - np.eye(3, dtype=np.float32)).reshape(-1, 9).max(axis=1)
    moved = strain > _STRETCH_TOLERANCE
    opacities = rest.opacities
    if pose.hidden is not None and pose.hidden.any():
        opacities = np.where(pose.hidden, np.float32(0), opacities)
        moved &= ~pose.hidden
    chosen = np.flatnonzero(moved)
    if len(chosen):
        quats = quats.copy()
        quats[chosen], scales[chosen] = stretched(
            rest.quats[chosen], rest.scales[chosen], pose.stretches[chosen]
        )
    return GaussianCloud(
        means=pose.means,
        quats=normalized(multiply(pose.rotations, quats)),
        scales=scales,
        opacities=opacities,
        sh_coeffs=rotated(rest.sh_coeffs, pose.rotations),
    )
