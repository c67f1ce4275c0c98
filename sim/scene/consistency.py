"""Contradictions inside a scene, found before any work starts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from render.errors import InputError
from render.quaternion import matrix_from_quaternion
from sim.scene.distance import inside, shape_frame
from sim.scene.driven import DrivenRegion
from sim.scene.obstacles import Obstacle
from sim.scene.shapes import Box, Cylinder, HalfSpace, Selection, Sphere

_OPPOSITE = -1 + 1e-6
_SAMPLES = 17
"""Points along every side of what two selections may share."""


def check_consistency(
    *,
    ground_z_m: float | None,
    obstacles: Sequence[Obstacle],
    regions: Sequence[DrivenRegion],
    domain: Box | None,
) -> None:
    """Refuse conditions that cannot hold together.

    Args:
        ground_z_m: Height of the ground [m]; None for no ground.
        obstacles: Solids of the scene.
        regions: Driven regions of the scene.
        domain: Walls around the scene.

    Raises:
        InputError: If planes that face each other leave no room, particles are told two motions
            at a time, or the domain is turned or lies in the ground.
    """
    _check_planes(ground_z_m, obstacles)
    for (first, one), (second, other) in combinations(enumerate(regions), 2):
        if _together(one, other) and _share_points(one.selection, other.selection):
            raise InputError(
                f"driven regions {first + 1} and {second + 1} overlap in space and time, so that "
                "some particles would be told two motions; move one or let it start later"
            )
    if domain is None:
        return
    if domain.quat != (1.0, 0.0, 0.0, 0.0):
        raise InputError("the domain's walls stand along the axes; give it no rotation")
    if ground_z_m is not None and domain.center_m[2] + domain.half_extents_m[2] <= ground_z_m:
        raise InputError(
            f"the domain ends below the ground at {ground_z_m:g} m; raise it or lower the ground"
        )


def _check_planes(ground_z_m: float | None, obstacles: Sequence[Obstacle]) -> None:
    """Refuse resting planes that face each other with no room between them."""
    planes = [
        (f"obstacle {index + 1}", item.shape, item)
        for index, item in enumerate(obstacles)
        if isinstance(item.shape, HalfSpace) and not item.motion.moving
    ]
    if ground_z_m is not None:
        shape = HalfSpace((0.0, 0.0, 1.0), (0.0, 0.0, ground_z_m))
        planes.append(("the ground", shape, Obstacle(shape)))
    for (name, one, first), (other_name, other, second) in combinations(planes, 2):
        normals = _normal(first, one), _normal(second, other)
        if float(normals[0] @ normals[1]) > _OPPOSITE or not _windows_meet(first, second):
            continue
        room = float(normals[0] @ (_point(second, other) - _point(first, one)))
        if room <= 0:
            raise InputError(
                f"{name} and {other_name} face each other and leave no room ({room:g} m); move "
                "one of them, or turn its normal if it points into the solid"
            )


def _normal(obstacle: Obstacle, shape: HalfSpace) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    _, quat = obstacle.motion.pose(0.0)
    return np.asarray(matrix_from_quaternion(quat) @ np.array(shape.normal), np.float64)


def _point(obstacle: Obstacle, shape: HalfSpace) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    position, quat = obstacle.motion.pose(0.0)
    turned = matrix_from_quaternion(quat) @ np.array(shape.point_m)
    return np.asarray(turned + position, np.float64)


def _windows_meet(one: Obstacle, other: Obstacle) -> bool:
    ends = [item.end_s for item in (one, other) if item.end_s is not None]
    return not ends or max(one.start_s, other.start_s) < min(ends)


def _together(one: DrivenRegion, other: DrivenRegion) -> bool:
    ends = [region.last_s for region in (one, other) if region.last_s is not None]
    return not ends or max(one.start_s, other.start_s) < min(ends)


def _share_points(one: Selection, other: Selection) -> bool:
    """Whether a grid over what both bounding boxes share has a point in both."""
    boxes = [_bounds(selection) for selection in (one, other)]
    low = np.maximum(boxes[0][0], boxes[1][0])
    high = np.minimum(boxes[0][1], boxes[1][1])
    if (low >= high).any():
        return False
    shares = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    axes = [a + shares * (b - a) for a, b in zip(low, high, strict=True)]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    return bool((inside(one, points) & inside(other, points)).any())


def _bounds(selection: Selection) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper corner of the box around a selection [m], shape [3] each."""
    center, axes = shape_frame(selection)
    if isinstance(selection, Sphere):
        reach = np.full(3, selection.radius_m)
    elif isinstance(selection, Cylinder):
        along = np.abs(axes[:, 2])
        across = np.sqrt(np.maximum(1 - along**2, 0))
        reach = along * selection.half_length_m + across * selection.radius_m
    else:
        reach = np.abs(axes) @ np.array(selection.half_extents_m)
    return center - reach, center + reach
