"""Candidates side by side in one file: a contact sheet of moments, or a video in sync."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.backdrop_renderer import BackdropRenderer
from render.base import RenderSettings
from render.camera import Camera
from render.cameras.motion import CameraMotion
from render.cameras.path import CameraPath
from render.cameras.source import open_camera
from render.clips.clip import Clip
from render.errors import InputError
from render.progress import ProgressCallback
from render.registry import open_renderer
from sim.project import Project
from studio.export.backgrounds import open_background
from studio.export.cell_sheet import Caption, CellSheet
from studio.export.clip_video import VideoFile
from studio.export.codecs import codec_for
from studio.export.encoding_thread import EncodingThread
from studio.export.still import write_still
from studio.jobs.requests import ExportCandidatesRequest
from studio.jobs.video_scene import VideoScene, take_scene
from studio.state.camera_path import path_over

RENDERING = "Rendering the candidates"
SHEET_MOMENTS = 6
"""Pictures of each candidate on a contact sheet."""
REFERENCE_CAMERA = "swing"
"""Camera preset whose middle shows candidates where the window has no view of its own."""

Picture = npt.NDArray[np.uint8]
View = Callable[[float], Camera]
"""The camera at a time of the takes [s]."""


def export_candidates(request: ExportCandidatesRequest, progress: ProgressCallback) -> Path:
    """Write candidates to one file, see `ExportCandidatesRequest`.

    Raises:
        InputError: If a take cannot be read or the file cannot be written.
        StoppedExportError: If a video was cancelled; it names what is kept.
    """
    progress(RENDERING, 0.0)
    project = Project.open(request.project)
    scenes = [take_scene(project, cell.take_name) for cell in request.cells]
    captions = [Caption(cell.caption, cell.detail) for cell in request.cells]
    if not scenes:
        raise InputError("no candidate is chosen; show at least one that is finished")
    with ExitStack() as stack:
        painters = _painters(request, scenes, stack)
        if request.out.suffix.lower() == ".png":
            _write_sheet(request, painters, captions, progress)
        else:
            _write_video(request, painters, captions, progress)
    return request.out


class CellPainter:
    """Draws one candidate at any time of its take.

    Args:
        clip: Its take.
        view: The camera at a time [s].
        renderer: Draws background and all.
        settings: How the Gaussians are drawn.
    """

    def __init__(
        self, clip: Clip, view: View, renderer: BackdropRenderer, settings: RenderSettings
    ) -> None:
        self._clip = clip
        self._view = view
        self._renderer = renderer
        self._settings = settings
        self._last: tuple[int, Camera, Picture] | None = None

    @property
    def length_s(self) -> float:
        """Time from its first to its last frame [s]."""
        return (self._clip.frame_count - 1) * self._clip.frame_dt_s

    def paint(self, time_s: float) -> Picture:
        """Its frame at a time; one that has ended stays at its last, shape [H, W, 3]."""
        frame = min(round(time_s / self._clip.frame_dt_s), self._clip.frame_count - 1)
        camera = self._view(time_s)
        if self._last is None or self._last[0] != frame or not _alike(self._last[1], camera):
            cloud = self._clip.frame(frame)
            color = self._renderer.render(cloud, camera, self._settings).color
            picture = np.round(np.clip(color, 0, 1) * 255).astype(np.uint8)
            self._last = (frame, camera, picture)
        return self._last[2]


def _painters(
    request: ExportCandidatesRequest, scenes: list[VideoScene], stack: ExitStack
) -> list[CellPainter]:
    view = _view(request, scenes)
    ground = scenes[0].ground_z_m
    backdrop = open_background(request.background, ground_z_m=ground, shadow=True)
    renderer = BackdropRenderer(open_renderer("auto"), backdrop, ground_z_m=ground)
    stack.enter_context(closing(renderer))
    return [
        CellPainter(scene.clip, view, renderer, RenderSettings(antialiased=scene.antialiased))
        for scene in scenes
    ]


def _view(request: ExportCandidatesRequest, scenes: list[VideoScene]) -> View:
    """The window's view, flown along its path while the longest take plays, or `common_camera`."""
    motion = request.camera
    if motion is None:
        return held(common_camera(scenes, request.cell_px))
    clips = [scene.clip for scene in scenes]
    length_s = max((clip.frame_count - 1) * clip.frame_dt_s for clip in clips)
    flown = path_over(motion, length_s) if isinstance(motion, CameraPath) else motion
    return lambda time_s: flown.camera(
        min(time_s / length_s, 1.0) if length_s > 0 else 0.0, *request.cell_px
    )


def held(camera: Camera) -> View:
    """A view that stays where it is."""
    return lambda _time_s: camera


def _alike(first: Camera, second: Camera) -> bool:
    """Whether two cameras see the same."""
    same_place = np.array_equal(first.world_to_camera, second.world_to_camera)
    return same_place and np.array_equal(first.K, second.K)


def common_camera(scenes: Sequence[VideoScene], cell_px: tuple[int, int]) -> Camera:
    """A view from the photo's side that holds all that happens.

    Args:
        scenes: Takes of one object, at least one.
        cell_px: Width and height of the picture [px].
    """
    width, height = cell_px
    motion: CameraMotion = open_camera(
        REFERENCE_CAMERA,
        np.concatenate([scene.boxes() for scene in scenes]),
        azimuth_deg=scenes[0].azimuth_deg,
        elevation_deg=scenes[0].elevation_deg,
        aspect=width / height,
        placement=None,
    )
    return motion.camera(0.5, width, height)


def _write_sheet(
    request: ExportCandidatesRequest,
    painters: list[CellPainter],
    captions: list[Caption],
    progress: ProgressCallback,
) -> None:
    sheet = CellSheet(captions, request.cell_px, columns=SHEET_MOMENTS)
    pictures = []
    for done, painter in enumerate(painters):
        times = np.linspace(0.0, painter.length_s, SHEET_MOMENTS)
        pictures += [painter.paint(float(time_s)) for time_s in times]
        progress(RENDERING, (done + 1) / len(painters))
    write_still(request.out, sheet.compose(pictures))


def _write_video(
    request: ExportCandidatesRequest,
    painters: list[CellPainter],
    captions: list[Caption],
    progress: ProgressCallback,
) -> None:
    sheet = CellSheet(captions, request.cell_px)
    file = VideoFile(request.out, codec_for(request.out), sheet.size_px, request.fps)
    count = round(max(painter.length_s for painter in painters) * request.fps) + 1
    file.check(count)
    with file.writer() as writer, EncodingThread() as encoder:
        for index in range(count):
            page = sheet.compose([painter.paint(index / request.fps) for painter in painters])
            encoder.put(partial(writer.write, page))
            progress(RENDERING, (index + 1) / count)
