"""Outlines of things as lines in space: what the viewport draws of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from render.quaternion import matrix_from_quaternion
from sim.scene.distance import shape_frame
from sim.scene.driven import DrivenRegion
from sim.scene.forces import Attractor, Impulse, Wind
from sim.scene.obstacles import Obstacle
from sim.scene.shapes import Box, Capsule, Cylinder, HalfSpace, Mesh, Shape, Sphere
from studio.state.scene_parts import BodyPart, Bounds, Value

Lines = npt.NDArray[np.float64]

_CORNERS = np.array(list(product((-1.0, 1.0), repeat=3)))
_EDGES = tuple((a, b) for a in range(8) for b in range(a) if (a ^ b).bit_count() == 1)
_RING = np.linspace(0, 2 * np.pi, 41)
_HALF_RING = np.linspace(0, np.pi, 21)
_HEAD = 0.22
"""Length of an arrow's head in arrows."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """What is drawn of one thing."""

    lines: tuple[Lines, ...]
    """Lines in space [m], each of shape [K, 3]."""
    later: tuple[Lines, ...] = ()
    """Where it will be: drawn dashed."""
    center: Lines | None = None
    """Where its handle and its name are [m], shape [3]; None for nowhere."""


def outline_of(value: Value, box: Bounds) -> Outline:
    """Outline of a thing.

    Args:
        value: Thing.
        box: Corners of the placed object [m]: what has no size is drawn beside it.
    """
    low, high = np.array(box[0]), np.array(box[1])
    side = float((high - low).max())
    if isinstance(value, Obstacle):
        return _of_obstacle(value, side)
    if isinstance(value, BodyPart):
        center, half = np.array(value.position_m), np.array(value.extent_m) / 2
        return Outline(tuple(_box_lines(center, half, np.eye(3))), center=center)
    if isinstance(value, DrivenRegion):
        return _of_grip(value, side)
    if isinstance(value, Attractor):
        center = np.array(value.point_m)
        return Outline(tuple(_rings(center, value.radius_m)), center=center)
    return _of_flow(value, low, high, side)


def box_outline(box: Bounds) -> tuple[Lines, ...]:
    """The edges of a box along the axes."""
    low, high = np.array(box[0]), np.array(box[1])
    return tuple(_box_lines((low + high) / 2, (high - low) / 2, np.eye(3)))


def arrow(start: Lines, end: Lines) -> tuple[Lines, ...]:
    """An arrow in space [m]."""
    way = end - start
    length = float(np.linalg.norm(way))
    if length < 1e-9:
        return ()
    aside = np.cross(way, [0.0, 0.0, 1.0] if abs(way[2]) < 0.9 * length else [1.0, 0.0, 0.0])
    aside *= 0.5 * _HEAD * length / np.linalg.norm(aside)
    neck = end - _HEAD * way
    return np.stack([start, end]), np.stack([neck + aside, end, neck - aside])


def _of_obstacle(value: Obstacle, side: float) -> Outline:
    lines, center = _shape_lines(value.shape, side)
    first, last = value.motion.pose(0.0), value.motion.pose(value.motion.times_s[-1])
    later = _moved(lines, *last) if value.motion.moving else ()
    return Outline(_moved(lines, *first), later, _moved((center[None],), *first)[0][0])


def _moved(lines: tuple[Lines, ...], position: Lines, quat: Lines) -> tuple[Lines, ...]:
    turn = matrix_from_quaternion(quat).T
    return tuple(line @ turn + position for line in lines)


def _of_grip(value: DrivenRegion, side: float) -> Outline:
    lines, center = _shape_lines(value.selection, side)
    speed = np.array(value.motion.velocity_m_s)
    size = float(np.linalg.norm(speed))
    if size > 1e-9:
        lines = (*lines, *arrow(center, center + 0.6 * side * speed / size))
    return Outline(lines, center=center)


def _of_flow(value: Wind | Impulse, low: Lines, high: Lines, side: float) -> Outline:
    """Arrows that point the way of a wind or a push."""
    if isinstance(value, Wind):
        way = np.array(value.velocity_m_s)
    else:
        way = np.array(value.velocity_change_m_s or value.force_n or (0.0, 0.0, 0.0))
    size, middle = float(np.linalg.norm(way)), (low + high) / 2
    if size < 1e-9:
        return Outline((), center=middle)
    way = way / size
    if isinstance(value, Impulse):
        return Outline(arrow(middle, middle + 0.8 * side * way), center=middle + 0.9 * side * way)
    tail = middle - 1.2 * side * way
    across = np.cross(way, [0.0, 0.0, 1.0] if abs(way[2]) < 0.9 else [1.0, 0.0, 0.0])
    across *= 0.35 * side / np.linalg.norm(across)
    lines = [
        part
        for step in (-1.0, 0.0, 1.0)
        for part in arrow(tail + step * across, tail + step * across + 0.5 * side * way)
    ]
    return Outline(tuple(lines), center=tail)


def _shape_lines(shape: Shape, side: float) -> tuple[tuple[Lines, ...], Lines]:
    """Lines and centre of a shape in the frame that moves it."""
    center, axes = shape_frame(shape)
    if isinstance(shape, Box):
        return tuple(_box_lines(center, np.array(shape.half_extents_m), axes)), center
    if isinstance(shape, Sphere):
        return tuple(_rings(center, shape.radius_m)), center
    if isinstance(shape, Capsule | Cylinder):
        return tuple(_tube(center, axes, shape)), center
    if isinstance(shape, HalfSpace):
        return _plane(center, axes, side), center
    if isinstance(shape, Mesh):
        reach = side / 3 * np.eye(3)
        return tuple(np.stack([center - way, center + way]) for way in reach), center
    raise TypeError(f"no outline for {type(shape).__name__}")


def _box_lines(center: Lines, half: Lines, axes: Lines) -> list[Lines]:
    corners = center + (_CORNERS * half) @ axes.T
    return [corners[[a, b]] for a, b in _EDGES]


def _ring(center: Lines, first: Lines, second: Lines, angles: Lines = _RING) -> Lines:
    return np.asarray(center + np.cos(angles)[:, None] * first + np.sin(angles)[:, None] * second)


def _rings(center: Lines, radius: float) -> list[Lines]:
    axes = radius * np.eye(3)
    return [_ring(center, axes[a], axes[b]) for a, b in ((0, 1), (1, 2), (2, 0))]


def _tube(center: Lines, axes: Lines, shape: Capsule | Cylinder) -> list[Lines]:
    x, y, z = axes.T
    reach, radius = shape.half_length_m * z, shape.radius_m
    ends = (center - reach, center + reach)
    lines = [_ring(end, radius * x, radius * y) for end in ends]
    lines += [np.stack([ends[0] + radius * way, ends[1] + radius * way]) for way in (x, -x, y, -y)]
    if isinstance(shape, Capsule):
        for end, out in zip(ends, (-z, z), strict=True):
            lines += [_ring(end, radius * way, radius * out, _HALF_RING) for way in (x, y)]
    return lines


def _plane(point: Lines, axes: Lines, side: float) -> tuple[Lines, ...]:
    """A square of an unlimited plane, and the way out of the solid."""
    x, y, z = axes.T
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    square = np.stack([point + side * (a * x + b * y) for a, b in corners])
    return (square, *arrow(point, point + 0.4 * side * z))
