"""What each kind of file holds, for `info`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.photo import read_photo
from render.clips.registry import read_clip
from render.errors import InputError
from render.formats.registry import format_named, is_splat_path, read_splats
from render.gaussians import GaussianCloud
from sim.project import Project
from sim.splat_object import visible_bounds
from sim.take import Take
from studio.commands.reports import Report, diagnostics_report, prediction_report, take_report


def project_report(path: Path) -> Report:
    """Prediction, object and takes of a project."""
    project = Project.open(path)
    cloud = project.cloud()
    return {
        "kind": "project",
        **prediction_report(project),
        "seed": project.manifest.seed,
        "object": cloud_report(cloud),
        "scene": project.scene.to_json(),
        "takes": {name: _take_report_or_reason(project, name) for name in project.takes()},
        "megabytes": _megabytes(path),
    }


def take_folder_report(path: Path) -> Report:
    """Frames and provenance of a take."""
    take = Take.open(path)
    bounds = take.rest.bounds()
    return {
        "kind": "take",
        **take_report(take),
        "bounds_low_m": _numbers(bounds[0]),
        "bounds_high_m": _numbers(bounds[1]),
        "megabytes": _megabytes(path),
        "diagnostics": diagnostics_report(take),
    }


def cloud_file_report(path: Path) -> Report:
    """Gaussians of a splat file, what the file says of them and what the user should know."""
    splats = read_splats(path)
    return {
        "kind": "splat file",
        "path": str(path),
        "format": format_named(splats.format).title,
        **_file_units(cloud_report(splats.cloud)),
        "unit": "unknown; simulate makes the longest side 0.5 m unless --size says otherwise",
        "up_axis": splats.up_axis,
        "antialiased": splats.antialiased,
        "is_2dgs": splats.is_2dgs,
        "extras": list(splats.extras),
        "comments": list(splats.comments),
        "notes": list(splats.notes),
        "megabytes": _megabytes(path),
    }


def _file_units(report: Report) -> Report:
    """A report of a cloud whose unit nobody knows: no key names metres."""
    return {key.removesuffix("_m"): value for key, value in report.items()}


def clip_file_report(path: Path) -> Report:
    """Frames and Gaussians of moving splats; a file of a single frame may be a splat file."""
    clip = read_clip(path)
    if clip.frame_count == 1 and is_splat_path(path):
        return cloud_file_report(path)
    return {
        "kind": "moving splats",
        "path": str(path),
        "frame_count": clip.frame_count,
        "frame_dt_s": clip.frame_dt_s,
        **(cloud_report(clip.frame(0)) if clip.frame_count else {}),
        "megabytes": _megabytes(path),
    }


def photo_report(path: Path) -> Report:
    """Size, alpha channel and focal length of a photo."""
    photo = read_photo(path)
    return {
        "kind": "photo",
        "path": str(path),
        "width": photo.width,
        "height": photo.height,
        "alpha": photo.alpha is not None,
        "focal_px": photo.focal_px,
        "megabytes": _megabytes(path),
    }


def cloud_report(cloud: GaussianCloud) -> Report:
    """Count, degree and bounds of a cloud."""
    if not cloud.gaussian_count:
        return {"gaussian_count": 0}
    low, high = visible_bounds(cloud)
    return {
        "gaussian_count": cloud.gaussian_count,
        "sh_degree": cloud.sh_degree,
        "bounds_low_m": _numbers(low),
        "bounds_high_m": _numbers(high),
        "longest_side_m": round(float((high - low).max()), 6),
        "mean_opacity": round(float(cloud.opacities.mean()), 4),
        "median_scale_m": round(float(np.median(cloud.scales)), 6),
    }


def _take_report_or_reason(project: Project, name: str) -> Report:
    """A take that cannot be read does not hide the others."""
    try:
        return take_report(Take.open(project.take_path(name)))
    except InputError as error:
        return {"error": str(error)}


def _numbers(values: npt.NDArray[np.float32]) -> list[float]:
    return [round(float(value), 6) for value in values]


def _megabytes(path: Path) -> float:
    files = [path] if path.is_file() else [item for item in path.rglob("*") if item.is_file()]
    return round(sum(item.stat().st_size for item in files) / 1e6, 3)
