"""Splat file to project: turn it upright, centre it and give it a size."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from render.errors import InputError
from render.formats.axes import WORLD_UP, turned
from render.formats.registry import read_splats as read_splat_file
from render.formats.splat_file import SplatFile
from render.framing import FloatArray, extent_bounds
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback
from sim.project import Project, check_project_path
from sim.project_manifest import ProjectManifest, check_size
from studio.jobs.requests import ImportRequest

READING_SPLATS = "Reading the splat file"
VISIBLE_OPACITY = 0.02
SMALLEST_SIDE = 1e-20
"""Longest side that can still be scaled to metres, in a file's unit."""


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
    """The cloud centred on the origin with a longest side [m]."""
    centred = cloud.transformed(np.eye(3, dtype=np.float32), -visible_bounds(cloud).mean(axis=0))
    return centred.scaled(size_m / longest_side(cloud))


def longest_side(cloud: GaussianCloud) -> float:
    """Longest side between the centres of visible Gaussians, in the cloud's unit.

    Where all centres are one point it is that of the Gaussians themselves.

    Raises:
        InputError: If they are too small to be told from a point.
    """
    low, high = visible_bounds(cloud)
    longest = float((high - low).max())
    if longest < SMALLEST_SIDE:
        raise InputError(
            f"the longest side of the Gaussians is {longest:.1e}, at least {SMALLEST_SIDE:.0e} "
            "can be given a size; choose another splat file"
        )
    return longest


def visible_bounds(cloud: GaussianCloud) -> FloatArray:
    """Corners of the box whose longest side `--size` names, in the cloud's unit, shape [2, 3]."""
    return extent_bounds(cloud, percentile=0.1, min_opacity=VISIBLE_OPACITY)


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
