"""What keeps a scene from running, found before anything is simulated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from render.errors import InputError
from render.quaternion import conjugate, matrix_from_quaternion
from sim.project import MANIFEST_NAME
from sim.scene.distance import distances
from sim.scene.obstacles import Obstacle
from sim.scene.shapes import Mesh
from studio.state.language import tr
from studio.state.scene_mapping import object_box, scene_of
from studio.state.scene_parts import BodyPart, Bounds, Thing
from studio.state.studio_state import StudioState

INSIDE_SHARE = 0.03
"""Share of the object that a collider may hold at the start before the scene is refused."""
_SAMPLES = 11


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a scene cannot run."""

    text: str
    """What is wrong and what to do, in the user's language."""
    row: str = ""
    """Row of the tree that it is about; empty for the whole scene."""


def problems_of(state: StudioState) -> tuple[Problem, ...]:
    """What keeps the scene from running, the first thing first; none when it can run."""
    return tuple(_found(state))


def _found(state: StudioState) -> Iterator[Problem]:
    document = state.document
    if document.project is None:
        yield Problem(tr("There is no object; open a photo, a splat file or a project."))
        return
    try:
        scene_of(state.scene)
    except InputError as error:
        yield Problem(str(error))
    for region in state.scene.regions:
        if document.gaussian_count and region.mask.count != document.gaussian_count:
            text = tr("Region {name} was chosen on another object; remove it and choose it anew.",
                      name=region.name)  # fmt: skip
            yield Problem(text, f"region-{region.key}")
    box = object_box(state)
    for thing in state.scene.all_things:
        yield from _of_thing(thing, box, state)


def _of_thing(thing: Thing, box: Bounds, state: StudioState) -> Iterator[Problem]:
    row, value, project = f"thing-{thing.key}", thing.value, state.document.project
    if isinstance(value, BodyPart):
        if value.cloud is not None and project is not None:
            file = project / value.cloud / MANIFEST_NAME
            if not file.is_file():
                text = tr("{name} needs {path}, which is gone; remove it or import it again.",
                          name=thing.name, path=value.cloud)  # fmt: skip
                yield Problem(text, row)
        return
    if isinstance(value, Obstacle) and held_share(value, box) > INSIDE_SHARE:
        text = tr(
            "{name} stands in the object at the start ({share} % of it); move or shrink it, or "
            "lift the object.",
            name=thing.name, share=f"{100 * held_share(value, box):.0f}",
        )  # fmt: skip
        yield Problem(text, row)


def held_share(obstacle: Obstacle, box: Bounds) -> float:
    """Share of an object that a collider holds at the start; 0 where it appears later.

    The object counts as the ellipsoid in its box, so that touching corners are no fault.

    Args:
        obstacle: Collider; meshes are not looked into.
        box: Corners of the placed object [m].
    """
    shape = obstacle.shape
    if obstacle.start_s > 0 or isinstance(shape, Mesh):
        return 0.0
    low, high = np.array(box[0]), np.array(box[1])
    grid = np.linspace(-1, 1, _SAMPLES)
    unit = np.stack(np.meshgrid(grid, grid, grid, indexing="ij"), axis=-1).reshape(-1, 3)
    points = (low + high) / 2 + unit[(unit**2).sum(axis=1) <= 1] * (high - low) / 2
    place, quat = obstacle.motion.pose(0.0)
    local = (points - place) @ matrix_from_quaternion(conjugate(quat)).T
    return float((distances(shape, local).signed < 0).mean())
