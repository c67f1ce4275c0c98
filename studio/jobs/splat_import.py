"""Splat file to project: turn it upright, centre it and give it a size."""

from __future__ import annotations

import numpy as np

from render.framing import extent_bounds
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback
from sim.project import Project, check_project_path
from sim.project_manifest import ProjectManifest, check_size
from sim.splat_object import SMALLEST_SIDE, read_splats, upright, visible_bounds
from studio.jobs.requests import ImportRequest

READING_SPLATS = "Reading the splat file"


def import_splats(request: ImportRequest, progress: ProgressCallback) -> Project:
    """Make a project of a splat file; it has no photo and no predicted material.

    Raises:
        InputError: If file, axis, size or project path cannot be used.
    """
    check_project_path(request.project)
    size_m = request.size_m
    if size_m is not None:
        check_size(size_m)
    progress(READING_SPLATS, 0.0)
    splats = read_splats(request.cloud)
    if size_m is None:
        cloud, up_axis = splats.cloud, None
        low, high = extent_bounds(cloud, percentile=0.0, min_opacity=0.0)
        size_m = float((high - low).max())
        check_size(size_m)
    else:
        up_axis = request.up or splats.up_axis
        cloud = upright(splats, up=up_axis, size_m=size_m)
    manifest = ProjectManifest(
        size_m=size_m,
        source=request.cloud.name,
        up_axis=up_axis,
        antialiased=splats.antialiased,
        warnings=(*splats.notes, *giant_notes(cloud)),
    )
    return Project.create(request.project, manifest, cloud)


def giant_notes(cloud: GaussianCloud) -> tuple[str, ...]:
    """A sentence for clouds in which most Gaussians are larger than what they make."""
    low, high = visible_bounds(cloud)
    times = float(
        np.median(cloud.scales.max(axis=1)) / max(float((high - low).max()), SMALLEST_SIDE)
    )
    if times < 1:
        return ()
    return (
        f"most Gaussians are at least {times:.1g} times as large as the object they make: the eye "
        "lies in them and the picture stays empty; check the units of the file's scales",
    )
