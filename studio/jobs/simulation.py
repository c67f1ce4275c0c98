"""Project to take: choose the material, place the object, simulate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from render.errors import InputError
from render.progress import ProgressCallback
from sim.body import Body
from sim.hand_record import CommandSource
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.object_edit import ObjectEdit
from sim.object_run import object_body, timed_scene
from sim.project import Project
from sim.quality import quality_preset
from sim.run_options import RunOptions
from sim.scene.hand import HandCommand
from sim.scene_bodies import scene_bodies
from sim.scene_setup import SceneSetup
from sim.simulate import material_params, simulate_bodies
from sim.stiffness import SimulatedMaterial, StiffnessMode
from sim.sweep.plan import RunTask, SweepPlan
from sim.sweep.run import Run
from sim.sweep.subject import SweepSubject
from sim.take import Take
from studio.jobs.imported_scene import imported_run
from studio.jobs.material_choice import chosen_material, chosen_materials
from studio.jobs.requests import SimulateRequest, SimulateSamplesRequest

LOADING_OBJECT = "Loading the object"
SIMULATING = "Simulating"

ALIKE_STIFFNESS = 0.1
"""Relative difference of Young's moduli below which two takes look alike."""


def simulate_take(
    request: SimulateRequest, progress: ProgressCallback, hand: CommandSource | None = None
) -> Path:
    """Simulate one take of a project; see `chosen_material` for its material.

    Raises:
        InputError: If project, take name or a value cannot be used, or the motion blew up.
    """
    progress(LOADING_OBJECT, 0.0)
    StiffnessMode.from_name(request.stiffness)
    project = Project.open(request.project)
    return _simulate(project, request, None, progress, hand)


def simulate_samples(
    request: SimulateSamplesRequest, progress: ProgressCallback
) -> tuple[Path, ...]:
    """Simulate samples of the predicted distribution, one take each, one stiffness map for all.

    In a scene of several bodies the object and its copies are made of the sample; all else stays as
    it is, and follows the map as far as it can be stepped.

    Raises:
        InputError: If the project has no prediction, a value cannot be used, or a motion blew up.
    """
    progress(LOADING_OBJECT, 0.0)
    project = Project.open(request.base.project)
    tasks = _sample_tasks(project, request)
    paths = []
    for index, task in enumerate(tasks):
        name = project.next_take_name(request.base.take_name)
        one = replace(request.base, take_name=name)
        report = _numbered(progress, index, len(tasks))
        paths.append(_simulate(project, one, task, report, None))
    return tuple(paths)


def alike_note(request: SimulateSamplesRequest) -> str | None:
    """A sentence when samples would run alike under `real`, otherwise None.

    Raises:
        InputError: If the project has no prediction, or a value cannot be used.
    """
    if StiffnessMode.from_name(request.base.stiffness) is not StiffnessMode.REAL:
        return None
    project = Project.open(request.base.project)
    simulated = [task.material.simulated for task in _sample_tasks(project, request)]
    groups: list[MaterialParams] = []
    for params in simulated:
        if not any(_runs_like(params, other) for other in groups):
            groups.append(params)
    if len(groups) == len(simulated):
        return None
    motions = "one motion" if len(groups) == 1 else f"{len(groups)} different motions"
    return f"{len(simulated)} samples would show only {motions} under real"


def _runs_like(first: MaterialParams, second: MaterialParams) -> bool:
    """Whether two materials move so much alike that nobody sees a difference."""
    if first.law is not second.law:
        return False
    if first.law is ConstitutiveLaw.RIGID:
        return abs(first.restitution - second.restitution) < ALIKE_STIFFNESS
    first_speed = first.youngs_modulus_pa / first.density_kg_m3
    second_speed = second.youngs_modulus_pa / second.density_kg_m3
    return abs(first_speed - second_speed) <= ALIKE_STIFFNESS * max(first_speed, second_speed)


