"""What posed views say about each cell of a lattice round the object: the solid net's input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.posed_views import PosedViews
from models.view_fusion.depth_evidence import DepthEvidence
from models.view_fusion.object_frame import ObjectFrame
from models.view_fusion.silhouette import Silhouette

FloatArray = npt.NDArray[np.float32]

CELLS = 36
"""Cells along each side of the lattice."""
FEATURES = 16
"""Channels of the features."""
OUTSIDE = -0.3
"""Value of the first feature below which a cell is far outside the visual hull."""
_SIDE = 1.3
_REACH = 0.1
_FIRST_LAYER = 0.07
_COLOR_BLUR = 0.6
_RAY_WIDTH = 1.25


@dataclass(frozen=True, slots=True, eq=False)
class ViewLattice:
    """A cube of cells about the object, its x axis towards the first camera's azimuth."""

    origin: FloatArray
    """Place of the first cell's centre [m], shape [3]."""
    axes: FloatArray
    """Unit steps of the three indices in the world, one a row, shape [3, 3]."""
    pitch: float
    """Distance of neighbouring cells [m]."""

    @staticmethod
    def about(frame: ObjectFrame, views: PosedViews) -> ViewLattice:
        """The lattice of an object and its views."""
        pose = views.world_to_camera[0]
        towards = -pose[:3, :3].T @ pose[:3, 3] - frame.centre
        azimuth = float(np.arctan2(towards[1], towards[0]))
        c, s = np.cos(azimuth), np.sin(azimuth)
        axes = np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
        pitch = _SIDE * frame.longest_side / CELLS
        origin = frame.centre - axes.sum(axis=0) * pitch * (CELLS - 1) / 2
        return ViewLattice(origin.astype(np.float32), axes.astype(np.float32), pitch)

    def points(self) -> FloatArray:
        """Centres of all cells [m], shape [CELLS³, 3]."""
        steps = np.indices((CELLS,) * 3).reshape(3, -1).T.astype(np.float32)
        return np.asarray(self.origin + np.float32(self.pitch) * (steps @ self.axes), np.float32)

    def indices(self, points: FloatArray) -> FloatArray:
        """Fractional cell indices of world points [N, 3], shape [3, N]."""
        return np.asarray(((points - self.origin) @ self.axes.T).T / np.float32(self.pitch))


def lattice_features(
    lattice: ViewLattice,
    frame: ObjectFrame,
    views: PosedViews,
    silhouettes: Sequence[Silhouette],
    evidence: Sequence[DepthEvidence],
) -> FloatArray:
    """Features that do not depend on the order of the views.

    Args:
        lattice: The cells.
        frame: Place and size of the object.
        views: The photos, their colours bled outwards.
        silhouettes: Their outlines.
        evidence: The predicted surfaces.

    Returns:
        Numbers of order one, shape [FEATURES, CELLS, CELLS, CELLS].
    """
    points, size = lattice.points(), frame.longest_side
    inside = np.stack([silhouette.insideness(points) for silhouette in silhouettes]) / size
    hull = inside.min(axis=0)
    near = _nearness(points, hull > 0, silhouettes, lattice.pitch, _FIRST_LAYER * size)
    colors = np.stack(
        [_colors(views, i, s, points, lattice.pitch) for i, s in enumerate(silhouettes)]
    )
    features = [
        (hull * 8).clip(-1, 2),
        (inside.mean(axis=0) * 4).clip(-1, 2),
        *_color_features(colors, near, hull > -lattice.pitch / size),
        *_depth_features(points, evidence, size),
        near.sum(axis=0) / 2,
        near.max(axis=0),
        lattice.points()[:, 2] / size - frame.centre[2] / size,
        np.full(len(points), len(silhouettes) / 4),
    ]
    stacked = np.stack(features).astype(np.float32)
    return stacked.reshape(len(features), CELLS, CELLS, CELLS)


def _nearness(
    points: FloatArray,
    hull: npt.NDArray[np.bool_],
    silhouettes: Sequence[Silhouette],
    pitch: float,
    fade: float,
) -> FloatArray:
    """How close points lie behind the first hull cell that each view meets, shape [V, N]."""
    nearness = []
    for silhouette in silhouettes:
        ray, (rows, columns), depth = silhouette.rays(points, _RAY_WIDTH * pitch)
        first = np.full(rows * columns, np.float32(np.inf))
        np.minimum.at(first, ray[hull], depth[hull])
        behind = (depth - first[ray] - pitch).clip(0)
        nearness.append(np.where(hull, np.exp(-behind / fade), 0))
    return np.stack(nearness).astype(np.float32)


def _colors(
    views: PosedViews, index: int, silhouette: Silhouette, points: FloatArray, pitch: float
) -> FloatArray:
    """Colour of a photo where points lie in it, blurred to the size of a cell, shape [N, 3]."""
    x, y, depth = silhouette.project(points)
    scale = views.rgba.shape[1] / silhouette.distance.shape[0]
    sigma = _COLOR_BLUR * pitch * float(silhouette.K[0, 0]) * scale / float(np.median(depth))
    picture = ndimage.gaussian_filter(views.rgba[index, ..., :3], (sigma, sigma, 0), truncate=2)
    at = [(y + 0.5) * scale - 0.5, (x + 0.5) * scale - 0.5]
    channels = [
        ndimage.map_coordinates(picture[..., c], at, order=1, mode="nearest") for c in range(3)
    ]
    return np.stack(channels, axis=1).astype(np.float32)


def _color_features(
    colors: FloatArray, near: FloatArray, hull: npt.NDArray[np.bool_]
) -> list[FloatArray]:
    """Mean colour, spread among near views and among all, and that of the best pair."""
    weight = near[..., None] + 1e-3
    mean = (colors * weight).sum(axis=0) / weight.sum(axis=0)
    spread = np.sqrt(
        (((colors - mean) ** 2) * weight).sum(axis=0).mean(axis=1) / weight.sum(axis=0)[:, 0]
    )
    plain = colors.std(axis=0).mean(axis=1)
    pairs = [
        np.abs(colors[a] - colors[b]).mean(axis=1)
        for a in range(len(colors))
        for b in range(a + 1, len(colors))
    ]
    best = np.min(pairs, axis=0)
    shown = [(2 * mean[:, c] - 1) for c in range(3)]
    return [np.where(hull, f, 0) for f in (*shown, 5 * spread, 5 * plain, 8 * best)]


def _depth_features(
    points: FloatArray, evidence: Sequence[DepthEvidence], size: float
) -> list[FloatArray]:
    """The mean vote with its weight, the most doubtful one and the depth behind all surfaces."""
    reach = _REACH * size
    votes = [view.votes(points, reach) for view in evidence]
    total = np.sum([vote for vote, _ in votes], axis=0)
    weight = np.sum([weight for _, weight in votes], axis=0)
    single = [vote / (weights + 0.1) for vote, weights in votes]
    return [
        total / (weight + 0.1) / reach,
        weight,
        np.min(single, axis=0) / reach,
        np.max(single, axis=0) / reach,
    ]
