"""From clouds to a video: frames, camera, progress, cancel."""

from __future__ import annotations

import os
from pathlib import Path

import av
import numpy as np
import pytest

from render.base import FloatArray, Renderer, RenderOutput, RenderSettings
from render.camera import Camera
from render.cameras.presets import camera_preset
from render.errors import CancelledError, InputError
from render.framing import bounds_of_frames
from render.gaussians import GaussianCloud
from studio.export.take_video import CloudSequence, export_take_video


def ball_at(height_m: float) -> GaussianCloud:
    return GaussianCloud(
        means=np.array([[0, 0, height_m], [0.1, 0, height_m]]),
        quats=np.tile([1, 0, 0, 0], (2, 1)),
        scales=np.full((2, 3), 0.05),
        opacities=np.ones(2),
        sh_coeffs=np.zeros((2, 1, 3)),
    )


FALL = [ball_at(height) for height in np.linspace(0.6, 0.1, 6)]
CAMERA = camera_preset("swing", bounds_of_frames(FALL))


class RecordingRenderer(Renderer):
    """Draws a plain picture and remembers what it was asked for."""

    name = "recording"

    def __init__(self) -> None:
        self.calls: list[tuple[GaussianCloud, Camera, RenderSettings | None]] = []

    def render(
        self,
        cloud: GaussianCloud,
        camera: Camera,
        settings: RenderSettings | None = None,
        *,
        features: FloatArray | None = None,
        with_ids: bool = False,
    ) -> RenderOutput:
        self.calls.append((cloud, camera, settings))
        size = (camera.height, camera.width)
        return RenderOutput(np.full((*size, 3), 0.5, np.float32), np.zeros(size), np.zeros(size))


def test_every_frame_is_drawn_once_with_its_camera(tmp_path: Path) -> None:
    renderer, told = RecordingRenderer(), []
    settings = RenderSettings(max_sh_degree=1)
    count = export_take_video(
        CloudSequence(FALL),
        CAMERA,
        size_px=(64, 48),
        fps=25,
        out=tmp_path / "fall.mp4",
        settings=settings,
        renderer=renderer,
        progress=lambda stage, fraction: told.append((stage, fraction)),
    )
    assert count == 6
    assert [call[0] for call in renderer.calls] == FALL
    for index, (_, camera, used) in enumerate(renderer.calls):
        expected = CAMERA.frame_camera(index, 6, 64, 48)
        np.testing.assert_allclose(camera.world_to_camera, expected.world_to_camera)
        assert used is settings
    fractions = [fraction for _, fraction in told]
    assert fractions[0] == 0
    assert fractions[-1] == 1
    assert fractions == sorted(fractions)
    assert {stage for stage, _ in told} == {"render"}


def test_a_falling_ball_falls_in_the_video(tmp_path: Path) -> None:
    out = tmp_path / "fall.mp4"
    export_take_video(CloudSequence(FALL), CAMERA, size_px=(96, 96), fps=25, out=out)
    with av.open(str(out)) as container:
        frames = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    rows = [np.average(np.arange(96), weights=(frame < 160).sum(axis=1) + 1e-9) for frame in frames]
    assert len(frames) == 6
    assert (np.diff(rows) > 2).all()


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    def cancel(_stage: str, fraction: float) -> None:
        if fraction > 0.4:
            raise CancelledError

    with pytest.raises(CancelledError):
        export_take_video(
            CloudSequence(FALL),
            CAMERA,
            size_px=(32, 32),
            fps=25,
            out=tmp_path / "fall.mp4",
            renderer=RecordingRenderer(),
            progress=cancel,
        )
    assert os.listdir(tmp_path) == []


def test_one_cloud_may_fill_a_clip() -> None:
    sequence = CloudSequence(FALL[:1], frame_count=30)
    assert sequence.frame_count == 30
    assert sequence.frame(29) is FALL[0]


def test_no_cloud_is_no_clip() -> None:
    with pytest.raises(InputError, match="no frame"):
        CloudSequence([])
