"""Flying and walking: straight up is a view as any other, nothing rolls, speed is kept."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.state.fly_camera import PITCH_LIMIT_DEG, SPEED_RANGE_M_S, FlyCamera
from studio.state.orbit_camera import OrbitCamera

STEP = st.tuples(st.floats(-200, 200), st.floats(-120, 120))
START = FlyCamera((1.0, 2.0, 0.5), heading_deg=30)


@settings(deadline=None, max_examples=40)
@given(st.lists(STEP, min_size=1, max_size=12))
def test_looking_round_never_rolls_nor_leaves_the_poles(steps: list[tuple[float, float]]) -> None:
    camera = START
    for right, up in steps:
        camera = camera.turned(right, up)
        axes = camera.axes()
        np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
        assert np.linalg.det(axes) == pytest.approx(1)
        assert axes[0, 2] == 0  # the horizon is level
        assert axes[1, 2] <= 1e-12  # and the right way up
        assert abs(camera.pitch_deg) <= PITCH_LIMIT_DEG
        assert camera.camera(8, 6).world_to_camera.shape == (4, 4)


def test_turning_is_smooth_through_the_zenith() -> None:
    camera, views = START, []
    for _ in range(80):
        camera = camera.turned(0.5, 2.0)
        views.append(camera.axes())
    assert camera.pitch_deg == 90
    for before, after in itertools.pairwise(views):
        angle = np.arccos(np.clip((np.trace(before @ after.T) - 1) / 2, -1, 1))
        assert np.degrees(angle) < 2.2


def test_right_is_right_and_up_is_up() -> None:
    view = START.camera(100, 100)
    ahead = START.position + 2 * START.axes()[2]
    turned = START.turned(5, 3).camera(100, 100)
    before, after = view.project([ahead])[0][0], turned.project([ahead])[0][0]
    np.testing.assert_allclose(before, (50, 50), atol=1e-3)
    assert after[0] < 50  # what was ahead is now to the left
    assert after[1] > 50  # and below


def test_flying_goes_where_the_camera_looks_and_walking_keeps_the_height() -> None:
    down = START.turned(0, -90)
    flown = down.moved(right=0, up=0, forward=1, seconds=2)
    np.testing.assert_allclose(flown.position, (1, 2, -1.5), atol=1e-12)
    walker = FlyCamera((1, 2, 0.5), heading_deg=90, pitch_deg=-90, walks=True, speed_m_s=3)
    walked = walker.moved(right=0, up=1, forward=1, seconds=2)
    np.testing.assert_allclose(walked.position, (1, 8, 0.5), atol=1e-12)


def test_diagonals_are_no_faster() -> None:
    moved = START.moved(right=1, up=1, forward=1, seconds=1)
    assert np.linalg.norm(np.subtract(moved.position, START.position)) == pytest.approx(1)


def test_speed_is_kept_by_all_that_moves_and_stays_in_range() -> None:
    fast = START.faster(3).turned(10, 5).moved(right=1, up=0, forward=0, seconds=0.1)
    assert fast.speed_m_s == pytest.approx(3)
    assert START.faster(1e12).speed_m_s == SPEED_RANGE_M_S[1]
    assert START.faster(0).speed_m_s == SPEED_RANGE_M_S[0]


@settings(deadline=None, max_examples=40)
@given(st.floats(0, 359), st.floats(-90, 90), st.floats(0.1, 20))
def test_orbits_become_flights_and_back_without_a_jump(
    azimuth_deg: float, elevation_deg: float, distance_m: float
) -> None:
    orbit = OrbitCamera((0.1, 0.2, 0.3), distance_m, azimuth_deg, elevation_deg)
    flight = FlyCamera.from_orbit(orbit, speed_m_s=2.0)
    views = [camera.camera(8, 6).world_to_camera for camera in (orbit, flight, flight.to_orbit())]
    np.testing.assert_allclose(views[1], views[0], atol=1e-4 * max(distance_m, 1))
    np.testing.assert_allclose(views[2], views[0], atol=1e-4 * max(distance_m, 1))
