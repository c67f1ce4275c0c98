"""Splat file to project: turn it upright, centre it and give it a size."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from render.errors import InputError
from render.formats.axes import WORLD_UP, turned
from render.formats.registry import read_splats as read_splat_file
from render.formats.splat_file import SplatFile
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback
from sim.project import Project, check_project_path
from sim.project_manifest import ProjectManifest, check_size
from studio.jobs.requests import ImportRequest

READING_SPLATS = "Reading the splat file"
VISIBLE_OPACITY = 0.02


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
        low, high = cloud.bounds()
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
        warnings=splats.notes,
    )
    return Project.create(request.project, manifest, cloud)


def read_splats(path: Path) -> SplatFile:
    """Read a splat file of any format that holds at least one Gaussian."""
    splats = read_splat_file(path)
    if not splats.cloud.gaussian_count:
        raise InputError(f"{path} holds no Gaussians; choose another splat file")
    return splats


def upright(splats: SplatFile, *, up: str | None, size_m: float) -> GaussianCloud:
    """The Gaussians with Z up, centred on the origin, the longest side `size_m` [m].

    Args:
        splats: What a file holds, in its own axes and units.
        up: Axis of the file that points up: one of +x -x +y -y +z -z; None takes what the file
            says or, where it says nothing, what its format has.
        size_m: Longest side between the centres of visible Gaussians [m].
    """
    return sized(turned(splats.cloud, source=up or splats.up_axis, target=WORLD_UP), size_m)


def sized(cloud: GaussianCloud, size_m: float) -> GaussianCloud:
    """The cloud centred on the origin with a longest side [m].

    Raises:
        InputError: If all visible Gaussians lie in one point.
    """
    longest = longest_side(cloud)
    center = cloud.bounds(percentile=0.1, min_opacity=VISIBLE_OPACITY).mean(axis=0)
    centred = cloud.transformed(np.eye(3, dtype=np.float32), -center)
    return centred.scaled(size_m / longest)


def longest_side(cloud: GaussianCloud) -> float:
    """Longest side between the centres of visible Gaussians, in the cloud's unit.

    Raises:
        InputError: If all visible Gaussians lie in one point.
    """
    low, high = cloud.bounds(percentile=0.1, min_opacity=VISIBLE_OPACITY)
    longest = float((high - low).max())
    if longest <= 0:
        raise InputError("all Gaussians of the splat file lie in one point; choose another file")
    return longest
