"""What the shape network says about one view, as evidence for or against matter at a point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.gaussian_composer import SurfaceMaps
from models.square_crop import SquareCrop
from models.surface_estimator import KnownRig, SurfaceEstimator
from models.view_fusion.object_frame import SOLID, ObjectFrame
from models.view_fusion.upright_view import UprightView

FloatArray = npt.NDArray[np.float32]

_TRAINED_ELEVATION_DEG = (-5.0, 60.0)
_LEAST_TRUST = 0.05
_BACK_TRUST = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class DepthEvidence:
    """Predicted front and back surfaces of one view."""

    front: FloatArray
    """Depth of the front surface [m], continued outside the mask, shape [S, S]."""
    back: FloatArray
    """Depth of the back surface [m], continued outside the mask, shape [S, S]."""
    trust: FloatArray
    """Squared cosine between the front surface's normal and the ray, shape [S, S]."""
    rotation: FloatArray
    """World to camera axes, shape [3, 3]."""
    eye: FloatArray
    """Camera centre [m], shape [3]."""
    K: FloatArray
    """Intrinsics of the maps [px], shape [3, 3]."""

    def votes(self, points: FloatArray, reach: float) -> tuple[FloatArray, FloatArray]:
        """Weighted votes for matter at points.

        A point in front of the predicted front surface is voted empty, one just behind it full;
        far behind it the view knows nothing. The back surface is a guess and weighs less.

        Args:
            points: World points [m], shape [N, 3].
            reach: Distance from a surface up to which a vote counts [m].

        Returns:
            Sum of weighted signed distances [m], and of the weights, both of shape [N].
        """
        seen = (points - self.eye) @ self.rotation.T
        depth = seen[:, 2]
        scale = 1 / np.maximum(depth, 1e-6)
        at = [
            seen[:, 1] * scale * self.K[1, 1] + self.K[1, 2] - 0.5,
            seen[:, 0] * scale * self.K[0, 0] + self.K[0, 2] - 0.5,
        ]
        front, back, trust = (
            ndimage.map_coordinates(field, at, order=1, mode="nearest", prefilter=False)
            for field in (self.front, self.back, self.trust)
        )
        behind, before = depth - front, back - depth
        front_weight = trust * _fading(behind, reach)
        back_weight = _BACK_TRUST * trust * _fading(before, reach)
        total = front_weight * behind.clip(-reach, reach) + back_weight * before.clip(-reach, reach)
        return np.asarray(total, np.float32), np.asarray(front_weight + back_weight, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class ViewSurfaces:
    """The network's answer for a view."""

    crop: SquareCrop
    """The square about the object."""
    maps: SurfaceMaps
    """The surfaces behind it [m]."""


def view_surfaces(
    view: UprightView,
    frame: ObjectFrame,
    estimator: SurfaceEstimator,
    *,
    longest_side_m: float | None,
) -> ViewSurfaces:
    """Run the network on a view.

    Args:
        view: The view without roll.
        frame: Place and size of the object.
        estimator: The shape network.
        longest_side_m: Longest side of the object [m]; None lets the network guess.
    """
    crop = SquareCrop.about(view.rgba[..., 3])
    distance = float(view.rotation[2] @ (frame.centre - view.eye))
    width = crop.side / float(view.K[0, 0]) * distance
    low, high = _TRAINED_ELEVATION_DEG
    known = KnownRig(
        None if longest_side_m is None else width / longest_side_m,
        view.elevation_deg if low <= view.elevation_deg <= high else None,
    )
    maps, _ = estimator.estimate(view.rgba, crop, known=known, distance=distance, frame_width=width)
    return ViewSurfaces(crop, maps)


def depth_evidence(
    view: UprightView, frame: ObjectFrame, estimator: SurfaceEstimator
) -> DepthEvidence:
    """What the network sees in one of several views.

    Args:
        view: The view without roll.
        frame: Place and size of the object.
        estimator: The shape network.
    """
    seen = view_surfaces(view, frame, estimator, longest_side_m=frame.longest_side)
    side = seen.maps.front_depth.shape[0]
    K = seen.crop.intrinsics(view.K.astype(np.float32), side)  # noqa: N806
    return evidence_of(seen.maps, view.rotation, view.eye, K)


def evidence_of(
    maps: SurfaceMaps,
    rotation: npt.NDArray[np.floating],
    eye: npt.NDArray[np.floating],
    K: FloatArray,  # noqa: N803
) -> DepthEvidence:
    """The evidence that depth maps give.

    Args:
        maps: Surfaces behind the pixels of a crop [m].
        rotation: World to camera axes, shape [3, 3].
        eye: Camera centre [m], shape [3].
        K: Intrinsics of the maps [px], shape [3, 3].
    """
    known = maps.coverage > SOLID
    return DepthEvidence(
        front=_continued(maps.front_depth, known),
        back=_continued(maps.back_depth, known),
        trust=_trust(maps, known, K),
        rotation=rotation.astype(np.float32),
        eye=eye.astype(np.float32),
        K=K,
    )


def _continued(values: FloatArray, known: npt.NDArray[np.bool_]) -> FloatArray:
    nearest = ndimage.distance_transform_edt(~known, return_distances=False, return_indices=True)
    return np.asarray(values[nearest[0], nearest[1]], np.float32)


def _trust(
    maps: SurfaceMaps,
    known: npt.NDArray[np.bool_],
    K: FloatArray,  # noqa: N803
) -> FloatArray:
    """Squared cosine between ray and normal, from the slope of the front depth."""
    depth = _continued(maps.front_depth, known)
    down, across = np.gradient(depth)
    slope = np.hypot(down * K[1, 1], across * K[0, 0]) / depth
    return np.asarray(np.maximum(1 / (1 + slope**2), _LEAST_TRUST), np.float32)


def _fading(behind: FloatArray, reach: float) -> FloatArray:
    """1 before and up to `reach` behind a surface, then fading to 0."""
    return np.exp(-(((behind - reach).clip(0) / reach) ** 2))
