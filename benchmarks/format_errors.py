"""How far two clouds are apart, field by field, whatever order a format wrote them in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.gaussians import GaussianCloud
from render.spherical_harmonics import sh0_to_rgb

FloatArray = npt.NDArray[np.floating]

ROUND = 1.01
"""Gaussians whose scales differ by less than this factor have no rotation to compare."""
_BLOCK = 1000
_POSITION_WEIGHT = 30.0


@dataclass(frozen=True)
class FieldErrors:
    """Largest differences of two clouds of the same order."""

    means: float
    """Distance along an axis [file units]."""
    log_scales: float
    """Difference of the logarithms, of scales above the least that is compared."""
    rotation_deg: float
    """Angle between the rotations of Gaussians that are not round [degrees]."""
    opacities: float
    colors: float
    """Difference of colours of degree 0 (0 to 1)."""
    coefficients: float
    """Difference of colour coefficients of degree 1 and up, as far as both hold them."""

    def within(self, limit: FieldErrors) -> bool:
        """Whether no error is larger than that of `limit`."""
        return all(getattr(self, name) <= getattr(limit, name) for name in vars(limit))


def field_errors(
    first: GaussianCloud, second: GaussianCloud, *, min_scale: float = 1e-4
) -> FieldErrors:
    """Largest differences of two clouds whose Gaussians stand in the same order.

    Args:
        first: Cloud whose scales say which are compared.
        second: The other.
        min_scale: Scales below this are taken for flat and not compared [file units].
    """
    big = first.scales > min_scale
    held = min(first.sh_coeffs.shape[1], second.sh_coeffs.shape[1])
    rgb = [sh0_to_rgb(cloud.sh_coeffs[:, 0]) for cloud in (first, second)]
    return FieldErrors(
        means=_largest(first.means - second.means),
        log_scales=_largest((np.log(first.scales) - np.log(second.scales))[big]),
        rotation_deg=_largest(_angles_deg(first, second)),
        opacities=_largest(first.opacities - second.opacities),
        colors=_largest(rgb[0] - rgb[1]),
        coefficients=_largest(first.sh_coeffs[:, 1:held] - second.sh_coeffs[:, 1:held]),
    )


def matched(first: GaussianCloud, second: GaussianCloud) -> GaussianCloud:
    """The Gaussians of `second` that are most like those of `first`, in the order of `first`.

    Position, size, opacity and colour count, each relative to its spread; position counts most.
    """
    if not first.gaussian_count:
        return second
    features = [_features(cloud) for cloud in (first, second)]
    weights = np.where(np.arange(features[0].shape[1]) < 3, _POSITION_WEIGHT, 1.0)
    scale = weights / (features[0].std(axis=0) + 1e-9)
    a, b = (table * scale for table in features)
    squares = np.einsum("nk,nk->n", b, b)
    best = [
        (squares - 2 * a[start : start + _BLOCK] @ b.T).argmin(axis=1)
        for start in range(0, len(a), _BLOCK)
    ]
    return second.select(np.concatenate(best))


def _features(cloud: GaussianCloud) -> FloatArray:
    sizes = np.log(np.maximum(cloud.scales, 1e-4))
    parts = [cloud.means, sizes, cloud.sh_coeffs[:, 0], cloud.opacities[:, None]]
    return np.concatenate(parts, axis=1).astype(np.float64)


def _angles_deg(first: GaussianCloud, second: GaussianCloud) -> FloatArray:
    """Angles between rotations, 0 for round Gaussians [degrees], shape [N]."""
    a, b = first.quats.astype(np.float64), second.quats.astype(np.float64)
    a, b = (q / np.linalg.norm(q, axis=1, keepdims=True) for q in (a, b))
    a = np.where((np.einsum("nk,nk->n", a, b) < 0)[:, None], -a, a)
    angles = 4 * np.arcsin(np.clip(np.linalg.norm(a - b, axis=1) / 2, 0, 1))
    is_round = first.scales.max(axis=1) <= first.scales.min(axis=1) * ROUND
    return np.degrees(np.where(is_round, 0, angles))


def _largest(values: FloatArray) -> float:
    return float(np.abs(values).max(initial=0))
