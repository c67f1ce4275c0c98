"""From a clip to a file: drawn and encoded side by side, cancelled, refused beforehand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from render.backdrop import PlainBackdrop
from render.backdrop_renderer import BackdropRenderer
from render.cameras.orbit import CameraOrbit, OrbitSweep
from render.clips.clip import ClipArrays
from render.errors import CancelledError, InputError
from render.gaussians import GaussianCloud
from render.passes.clip_passes import ClipPasses
from render.passes.pseudo_rgb import decode_geometry
from render.reference import ReferenceRenderer
from render.registry import open_renderer
from render.stage import StageLook
from studio.export import forecast
from studio.export.clip_video import VideoFile, export_clip_video
from studio.export.codecs import CODECS
from studio.export.encoding_thread import EncodingThread
from studio.export.frame_painter import FramePainter, Shot
from studio.export.frame_schedule import FrameSchedule
from studio.export.interruption import StoppedExportError
from studio.export.pass_video import export_passes, pass_codec, pass_path
from tests.studio.export.stored_videos import decoded, tags
from tests.studio.export.test_frame_painter import splats

CLIP = ClipArrays(tuple(splats(0.2 + 0.05 * index) for index in range(4)))
MOTION = CameraOrbit((0.0, 0.0, 0.2), 1.3, elevation_deg=15.0)
SIZE = (48, 32)


class GreyPainter:
    """Draws plain pictures of rising brightness."""

    def __init__(self, *, fails_at: int | None = None) -> None:
        self.fails_at = fails_at

    def paint(self, index: int, *, bits: int = 8) -> np.ndarray:
        assert bits == 8
        if index == self.fails_at:
            raise InputError(f"frame {index} cannot be read")
        return np.full((SIZE[1], SIZE[0], 3), 20 * index, np.uint8)


def export(out: Path, painter: object, **options: object) -> object:
    file = VideoFile(out, CODECS["h264"], SIZE, 25.0, {"title": "Grey"})
    return export_clip_video(painter, file, frame_count=8, **options)  # type: ignore[arg-type]


def test_every_picture_is_drawn_and_stored_once(tmp_path: Path) -> None:
    told: list[float] = []
    report = export(
        tmp_path / "a.mp4", GreyPainter(), progress=lambda _, fraction: told.append(fraction)
    )
    assert report.frame_count == 8
    assert report.size_bytes == (tmp_path / "a.mp4").stat().st_size
    pictures = decoded(tmp_path / "a.mp4", CODECS["h264"])
    np.testing.assert_allclose([one.mean() for one in pictures], 20 * np.arange(8), atol=2)
    assert told == [index / 8 for index in range(9)]
    assert report.render_seconds >= 0
    assert report.encode_seconds > 0


def test_a_cancel_keeps_what_is_complete(tmp_path: Path) -> None:
    def cancel(_stage: str, fraction: float) -> None:
        if fraction > 0.7:
            raise CancelledError

    with pytest.raises(StoppedExportError):
        export(tmp_path / "a.mp4", GreyPainter(), progress=cancel)
    assert os.listdir(tmp_path) == ["a.partial.mp4"]
    assert 3 <= len(decoded(tmp_path / "a.partial.mp4", CODECS["h264"])) <= 6


def test_a_frame_that_cannot_be_drawn_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="frame 3 cannot be read"):
        export(tmp_path / "a.mp4", GreyPainter(fails_at=3))
    assert os.listdir(tmp_path) == []


def test_no_room_is_said_before_anything_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 1000

    monkeypatch.setattr(forecast.shutil, "disk_usage", lambda _: Usage)
    with pytest.raises(InputError, match=r"8 frames of 48x32 in H\.264 may take"):
        export(tmp_path / "a.mp4", GreyPainter(fails_at=0))


def put_many(error: Exception) -> None:
    def fail() -> None:
        raise error

    with EncodingThread() as encoder:
        encoder.put(fail)
        for _ in range(6):
            encoder.put(lambda: None)


def test_errors_of_the_encoder_reach_the_drawing_thread() -> None:
    with pytest.raises(InputError, match="the disk is full"):
        put_many(InputError("the disk is full"))


def pass_files(folder: Path, names: Sequence[str], codec: str) -> dict[str, VideoFile]:
    out = folder / f"a{CODECS[codec].usual_suffix}"
    return {
        name: VideoFile(pass_path(out, name), pass_codec(name, CODECS[codec]), SIZE, 25.0)
        for name in names
    }


def export_all(folder: Path, names: Sequence[str], codec: str) -> dict[str, VideoFile]:
    renderer = BackdropRenderer(ReferenceRenderer(), StageLook())
    schedule = FrameSchedule(CLIP.frame_count, CLIP.frame_dt_s, 25.0)
    painter = FramePainter(CLIP, schedule, Shot(MOTION, SIZE), renderer)

    def camera_at(index: int) -> object:
        return painter.camera(index, SIZE)

    files = pass_files(folder, names, codec)
    reports = export_passes(ClipPasses(CLIP, names, camera_at), camera_at, renderer, files)
    assert [report.frame_count for report in reports] == [4] * len(names)
    return files


def test_passes_of_numbers_are_stored_without_loss(tmp_path: Path) -> None:
    files = export_all(tmp_path, ["geometry", "velocity"], "h264")
    assert files["velocity"].out.name == "a-velocity.mp4"
    assert files["geometry"].out.name == "a-geometry.mkv"
    assert files["geometry"].codec.is_lossless
    found = tags(files["geometry"].out)
    assert found["phys4d.pass"] == "geometry"
    speeds = tags(files["velocity"].out)
    assert float(speeds["phys4d.pass.low"]) == 0 < float(speeds["phys4d.pass.high"])
    near, far = (float(found[f"phys4d.pass.{name}_m"]) for name in ("near", "far"))
    pictures = decoded(files["geometry"].out, CODECS["ffv1"])
    geometry = decode_geometry(pictures[0], near, far)
    assert geometry.mask.any()
    depths = geometry.depth[geometry.mask]
    assert (depths >= near - 1e-3).all()
    assert (depths <= far + 1e-3).all()


def test_passes_fill_folders_with_their_values(tmp_path: Path) -> None:
    files = export_all(tmp_path, ["depth"], "npz")
    arrays = sorted(files["depth"].out.iterdir())
    assert [one.name for one in arrays] == [f"frame_{index:05d}.npz" for index in range(4)]
    with np.load(arrays[2]) as stored:
        assert stored["depth"].shape[:2] == (SIZE[1], SIZE[0])


def test_every_back_end_gives_a_video_the_same_colours(tmp_path: Path) -> None:
    """Stacks of splats that are opaque well beyond the few pixels that are compared."""
    colors = np.array([(1, 0, 0), (0, 1, 0), (0, 0, 1), (0.88, 0.67, 0.41), (0.5, 0.5, 0.5)])
    stack = 8
    count = len(colors) * stack
    middles = np.array([(0.0, 0.3 * (index - 2), 0.0) for index in range(len(colors))])
    rows = GaussianCloud(
        means=middles.repeat(stack, axis=0),
        quats=np.tile([1, 0, 0, 0], (count, 1)),
        scales=np.full((count, 3), 0.045),
        opacities=np.full(count, 0.99),
        sh_coeffs=((colors.repeat(stack, axis=0) - 0.5) / 0.28209479)[:, None, :],
    )
    clip = ClipArrays((rows, rows))
    motion = CameraOrbit((0.0, 0.0, 0.0), 1.5, elevation_deg=0.0, sweep=OrbitSweep.STILL)
    schedule, codec, means = FrameSchedule(2, 0.04, 25.0), CODECS["h264"], []
    for name in ("reference", "cpu_tiles"):
        with closing(BackdropRenderer(open_renderer(name), PlainBackdrop())) as renderer:
            painter = FramePainter(clip, schedule, Shot(motion, (320, 96)), renderer)
            file = VideoFile(tmp_path / f"{name}.mp4", codec, (320, 96), 25.0)
            export_clip_video(painter, file, frame_count=2)
            camera = painter.camera(0, (320, 96))
        places = np.rint(camera.project(middles)[0]).astype(int)
        picture = decoded(file.out, codec)[1].astype(float)
        patches = [picture[y - 1 : y + 1, x - 1 : x + 1].mean(axis=(0, 1)) for x, y in places]
        means.append(np.array(patches))
    assert np.abs(means[0] - means[1]).max() <= 1
    assert np.abs(means[0] - 255 * colors).max() <= 10  # small patches are compressed too


def test_a_cancel_names_every_file_that_is_kept(tmp_path: Path) -> None:
    files = pass_files(tmp_path, ["depth", "alpha"], "png")
    camera = MOTION.camera(0.0, *SIZE)

    def cancel(_stage: str, fraction: float) -> None:
        if fraction > 0.7:
            raise CancelledError

    passes = ClipPasses(CLIP, list(files), lambda _: camera)
    with pytest.raises(StoppedExportError) as stopped:
        export_passes(passes, lambda _: camera, ReferenceRenderer(), files, progress=cancel)
    kept = sorted(tmp_path.iterdir())
    assert [path.name for path in kept] == ["a-alpha.partial", "a-depth.partial"]
    assert all(str(path) in str(stopped.value) for path in kept)
