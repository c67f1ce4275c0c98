"""A project's object in the world of a PhysGaussian scene file."""

from __future__ import annotations

from dataclasses import replace

from render.errors import InputError
from sim.interop.physgaussian import ImportedRun, read_physgaussian
from sim.project import Project
from sim.quality import QualityPreset
from studio.jobs.requests import SimulateRequest


def imported_run(project: Project, request: SimulateRequest, quality: QualityPreset) -> ImportedRun:
    """Bodies, scene and grid that the file asks for, within the preset's particle limit.

    Args:
        project: Its object is placed as the file says.
        request: With the scene file, and the frame count if it is to differ.
        quality: Preset whose particle limit holds.

    Raises:
        InputError: If the request names no such file, or the file cannot be used.
    """
    if request.imported is None:
        raise InputError("no PhysGaussian scene file was named")
    run = read_physgaussian(request.imported).applied(project.cloud())
    count = request.frame_count or run.scene.frame_count
    particles = min(run.quality.max_particles, quality.max_particles)
    return run._replace(
        scene=replace(run.scene, frame_count=count),
        quality=replace(run.quality, frame_count=count, max_particles=particles),
    )
