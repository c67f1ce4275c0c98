"""Takes that go on: resumed from one of their frames, or branched into new ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from render.progress import ProgressCallback
from sim.branch import BranchChanges, branch
from sim.hand_record import CommandSource
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.project import Project
from sim.resume import resume
from sim.run_options import RunOptions
from sim.scene_setup import SceneSetup
from sim.take import Take
from sim.take_bodies import BodyMaterial
from studio.jobs.material_choice import changed_material
from studio.jobs.requests import BranchRequest, ResumeRequest, SimulateRequest
from studio.jobs.simulation import LOADING_OBJECT, SIMULATING, free_take_path


def resume_take(
    request: ResumeRequest, progress: ProgressCallback, hand: CommandSource | None = None
) -> Path:
    """Simulate the rest of a take again.

    Raises:
        InputError: If the take cannot go on, or the motion blew up.
    """
    progress(LOADING_OBJECT, 0.0)
    path = Project.open(request.project).take_path(request.take_name)
    options = RunOptions(progress=_simulating(progress), hand=hand)
    return resume(path, request.frame, options=options).path


def branch_take(
    request: BranchRequest, progress: ProgressCallback, hand: CommandSource | None = None
) -> Path:
    """Leave a take at a frame for a new one.

    Raises:
        InputError: If the take cannot go on, the changes do not fit, or the motion blew up.
    """
    progress(LOADING_OBJECT, 0.0)
    base, project = request.base, Project.open(request.base.project)
    source_path = project.take_path(request.take_name)
    source = Take.open(source_path)
    materials = [[_changed(one, base) for one in body.materials] for body in source.bodies]
    taken = branch(
        source_path,
        request.frame,
        free_take_path(project, base.take_name),
        changes=BranchChanges(materials, _scene(request, source)),
        options=RunOptions(progress=_simulating(progress), hand=hand),
    )
    return taken.path


def _changed(material: BodyMaterial, base: SimulateRequest) -> MaterialParams:
    """The predicted material as the request changes it; what ran rigid stays as it was."""
    rigid = material.simulated.law is ConstitutiveLaw.RIGID
    return material.predicted if rigid else changed_material(material.predicted, base)


def _scene(request: BranchRequest, source: Take) -> SceneSetup | None:
    scene, frames = request.scene, request.base.frame_count
    if frames is None:
        return scene
    return replace(scene or SceneSetup.from_json(source.scene), frame_count=frames)


def _simulating(progress: ProgressCallback) -> ProgressCallback:
    return lambda _, fraction: progress(SIMULATING, fraction)
