"""`phys4d-studio render`: a take or a splat file as a video."""

from __future__ import annotations

import argparse
from pathlib import Path

from render.errors import InputError
from studio.commands.console import Console
from studio.commands.options import UP_AXES, add_json_option, add_video_options

SPLAT_SUFFIX = ".ply"
CLOUD_SIZE_PX = (512, 512)
CLOUD_FPS = 25.0


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "object", type=Path, metavar="P.p4d|CLOUD", help="project, or splat file (.ply)"
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT.mp4", help="video to write"
    )
    parser.add_argument("--take", metavar="NAME", help="take of the project (default: the last)")
    parser.add_argument(
        "--up",
        choices=UP_AXES,
        default="+z",
        help="axis of a splat file that points up (default: +z)",
    )
    add_video_options(parser)
    add_json_option(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.commands.reports import common_report
    from studio.commands.video import check_video_options

    check_video_options(options)
    if options.object.suffix.lower() == SPLAT_SUFFIX:
        subject = _render_cloud(options, console)
    else:
        subject = _render_project(options, console)
    console.say(f"video      {options.output}")
    console.finish(
        lambda: {"video": str(options.output), **subject, **common_report(console.clock)}
    )
    return 0


def _render_project(options: argparse.Namespace, console: Console) -> dict[str, object]:
    from sim.project import Project
    from sim.take import Take
    from studio.commands.reports import take_report
    from studio.commands.video import render_take

    project = Project.open(options.object)
    takes = project.takes()
    if not takes:
        raise InputError(f"{project.path} has no take; run: phys4d-studio simulate {project.path}")
    name = options.take or takes[-1]
    if name not in takes:
        raise InputError(f"{project.path} has no take {name!r}; it has: {', '.join(takes)}")
    render_take(project, name, options.output, options, console)
    return {"project": str(project.path), **take_report(Take.open(project.take_path(name)))}


def _render_cloud(options: argparse.Namespace, console: Console) -> dict[str, object]:
    from studio.jobs.video_export import export_cloud

    width, height = options.size_px or CLOUD_SIZE_PX
    cloud = export_cloud(
        options.object,
        options.output,
        up=options.up,
        camera=options.camera,
        size_px=(width, height),
        fps=options.fps or CLOUD_FPS,
        backend=options.backend,
        progress=console.clock,
    )
    return {"cloud": str(options.object), "gaussian_count": cloud.gaussian_count}
