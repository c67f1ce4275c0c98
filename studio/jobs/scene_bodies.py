"""The bodies of a simulation: the project's object, or all that a scene names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.gaussians import GaussianCloud
from render.quaternion import matrix_from_quaternion
from sim.body import Body
from sim.material_table import params_for
from sim.materials import MaterialParams
from sim.particles import FillOptions
from sim.project import PROJECT_SUFFIX, Project
from sim.regions import Region
from sim.scene_file import SceneBody
from sim.scene_setup import SceneSetup, placement
from studio.jobs.splat_import import read_splats, upright

DEFAULT_SIZE_M = 0.5
"""Longest side of a splat file whose size nobody names [m]."""


class LoadedObject(NamedTuple):
    """A cloud in its own frame and what is known of its material."""

    cloud: GaussianCloud
    """Z up, metres, centred on the origin."""
    predicted: MaterialParams | None
    """Material of its project's prediction; None for a splat file."""


def object_body(
    cloud: GaussianCloud,
    params: MaterialParams,
    regions: Sequence[Region],
    scene: SceneSetup,
    *,
    fill: FillOptions,
) -> Body:
    """The project's object in the place that the scene gives it.

    Args:
        cloud: Object in its own frame [m].
        params: Its material.
        regions: Parts with a material of their own, in the same frame.
        scene: Ground, drop height and tilt.
        fill: What of the cloud is matter, the gap to close and the particles a cell.
    """
    rotation, translation = placement(cloud, scene)
    return Body(
        cloud.transformed(rotation, translation),
        params,
        regions=tuple(region.moved(rotation, translation) for region in regions),
        fill=fill,
    )


def scene_bodies(
    bodies: Sequence[SceneBody], project: Project, params: MaterialParams | None, scene: SceneSetup
) -> list[Body]:
    """Load and place the bodies that a scene names.

    Args:
        bodies: What the scene file says of them.
        project: Project whose object bodies without a cloud are.
        params: Its material; None where a scene must name it.
        scene: Placement of bodies without a position.

    Raises:
        InputError: If a cloud cannot be read, or a material is missing.
    """
    return [
        _placed(body, _loaded(body, project, params), number, scene)
        for number, body in enumerate(bodies, start=1)
    ]


def _loaded(body: SceneBody, project: Project, params: MaterialParams | None) -> LoadedObject:
    if body.cloud is None:
        return LoadedObject(project.cloud(), params)
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
    rotation, translation = _motion(body, found.cloud, scene)
    return Body(
        found.cloud.transformed(rotation, translation),
        params,
        regions=tuple(region.moved(rotation, translation) for region in body.regions),
        fill=body.fill,
        separate=body.separate,
        velocity_m_s=body.velocity_m_s,
        name=body.name,
    )


def _motion(
    body: SceneBody, cloud: GaussianCloud, scene: SceneSetup
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Rotation and translation [m] of a body into its place."""
    if body.position_m is None:
        return placement(cloud, scene)
    rotation = matrix_from_quaternion(np.array(body.rotation)).astype(np.float32)
    low, high = cloud.bounds(percentile=0.1, min_opacity=0.02)
    center = rotation @ ((low + high) / 2)
    return rotation, (np.array(body.position_m) - center).astype(np.float32)
