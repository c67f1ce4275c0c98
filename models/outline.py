"""The outline of an object's coverage at a fraction of a pixel, and splats drawn in from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage, special

FloatArray = npt.NDArray[np.float32]

INSET_PX = 1.9
"""How far splats on the outline are drawn inwards [px]."""
_BLUR_PX = 1.0
_EDGE_STD_PX = float(np.sqrt(_BLUR_PX**2 + 1 / 12))
_TRUSTED_COVERAGE = 0.97
_GENTLEST_SLOPE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Distance to the outline and the directions across and along it."""

    distance: FloatArray
    """Distance of pixel centres to the outline, positive inside [px], shape [H, W]."""
    inwards: FloatArray
    """Unit direction to the inside in columns and rows, shape [H, W, 2]."""

    @staticmethod
    def of(alpha: FloatArray) -> Outline:
        """The outline where a coverage [H, W], 0 to 1, passes one half.

        A straight edge blurred by a Gaussian is its cumulative distribution, whose inverse gives
        the distance to a fraction of a pixel; deeper inside the exact distance transform is used.
        """
        crisp = _crisp(alpha)
        soft = ndimage.gaussian_filter(crisp, _BLUR_PX)
        near = _EDGE_STD_PX * special.ndtri(soft.clip(1e-4, _TRUSTED_COVERAGE))
        solid = np.pad(alpha > 0.5, 1)
        far = ndimage.distance_transform_edt(solid)[1:-1, 1:-1] - 0.5
        distance = np.where(soft < _TRUSTED_COVERAGE, near, np.maximum(near, far))
        down, across = np.gradient(ndimage.gaussian_filter(crisp, 1.5 * _BLUR_PX))
        length = np.maximum(np.hypot(down, across), 0.05)
        inwards = np.stack([across / length, down / length], axis=-1)
        return Outline(distance.astype(np.float32), inwards.astype(np.float32))

    @property
    def along(self) -> FloatArray:
        """Unit direction along the outline in columns and rows, shape [H, W, 2]."""
        return np.stack([-self.inwards[..., 1], self.inwards[..., 0]], axis=-1)

    def inset(self) -> FloatArray:
        """Displacements that draw the outline inwards, fading with the distance to it.

        A splat reaches beyond its centre; without this the drawn silhouette would be larger than
        the mask. The displacement falls as fast as the distance grows, so that the outermost
        pixels of a slanted edge come to lie on one smooth line. Thin parts become thinner instead
        of vanishing.

        Returns:
            Displacements along columns and rows [px], shape [H, W, 2].
        """
        depth = np.maximum(self.distance, 0)
        amount = INSET_PX * np.exp(-depth / INSET_PX)
        return np.asarray(self.inwards * amount[..., None], np.float32)


def _crisp(alpha: FloatArray) -> FloatArray:
    """Coverage whose soft edges are steepened to the width of a pixel."""
    down, across = np.gradient(alpha)
    slope = ndimage.maximum_filter(np.hypot(down, across), 3)
    return np.asarray(((alpha - 0.5) / slope.clip(_GENTLEST_SLOPE, 1) + 0.5).clip(0, 1), np.float32)
