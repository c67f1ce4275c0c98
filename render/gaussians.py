"""`GaussianCloud`: a set of anisotropic 3D Gaussians with activated values."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.quaternion import multiply, normalized, quaternion_from_matrix
from render.spherical_harmonics import rotated

FloatArray = npt.NDArray[np.float32]

SH_COEFFICIENT_COUNTS = {1: 0, 4: 1, 9: 2, 16: 3}
_SMALLEST_TURN = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class GaussianCloud:
    """N anisotropic 3D Gaussians, values activated, world frame in metres with Z up.

    Source: Kerbl et al., 3D Gaussian Splatting, SIGGRAPH 2023, section 4.
    """

    means: FloatArray
    """Centres [m], shape [N, 3]."""
    quats: FloatArray
    """Rotations as unit quaternions wxyz, shape [N, 4]."""
    scales: FloatArray
    """Principal standard deviations [m], > 0, shape [N, 3]."""
    opacities: FloatArray
    """Opacities in [0, 1], shape [N]."""
    sh_coeffs: FloatArray
    """Spherical-harmonic colour coefficients (sRGB), shape [N, K, 3], K = (degree + 1)²."""

    def __post_init__(self) -> None:
        for name in ("means", "quats", "scales", "opacities", "sh_coeffs"):
            array = np.ascontiguousarray(getattr(self, name), dtype=np.float32)
            object.__setattr__(self, name, array)
        self._check_shapes()
        self._check_values()

    def _check_shapes(self) -> None:
        count = self.means.shape[0] if self.means.ndim else 0
        expected = {
            "means": (count, 3),
            "quats": (count, 4),
            "scales": (count, 3),
            "opacities": (count,),
        }
        for name, shape in expected.items():
            actual = getattr(self, name).shape
            if actual != shape:
                raise InputError(f"{name} has shape {actual}, expected {shape}")
        sh = self.sh_coeffs
        valid = sh.ndim == 3 and sh.shape[0] == count and sh.shape[2] == 3
        if not valid or sh.shape[1] not in SH_COEFFICIENT_COUNTS:
            raise InputError(f"sh_coeffs has shape {sh.shape}, expected [{count}, 1|4|9|16, 3]")

    def _check_values(self) -> None:
        for name in ("means", "quats", "scales", "opacities", "sh_coeffs"):
            array = getattr(self, name)
            bad = ~np.isfinite(array).all(axis=tuple(range(1, array.ndim)))
            if bad.any():
                raise InputError(f"{name} of Gaussian {int(bad.argmax())} is not finite")
        if (self.scales <= 0).any():
            raise InputError(f"scales must be > 0 m, the smallest is {self.scales.min():g} m")
        if self.opacities.size and (self.opacities.min() < 0 or self.opacities.max() > 1):
            low, high = self.opacities.min(), self.opacities.max()
            raise InputError(f"opacities must lie in 0..1, found {low:g}..{high:g}")
        norms = np.linalg.norm(self.quats, axis=1)
        if norms.size and np.abs(norms - 1).max() > 1e-3:
            raise InputError(
                f"quats must be unit, found a norm of {norms.min():g}..{norms.max():g}"
            )

    @property
    def gaussian_count(self) -> int:
        """Number of Gaussians N."""
        return len(self.means)

    @property
    def sh_degree(self) -> int:
        """Degree of the spherical harmonics, 0 to 3."""
        return SH_COEFFICIENT_COUNTS[self.sh_coeffs.shape[1]]

    def bounds(self, *, percentile: float = 0.0, min_opacity: float = 0.0) -> FloatArray:
        """Lower and upper corner of the centres [m], shape [2, 3].

        Args:
            percentile: Share cut from either end, in percent (1 gives the 1-99 % bounds).
            min_opacity: Gaussians at or below this opacity are left out when others remain.
        """
        if not self.gaussian_count:
            raise InputError("an empty cloud has no bounds; load or predict an object first")
        chosen = self.opacities > min_opacity
        points = self.means[chosen] if chosen.any() else self.means
        low, high = np.percentile(points, [percentile, 100 - percentile], axis=0)
        return np.stack([low, high]).astype(np.float32)

    def select(self, index: npt.NDArray[np.generic] | slice) -> GaussianCloud:
        """Gaussians chosen by a mask, index array or slice."""
        return GaussianCloud(
            self.means[index],
            self.quats[index],
            self.scales[index],
            self.opacities[index],
            self.sh_coeffs[index],
        )

    def concat(self, other: GaussianCloud) -> GaussianCloud:
        """This cloud followed by another of the same spherical-harmonic degree."""
        if other.sh_degree != self.sh_degree:
            raise InputError(f"cannot join SH degree {other.sh_degree} to {self.sh_degree}")
        return GaussianCloud(
            np.concatenate([self.means, other.means]),
            np.concatenate([self.quats, other.quats]),
            np.concatenate([self.scales, other.scales]),
            np.concatenate([self.opacities, other.opacities]),
            np.concatenate([self.sh_coeffs, other.sh_coeffs]),
        )

    def scaled(self, factor: float) -> GaussianCloud:
        """The cloud scaled about the origin by a positive factor."""
        if not (np.isfinite(factor) and factor > 0):
            raise InputError(f"scale factor must be a positive number, got {factor:g}")
        return replace(self, means=self.means * factor, scales=self.scales * factor)

    def transformed(self, rotation: FloatArray, translation: FloatArray) -> GaussianCloud:
        """The cloud after x → R x + t; colours turn with it.

        Args:
            rotation: Proper rotation matrix, shape [3, 3].
            translation: Translation [m], shape [3].
        """
        turn = quaternion_from_matrix(np.asarray(rotation, np.float64))
        colors = self.sh_coeffs
        if abs(turn[0]) < 1 - _SMALLEST_TURN:
            colors = rotated(colors, turn[None])
        return replace(
            self,
            means=self.means @ np.asarray(rotation, np.float32).T + translation,
            quats=normalized(multiply(turn, self.quats)),
            sh_coeffs=colors,
        )