def _sample_tasks(project: Project, request: SimulateSamplesRequest) -> tuple[RunTask, ...]:
    """Samples of the prediction under the one stiffness map of their set."""
    base = request.base
    if project.physics is None:
        raise InputError(
            f"{project.path} has no predicted distribution to sample; leave --samples out"
        )
    if base.bodies and not any(
        body.cloud is None and body.material is None for body in base.bodies
    ):
        raise InputError(
            "no body of the scene is made of what the photo's model predicts, so that all samples "
            "would be the same; leave a material out, or --samples"
        )
    subject = SweepSubject(
        project.path,
        scene=base.scene,
        regions=base.regions,
        bodies=base.bodies,
        fill=base.fill,
        edit=_edit(project, base),
        particle_seed=base.seed,
        frame_count=base.frame_count,
    )
    materials = chosen_materials(base, project.physics, request.count)
    stiffness = subject.fit_stiffness(materials, base.stiffness, (base.quality,))
    runs = tuple(
        Run(f"{base.take_name}-{number}", params, base.quality)
        for number, params in enumerate(materials, start=1)
    )
    return SweepPlan(subject, runs, stiffness).tasks()


def _simulate(
    project: Project,
    request: SimulateRequest,
    task: RunTask | None,
    progress: ProgressCallback,
    hand: CommandSource | None,
) -> Path:
    """Simulate one take; `task` is its place in a set, None for a take of its own."""
    quality, run = quality_preset(request.quality), request.run
    if request.imported is None:
        scene = timed_scene(request.scene or project.scene, quality, request.frame_count)
        bodies = _bodies(project, request, task, scene)
    else:
        imported = imported_run(project, request, quality)
        bodies, scene, quality = list(imported.bodies), imported.scene, imported.quality
    take = simulate_bodies(
        bodies,
        scene,
        quality=quality,
        take_path=free_take_path(project, request.take_name),
        seed=request.seed,
        stiffness=request.stiffness,
        options=RunOptions(
            device=run.device,
            precision=run.precision,
            materials=None if task is None else _mapped(task, bodies),
            checkpoint_every=run.checkpoint_every,
            fields=run.fields,
            hand=hand,
            replay=_recorded(project, request),
            progress=lambda _, fraction: progress(SIMULATING, fraction),
        ),
    )
    return take.path


def _mapped(task: RunTask, bodies: Sequence[Body]) -> list[SimulatedMaterial]:
    """All materials of the bodies and their regions under the map of a set."""
    return [task.mapped(params) for body in bodies for params in material_params(body)]


def _bodies(
    project: Project, request: SimulateRequest, task: RunTask | None, scene: SceneSetup
) -> list[Body]:
    """The bodies that the request names, or the project's object."""
    if task is not None:
        return task.subject.placed(project, scene, task.material.predicted)
    if request.bodies:
        known = project.physics is not None or request.law is not None
        params = chosen_material(request, project.physics) if known else None
        edit = _edit(project, request)
        return scene_bodies(request.bodies, project, params, scene, edit=edit)
    return [
        object_body(
            project.cloud(),
            chosen_material(request, project.physics),
            request.regions,
            scene,
            fill=request.fill,
            edit=_edit(project, request),
        )
    ]


def _edit(project: Project, request: SimulateRequest) -> ObjectEdit:
    """What was done to the object: as the request says, or as the project was saved."""
    return project.edit if request.edit is None else request.edit


def _recorded(project: Project, request: SimulateRequest) -> tuple[HandCommand, ...]:
    """Hand commands of one of the project's takes, later or sooner as the request asks."""
    if request.replay is None:
        return ()
    commands = Take.open(project.take_path(request.replay)).commands()
    delay_s = request.replay_delay_s
    return tuple(replace(one, time_s=max(one.time_s + delay_s, 0.0)) for one in commands)


def free_take_path(project: Project, name: str) -> Path:
    """Folder of a take that does not exist yet.

    Raises:
        InputError: If there is one of that name.
    """
    path = project.take_path(name)
    if path.exists():
        raise InputError(f"take {name!r} exists in {project.path}; choose another name")
    return path


def _numbered(progress: ProgressCallback, index: int, count: int) -> ProgressCallback:
    """Progress callback that says which sample is at work."""

    def report(stage: str, fraction: float) -> None:
        progress(f"Sample {index + 1} of {count}: {stage[0].lower()}{stage[1:]}", fraction)

    return report
