"""`fuse_views`: the embedded model on one to four posed views."""

from __future__ import annotations

import numpy as np

from models.gaussian_composer import FRONT_PX, compose
from models.posed_views import PosedViews
from models.surface_estimator import SurfaceEstimator
from models.view_fusion.coarse_solid import shipped_solid_predictor
from models.view_fusion.depth_evidence import depth_evidence, view_surfaces
from models.view_fusion.isosurface import surface_points
from models.view_fusion.lattice_features import ViewLattice, lattice_features
from models.view_fusion.object_frame import ObjectFrame, locate
from models.view_fusion.photo_colours import photo_colours
from models.view_fusion.photo_fringe import without_fringe
from models.view_fusion.silhouette import Silhouette
from models.view_fusion.solid import HULL_SLACK, build_solid
from models.view_fusion.surfels import surfel_cloud
from models.view_fusion.upright_view import upright_view
from render.gaussians import GaussianCloud

_SUBDIVISION = 2
_INSET_PX = 0.2
_SEEN_OVER_TOLD = (0.3, 1.8)
"""Extent of a mask over the object's longest side, from a view along it to a box's diagonal."""


def fuse_views(
    views: PosedViews, estimator: SurfaceEstimator, *, longest_side_m: float | None = None
) -> GaussianCloud:
    """Gaussians of the whole object in the world of the poses.

    One view is answered as the single-view model does, placed by its camera. Of several views the
    masks carve a visual hull, the predicted surfaces shape what lies inside, and the photos' own
    pixels colour it. The world's z axis is taken for up where the network asks for an elevation.

    Args:
        views: Posed views.
        estimator: The shape network.
        longest_side_m: Longest side of the object [m] where it is known; only a single view, whose
            masks do not tell it, makes use of it, and only where the mask does not contradict it.

    Raises:
        InputError: If a view is empty, or poses, lenses and masks contradict each other.
    """
    views = without_fringe(views)
    if views.count == 1:
        return _single(views, estimator, longest_side_m)
    frame = locate(views)
    silhouettes = [Silhouette.of(views, index) for index in range(views.count)]
    evidence = [
        depth_evidence(upright_view(views, index, frame.centre), frame, estimator)
        for index in range(views.count)
    ]
    lattice = ViewLattice.about(frame, views)
    features = lattice_features(lattice, frame, views, silhouettes, evidence)
    coarse = shipped_solid_predictor().predict(features, lattice)
    solid = build_solid(coarse, silhouettes)
    points = surface_points(solid, subdivision=_SUBDIVISION)
    inset = HULL_SLACK * solid.pitch + _INSET_PX * _pixel_m(views, frame)
    return surfel_cloud(points, photo_colours(views, silhouettes, points), inset=inset)


def _pixel_m(views: PosedViews, frame: ObjectFrame) -> float:
    """Width of a pixel at the object in the sharpest view [m]."""
    poses = views.world_to_camera
    depths = poses[:, 2, :3] @ frame.centre + poses[:, 2, 3]
    return float((depths / views.intrinsics[:, 0]).min())


def _if_plausible(longest_side_m: float, frame: ObjectFrame) -> float | None:
    """The told size; None where the mask is far from it: the poses are not in metres then."""
    low, high = _SEEN_OVER_TOLD
    return longest_side_m if low <= frame.longest_side / longest_side_m <= high else None


def _single(
    views: PosedViews, estimator: SurfaceEstimator, longest_side_m: float | None
) -> GaussianCloud:
    frame = locate(views)
    view = upright_view(views, 0, frame.centre)
    told = None if longest_side_m is None else _if_plausible(longest_side_m, frame)
    answer = view_surfaces(view, frame, estimator, longest_side_m=told)
    pixels = answer.crop.resampled(view.rgba, FRONT_PX)
    intrinsics = answer.crop.intrinsics(view.K.astype(np.float32), FRONT_PX)
    seen = compose(pixels, answer.maps, intrinsics)
    return seen.transformed(view.rotation.T.astype(np.float32), view.eye.astype(np.float32))
