"""Signed distances to an object's outline in a posed view: what carves the visual hull."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.outline import Outline
from models.posed_views import PosedViews
from models.view_fusion.object_frame import SOLID
from render.camera import intrinsics_matrix

FloatArray = npt.NDArray[np.float32]
DoubleArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_LARGEST_PX = 640
_CUT_SHARE = 0.03
_BEHIND = -1e6
_NARROWEST_PX = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Silhouette:
    """The outline of one view."""

    distance: FloatArray
    """Distance of pixel centres to the outline, positive inside [px], shape [H, W]."""
    K: DoubleArray
    """Intrinsics [px], shape [3, 3]."""
    pose: DoubleArray
    """World to camera, shape [4, 4]."""
    cut: bool
    """Whether the frame cuts the object; then what lies outside the frame is unknown."""

    @staticmethod
    def of(views: PosedViews, index: int) -> Silhouette:
        """The outline of a view's mask."""
        alpha = np.asarray(views.rgba[index, ..., 3], np.float32)
        K = intrinsics_matrix(views.intrinsics[index])  # noqa: N806
        shrink = -(-max(alpha.shape) // _LARGEST_PX)
        if shrink > 1:
            height, width = alpha.shape[0] // shrink, alpha.shape[1] // shrink
            kept = alpha[: height * shrink, : width * shrink]
            alpha = kept.reshape(height, shrink, width, shrink).mean(axis=(1, 3))
            K[:2] /= shrink
        return Silhouette(
            _signed_distance(alpha), K, views.world_to_camera[index], _is_cut(alpha > SOLID)
        )

    def project(self, points: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Columns, rows [px, pixel centres at integers] and depths [m] of world points [N, 3]."""
        seen = points @ self.pose[:3, :3].T.astype(np.float32) + self.pose[:3, 3].astype(np.float32)
        depth = seen[:, 2]
        scale = 1 / np.maximum(depth, 1e-6)
        x = seen[:, 0] * scale * np.float32(self.K[0, 0]) + np.float32(self.K[0, 2] - 0.5)
        y = seen[:, 1] * scale * np.float32(self.K[1, 1]) + np.float32(self.K[1, 2] - 0.5)
        return x.astype(np.float32), y.astype(np.float32), depth

    def rays(
        self, points: FloatArray, width_m: float
    ) -> tuple[npt.NDArray[np.intp], tuple[int, int], FloatArray]:
        """Which bundle of rays points of a lattice or surface lie in.

        Args:
            points: World points [m], shape [N, 3].
            width_m: Width of a bundle at the typical depth of the points [m].

        Returns:
            Numbers of the bundles, shape [N], their rows and columns, and depths [m], shape [N].
        """
        x, y, depth = self.project(points)
        height, width = self.distance.shape
        typical = max(float(np.median(depth)), 1e-6)
        cell = max(width_m * float(self.K[0, 0]) / typical, _NARROWEST_PX)
        column = np.floor((x.clip(-1, width) + 1) / cell).astype(np.intp)
        row = np.floor((y.clip(-1, height) + 1) / cell).astype(np.intp)
        columns, rows = int((width + 1) / cell) + 1, int((height + 1) / cell) + 1
        return row * columns + column, (rows, columns), depth

    def insideness(self, points: FloatArray) -> FloatArray:
        """How far inside the view's cone points lie, negative outside [m], shape [N].

        Args:
            points: World points [m], shape [N, 3].
        """
        x, y, depth = self.project(points)
        inside = ndimage.map_coordinates(
            self.distance, [y, x], order=1, mode="nearest", prefilter=False
        )
        height, width = self.distance.shape
        beyond = np.hypot(x - x.clip(0, width - 1), y - y.clip(0, height - 1))
        if not self.cut:
            inside = np.where(beyond > 0, np.minimum(inside, -beyond), inside)
        metres = inside * depth / np.float32(np.sqrt(self.K[0, 0] * self.K[1, 1]))
        return np.asarray(np.where(depth > 0, metres, _BEHIND), np.float32)


def _signed_distance(alpha: FloatArray) -> FloatArray:
    """Distances with a fraction of a pixel near the outline and beyond it."""
    inner = Outline.of(alpha).distance
    outer = ndimage.distance_transform_edt(alpha <= SOLID) - 0.5
    return np.asarray(np.where(outer > 2, -outer, inner), np.float32)


def _is_cut(solid: BoolArray) -> bool:
    """Whether more than a few pixels of the object lie on the frame."""
    rim = np.concatenate([solid[0], solid[-1], solid[:, 0], solid[:, -1]])
    return bool(rim.sum() > max(2, _CUT_SHARE * min(solid.shape)))
