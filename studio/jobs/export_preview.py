"""`ExportPreview`: one picture of an export, small, drawn as the export draws it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.base import RenderSettings
from render.cameras.motion import CameraMotion
from sim.project import Project
from sim.take_layout import HEADER_FILE, commit_file
from studio.export.frame_painter import FramePainter, Shot
from studio.export.option_ranges import COLOR, SIDE_RANGE_PX
from studio.export.video_options import VideoOptions
from studio.jobs.preview_messages import Preview, PreviewQuestion
from studio.jobs.scene_files import Stamp, stamp_of
from studio.jobs.video_export import framed_motion, scene_renderer, schedule_of
from studio.jobs.video_scene import VideoScene, take_scene

SIDE_PX = 360
"""Longer side of a preview [px]."""
BACKEND = "cpu_tiles"
"""What draws it in the view process."""
_SceneKey = tuple[Path, int, Stamp | None, Stamp | None]
"""Folder of a take, its frames, and the files that tell it from another one there."""


class ExportPreview:
    """Draws previews; the scene and the fitted camera are kept for the next one."""

    def __init__(self) -> None:
        self._scene: tuple[_SceneKey, VideoScene] | None = None
        self._motion: tuple[object, CameraMotion] | None = None

    def answer(self, question: PreviewQuestion) -> Preview:
        """Draw a preview.

        Raises:
            InputError: If take, camera or background cannot be used.
        """
        scene = self._opened(question)
        schedule = schedule_of(scene, replace(question.options, blur=None))
        options = small(question.options)
        frame = min(max(question.frame, 0), schedule.frame_count - 1)
        motion = question.motion or self._framed(question, scene)
        shot = Shot(
            motion=motion,
            size_px=options.size_px,
            all_round=options.projection == "360",
            transparent=options.transparent,
            settings=RenderSettings(antialiased=scene.antialiased),
        )
        with closing(scene_renderer(scene, options)) as renderer:
            picture = FramePainter(scene.clip, schedule, shot, renderer).paint(frame)
        width, height = options.size_px
        return Preview(width, height, _rgba(picture), frame,
                       schedule.frame_count)  # fmt: skip

    def _opened(self, question: PreviewQuestion) -> VideoScene:
        project = Project.open(question.project)
        scene = take_scene(project, question.take_name)
        take, count = project.take_path(question.take_name), scene.clip.frame_count
        stamps = stamp_of(take / HEADER_FILE), stamp_of(commit_file(take, count - 1))
        key = (take, count, *stamps)
        if self._scene is None or self._scene[0] != key:
            self._scene, self._motion = (key, scene), None
        return self._scene[1]

    def _framed(self, question: PreviewQuestion, scene: VideoScene) -> CameraMotion:
        """The preset's camera; fitting it reads a dozen frames, once."""
        options = question.options
        width, height = options.size_px
        key = (options.camera, options.projection, width / height)
        if self._motion is None or self._motion[0] != key:
            self._motion = (key, framed_motion(scene, options))
        return self._motion[1]


def small(options: VideoOptions) -> VideoOptions:
    """Options of a preview: the same shape and background, nothing that only takes time."""
    width, height = options.size_px
    factor = min(SIDE_PX / max(width, height), 1.0)
    least = SIDE_RANGE_PX[0]
    sides = (max(round(width * factor), least), max(round(height * factor), least))
    if options.projection == "360":
        sides = (2 * sides[1], sides[1])
    return replace(
        options,
        size_px=sides,
        supersample=1,
        blur=None,
        passes=(COLOR,),
        backend=BACKEND,
        hardware=False,
        codec=None,
    )


def _rgba(picture: npt.NDArray[np.generic]) -> bytes:
    """A picture of shape [H, W, 3 or 4] with alpha."""
    if picture.shape[2] == 3:
        opaque = np.full((*picture.shape[:2], 1), 255, picture.dtype)
        picture = np.concatenate([picture, opaque], axis=2)
    return picture.tobytes()
