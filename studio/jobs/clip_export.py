"""Take to a moving cloud in a file: web page, one-file 4D, PLY sequence or USD."""

from __future__ import annotations

from pathlib import Path

from render.cameras.motion import CameraMotion
from render.cameras.presets import camera_preset
from render.clips.registry import write_clip
from render.progress import ProgressCallback
from sim.project import Project
from studio.jobs.requests import ExportClipRequest
from studio.jobs.video_scene import VideoScene, take_scene


def export_clip(request: ExportClipRequest, progress: ProgressCallback) -> Path:
    """Write a take of a project as a moving cloud; returns where it lies.

    Raises:
        InputError: If project, take or output cannot be used.
    """
    project = Project.open(request.project)
    scene = take_scene(project, request.take_name)
    write_clip(
        request.out,
        scene.clip,
        progress=progress,
        title=f"{project.path.stem}, {request.take_name}",
        camera=home_camera(scene),
        quality=request.quality,
        antialiased=scene.antialiased,
    )
    return request.out


def home_camera(scene: VideoScene) -> CameraMotion:
    """The usual camera of a video of a scene, whose first view a player starts with."""
    return camera_preset(
        "swing", scene.boxes(), azimuth_deg=scene.azimuth_deg, elevation_deg=scene.elevation_deg
    )
