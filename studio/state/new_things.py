"""Things as they are added: beside the object and of its size, so that they are seen at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.scene.checks import Vec3
from sim.scene.driven import DriveMotion, DrivenRegion
from sim.scene.forces import Attractor, Impulse, Wind
from sim.scene.obstacles import Obstacle
from sim.scene.shapes import Box, Capsule, Cylinder, HalfSpace, Mesh, Sphere
from studio.state.language import mark
from studio.state.scene_mapping import object_box
from studio.state.scene_parts import BodyPart, Bounds, Value
from studio.state.studio_state import StudioState

KINDS = {
    "box": mark("Box"),
    "sphere": mark("Sphere"),
    "capsule": mark("Capsule"),
    "cylinder": mark("Cylinder"),
    "plane": mark("Plane"),
    "wind": mark("Wind"),
    "attractor": mark("Attractor"),
    "impulse": mark("Push"),
    "grip": mark("Grip"),
}
"""What can be added without a file, with its title."""


def new_thing(kind: str, box: Bounds) -> Value:
    """A thing of a kind, fitted to the object.

    Args:
        kind: One of `KINDS`.
        box: Corners of the placed object [m].
    """
    low, high = np.array(box[0]), np.array(box[1])
    side = float(np.ptp(np.stack([low, high]), axis=0).max())
    x, y, z = ((low + high) / 2).tolist()
    beside, third = (x, high[1] + 0.4 * side, max(z, 0.3 * side)), side / 4
    makers: dict[str, Callable[[], Value]] = {
        "box": lambda: Obstacle(Box((third, third, third), beside)),
        "sphere": lambda: Obstacle(Sphere(third, beside)),
        "capsule": lambda: Obstacle(Capsule(third / 2, third, beside)),
        "cylinder": lambda: Obstacle(Cylinder(third / 2, third, beside)),
        "plane": lambda: Obstacle(HalfSpace((0.0, -1.0, 0.0), (x, high[1] + 0.5 * side, z))),
        "wind": lambda: Wind((0.0, 3.0, 0.0), gust=0.3),
        "attractor": lambda: Attractor((x, y, float(high[2]) + 0.5 * side), 15.0, side / 2),
        "impulse": lambda: Impulse(velocity_change_m_s=(0.0, 1.5, 0.0), start_s=0.2),
        "grip": lambda: _grip(low, high),
    }
    return makers[kind]()


def new_mesh(path: Path, box: Bounds) -> Obstacle:
    """A collider of a mesh file, as large as its file says, beside the object."""
    low, high = box
    side = max(b - a for a, b in zip(low, high, strict=True))
    return Obstacle(Mesh(str(path), 1.0, ((low[0] + high[0]) / 2, high[1] + side, 0.0)))


def _grip(low: np.ndarray, high: np.ndarray) -> DrivenRegion:
    """A grip that holds the upper fifth of the object and lifts it."""
    half, middle = (high - low) / 2, (low + high) / 2
    reach = (1.1 * half[0], 1.1 * half[1], half[2] / 5)
    selection = Box(
        (float(reach[0]), float(reach[1]), float(reach[2])),
        (float(middle[0]), float(middle[1]), float(high[2] - reach[2])),
    )
    return DrivenRegion(selection, DriveMotion((0.0, 0.0, 0.2)), end_s=1.0)


def above(box: Bounds) -> Vec3:
    """Centre of a copy that hovers over the object [m].

    Args:
        box: Corners of the placed object [m].
    """
    low, high = box
    up = 1.3 * (high[2] - low[2])
    return (low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2 + up


def on_top(state: StudioState, extent_m: Vec3) -> Vec3:
    """Centre of a new body that hovers over the object and all bodies there are [m].

    Args:
        state: Scene.
        extent_m: Sides of the box round it [m].
    """
    low, high = object_box(state)
    bodies = [t.value for t in state.scene.all_things if isinstance(t.value, BodyPart)]
    top = max([high[2], *(body.position_m[2] + body.extent_m[2] / 2 for body in bodies)])
    return (low[0] + high[0]) / 2, (low[1] + high[1]) / 2, top + 0.8 * extent_m[2]


def shifted(value: Value, way_m: tuple[float, float, float]) -> Value:
    """A thing moved by a way [m]; one without a place stays as it is."""
    if isinstance(value, BodyPart):
        return replace(value, position_m=_sum(value.position_m, way_m))
    for field in ("shape", "selection"):
        inner = getattr(value, field, None)
        if inner is not None:
            key = "center_m" if hasattr(inner, "center_m") else "point_m"
            moved = replace(inner, **{key: _sum(getattr(inner, key), way_m)})
            return replace(value, **{field: moved})
    if isinstance(value, Attractor):
        return replace(value, point_m=_sum(value.point_m, way_m))
    return value


def _sum(
    first: tuple[float, float, float], second: tuple[float, float, float]
) -> tuple[float, float, float]:
    x, y, z = (a + b for a, b in zip(first, second, strict=True))
    return x, y, z
