"""Colours of surface points from the photos' own pixels, without seams between views."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import ndimage, spatial

from models.posed_views import PosedViews
from models.view_fusion.isosurface import SurfacePoints
from models.view_fusion.silhouette import Silhouette
from models.view_fusion.visibility import facing

FloatArray = npt.NDArray[np.float32]

_BROAD_POWER = 2
_SHARP_POWER = 8
_BAND_SHARE = 0.04
_UNSEEN = 1e-4
_NEIGHBOURS = 12


def photo_colours(
    views: PosedViews, silhouettes: Sequence[Silhouette], points: SurfacePoints
) -> FloatArray:
    """One colour a point.

    Slow changes of colour are mixed over wide zones between the views, so that differences of
    exposure leave no edge; detail comes from the view that sees the point most squarely, so that
    nothing appears twice. Points that no view sees take the colours of their neighbours.

    Source: Burt and Adelson, A multiresolution spline, ACM TOG 2(4), 1983.

    Args:
        views: The photos, their colours bled outwards.
        silhouettes: Their outlines.
        points: The surface.

    Returns:
        sRGB 0 to 1, shape [N, 3].
    """
    slow, detail = np.zeros((2, len(points), 3), np.float32)
    broad_sum, sharp_sum = np.zeros((2, len(points), 1), np.float32)
    for index, silhouette in enumerate(silhouettes):
        weight = facing(points, silhouette)[:, None]
        seen = np.flatnonzero(weight[:, 0] > 0)
        coarse, fine = _bands(views, index, points, seen)
        broad, sharp = weight[seen] ** _BROAD_POWER, weight[seen] ** _SHARP_POWER
        slow[seen] += broad * coarse
        detail[seen] += sharp * (fine - coarse)
        broad_sum[seen] += broad
        sharp_sum[seen] += sharp
    colors = slow / np.maximum(broad_sum, 1e-12) + detail / np.maximum(sharp_sum, 1e-20)
    return _filled(colors.clip(0, 1), broad_sum[:, 0] > _UNSEEN, points)


def _bands(
    views: PosedViews, index: int, points: SurfacePoints, seen: npt.NDArray[np.intp]
) -> tuple[FloatArray, FloatArray]:
    """Slowly varying colour and full colour of one photo at the points it sees, [M, 3] each."""
    camera = views.camera(index)
    pixels, depth = camera.project(points.places[seen])
    focal = float(camera.K[0, 0])
    typical = float(np.median(depth)) if len(depth) else 1.0
    alpha = views.rgba[index, ..., 3]
    color = views.rgba[index, ..., :3]
    footprint = points.spacing * focal / typical
    fine = _blurred(color, alpha, 0.35 * max(footprint - 1, 0))
    side = np.ptp(points.places, axis=0).max()
    coarse = _blurred(color, alpha, _BAND_SHARE * float(side) * focal / typical)
    at = pixels[:, ::-1].T - 0.5
    return _sampled(coarse, at), _sampled(fine, at)


def _blurred(color: FloatArray, alpha: FloatArray, sigma_px: float) -> FloatArray:
    if sigma_px <= 0:
        return color
    weight = np.maximum(alpha, 1e-4)[..., None]
    sums = ndimage.gaussian_filter(
        np.dstack([color * weight, weight]), (sigma_px, sigma_px, 0), truncate=3
    )
    return np.asarray(sums[..., :3] / np.maximum(sums[..., 3:], 1e-12), np.float32)


def _sampled(picture: FloatArray, at: npt.NDArray[np.floating]) -> FloatArray:
    channels = [
        ndimage.map_coordinates(picture[..., c], at, order=1, mode="nearest") for c in range(3)
    ]
    return np.stack(channels, axis=-1).astype(np.float32)


def _filled(colors: FloatArray, known: npt.NDArray[np.bool_], points: SurfacePoints) -> FloatArray:
    """Colours with unknown ones taken from the nearest known points."""
    if known.all() or not known.any():
        return colors
    tree = spatial.cKDTree(points.places[known])
    count = min(_NEIGHBOURS, int(known.sum()))
    distance, index = tree.query(points.places[~known], k=count)
    weight = 1 / np.maximum(distance.reshape(-1, count), points.spacing) ** 2
    near = colors[known][index.reshape(-1, count)]
    mean = (near * weight[..., None]).sum(axis=1) / weight.sum(axis=1, keepdims=True)
    out = colors.copy()
    out[~known] = mean
    return out
