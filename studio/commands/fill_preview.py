"""What filling an object would give, counted without simulating it: `simulate --preview-fill`."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from render.formats.registry import is_splat_path
from render.gaussians import GaussianCloud
from sim.object_edit import UNEDITED
from sim.particles import FillPreview, preview_fill
from sim.project import Project
from sim.quality import quality_preset
from sim.scene_file import read_scene_file
from sim.scene_setup import SceneSetup
from sim.splat_object import read_splats, upright
from studio.commands.project_input import DEFAULT_SIZE_M
from studio.commands.reports import Report
from studio.commands.simulation import fill_options, imported_scene


def counted_fill(options: argparse.Namespace) -> FillPreview:
    """Count the particles of the project or splat file that was named, placed as simulated.

    Args:
        options: Those of `simulate`.

    Raises:
        InputError: If the object cannot be read or filled.
    """
    project = None if is_splat_path(options.object) else Project.open(options.object)
    cloud = _splats(options) if project is None else project.cloud()
    imported = imported_scene(options)
    if imported is not None:
        run = imported.applied(cloud)
        (body, *_) = run.bodies
        return preview_fill(body.cloud_world, quality=run.quality, options=body.fill)
    scene = SceneSetup() if project is None else project.scene
    if options.scene is not None:
        scene = read_scene_file(options.scene).scene
    quality = quality_preset(options.quality)
    edit = UNEDITED if project is None else project.edit
    placed = edit.placed(cloud, scene)
    return preview_fill(placed, quality=quality, options=fill_options(options))


def fill_report(preview: FillPreview) -> Report:
    """Counts of a filling under the names of `FillPreview`, as plain values."""
    return {name: _rounded(value) for name, value in asdict(preview).items()}


def _rounded(value: object) -> object:
    return float(f"{value:.6g}") if isinstance(value, float) else value


def _splats(options: argparse.Namespace) -> GaussianCloud:
    """The splat file as a project would hold it."""
    splats = read_splats(options.object)
    if options.size is None and imported_scene(options) is not None:
        return splats.cloud
    size_m = DEFAULT_SIZE_M if options.size is None else options.size
    return upright(splats, up=options.up, size_m=size_m)
