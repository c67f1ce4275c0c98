"""Where the object stands and how large it is, from where its masks lie in posed views."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.posed_views import PosedViews
from render.errors import InputError

DoubleArray = npt.NDArray[np.float64]

SOLID = 0.5
"""Coverage from which a pixel belongs to the object."""
_LEAST_PIXELS = 12
_SIZE_WEIGHT = 0.3
_ALIGNED_POWER = 8
_FARTHEST_MISS = 0.75


@dataclass(frozen=True, slots=True, eq=False)
class ObjectFrame:
    """Rough place and size of the object in the world of the poses."""

    centre: DoubleArray
    """Where the rays through the middles of the masks meet [m], shape [3]."""
    longest_side: float
    """Longest extent of the masks at the depth of the centre [m]."""


@dataclass(frozen=True, slots=True, eq=False)
class _Sight:
    """The mask of one view as a bundle of rays."""

    eye: DoubleArray
    """Camera centre in the world [m], shape [3]."""
    forward: DoubleArray
    """Unit viewing direction, shape [3]."""
    towards: DoubleArray
    """Unit direction to the middle of the mask's bounding box, shape [3]."""
    extent: float
    """Longer side of the mask's bounding box over the depth."""
    breadth: float
    """Root of the mask's area over the depth."""


def locate(views: PosedViews) -> ObjectFrame:
    """Place and size of the object.

    The centre lies closest to the rays through the middles of the masks. Views from opposite sides
    leave the place along their common axis open; there both masks must stand for one size. A single
    view leaves it open altogether: the object is taken to stand abreast of the world's origin.

    Raises:
        InputError: If a view shows nothing, the rays do not meet or meet behind a camera.
    """
    sights = [_sight(views, index) for index in range(views.count)]
    centre = _abreast_of_origin(sights[0]) if len(sights) == 1 else _meeting_point(sights)
    depths = np.array([(centre - sight.eye) @ sight.forward for sight in sights])
    for index, (sight, depth) in enumerate(zip(sights, depths, strict=True)):
        if depth <= 0.5 * sight.extent * depth or depth <= 0:
            raise InputError(
                f"the object of view {index} would stand behind its camera; check the poses "
                "(world to camera, OpenCV axes)"
            )
    longest = float(max(s.extent * z for s, z in zip(sights, depths, strict=True)))
    for index, sight in enumerate(sights):
        offset = centre - sight.eye
        miss = float(np.linalg.norm(offset - (offset @ sight.towards) * sight.towards))
        if miss > _FARTHEST_MISS * longest:
            raise InputError(
                f"view {index} sees the object {miss:.3g} m beside where the others see it "
                f"(its size is {longest:.3g} m); poses and pictures do not belong together"
            )
    return ObjectFrame(centre, longest)


def _sight(views: PosedViews, index: int) -> _Sight:
    rows, columns = np.nonzero(views.rgba[index, ..., 3] > SOLID)
    if rows.size < _LEAST_PIXELS:
        raise InputError(
            f"view {index} shows no object ({rows.size} px are more than half opaque, at least "
            f"{_LEAST_PIXELS} are needed); give a clearer mask or leave the view out"
        )
    fx, fy, cx, cy = views.intrinsics[index]
    low = np.array([columns.min(), rows.min()], np.float64)
    high = np.array([columns.max(), rows.max()], np.float64) + 1
    middle, span = (low + high) / 2, (high - low) / [fx, fy]
    pose = views.world_to_camera[index]
    towards = np.array([(middle[0] - cx) / fx, (middle[1] - cy) / fy, 1]) @ pose[:3, :3]
    return _Sight(
        eye=-pose[:3, :3].T @ pose[:3, 3],
        forward=pose[2, :3],
        towards=towards / np.linalg.norm(towards),
        extent=float(span.max()),
        breadth=float(np.sqrt(rows.size / (fx * fy))),
    )


def _abreast_of_origin(sight: _Sight) -> DoubleArray:
    depth = float(-sight.eye @ sight.forward)
    if depth <= 0:
        raise InputError(
            "one view does not tell how far the object is, and the world's origin lies behind the "
            "camera; give a second view or poses whose origin is at the object"
        )
    return np.asarray(sight.eye + sight.towards * depth / (sight.towards @ sight.forward))


def _meeting_point(sights: list[_Sight]) -> DoubleArray:
    """Least squares: distances to the rays, and equal sizes seen along one axis."""
    rows, values = [], []
    for sight in sights:
        across = np.eye(3) - np.outer(sight.towards, sight.towards)
        rows.append(across)
        values.append(across @ sight.eye)
    for at, first in enumerate(sights):
        for second in sights[at + 1 :]:
            aligned = abs(float(first.towards @ second.towards)) ** _ALIGNED_POWER
            row = first.breadth * first.forward - second.breadth * second.forward
            value = first.breadth * (first.forward @ first.eye) - second.breadth * (
                second.forward @ second.eye
            )
            weight = _SIZE_WEIGHT * aligned / (first.breadth + second.breadth)
            rows.append(weight * row[None])
            values.append(np.array([weight * value]))
    centre, *_ = np.linalg.lstsq(np.concatenate(rows), np.concatenate(values), rcond=1e-6)
    return np.asarray(centre, np.float64)
