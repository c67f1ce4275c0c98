"""The camera of a video is written beside it, and gives the same video again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from render.cameras.orbit import CameraOrbit
from render.cameras.orthographic import OrthographicMotion
from render.cameras.path_file import read_camera_motion
from render.clips.clip import ClipArrays
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.progress import ignore_progress
from studio.export.video_options import VideoOptions
from studio.jobs.video_export import export_scene
from studio.jobs.video_scene import VideoScene

CLOUD = GaussianCloud(
    means=np.array([[0.1, 0, 0.2], [-0.1, 0.1, 0.3]]),
    quats=np.tile([1.0, 0, 0, 0], (2, 1)),
    scales=np.full((2, 3), 0.05),
    opacities=np.full(2, 0.9),
    sh_coeffs=np.zeros((2, 1, 3)),
)
SCENE = VideoScene(ClipArrays((CLOUD,), 0.04))
OPTIONS = VideoOptions(
    size_px=(32, 32), camera="turntable", background="white", duration_s=0.08, backend="reference"
)


@pytest.mark.parametrize("projection", ["perspective", "orthographic"])
def test_a_saved_camera_is_the_one_of_the_video(tmp_path: Path, projection: str) -> None:
    saved = tmp_path / "camera.json"
    options = replace(OPTIONS, projection=projection, camera_out=saved)
    export_scene(SCENE, tmp_path / "first.mp4", options, ignore_progress)
    motion = read_camera_motion(saved)
    kind = OrthographicMotion if projection == "orthographic" else CameraOrbit
    assert isinstance(motion, kind)
    assert motion.is_loop
    again = replace(options, camera=str(saved), camera_out=tmp_path / "again.json")
    export_scene(SCENE, tmp_path / "second.mp4", again, ignore_progress)
    assert read_camera_motion(tmp_path / "again.json") == motion


def test_a_camera_that_cannot_be_written_stops_before_the_video(tmp_path: Path) -> None:
    options = replace(OPTIONS, camera_out=tmp_path / "no folder" / "camera.usda")
    with pytest.raises(InputError, match="no folder"):
        export_scene(SCENE, tmp_path / "first.mp4", options, ignore_progress)
    assert list(tmp_path.iterdir()) == []
