"""Named motions: what they keep in the picture, how they close, how they move."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from render_scenes import CloudFactory

from render.camera import Camera
from render.cameras.moves import AnalyticMove
from render.cameras.orbit import CameraOrbit
from render.cameras.orthographic import orthographic_motion
from render.cameras.presets import PRESETS, camera_preset
from render.errors import InputError
from render.framing import bounds_of_frames, corners_of

APPROACHING = ("forward", "backward")


def boxes() -> np.ndarray:
    rest = np.array([[-0.2, -0.3, 0.0], [0.2, 0.3, 0.5]], np.float32)
    lifts = np.array([[0, 0, height] for height in (0.4, 0.1, 0.0)], np.float32)
    return rest[None] + lifts[:, None]


def orbit(name: str, **options: float) -> CameraOrbit:
    motion = camera_preset(name, boxes(), **options)
    assert isinstance(motion, CameraOrbit)
    return motion


def least_room(camera: Camera) -> float:
    """Distance of the corners to the picture's edge over its height; < 0 outside."""
    pixels, depths = camera.project(corners_of(boxes()))
    assert (depths > 0).all()
    room = np.concatenate([pixels, [camera.width, camera.height] - pixels]).min()
    return float(room / camera.height)


@settings(deadline=None, max_examples=30)
@given(st.integers(2, 400), st.floats(-180, 180), st.sampled_from([1.0, -1.0, 2.0]))
def test_turntable_comes_back_to_its_first_frame_after_the_last(
    count: int, azimuth_deg: float, turns: float
) -> None:
    motion = orbit("turntable", azimuth_deg=azimuth_deg, amount=turns)
    first, wrapped = (motion.frame_camera(index, count, 64, 64) for index in (0, count))
    np.testing.assert_allclose(first.world_to_camera, wrapped.world_to_camera, atol=1e-5)
    angles = [motion.azimuth_at(index / count) for index in range(count)]
    np.testing.assert_allclose(np.diff(angles), turns * 360 / count)


def test_turntable_runs_on_a_circle() -> None:
    motion = orbit("turntable")
    distances = [
        np.linalg.norm(motion.camera(fraction, 8, 8).position - motion.target_m)
        for fraction in np.linspace(0, 1, 17)
    ]
    np.testing.assert_allclose(distances, motion.radius_m, rtol=1e-5)


def test_swing_starts_at_the_photo_and_stays_within_its_angle() -> None:
    motion = orbit("swing", azimuth_deg=70)
    angles = np.array([motion.azimuth_at(fraction) for fraction in np.linspace(0, 1, 101)])
    assert angles[0] == pytest.approx(70)
    assert angles.min() == pytest.approx(50)
    assert angles.max() == pytest.approx(90)
    assert motion.is_loop


@pytest.mark.parametrize("name", sorted(set(PRESETS) - set(APPROACHING)))
@pytest.mark.parametrize("aspect", [0.5, 16 / 9])
@pytest.mark.parametrize("elevation_deg", [-5.0, 8.93, 60.0])
def test_every_frame_is_in_every_picture(name: str, aspect: float, elevation_deg: float) -> None:
    motion = camera_preset(name, boxes(), elevation_deg=elevation_deg, aspect=aspect)
    rooms = [
        least_room(motion.camera(fraction, round(360 * aspect), 360))
        for fraction in np.linspace(0, 1, 25)
    ]
    assert 0.02 < min(rooms) < 0.2


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_presets_move_smoothly_and_look_at_the_middle(name: str) -> None:
    motion = camera_preset(name, boxes(), azimuth_deg=20, elevation_deg=15)
    cameras = [motion.frame_camera(index, 60, 64, 64) for index in range(61)]
    steps = [np.linalg.norm(b.position - a.position) for a, b in itertools.pairwise(cameras)]
    assert max(steps) < 0.2
    for camera in cameras:
        pixel, _ = camera.project([(0, 0, 0.45)])
        np.testing.assert_allclose(pixel, [[32, 32]], atol=1e-3)
        assert abs(camera.world_to_camera[0, 2]) < 1e-6  # the horizon is level
    if motion.is_loop:
        np.testing.assert_allclose(
            cameras[0].world_to_camera, cameras[60].world_to_camera, atol=1e-5
        )


def test_each_move_has_the_home_view_at_one_end() -> None:
    home = camera_preset("forward", boxes()).camera(0, 9, 9).position
    away = camera_preset("backward", boxes()).camera(0, 9, 9).position
    np.testing.assert_allclose(camera_preset("backward", boxes()).camera(1, 9, 9).position, home)
    assert np.linalg.norm(away) < np.linalg.norm(home)
    up, down = camera_preset("up", boxes()), camera_preset("down", boxes())
    np.testing.assert_allclose(up.camera(0, 9, 9).position, down.camera(1, 9, 9).position)
    assert up.camera(1, 9, 9).position[2] > up.camera(0, 9, 9).position[2]


@settings(deadline=None, max_examples=20)
@given(st.floats(0, 1), st.floats(0.1, 10))
def test_dolly_zoom_keeps_the_size_of_the_target(fraction: float, amount: float) -> None:
    move = camera_preset("dolly", boxes(), amount=amount)
    assert isinstance(move, AnalyticMove)
    start, camera = move.camera(0, 200, 200), move.camera(fraction, 200, 200)
    ends = np.array(move.target_m) + np.array([[0, 0.2, 0], [0, -0.2, 0]])
    sizes = [np.ptp(view.project(ends)[0][:, 0]) for view in (start, camera)]
    assert sizes[1] == pytest.approx(sizes[0], rel=1e-3)
    assert move.camera(1, 9, 9).vertical_fov_deg < start.vertical_fov_deg


def test_coming_closer_never_enters_the_object() -> None:
    deep = np.array([[[-3, -0.2, 0], [3, 0.2, 0.4]]], np.float32)
    camera = camera_preset("forward", deep, amount=0.95).camera(1, 9, 9)
    assert camera.position[0] > 3.01


@pytest.mark.parametrize(
    ("name", "amount", "message"),
    [
        ("wobble", None, "turntable"),
        ("forward", -0.2, "amount"),
        ("dolly", 0.0, "amount"),
        ("up", 200.0, "amount"),
    ],
)
def test_impossible_motions_are_refused(name: str, amount: float | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        camera_preset(name, boxes(), amount=amount)


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


@pytest.mark.parametrize("name", sorted(PRESETS))
@pytest.mark.parametrize("aspect", [0.5, 16 / 9])
def test_orthographic_motions_are_framed_as_well(name: str, aspect: float) -> None:
    motion = camera_preset(name, boxes(), elevation_deg=30, aspect=aspect)
    flat = orthographic_motion(motion, boxes(), aspect=aspect)
    assert flat.is_loop == motion.is_loop
    rooms = []
    for fraction in np.linspace(0, 1, 25):
        size = (round(360 * aspect), 360)
        camera = flat.camera(fraction, *size)
        assert camera.is_orthographic
        if least_room(motion.camera(fraction, *size)) > 0.02:
            rooms.append(least_room(camera))
    assert 0.02 < min(rooms) < 0.2
