"""Names, icons and groups of what a scene holds."""

from __future__ import annotations

from sim.scene.driven import DrivenRegion
from sim.scene.forces import Attractor, Impulse, Wind
from sim.scene.obstacles import Obstacle
from sim.scene.shapes import Box, Capsule, Cylinder, HalfSpace, Mesh, Sphere
from studio.state.language import mark, tr
from studio.state.scene_parts import BodyPart, Value

_TITLES: dict[type, str] = {
    Box: mark("Box"),
    Sphere: mark("Sphere"),
    Capsule: mark("Capsule"),
    Cylinder: mark("Cylinder"),
    HalfSpace: mark("Plane"),
    Mesh: mark("Mesh"),
    Wind: mark("Wind"),
    Attractor: mark("Attractor"),
    Impulse: mark("Push"),
    DrivenRegion: mark("Grip"),
    BodyPart: mark("Copy"),
}
COLLIDERS, FORCES, OBJECTS = "colliders", "forces", "objects"


def title_of(value: Value) -> str:
    """What a thing is, in the user's language."""
    kind = type(value.shape) if isinstance(value, Obstacle) else type(value)
    if isinstance(value, BodyPart) and value.cloud is not None:
        return tr("Body")
    return tr(_TITLES[kind])


def group_of(value: Value) -> str:
    """Branch of the tree that a thing hangs on."""
    if isinstance(value, BodyPart):
        return OBJECTS
    return COLLIDERS if isinstance(value, Obstacle) else FORCES
