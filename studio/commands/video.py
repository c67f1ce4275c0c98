"""Renders the videos that `render` and `generate` ask for."""

from __future__ import annotations

import argparse
from pathlib import Path

from render.cameras.source import check_camera
from render.registry import open_renderer
from sim.project import Project
from sim.quality import quality_of_take
from sim.take import Take
from studio.commands.console import Console
from studio.commands.output_check import check_output_file
from studio.jobs.pipeline import run_export
from studio.jobs.requests import ExportVideoRequest

VIDEO_SUFFIXES = (".mp4", ".mov", ".m4v", ".mkv")


def check_video_options(options: argparse.Namespace) -> None:
    """Reject an output, a camera or a renderer that cannot be used, before minutes of work.

    Raises:
        InputError: With the value and the remedy.
        BackendUnavailableError: If the renderer cannot run here.
    """
    check_output_file(options.output, suffixes=VIDEO_SUFFIXES)
    check_camera(options.camera)
    if options.backend != "auto":
        open_renderer(options.backend).close()


def numbered_outputs(out: Path, count: int) -> tuple[Path, ...]:
    """Video of each take: OUT.mp4, then OUT-2.mp4, OUT-3.mp4 and so on."""
    others = (out.with_name(f"{out.stem}-{number}{out.suffix}") for number in range(2, count + 1))
    return (out, *others)


def render_take(
    project: Project, take_name: str, out: Path, options: argparse.Namespace, console: Console
) -> Path:
    """Render one take to a video.

    Args:
        project: Project of the take.
        take_name: Name of the take.
        out: Video to write.
        options: Those of `options.add_video_options`.
        console: Where progress goes.
    """
    check_output_file(out, suffixes=VIDEO_SUFFIXES)
    take = Take.open(project.take_path(take_name))
    side = quality_of_take(take.provenance.quality).video_px
    width, height = options.size_px or (side, side)
    request = ExportVideoRequest(
        project=project.path,
        take_name=take_name,
        out=out,
        camera=options.camera,
        width=width,
        height=height,
        fps=options.fps or 1 / take.frame_dt_s,
        backend=options.backend,
    )
    return run_export(request, console.clock)
