"""Exports through the real pipeline: a keyed camera, and copied commands that write the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from render.cameras.keyframe import CameraKeyframe
from render.cameras.path import CameraPath
from render.cameras.path_file import write_camera_motion
from sim.project import Project
from studio import cli
from studio.controllers.export_command import command_arguments
from studio.export.video_options import VideoOptions
from studio.jobs.export_preview import ExportPreview
from studio.jobs.pipeline import run_export, run_export_clip, run_export_still
from studio.jobs.preview_messages import PreviewQuestion
from studio.jobs.requests import ExportClipRequest, ExportStillRequest, ExportVideoRequest
from studio.state.export import ExportOrder
from tests.studio.synthetic_project import make_project, write_take

KEYS = (
    CameraKeyframe(0.0, (1.2, 0.0, 0.5), (0.0, 0.0, 0.3)),
    CameraKeyframe(0.3, (0.0, 1.2, 0.7), (0.0, 0.0, 0.3), roll_deg=10.0),
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make_project(tmp_path / "Ball.p4d")
    write_take(made, "take-1")
    return made


@pytest.fixture
def options(tmp_path: Path) -> VideoOptions:
    camera = tmp_path / "camera.json"
    write_camera_motion(camera, CameraPath(KEYS))
    return VideoOptions(size_px=(96, 64), fps=25.0, camera=str(camera), backend="cpu_tiles")


@pytest.mark.slow
def test_a_tiny_video_is_that_of_its_command(
    project: Project, options: VideoOptions, tmp_path: Path
) -> None:
    import av

    options = replace(options, codec="h264")
    order = ExportOrder("video", project.path, "take-1", tmp_path / "a.mp4", options)
    run_export(ExportVideoRequest(project.path, "take-1", order.out, options))
    again = replace(order, out=tmp_path / "b.mp4")
    assert cli.run(command_arguments(again)) == 0
    pictures = []
    for path in (order.out, again.out):
        with av.open(str(path)) as video:
            pictures.append([one.to_ndarray(format="rgb24") for one in video.decode(video=0)])
    assert len(pictures[0]) == 12
    np.testing.assert_array_equal(pictures[0], pictures[1])
    assert np.ptp(np.stack(pictures[0]), axis=0).max() > 50


@pytest.mark.slow
def test_a_still_is_that_of_its_command_and_like_its_preview(
    project: Project, options: VideoOptions, tmp_path: Path
) -> None:
    order = ExportOrder("still", project.path, "take-1", tmp_path / "a.png", options, frame=5)
    run_export_still(ExportStillRequest(project.path, "take-1", order.out, options, 5))
    again = replace(order, out=tmp_path / "b.png")
    assert cli.run(command_arguments(again)) == 0
    first, second = (np.array(Image.open(one.out).convert("RGB")) for one in (order, again))
    np.testing.assert_array_equal(first, second)
    preview = ExportPreview().answer(PreviewQuestion(project.path, "take-1", options, 5))
    assert (preview.width, preview.height, preview.frame_count) == (96, 64, 12)
    drawn = np.frombuffer(preview.pixels, np.uint8).reshape(64, 96, 4)[:, :, :3]
    np.testing.assert_array_equal(drawn, first)


@pytest.mark.slow
def test_a_web_page_is_that_of_its_command(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "a.html"
    order = ExportOrder("clip", project.path, "take-1", out, quality="small")
    run_export_clip(ExportClipRequest(project.path, "take-1", out, "small"))
    again = replace(order, out=tmp_path / "b.html")
    assert cli.run(command_arguments(again)) == 0
    assert out.read_bytes() == again.out.read_bytes()


def test_previews_keep_the_shape_of_the_picture(project: Project) -> None:
    for size_px, shape in (((3840, 2160), (360, 202)), ((1080, 1920), (202, 360))):
        options = VideoOptions(size_px=size_px, background="none")
        question = PreviewQuestion(project.path, "take-1", options, frame=99)
        preview = ExportPreview().answer(question)
        assert (preview.width, preview.height) == shape
        assert preview.frame == preview.frame_count - 1
        alpha = np.frombuffer(preview.pixels, np.uint8)[3::4]
        assert (alpha.min(), alpha.max()) == (0, 255)
