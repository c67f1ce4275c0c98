"""The scene that the window saved in a project, for commands that go on with it."""

from __future__ import annotations

from dataclasses import replace

from render.errors import InputError
from sim.project import Project
from studio.jobs.requests import SimulateRequest
from studio.jobs.saved_parts import saved_part
from studio.state.scene import SceneState
from studio.state.scene_mapping import bodies_of, regions_of, scene_of


def with_saved_scene(request: SimulateRequest, project: Project) -> SimulateRequest:
    """A request that goes on with the scene that the window saved in its project.

    A scene, bodies, regions or a frame count that the request names itself stay.

    Args:
        request: What the command says.
        project: Project that it is for.

    Raises:
        InputError: If what was saved cannot be read, or its bodies do not go with the command.
    """
    if request.scene is not None or request.bodies or request.imported is not None:
        return request
    saved = SceneState(base=project.scene)
    for name, value in saved_part(project.path, "scene").items():
        setattr(saved, name, value)
    bodies = bodies_of(saved, project.path)
    if bodies and request.regions:
        raise InputError(
            f"--regions is for one object, but the scene saved in {project.path.name} has "
            f"{len(bodies)} bodies; remove them in the window, or leave --regions out"
        )
    count = request.frame_count
    if count is None and saved.world is not None:
        count = saved.world.frame_count
    return replace(
        request,
        scene=scene_of(saved),
        bodies=bodies,
        regions=request.regions or regions_of(saved),
        frame_count=count,
    )
