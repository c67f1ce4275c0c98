"""Handles of what is chosen in the scene: faces, radii and ends to drag, and tips of arrows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from render.quaternion import matrix_from_quaternion
from sim.scene.distance import shape_frame
from sim.scene.driven import DrivenRegion
from sim.scene.forces import Attractor, Impulse, Wind
from sim.scene.obstacles import Obstacle
from sim.scene.shapes import Box, Capsule, Cylinder, HalfSpace, Shape, Sphere
from studio.state.scene_parts import Bounds, World

Float64Array = npt.NDArray[np.float64]
Vec3 = tuple[float, float, float]
LEAST_M = 1e-3
"""Smallest half side, radius or half length that a drag leaves [m]."""
_STRAIGHT = np.cos(np.radians(6.0))
"""Cosine of the angle to an axis within which a dragged direction takes the axis itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Handle:
    """Something of a value that can be dragged."""

    place_m: Float64Array
    """Where it is [m], shape [3]."""
    axis: Float64Array | None
    """Unit direction that it is dragged along, shape [3]; None goes with the pointer."""
    write: Callable[[Any, Float64Array], Any]
    """The value when the handle was dragged a way [m], shape [3]."""
    tail_m: Float64Array | None = None
    """Where its arrow begins, drawn with the handle [m]; None draws none."""


_Put = Callable[[Any, Any], Any]
"""The value with another shape, or another vector."""


def handles_of(value: Any, box: Bounds) -> tuple[Handle, ...]:
    """Handles of a thing or of the world; none where there is nothing to drag.

    Args:
        value: Thing of the scene, or `World`.
        box: Corners of the placed object [m]: arrows stand beside it.
    """
    low, high = np.array(box[0]), np.array(box[1])
    middle, side = (low + high) / 2, float((high - low).max())
    if isinstance(value, Obstacle):
        return _of_shape(value.shape, _putting("shape"), value.motion.pose(0.0), side)
    if isinstance(value, DrivenRegion):
        return _of_shape(value.selection, _putting("selection"), None, side)
    if isinstance(value, Attractor):
        return (_radius(np.array(value.point_m), np.eye(3)[0], value.radius_m, _with_radius),)
    if isinstance(value, World):
        walls = value.domain
        faces = () if walls is None else _of_shape(walls, _putting("domain"), None, side)
        return (*_arrow(value, "gravity_m_s2", middle, 0.8 * side), *faces)
    if isinstance(value, Wind):
        way = np.array(value.velocity_m_s)
        tail = middle - 1.2 * side * way / (np.linalg.norm(way) or 1.0)
        return _arrow(value, "velocity_m_s", tail, 0.5 * side)
    if isinstance(value, Impulse):
        field = "velocity_change_m_s" if value.force_n is None else "force_n"
        region = value.region
        place = () if region is None else _of_shape(region, _putting("region"), None, side)
        return (*_arrow(value, field, middle, 0.8 * side), *place)
    return ()


def _putting(field: str) -> _Put:
    return lambda value, new: replace(value, **{field: new})


def _with_radius(value: Any, radius_m: float) -> Any:
    return replace(value, radius_m=radius_m)


def _of_shape(
    shape: Shape, put: _Put, pose: tuple[Float64Array, Float64Array] | None, side: float
) -> tuple[Handle, ...]:
    """Handles of a shape.

    Args:
        shape: Shape in the frame that moves it.
        put: Gives a value the changed shape.
        pose: Position [m] and quaternion of that frame; None for the world's.
        side: Longest side of the object [m]: how far the tip of a plane is away.
    """
    turn: Float64Array = np.eye(3)
    if pose is not None:
        turn = np.asarray(matrix_from_quaternion(pose[1]), np.float64)
    origin = np.zeros(3) if pose is None else pose[0]
    center, own = shape_frame(shape)
    middle, axes = turn @ center + origin, (turn @ own).T
    if isinstance(shape, Box):
        return tuple(
            _face(shape, put, middle, (number, sign * axes[number], sign * own[:, number]))
            for number in range(3)
            for sign in (1.0, -1.0)
        )
    if isinstance(shape, HalfSpace):
        return (_tip(shape, put, middle, (axes[2], turn), 0.4 * side),)
    if not isinstance(shape, Sphere | Capsule | Cylinder):
        return ()

    def sized(field: str) -> _Put:
        return lambda value, new: put(value, replace(shape, **{field: new}))

    radius = _radius(middle, axes[0], shape.radius_m, sized("radius_m"))
    if isinstance(shape, Sphere):
        return (radius,)
    half = shape.half_length_m
    ends = (_radius(middle, sign * axes[2], half, sized("half_length_m")) for sign in (1.0, -1.0))
    return (radius, *ends)


def _face(
    shape: Box, put: _Put, middle: Float64Array, facing: tuple[int, Float64Array, Float64Array]
) -> Handle:
    """A face of a box: the opposite one stays where it is."""
    number, out, own = facing
    half = shape.half_extents_m[number]

    def write(value: Any, way: Float64Array) -> Any:
        grown = max(float(way @ out) / 2, LEAST_M - half)
        extents = list(shape.half_extents_m)
        extents[number] = half + grown
        center = np.array(shape.center_m) + grown * own
        return put(value, replace(shape, half_extents_m=_triple(extents), center_m=_triple(center)))

    return Handle(middle + half * out, out, write)


def _radius(middle: Float64Array, axis: Float64Array, length_m: float, put: _Put) -> Handle:
    """A length from the middle on."""

    def write(value: Any, way: Float64Array) -> Any:
        return put(value, max(length_m + float(way @ axis), LEAST_M))

    return Handle(middle + length_m * axis, axis, write)


def _tip(
    shape: HalfSpace,
    put: _Put,
    middle: Float64Array,
    facing: tuple[Float64Array, Float64Array],
    length_m: float,
) -> Handle:
    """The way that a plane faces; its outline has the arrow."""
    normal, turn = facing

    def write(value: Any, way: Float64Array) -> Any:
        own = turn.T @ _straightened(length_m * normal + way)
        return put(value, replace(shape, normal=_triple(own)))

    return Handle(middle + length_m * normal, None, write)


def _arrow(value: Any, field: str, tail: Float64Array, length_m: float) -> tuple[Handle, ...]:
    """The direction of a vector; how large it is stays and is typed."""
    vector = np.array(getattr(value, field))
    size = float(np.linalg.norm(vector))
    if size < 1e-9:
        return ()
    way_out = length_m * vector / size

    def write(old: Any, way: Float64Array) -> Any:
        return replace(old, **{field: _triple(size * _straightened(way_out + way))})

    return (Handle(tail + way_out, None, write, tail),)


def _straightened(way: Float64Array) -> Float64Array:
    """Unit vector of a way; close to an axis it is the axis."""
    unit = way / (np.linalg.norm(way) or 1.0)
    nearest = int(np.argmax(np.abs(unit)))
    if abs(unit[nearest]) >= _STRAIGHT:
        unit = np.sign(unit[nearest]) * np.eye(3)[nearest]
    return np.asarray(unit)


def _triple(values: npt.ArrayLike) -> Vec3:
    x, y, z = (float(value) for value in np.asarray(values))
    return x, y, z
