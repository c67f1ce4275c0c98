"""`phys4d-studio render`: a take, a splat file or a moving cloud as video or picture."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from render.errors import InputError
from studio.commands.console import Console
from studio.commands.options import add_json_option, number, whole_number
from studio.commands.picture_options import add_video_options, video_options
from studio.commands.splat_options import add_up_option, up_axis_line

if TYPE_CHECKING:
    from studio.export.video_options import VideoOptions
    from studio.jobs.video_scene import VideoScene

    Subject = tuple[VideoScene, VideoOptions, dict[str, object]]

CLOUD_SIZE_PX = (512, 512)
CLOUD_FPS = 25.0
DEFAULT_SIZE_M = 0.5
MOST_FRAMES = 1_000_000


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "object", type=Path, metavar="P.p4d|FILE", help="project, splat file or moving splats"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="OUT",
        help="video, picture (.png, .exr, .npz) or folder of pictures to write",
    )
    parser.add_argument(
        "--frame",
        type=whole_number(0, MOST_FRAMES),
        metavar="N",
        help="which frame of the video becomes the picture (default: 0)",
    )
    parser.add_argument("--take", metavar="NAME", help="take of the project (default: the last)")
    add_up_option(parser)
    parser.add_argument(
        "--size",
        type=number(1e-3, 1e3, "m"),
        metavar="METRES",
        help="longest side of a splat file's object (default: 0.5)",
    )
    add_video_options(parser)
    add_json_option(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.commands.reports import common_report
    from studio.commands.video import check_video_options, render_still, render_video
    from studio.jobs.still_export import is_still

    if options.frame is not None and not is_still(options.output):
        raise InputError("--frame is for a picture (.png, .exr or .npz); a video shows every frame")
    check_video_options(options, still=True)
    scene, wanted, facts = _subject(options, console)
    if is_still(options.output):
        pictures = render_still(scene, options.output, wanted, options.frame or 0, console)
        names = [str(picture) for picture in pictures]
        console.finish(
            lambda: {
                "picture": names[0],
                "pictures": names,
                **facts,
                **common_report(console.clock),
            }
        )
        return 0
    reports = render_video(scene, options.output, wanted, console)
    console.finish(
        lambda: {
            "video": str(options.output),
            "outputs": [report.to_json() for report in reports],
            **facts,
            **common_report(console.clock),
        }
    )
    return 0


def _subject(options: argparse.Namespace, console: Console) -> Subject:
    """What is shown, how, and what the report says of it."""
    from render.clips.registry import is_clip_path
    from render.formats.registry import is_splat_path
    from studio.jobs.video_scene import clip_scene

    path = options.object
    if path.suffix.lower() == ".p4d" or (path / "manifest.json").exists():
        return _project_subject(options)
    if options.take is not None:
        raise InputError(f"--take is for projects, and {path} is none; leave it out")
    if path.exists() and is_clip_path(path):
        scene = clip_scene(path, progress=console.clock)
        count = scene.clip.frame_count
        if count > 1 or not is_splat_path(path):
            _refuse_placing(options, "moving splats keep what their file says")
            wanted = video_options(options, size_px=CLOUD_SIZE_PX, fps=1 / scene.clip.frame_dt_s)
            return scene, wanted, {"clip": str(path), "clip_frame_count": count}
    if is_splat_path(path):
        return _splat_subject(options, console)
    raise InputError(f"{path} is no project, splat file or file of moving splats; check the path")


def _splat_subject(options: argparse.Namespace, console: Console) -> Subject:
    from studio.jobs.video_scene import splat_scene

    size_m = DEFAULT_SIZE_M if options.size is None else options.size
    scene = splat_scene(options.object, up=options.up, size_m=size_m, progress=console.clock)
    console.say(up_axis_line(scene.up_axis, chosen=options.up is not None))
    for note in scene.notes:
        console.warn(note)
    facts = {
        "cloud": str(options.object),
        "gaussian_count": scene.clip.frame(0).gaussian_count,
        "up_axis": scene.up_axis,
        "size_m": size_m,
        "notes": list(scene.notes),
    }
    return scene, video_options(options, size_px=CLOUD_SIZE_PX, fps=CLOUD_FPS), facts


def _refuse_placing(options: argparse.Namespace, reason: str) -> None:
    for name in ("up", "size"):
        if getattr(options, name) is not None:
            raise InputError(f"--{name} is for splat files; {reason}")


def _project_subject(options: argparse.Namespace) -> Subject:
    from sim.project import Project
    from sim.take import Take
    from studio.commands.reports import take_report
    from studio.commands.video import take_video

    _refuse_placing(options, "a project keeps what it was made with")
    project = Project.open(options.object)
    takes = project.takes()
    if not takes:
        raise InputError(f"{project.path} has no take; run: phys4d-studio simulate {project.path}")
    name = options.take or takes[-1]
    if name not in takes:
        raise InputError(f"{project.path} has no take {name!r}; it has: {', '.join(takes)}")
    scene, wanted = take_video(project, name, options)
    report = take_report(Take.open(project.take_path(name)))
    return scene, wanted, {"project": str(project.path), **report}
