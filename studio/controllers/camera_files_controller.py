"""`CameraFilesController`: camera paths from presets and files, and into files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from render.cameras.keyframe import CameraKeyframe
from render.cameras.motion import CameraMotion
from render.cameras.orthographic import OrthographicMotion
from render.cameras.path import CameraPath
from render.errors import InputError
from studio.controllers.camera_path_controller import CameraPathController
from studio.jobs.file_tasks import Files
from studio.state.camera_angles import SIDE_PX
from studio.state.camera_keys import Keys
from studio.state.camera_path import path_over
from studio.state.language import tr
from studio.state.shot_camera import ShotCamera
from studio.state.studio_state import StudioState

PRESET_KEYS = {
    "turntable": 12, "swing": 8, "still": 1, "spiral": 24, "forward": 5, "backward": 5, "up": 5,
    "down": 5, "dolly": 7,
}  # fmt: skip
"""Keys that a preset becomes: enough that the path between them differs by less than 1 %."""
MOST_KEYS = 2000
"""Keys that the panel takes."""


class CameraFilesController:
    """Verbs that begin a path and hand it on."""

    def __init__(self, state: StudioState, path: CameraPathController, files: Files) -> None:
        """Fill the path of a state.

        Args:
            state: State whose path is filled.
            path: Takes the keys.
            files: Reads and writes in the background.
        """
        self._state = state
        self._path = path
        self._files = files

    def start_from(self, preset: str, amount: float | None = None) -> None:
        """Begin with the keys of a preset that keeps the object in the picture.

        Args:
            preset: Name in `render.cameras.presets.PRESETS`.
            amount: How far it goes, see `camera_preset`; None for the usual.
        """
        bounds = self._state.viewport.bounds
        if bounds is None:
            self._state.notices.post("info", tr("There is no object to frame yet."))
            return
        from render.cameras.presets import camera_preset

        document = self._state.document
        try:
            motion = camera_preset(
                preset,
                np.array([bounds], np.float32),
                azimuth_deg=document.view_azimuth_deg,
                elevation_deg=document.view_elevation_deg,
                amount=amount,
            )
        except InputError as error:
            self._state.notices.post("warning", str(error))
            return
        self._take(motion, PRESET_KEYS[preset], tr("Start camera path: {name}", name=preset))

    def read(self, file: Path) -> None:
        """Fly the path of a file of any format from now on."""
        from render.cameras.path_file import read_camera_motion

        def answer(motion: CameraMotion | None, fault: str) -> None:
            if motion is None:
                self._state.notices.post("error", fault)
                return
            self._take(motion, PRESET_KEYS["turntable"], tr("Open camera path"))

        self._files.submit(lambda: read_camera_motion(file), answer)

    def write(self, file: Path) -> None:
        """Write the path in the format of the ending: JSON, USD or a script for Blender."""
        from render.cameras.interop.sampling import CameraFrames
        from render.cameras.path_file import write_camera_motion

        path = self._state.camera_path.path
        if path is None:
            return
        count = max(self._state.playback.frame_count, 1)
        frames = CameraFrames(count, 1 / self._state.playback.frame_dt_s)
        own = file.suffix.lower() == ".json"
        motion = path if own else path_over(path, self._path.length_s)

        def answer(done: bool | None, fault: str) -> None:
            if done is None:
                self._state.notices.post("error", fault)
            else:
                line = tr("Saved the camera path as {name}.", name=file.name)
                self._state.notices.post("success", line, reveal=file)

        def work() -> bool:
            write_camera_motion(file, motion, frames)
            return True

        self._files.submit(work, answer, must_run=True)

    def _take(self, motion: CameraMotion, key_count: int, label: str) -> None:
        if isinstance(motion, OrthographicMotion):
            motion = motion.motion
        loop, closing_s = False, None
        if isinstance(motion, CameraPath):
            keys, loop, closing_s = motion.keyframes, motion.loop, motion.closing_s
        else:
            keys = sampled_keys(motion, key_count, self._path.length_s)
            if motion.is_loop and key_count > 1:
                loop, closing_s = True, self._path.length_s / key_count
        if len(keys) > MOST_KEYS:
            line = tr("The file has {count} keys; {most} can be edited.",
                      count=len(keys), most=MOST_KEYS)  # fmt: skip
            self._state.notices.post("error", line)
            return
        start_s = min(keys[0].time_s, 0.0)
        keys = tuple(replace(key, time_s=key.time_s - start_s) for key in keys)
        self._path.replace_path(keys, loop=loop, closing_s=closing_s, label=label)


def sampled_keys(motion: CameraMotion, count: int, length_s: float) -> Keys:
    """Keys along a motion over a time [s]; those of orbits and moves look at the target."""
    target = getattr(motion, "target_m", None)
    steps = count if motion.is_loop else max(count - 1, 1)
    keys = []
    for number in range(count):
        shot = ShotCamera.of(motion.camera(number / steps, SIDE_PX, SIDE_PX))
        keys.append(
            CameraKeyframe(
                number / steps * length_s,
                shot.position,
                target,
                vertical_fov_deg=shot.vertical_fov_deg,
                rotation=None if target is not None else shot.rotation,
            )
        )
    return tuple(keys)
