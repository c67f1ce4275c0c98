"""Renders the pictures and videos that `render` and `generate` ask for."""

from __future__ import annotations

import argparse
from pathlib import Path

from render.cameras.path_file import WRITTEN_SUFFIXES
from render.cameras.source import check_camera
from render.passes.registry import checked_passes
from render.registry import open_renderer
from sim.project import Project
from sim.quality import quality_of_take
from sim.take import Take
from studio.commands.console import Console
from studio.commands.output_check import check_output_file, check_output_folder
from studio.commands.picture_options import video_options
from studio.export.backgrounds import open_background
from studio.export.clip_video import ExportReport, VideoFile
from studio.export.forecast import size_text
from studio.export.spherical import MARKED_SUFFIXES
from studio.export.video_options import VideoOptions
from studio.jobs.still_export import export_still, is_still, still_files
from studio.jobs.video_export import export_scene, video_files
from studio.jobs.video_scene import VideoScene, take_scene

PLANNED_SIZE_PX = (1024, 1024)
PLANNED_FPS = 25.0
"""Stand-ins for what a take will say, to check the other options before minutes of work."""


def check_video_options(options: argparse.Namespace, *, still: bool = False) -> None:
    """Refuse what cannot be drawn or written, before minutes of work.

    Args:
        options: Those of `picture_options.add_video_options`, and `output`.
        still: Whether a single picture may be written.

    Raises:
        InputError: With the value and the remedy.
        BackendUnavailableError: If the renderer cannot run here.
    """
    wanted = video_options(options, size_px=PLANNED_SIZE_PX, fps=PLANNED_FPS)
    checked_passes(wanted.passes)
    check_camera(wanted.camera)
    if wanted.camera_out is not None:
        check_output_file(wanted.camera_out, suffixes=WRITTEN_SUFFIXES)
    open_background(wanted.background)
    if still and is_still(options.output):
        for picture in still_files(options.output, wanted).values():
            check_output_file(picture)
    else:
        for file in video_files(options.output, wanted, {}).values():
            if file.codec.is_folder:
                check_output_folder(file.out.parent)
            else:
                check_output_file(file.out, suffixes=file.codec.suffixes)
            file.check(1)
    if wanted.backend != "auto":
        open_renderer(wanted.backend).close()


def numbered_outputs(out: Path, count: int) -> tuple[Path, ...]:
    """Video of each take: OUT.mp4, then OUT-2.mp4, OUT-3.mp4 and so on."""
    others = (out.with_name(f"{out.stem}-{number}{out.suffix}") for number in range(2, count + 1))
    return (out, *others)


def take_video(
    project: Project, take_name: str, options: argparse.Namespace
) -> tuple[VideoScene, VideoOptions]:
    """What a take shows, and how it is to look.

    Raises:
        InputError: If the take cannot be read or options do not fit together.
    """
    scene = take_scene(project, take_name)
    take = Take.open(project.take_path(take_name))
    side = quality_of_take(take.provenance.quality).video_px
    width, height = (2 * side, side) if options.projection == "360" else (side, side)
    return scene, video_options(options, size_px=(width, height), fps=1 / take.frame_dt_s)


def render_video(
    scene: VideoScene, out: Path, wanted: VideoOptions, console: Console
) -> tuple[ExportReport, ...]:
    """Render the videos of a scene and say where they are.

    Args:
        scene: What is shown.
        out: Video of the colour.
        wanted: How it looks.
        console: Where progress and results go.
    """
    files = video_files(out, wanted, {}).values()
    for line in dict.fromkeys([*map(_padding_line, files), *map(_mark_line, files)]):
        if line:
            console.warn(line)
    reports = export_scene(scene, out, wanted, console.clock)
    for report in reports:
        console.say(f"video      {report.out}  ({_facts(report)})")
    return reports


def render_still(
    scene: VideoScene, out: Path, wanted: VideoOptions, frame: int, console: Console
) -> tuple[Path, ...]:
    """Render one picture of a scene, and its passes, and say where they are."""
    files = export_still(scene, out, wanted, frame, console.clock)
    for file in files:
        console.say(f"picture    {file}")
    return files


def _facts(report: ExportReport) -> str:
    frames = "1 frame" if report.frame_count == 1 else f"{report.frame_count} frames"
    return f"{frames}, {size_text(report.size_bytes)}, {report.codec}"


def _mark_line(file: VideoFile) -> str:
    """What players must be told of a 360 video that cannot be marked; empty for others."""
    if not file.spherical or file.out.suffix.lower() in MARKED_SUFFIXES:
        return ""
    return f"{file.out.name} cannot be marked as a 360 video; players must be told, or use .mp4"


def _padding_line(file: VideoFile) -> str:
    """What becomes of odd sides where the codec stores even ones; empty where they stay."""
    stored = tuple(side + side % 2 for side in file.size_px)
    if "420" not in file.codec.pixel_format or stored == file.size_px:
        return ""
    return (
        f"{file.codec.title} stores even sides: {file.size_px[0]}x{file.size_px[1]} becomes "
        f"{stored[0]}x{stored[1]}, with the last row or column repeated"
    )
