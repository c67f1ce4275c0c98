"""Camera keys and the path through them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.cameras.easing import Easing
from render.cameras.keyframe import CameraKeyframe
from render.cameras.path import CameraPath
from render.cameras.path_json import motion_from_json, motion_to_json
from studio.state.camera_keys import fitted, key_at, settled, with_key, with_time
from studio.state.camera_path import CameraPathState, path_over
from studio.state.document_fields import document_fields, document_values
from studio.state.document_values import plain_parts, read_parts
from studio.state.fly_camera import FlyCamera
from studio.state.shot_camera import ShotCamera
from studio.state.studio_state import StudioState


def key(time_s: float, x: float = 1.0, **more: object) -> CameraKeyframe:
    return replace(CameraKeyframe(time_s, (x, 2.0, 0.5), (0.0, 0.0, 0.2)), **more)


KEYS = (key(0.0), key(1.0, 2.0, hold_s=0.5, easing=Easing.EASE_IN), key(2.0, -1.0, roll_deg=20))


def test_keys_come_back_from_the_project() -> None:
    state = StudioState()
    state.camera_path.keys = (*KEYS, CameraKeyframe(3, (0, 0, 1), rotation=(0, 1, 0, 0)))
    state.camera_path.loop, state.camera_path.closing_s = True, 1.5
    fields = [field for field in document_fields(state) if field.part == "camera_path"]
    values = {
        name: value for name, value in document_values(state).items() if "camera_path" in name
    }
    back, faults = read_parts(fields, plain_parts(fields, values))
    assert not faults
    assert back == values


def test_path_is_that_of_its_file() -> None:
    state = CameraPathState(keys=KEYS, loop=True, constant_speed=True)
    path = state.path
    assert path is not None
    assert motion_from_json(motion_to_json(path)) == path
    assert CameraPathState().path is None


@given(
    st.lists(st.tuples(st.floats(0, 20), st.floats(0, 20)), min_size=1, max_size=8),
    st.floats(-5, 25),
    st.integers(0, 7),
)
def test_changed_keys_make_a_path(
    places: list[tuple[float, float]], time_s: float, index: int
) -> None:
    keys: tuple[CameraKeyframe, ...] = ()
    for at_s, hold_s in places:
        keys, _ = with_key(keys, key(at_s, hold_s=hold_s))
    index %= len(keys)
    moved, place = with_time(keys, index, time_s)
    assert len(moved) == len(keys)
    assert moved[place].time_s >= max(time_s, 0.0) - 1e-9
    CameraPath(moved)
    assert all(a.leaves_s < b.time_s for a, b in pairwise(moved))


def test_key_at_the_same_time_is_replaced() -> None:
    keys, index = with_key(KEYS, key(1.0, 9.0))
    assert len(keys) == 3
    assert index == 1
    assert keys[1].position_m[0] == 9.0
    assert key_at(keys, 1.0004) == 1
    assert key_at(keys, 1.5) is None


def test_stays_end_before_the_next_key() -> None:
    keys = settled((key(1.0), key(0.0, hold_s=5)))
    assert [one.time_s for one in keys] == [0.0, 1.0]
    assert 0.9 < keys[0].leaves_s < 1.0


def test_fitting_fills_the_take() -> None:
    keys = fitted(tuple(replace(one, time_s=one.time_s + 3) for one in KEYS), 4.0)
    assert keys[0].time_s == 0
    assert keys[-1].leaves_s == pytest.approx(4.0)
    assert keys[1].hold_s == pytest.approx(1.0)
    assert fitted((key(2.0),), 4.0)[0].time_s == 0
    assert fitted((), 4.0) == ()


def test_video_shows_a_key_at_its_time() -> None:
    path = CameraPath((key(0.5), key(1.5, 3.0)))
    video = path_over(path, 4.0)
    for time_s, x in ((0.0, 1.0), (0.5, 1.0), (1.5, 3.0), (4.0, 3.0)):
        assert video.camera(time_s / 4.0, 8, 8).position[0] == pytest.approx(x, abs=1e-4)
    assert video.camera(1.0 / 4.0, 8, 8).position[0] == pytest.approx(2.0, abs=0.3)


def test_long_paths_and_loops_are_stretched_over_the_video() -> None:
    path = CameraPath((key(0.0), key(8.0, 3.0)))
    assert path_over(path, 4.0) == path
    loop = replace(path, loop=True)
    assert path_over(loop, 40.0) == loop


def test_shot_is_the_view_of_its_camera() -> None:
    path = CameraPath((key(0.0, roll_deg=30, vertical_fov_deg=40),))
    camera = path.camera(0, 320, 200)
    shot = ShotCamera.of(camera, focus_m=2.0)
    same = shot.camera(320, 200)
    np.testing.assert_allclose(same.world_to_camera, camera.world_to_camera, atol=1e-5)
    np.testing.assert_allclose(same.K, camera.K, rtol=1e-4)


@pytest.mark.parametrize("pitch_deg", [-90.0, -40.0, 0.0, 25.0, 90.0])
def test_flight_from_a_shot_looks_the_same_way(pitch_deg: float) -> None:
    flight = FlyCamera((1.0, 2.0, 3.0), heading_deg=70.0, pitch_deg=pitch_deg, focus_m=1.5)
    shot = ShotCamera.of(flight.camera(64, 48), focus_m=1.5)
    back = shot.to_flight(speed_m_s=2.0)
    np.testing.assert_allclose(back.axes(), flight.axes(), atol=2e-3)
    assert back.speed_m_s == 2.0
