"""Orbits, keyframed paths and their files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from render_scenes import CloudFactory

from render.camera_path import (
    CameraKeyframe,
    CameraMotion,
    CameraOrbit,
    CameraPath,
    OrbitSweep,
    swing,
    turntable,
)
from render.camera_path_file import read_camera_path, write_camera_path
from render.errors import InputError
from render.framing import bounds_of_frames

PATH = CameraPath(
    (
        CameraKeyframe(0.0, (2, 0, 1), (0, 0, 0)),
        CameraKeyframe(1.0, (0, 2, 1), (0, 0, 0.2), vertical_fov_deg=40),
        CameraKeyframe(3.0, (-2, 0, 1), (0, 0, 0), roll_deg=30),
    )
)


def boxes() -> np.ndarray:
    rest = np.array([[-0.2, -0.3, 0.0], [0.2, 0.3, 0.5]], np.float32)
    lifts = np.array([[0, 0, height] for height in (0.4, 0.1, 0.0)], np.float32)
    return rest[None] + lifts[:, None]


def test_turntable_comes_back_to_its_first_frame_after_the_last() -> None:
    orbit = turntable(boxes(), azimuth_deg=30)
    first, wrapped = orbit.frame_camera(0, 48, 64, 64), orbit.frame_camera(48, 48, 64, 64)
    np.testing.assert_allclose(first.world_to_camera, wrapped.world_to_camera, atol=1e-5)
    angles = [orbit.azimuth_at(index / 48) for index in range(48)]
    np.testing.assert_allclose(np.diff(angles), 360 / 48)


def test_turntable_runs_on_a_circle() -> None:
    orbit = turntable(boxes())
    distances = [
        np.linalg.norm(orbit.camera(fraction, 8, 8).position - orbit.target_m)
        for fraction in np.linspace(0, 1, 17)
    ]
    np.testing.assert_allclose(distances, orbit.radius_m, rtol=1e-5)


def test_swing_starts_at_the_photo_and_stays_within_its_angle() -> None:
    orbit = swing(boxes(), azimuth_deg=70)
    angles = np.array([orbit.azimuth_at(fraction) for fraction in np.linspace(0, 1, 101)])
    assert angles[0] == pytest.approx(70)
    assert angles.min() == pytest.approx(50)
    assert angles.max() == pytest.approx(90)
    assert orbit.is_loop


@pytest.mark.parametrize("make", [swing, turntable])
@pytest.mark.parametrize("aspect", [0.5, 1.0, 16 / 9])
@pytest.mark.parametrize("elevation_deg", [-5.0, 8.93, 60.0])
def test_every_frame_is_in_every_picture(make: type, aspect: float, elevation_deg: float) -> None:
    orbit: CameraOrbit = make(boxes(), elevation_deg=elevation_deg, aspect=aspect)
    corners = boxes()[:, [[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)], [0, 1, 2]]
    points = np.concatenate([corners.reshape(-1, 3), np.ones((24, 1), np.float32)], axis=1)
    margin = 1.0
    for fraction in np.linspace(0, 1, 25):
        camera = orbit.camera(fraction, round(360 * aspect), 360)
        seen = points @ camera.world_to_camera[:3].T
        pixels = seen[:, :2] / seen[:, 2:] @ camera.K[:2, :2].T + camera.K[:2, 2]
        assert (seen[:, 2] > 0).all()
        room = np.concatenate([pixels, [camera.width, camera.height] - pixels]).min()
        margin = min(margin, room / 360)
    assert 0.02 < margin < 0.2


def test_path_passes_through_its_keyframes_at_rest() -> None:
    for fraction, keyframe in zip((0, 1 / 3, 1), PATH.keyframes, strict=True):
        camera = PATH.camera(fraction, 20, 20)
        np.testing.assert_allclose(camera.position, keyframe.position_m, atol=1e-5)
        assert camera.vertical_fov_deg == pytest.approx(keyframe.vertical_fov_deg, rel=1e-4)
    start = np.linalg.norm(PATH.camera(0.01, 9, 9).position - PATH.camera(0, 9, 9).position)
    middle = np.linalg.norm(PATH.camera(0.34, 9, 9).position - PATH.camera(0.33, 9, 9).position)
    assert start < 0.2 * middle


def test_path_shows_its_last_keyframe_in_the_last_frame() -> None:
    camera = PATH.frame_camera(49, 50, 20, 20)
    np.testing.assert_allclose(camera.position, (-2, 0, 1), atol=1e-5)


def test_roll_turns_the_picture_clockwise() -> None:
    rolled = CameraPath((CameraKeyframe(0, (2, 0, 0), (0, 0, 0), roll_deg=90),)).camera(0, 9, 9)
    up = rolled.world_to_camera[:3, :3] @ [0, 0, 1]
    np.testing.assert_allclose(up, [1, 0, 0], atol=1e-6)  # the world's up lies to the right


@pytest.mark.parametrize(
    "motion",
    [PATH, CameraOrbit((0.1, 0, 0.3), 2.5, 12, 30, 45, OrbitSweep.TURNTABLE, -360)],
)
def test_files_bring_back_the_same_motion(tmp_path: Path, motion: CameraOrbit | CameraPath) -> None:
    write_camera_path(tmp_path / "path.json", motion)
    assert read_camera_path(tmp_path / "path.json") == motion


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("not json", "not a JSON file"),
        ("[]", "not a camera path"),
        ('{"format": "phys4d-camera-path", "version": 99, "keyframes": []}', "version 99"),
        ('{"format": "phys4d-camera-path", "version": 1}', "damaged"),
        ('{"format": "phys4d-camera-path", "version": 1, "keyframes": []}', "at least one"),
        ('{"format": "phys4d-camera-path", "version": 1, "keyframes": [{"time_s": 0}]}', "damaged"),
        (
            '{"format": "phys4d-camera-path", "version": 1, "orbit": {"target_m": [0, 0]}}',
            "damaged",
        ),
        (
            '{"format": "phys4d-camera-path", "version": 1, "orbit": '
            '{"target_m": [0, 0, 0], "radius_m": -1}}',
            "radius",
        ),
    ],
)
def test_damaged_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "path.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_camera_path(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        read_camera_path(tmp_path / "absent.json")


def test_keyframes_must_follow_one_another() -> None:
    keyframe = CameraKeyframe(1.0, (1, 0, 0), (0, 0, 0))
    with pytest.raises(InputError, match="must rise"):
        CameraPath((keyframe, keyframe))


def test_a_hand_written_file_needs_only_times_and_places(tmp_path: Path) -> None:
    data = {
        "format": "phys4d-camera-path",
        "version": 1,
        "keyframes": [{"time_s": 0, "position_m": [1, 0, 0], "target_m": [0, 0, 0]}],
    }
    path = tmp_path / "path.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    motion: CameraMotion = read_camera_path(path)
    np.testing.assert_allclose(motion.camera(0.5, 9, 9).position, (1, 0, 0), atol=1e-6)


def test_framing_leaves_stray_and_faint_gaussians_out(make_cloud: CloudFactory) -> None:
    cloud = make_cloud(1000)
    means, opacities = cloud.means.copy(), cloud.opacities.copy()
    means[:5] = 100.0
    means[5:50], opacities[5:50] = -100.0, 0.05
    stray = type(cloud)(means, cloud.quats, cloud.scales, opacities, cloud.sh_coeffs)
    box = bounds_of_frames([stray])[0]
    assert np.abs(box).max() < 0.6


def test_framing_needs_a_frame() -> None:
    with pytest.raises(InputError, match="no frame"):
        bounds_of_frames([])
