"""Take to video: camera, studio stage, encoder."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np

from render.backdrop_renderer import BackdropRenderer
from render.cameras.motion import RIG_ELEVATION_DEG, CameraMotion
from render.cameras.source import open_camera
from render.framing import FloatArray, bounds_of_frames
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback
from render.registry import open_renderer
from render.stage import StageLook
from sim.project import Project
from sim.scene_setup import SceneSetup
from sim.take import Take
from studio.export.take_video import CloudSequence, FrameSource, export_take_video
from studio.jobs.requests import ExportVideoRequest
from studio.jobs.splat_import import read_splats, upright

FRAMING = "Framing the camera"
RENDERING = "Rendering the video"

FRAMED_FRAMES = 12
"""Frames of a take that the camera is fitted to: the first, the last and some between."""
LOWEST_ELEVATION_DEG = 4.0
"""A camera in the floor would see nothing [degrees]."""
CLOUD_FRAMES = 100
"""Frames of a splat file's turntable."""


def export_take(request: ExportVideoRequest, progress: ProgressCallback) -> Path:
    """Render a take of a project to a video.

    Raises:
        InputError: If project, take, camera or output cannot be used.
    """
    project = Project.open(request.project)
    take = Take.open(project.take_path(request.take_name))
    progress(FRAMING, 0.0)
    scene = SceneSetup.from_json(take.scene)
    motion = open_camera(
        request.camera,
        _boxes_of_take(take),
        azimuth_deg=scene.view_azimuth_deg,
        elevation_deg=_elevation(project),
        aspect=request.width / request.height,
    )
    stage = BackdropRenderer(open_renderer(request.backend), StageLook(ground_z_m=scene.ground_z_m))
    _write_video(
        take,
        motion,
        stage,
        out=request.out,
        size_px=(request.width, request.height),
        fps=request.fps,
        progress=progress,
    )
    return request.out


def export_cloud(  # noqa: PLR0913 - two operands; the rest is keyword-only
    file: Path,
    out: Path,
    *,
    up: str,
    camera: str,
    size_px: tuple[int, int],
    fps: float,
    backend: str = "auto",
    progress: ProgressCallback,
) -> GaussianCloud:
    """Render a splat file, which stands still on the floor, to a video.

    Returns:
        The cloud that was drawn.

    Raises:
        InputError: If file, camera or output cannot be used.
    """
    cloud = upright(read_splats(file), up=up, size_m=1.0)
    lift = np.array([0, 0, -cloud.bounds(percentile=0.5, min_opacity=0.1)[0, 2]], np.float32)
    standing = cloud.transformed(np.eye(3, dtype=np.float32), lift)
    progress(FRAMING, 0.0)
    motion = open_camera(camera, bounds_of_frames([standing]), aspect=size_px[0] / size_px[1])
    frames = CloudSequence([standing], frame_count=CLOUD_FRAMES)
    stage = BackdropRenderer(open_renderer(backend), StageLook())
    _write_video(frames, motion, stage, out=out, size_px=size_px, fps=fps, progress=progress)
    return standing


def _boxes_of_take(take: Take) -> FloatArray:
    """Bounds of some frames, the first and last among them [m], shape [T, 2, 3]."""
    count = min(take.frame_count, FRAMED_FRAMES)
    indices = np.unique(np.linspace(0, take.frame_count - 1, count).round().astype(int))
    return bounds_of_frames(take.frame(int(index)) for index in indices)


def _elevation(project: Project) -> float:
    """Elevation of the photo's camera, above the floor [degrees]."""
    known = project.manifest.elevation_deg
    return max(RIG_ELEVATION_DEG if known is None else known, LOWEST_ELEVATION_DEG)


def _write_video(
    frames: FrameSource,
    motion: CameraMotion,
    stage: BackdropRenderer,
    *,
    out: Path,
    size_px: tuple[int, int],
    fps: float,
    progress: ProgressCallback,
) -> None:
    def report(_: str, fraction: float) -> None:
        progress(RENDERING, fraction)

    with closing(stage):
        export_take_video(
            frames, motion, size_px=size_px, fps=fps, out=out, renderer=stage, progress=report
        )
