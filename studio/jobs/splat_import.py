"""Splat file to project: turn it upright, centre it and give it a size."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from render.errors import InputError
from render.formats.ply import read_ply
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback
from sim.project import Project, check_project_path
from sim.project_manifest import ProjectManifest, check_size
from studio.jobs.requests import ImportRequest

READING_SPLATS = "Reading the splat file"
VISIBLE_OPACITY = 0.02

_ROTATIONS = {
    "+z": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "-z": ((1, 0, 0), (0, -1, 0), (0, 0, -1)),
    "+y": ((1, 0, 0), (0, 0, -1), (0, 1, 0)),
    "-y": ((1, 0, 0), (0, 0, 1), (0, -1, 0)),
    "+x": ((0, 0, -1), (0, 1, 0), (1, 0, 0)),
    "-x": ((0, 0, 1), (0, 1, 0), (-1, 0, 0)),
}
"""Axis that points up in the file -> rotation that turns it to +z."""


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
    cloud = read_splats(request.cloud)
    if size_m is None:
        low, high = cloud.bounds()
        size_m = float((high - low).max())
        check_size(size_m)
    else:
        cloud = upright(cloud, up=request.up, size_m=size_m)
    manifest = ProjectManifest(size_m=size_m, source=request.cloud.name)
    return Project.create(request.project, manifest, cloud)


def read_splats(path: Path) -> GaussianCloud:
    """Read a splat file that holds at least one Gaussian."""
    cloud = read_ply(path)
    if not cloud.gaussian_count:
        raise InputError(f"{path} holds no Gaussians; choose another splat file")
    return cloud


def upright(cloud: GaussianCloud, *, up: str, size_m: float) -> GaussianCloud:
    """The cloud with Z up, centred on the origin, its longest side `size_m` [m].

    Args:
        cloud: Any frame and unit.
        up: Axis of `cloud` that points up: one of +x -x +y -y +z -z.
        size_m: Longest side between the centres of visible Gaussians [m].
    """
    if up not in _ROTATIONS:
        raise InputError(f"up axis {up!r} is unknown; use one of: {' '.join(_ROTATIONS)}")
    turned = cloud.transformed(np.array(_ROTATIONS[up], np.float32), np.zeros(3, np.float32))
    low, high = turned.bounds(percentile=0.1, min_opacity=VISIBLE_OPACITY)
    longest = float((high - low).max())
    if longest <= 0:
        raise InputError("all Gaussians of the splat file lie in one point; choose another file")
    centred = turned.transformed(np.eye(3, dtype=np.float32), -(low + high) / 2)
    return centred.scaled(size_m / longest)
