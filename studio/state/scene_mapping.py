"""The scene of the window as the simulator takes it, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np

from sim.object_edit import ObjectPose
from sim.regions import Region
from sim.scene.driven import DrivenRegion
from sim.scene.forces import Attractor, Impulse, Wind
from sim.scene.obstacles import Obstacle
from sim.scene_file import SceneBody
from sim.scene_setup import SceneSetup
from sim.selections import MaskSelection
from studio.state.scene import SceneState
from studio.state.scene_parts import BodyPart, Bounds, RegionPart, Thing, World
from studio.state.studio_state import StudioState


def world_of(state: SceneState) -> World:
    """The world that holds: the person's, or the one of the project's scene."""
    if state.world is not None:
        return state.world
    base, plain = state.base, SceneSetup()
    return World(
        gravity_m_s2=base.gravity_m_s2,
        has_ground=base.ground_z_m is not None,
        ground_z_m=0.0 if base.ground_z_m is None else base.ground_z_m,
        ground_friction=base.ground_friction,
        ground_surface=base.ground_surface,
        frame_count=None if base.frame_count == plain.frame_count else base.frame_count,
        frame_dt_s=None if base.frame_dt_s == plain.frame_dt_s else base.frame_dt_s,
        domain=base.domain,
    )


def scene_of(state: SceneState) -> SceneSetup | None:
    """The scene that is simulated; None for the project's own.

    Raises:
        InputError: If its parts contradict each other.
    """
    if state.world is None and state.things is None:
        return None
    world, plain = world_of(state), SceneSetup()
    values = [thing.value for thing in state.all_things]
    return replace(
        state.base,
        gravity_m_s2=world.gravity_m_s2,
        ground_z_m=world.ground_z_m if world.has_ground else None,
        ground_friction=world.ground_friction,
        ground_surface=world.ground_surface,
        frame_count=plain.frame_count if world.frame_count is None else world.frame_count,
        frame_dt_s=plain.frame_dt_s if world.frame_dt_s is None else world.frame_dt_s,
        domain=world.domain,
        obstacles=tuple(value for value in values if isinstance(value, Obstacle)),
        forces=tuple(value for value in values if isinstance(value, Wind | Attractor | Impulse)),
        regions_driven=tuple(value for value in values if isinstance(value, DrivenRegion)),
    )


def regions_of(state: SceneState) -> tuple[Region, ...]:
    """The object's regions, in order."""
    return tuple(_region(part) for part in state.regions)


def bodies_of(state: SceneState, project: Path) -> tuple[SceneBody, ...]:
    """All bodies where there are several; none where the object is alone.

    Args:
        state: Scene.
        project: Folder of the open project, which the paths of further bodies start at.
    """
    further = [thing for thing in state.all_things if isinstance(thing.value, BodyPart)]
    if not further:
        return ()
    return (
        SceneBody(regions=regions_of(state), name=project.stem),
        *(_body(thing.name, thing.value, project) for thing in further
          if isinstance(thing.value, BodyPart)),
    )  # fmt: skip


def _region(part: RegionPart) -> Region:
    return Region(MaskSelection(part.mask.array()), part.params, part.name)


def _body(name: str, part: BodyPart, project: Path) -> SceneBody:
    return SceneBody(
        cloud=None if part.cloud is None else project / part.cloud,
        material=part.material,
        position_m=part.position_m,
        rotation=part.rotation,
        velocity_m_s=part.velocity_m_s,
        separate=part.separate,
        name=name,
    )


def object_box(state: StudioState) -> Bounds:
    """Lower and upper corner of the placed object [m]; a guess while nobody has measured it."""
    bounds = state.placement.rest_bounds
    if bounds is None:
        side = state.document.size_m
        low = (state.scene.base.ground_z_m or 0.0) + side * state.scene.base.drop_height_over_size
        bounds = ((-side / 2, -side / 2, low), (side / 2, side / 2, low + side))
    return moved_box(bounds, state.placement.pose)


def moved_box(bounds: Bounds, pose: ObjectPose) -> Bounds:
    """The box round a box after a similarity [m]."""
    corners = pose.applied(np.array(list(product(*zip(*bounds, strict=True)))))
    (a, b, c), (d, e, f) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return (a, b, c), (d, e, f)


def next_key(parts: Iterable[Thing | RegionPart]) -> int:
    """A key that no part has."""
    return max((part.key for part in parts), default=0) + 1
