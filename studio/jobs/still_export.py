"""One picture of a video's scene: the colour, and each further pass in a file beside it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from render.base import RenderSettings
from render.errors import InputError
from render.passes.registry import render_passes
from render.progress import ProgressCallback
from studio.export.codecs import CODECS
from studio.export.frame_painter import FramePainter
from studio.export.option_ranges import COLOR
from studio.export.pass_files import SUFFIXES as VALUE_SUFFIXES
from studio.export.pass_files import write_passes
from studio.export.spherical import MARKED_SUFFIXES, XMP_KEY, picture_xmp
from studio.export.still import STILL_SUFFIXES, write_still
from studio.export.video_options import VideoOptions
from studio.jobs.video_export import (
    FRAMING,
    RENDERING,
    framed_motion,
    save_camera,
    scene_passes,
    scene_renderer,
    schedule_of,
    shot_of,
)
from studio.jobs.video_scene import VideoScene


def is_still(out: Path) -> bool:
    """Whether an output is one picture, or the values of one."""
    return out.suffix.lower() in VALUE_SUFFIXES


def still_files(out: Path, options: VideoOptions) -> dict[str, Path]:
    """File of each pass by its name: OUT.png, OUT-depth.png and so on.

    Raises:
        InputError: If the codec that was asked for is none of such files.
    """
    suffix = out.suffix.lower()
    able = [
        name for name, one in CODECS.items() if one.is_folder and f".{one.file_suffix}" == suffix
    ]
    if options.codec not in (None, *able):
        raise InputError(
            f"{out} is one picture and {options.codec} a codec of videos; leave --codec out or "
            f"choose {' or '.join(able)}"
        )
    if options.projection == "360" and suffix not in STILL_SUFFIXES:
        raise InputError(f"{out} holds values of one view, not of 360; use .png or .exr")
    if len(options.passes) == 1:
        return {options.passes[0]: out}
    return {
        name: out if name == COLOR else out.with_name(f"{out.stem}-{name}{out.suffix}")
        for name in options.passes
    }


def export_still(
    scene: VideoScene,
    out: Path,
    options: VideoOptions,
    frame: int,
    progress: ProgressCallback,
) -> tuple[Path, ...]:
    """Render one picture of a scene's video.

    Args:
        scene: What is shown.
        out: File that ends in .png, .exr or .npz; see `still_files`.
        options: How.
        frame: Number of the picture in the video that the options would give.
        progress: Told the fraction done.

    Returns:
        The files, one for each pass.

    Raises:
        InputError: If camera, passes, frame or output cannot be used.
    """
    files = still_files(out, options)
    progress(FRAMING, 0.0)
    motion, schedule = framed_motion(scene, options), schedule_of(scene, options)
    if not 0 <= frame < schedule.frame_count:
        raise InputError(f"frame {frame} is outside 0 to {schedule.frame_count - 1} of this video")
    save_camera(motion, schedule, options)
    with closing(scene_renderer(scene, options)) as renderer:
        painter = FramePainter(scene.clip, schedule, shot_of(motion, scene, options), renderer)
        progress(RENDERING, 0.0)
        values = [name for name in files if name != COLOR or not _is_painted(out)]
        if values:
            passes = scene_passes(scene, schedule, painter, tuple(values), options.size_px)
            images = render_passes(
                values,
                passes.scene(frame),
                painter.camera(frame, options.size_px),
                renderer,
                RenderSettings(antialiased=scene.antialiased),
            )
            bits = _bits(options)
            for name, image in images.items():
                write_passes(files[name], [image], bits=bits, legend=True, facts=scene.tags)
        if COLOR not in values and COLOR in files:
            _write_color(painter, scene, files[COLOR], options, frame)
    progress(RENDERING, 1.0)
    return tuple(files.values())


def _is_painted(out: Path) -> bool:
    """Whether the colour is a finished picture, and no array of values."""
    return out.suffix.lower() in STILL_SUFFIXES


def _bits(options: VideoOptions) -> int:
    """Bits a channel of PNG."""
    return 8 if options.codec is None else min(CODECS[options.codec].bits, 16)


def _write_color(
    painter: FramePainter, scene: VideoScene, out: Path, options: VideoOptions, frame: int
) -> None:
    is_exr = out.suffix.lower() == ".exr"
    picture = painter.paint(frame, bits=32 if is_exr else _bits(options))
    tags = dict(scene.tags)
    if options.projection == "360" and out.suffix.lower() in MARKED_SUFFIXES:
        tags[XMP_KEY] = picture_xmp(*options.size_px)
    write_still(out, picture, metadata=tags)
