"""The bodies of a simulation: the project's object, or all that a scene names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.body import Body
from sim.material_table import params_for
from sim.materials import MaterialParams
from sim.object_edit import UNEDITED, ObjectEdit, Placing
from sim.object_run import placed_regions
from sim.project import PROJECT_SUFFIX, Project
from sim.scene_file import SceneBody
from sim.scene_setup import SceneSetup
from sim.splat_object import DEFAULT_SIZE_M, read_splats, upright


class LoadedObject(NamedTuple):
    """A cloud in its own frame and what is known of its material."""

    cloud: GaussianCloud
    """Z up, metres, centred on the origin."""
    predicted: MaterialParams | None
    """Material of its project's prediction; None for a splat file."""
    edit: ObjectEdit = UNEDITED
    """What was done to it."""


def scene_bodies(
    bodies: Sequence[SceneBody],
    project: Project,
    params: MaterialParams | None,
    scene: SceneSetup,
    *,
    edit: ObjectEdit = UNEDITED,
) -> list[Body]:
    """Load and place the bodies that a scene names.

    Args:
        bodies: What the scene file says of them.
        project: Project whose object bodies without a cloud are.
        params: Its material; None where a scene must name it.
        scene: Placement of bodies without a position.
        edit: What was done to the project's object; a position in the scene replaces its place and
            turn, not its size.

    Raises:
        InputError: If a cloud cannot be read, or a material is missing.
    """
    return [
        _placed(body, _loaded(body, project, params, edit), number, scene)
        for number, body in enumerate(bodies, start=1)
    ]


def _loaded(
    body: SceneBody, project: Project, params: MaterialParams | None, edit: ObjectEdit
) -> LoadedObject:
    if body.cloud is None:
        return LoadedObject(project.cloud(), params, edit)
    if body.cloud.suffix.lower() == PROJECT_SUFFIX:
        other = Project.open(body.cloud)
        physics = other.physics
        return LoadedObject(other.cloud(), None if physics is None else params_for(physics.mean()))
    return LoadedObject(_splats(body.cloud, body), None)


def _splats(path: Path, body: SceneBody) -> GaussianCloud:
    size_m = DEFAULT_SIZE_M if body.size_m is None else body.size_m
    return upright(read_splats(path), up=body.up, size_m=size_m)


def _placed(body: SceneBody, found: LoadedObject, number: int, scene: SceneSetup) -> Body:
    params = body.material or found.predicted
    if params is None:
        raise InputError(
            f"body {body.name or number} has no predicted material; name one in the scene, for "
            'example "material": {"law": "jelly"}'
        )
    placing = _placing(body, found, scene)
    return Body(
        placing.applied(found.edit.kept(found.cloud)),
        params,
        regions=placed_regions(body.regions, placing),
        fill=body.fill,
        separate=body.separate,
        velocity_m_s=body.velocity_m_s,
        name=body.name,
    )


def _placing(body: SceneBody, found: LoadedObject, scene: SceneSetup) -> Placing:
    """How a body comes into its place."""
    if body.position_m is None:
        return found.edit.placing(found.cloud, scene)
    return Placing.at(found.cloud, body.position_m, body.rotation, found.edit.pose.scale)
