"""Take, splat file or moving cloud to pictures and videos: camera, background, encoder."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import numpy as np

from render.backdrop_renderer import BackdropRenderer
from render.base import RenderSettings
from render.camera import Camera
from render.cameras.interop.sampling import CameraFrames
from render.cameras.motion import CameraMotion
from render.cameras.orthographic import orthographic_motion
from render.cameras.path_file import write_camera_motion
from render.cameras.source import open_camera
from render.cameras.time_remap import TimeRemap
from render.clips.between import resampled
from render.clips.clip import Clip
from render.overlays import Overlays
from render.passes.clip_passes import ClipPasses
from render.progress import ProgressCallback
from render.registry import open_renderer
from sim.frame_scalars import TakePasses
from sim.project import Project
from sim.take import Take
from studio.export.backgrounds import open_background
from studio.export.clip_video import ExportReport, VideoFile, export_clip_video
from studio.export.codecs import Storage
from studio.export.frame_painter import FramePainter, Shot
from studio.export.frame_schedule import FrameSchedule
from studio.export.option_ranges import COLOR
from studio.export.pass_video import export_passes, pass_codec, pass_path
from studio.export.video_options import VideoOptions
from studio.jobs.requests import ExportVideoRequest
from studio.jobs.video_scene import VideoScene, take_scene

FRAMING = "Framing the camera"
RENDERING = "Rendering the video"
RENDERING_PASSES = "Rendering the passes"


def export_take(request: ExportVideoRequest, progress: ProgressCallback) -> Path:
    """Render a take of a project to a video; returns the file of its first pass.

    Raises:
        InputError: If project, take, camera or output cannot be used.
        StoppedExportError: If it was cancelled; it names what is kept.
    """
    scene = take_scene(Project.open(request.project), request.take_name)
    return export_scene(scene, request.out, request.options, progress)[0].out


def export_scene(
    scene: VideoScene, out: Path, options: VideoOptions, progress: ProgressCallback
) -> tuple[ExportReport, ...]:
    """Render a scene to videos, one for each pass.

    Args:
        scene: What is shown.
        out: Video of the colour; other passes lie beside it.
        options: How.
        progress: Told the fraction done; raises to cancel.

    Returns:
        One report for each file.

    Raises:
        InputError: If camera, passes or output cannot be used.
        StoppedExportError: If it was cancelled; it names what is kept.
    """
    files = video_files(out, options, scene.tags)
    progress(FRAMING, 0.0)
    motion, schedule = framed_motion(scene, options), schedule_of(scene, options)
    for file in files.values():
        file.check(schedule.frame_count)
    save_camera(motion, schedule, options)
    reports = []
    with closing(scene_renderer(scene, options)) as renderer:
        painter = FramePainter(scene.clip, schedule, shot_of(motion, scene, options), renderer)
        if COLOR in files and files[COLOR].codec.storage is not Storage.VALUES:
            report = export_clip_video(
                painter,
                files.pop(COLOR),
                frame_count=schedule.frame_count,
                progress=lambda _, fraction: progress(RENDERING, fraction),
            )
            reports.append(report)
        if files:
            reports += export_passes(
                scene_passes(scene, schedule, painter, tuple(files), options.size_px),
                lambda index: painter.camera(index, options.size_px),
                renderer,
                files,
                settings=RenderSettings(antialiased=scene.antialiased),
                progress=lambda _, fraction: progress(RENDERING_PASSES, fraction),
            )
    return tuple(reports)


def video_files(out: Path, options: VideoOptions, tags: Mapping[str, str]) -> dict[str, VideoFile]:
    """File of each pass by its name.

    Raises:
        InputError: If ending, codec and transparency do not fit together.
    """
    codec = options.codec_of(out)
    files = {}
    for name in options.passes:
        own = codec if name == COLOR else pass_codec(name, codec)
        fits = not own.suffixes or out.suffix.lower() in own.suffixes
        alone = options.passes == (name,) and fits
        files[name] = VideoFile(
            out=out if name == COLOR or alone else pass_path(out, name),
            codec=own,
            size_px=options.size_px,
            fps=options.fps,
            metadata=tags,
            hardware=options.hardware and own.hardware is not None,
            spherical=options.projection == "360",
        )
    return files


def schedule_of(scene: VideoScene, options: VideoOptions) -> FrameSchedule:
    """Moments of a video's pictures.

    Raises:
        InputError: If the time remap cannot be read.
    """
    clip = scene.clip
    remap = None
    if options.time_remap is not None:
        length_s = (clip.frame_count - 1) * clip.frame_dt_s
        remap = TimeRemap.parse(options.time_remap, length_s, hold_s=clip.frame_dt_s)
    duration = options.duration_s if options.duration_s is not None else scene.still_s
    return FrameSchedule(
        clip_frame_count=clip.frame_count,
        frame_dt_s=clip.frame_dt_s,
        fps=options.fps,
        duration_s=duration,
        remap=remap,
        blur=options.blur,
    )


def shot_of(motion: CameraMotion, scene: VideoScene, options: VideoOptions) -> Shot:
    """What the pictures look like beside their moments."""
    return Shot(
        motion=motion,
        size_px=options.size_px,
        all_round=options.projection == "360",
        transparent=options.transparent,
        supersample=options.supersample,
        settings=RenderSettings(antialiased=scene.antialiased),
    )


def framed_motion(scene: VideoScene, options: VideoOptions) -> CameraMotion:
    """The camera that the options mean, fitted to the scene.

    Raises:
        InputError: If its file cannot be read.
    """
    width, height = options.size_px
    boxes, aspect = scene.boxes(), 1.0 if options.projection == "360" else width / height
    motion = open_camera(
        options.camera,
        boxes,
        azimuth_deg=scene.azimuth_deg,
        elevation_deg=scene.elevation_deg,
        aspect=aspect,
        placement=scene.placement,
    )
    if options.projection != "orthographic":
        return motion
    return orthographic_motion(motion, boxes, aspect=aspect)


def save_camera(motion: CameraMotion, schedule: FrameSchedule, options: VideoOptions) -> None:
    """Write the camera's motion for other programs where that is asked for.

    Raises:
        InputError: If it cannot be written.
    """
    if options.camera_out is not None:
        frames = CameraFrames(schedule.frame_count, options.fps, *options.size_px)
        write_camera_motion(options.camera_out, motion, frames)


def scene_renderer(scene: VideoScene, options: VideoOptions) -> BackdropRenderer:
    """A renderer with the background, shadow and overlays that the options ask for."""
    ground = scene.ground_z_m
    backdrop = open_background(options.background, ground_z_m=ground, shadow=options.shadow)
    overlays = Overlays(**dict.fromkeys(options.overlays, True))
    return BackdropRenderer(
        open_renderer(options.backend),
        backdrop,
        ground_z_m=ground if options.shadow else None,
        overlays=overlays,
    )


def scene_passes(
    scene: VideoScene,
    schedule: FrameSchedule,
    painter: FramePainter,
    names: tuple[str, ...],
    size_px: tuple[int, int],
) -> ClipPasses:
    """Passes of the video's pictures; a take's own frames know more than moments between them."""
    positions = [schedule.clip_position(index) for index in range(schedule.frame_count)]
    same = positions == list(np.arange(scene.clip.frame_count, dtype=float))

    def camera_at(index: int) -> Camera:
        return painter.camera(index, size_px)

    if same and isinstance(scene.clip, Take):
        return TakePasses(scene.clip, names, camera_at)
    clip: Clip = scene.clip if same else resampled(scene.clip, positions, 1 / schedule.fps)
    return ClipPasses(clip, names, camera_at)
