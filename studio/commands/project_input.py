"""The project that `simulate` works on: one that exists, or one made of a splat file."""

from __future__ import annotations

import argparse

from render.errors import InputError
from render.formats.registry import is_splat_path
from sim.project import Project
from studio.commands.console import Console
from studio.commands.options import LAW_HELP
from studio.commands.output_check import check_output_folder, check_project_output
from studio.commands.simulation import imported_scene
from studio.commands.splat_options import up_axis_line
from studio.jobs.pipeline import run_import
from studio.jobs.requests import ImportRequest

DEFAULT_SIZE_M = 0.5


def project_of(options: argparse.Namespace, console: Console) -> Project:
    """Open the project that was named, or make one of the splat file that was named.

    Args:
        options: `object`, `output`, `up`, `size` and `material`.
        console: Where progress goes.

    Raises:
        InputError: If the object is neither, or options do not fit it.
    """
    if not is_splat_path(options.object):
        project = Project.open(options.object)
        if options.output is not None and options.output.resolve() != project.path.resolve():
            raise InputError(f"{options.object} is a project: its takes stay in it; leave -o out")
        if options.size is not None:
            raise InputError("--size is for splat files; a project keeps the size it was made with")
        check_output_folder(project.path)
        return project
    if options.output is None:
        raise InputError(f"{options.object} is a splat file: name the project to make with -o")
    imported = imported_scene(options) is not None
    if options.material is None and not imported:
        raise InputError(
            f"{options.object} is a splat file without a predicted material: "
            f"name a law with --material {LAW_HELP}"
        )
    check_project_output(options.output)
    request = ImportRequest(
        cloud=options.object,
        project=options.output,
        size_m=DEFAULT_SIZE_M if options.size is None and not imported else options.size,
        up=options.up,
    )
    project = Project.open(run_import(request, console.clock))
    for note in project.manifest.warnings:
        console.warn(note)
    if project.manifest.up_axis is not None:
        console.say(up_axis_line(project.manifest.up_axis, chosen=options.up is not None))
    return project
