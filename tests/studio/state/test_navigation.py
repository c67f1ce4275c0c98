"""Gestures do the same thing to the eye in every mode, and modes change without a jump."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from render.camera import Projection
from studio.state.fly_camera import FlyCamera
from studio.state.navigation import (
    LENS_RANGE_DEG,
    ViewCamera,
    approached,
    dragged,
    gesture_of,
    lens_turned,
    next_mode,
    orbit_of,
    other_projection,
    panned,
    wheeled,
)
from studio.state.orbit_camera import OrbitCamera
from studio.state.view_numbers import numbers_of, with_numbers

ORBIT = OrbitCamera((0.1, 0.2, 0.3), 1.5, 40, 20)
FLIGHT = FlyCamera.from_orbit(ORBIT, speed_m_s=2.0)


def test_modes_follow_one_another_without_a_jump_and_keep_the_speed() -> None:
    camera: ViewCamera = ORBIT
    seen, modes = ORBIT.camera(8, 8).world_to_camera, []
    for _ in range(3):
        camera = next_mode(camera, speed_m_s=2.5)
        modes.append((type(camera).__name__, getattr(camera, "walks", None)))
        np.testing.assert_allclose(camera.camera(8, 8).world_to_camera, seen, atol=1e-5)
        assert getattr(camera, "speed_m_s", 2.5) == 2.5
    assert modes == [("FlyCamera", False), ("FlyCamera", True), ("OrbitCamera", None)]


@pytest.mark.parametrize("camera", [ORBIT, FLIGHT], ids=["orbit", "fly"])
def test_panning_moves_what_is_seen_with_the_pointer(camera: ViewCamera) -> None:
    moved = panned(camera, 0.25, 0.1).camera(800, 400)
    pixel = moved.project([ORBIT.target])[0][0]
    np.testing.assert_allclose(pixel, (400 + 100, 200 + 40), atol=0.5)


def test_dragging_looks_round_in_a_flight() -> None:
    looked = dragged(FLIGHT, 0.1, 0.1)
    pixel = looked.camera(800, 400).project([ORBIT.target])[0][0]
    assert pixel[0] < 400
    assert pixel[1] < 200
    np.testing.assert_allclose(looked.camera(8, 8).position, FLIGHT.position, atol=1e-6)


def test_the_wheel_comes_closer_or_flies_faster() -> None:
    assert orbit_of(wheeled(ORBIT, 1)).distance_m < ORBIT.distance_m
    faster = wheeled(FLIGHT, 1)
    assert isinstance(faster, FlyCamera)
    assert faster.speed_m_s > FLIGHT.speed_m_s


def test_the_other_projection_and_back_is_the_same_view() -> None:
    flat = other_projection(ORBIT)
    assert flat.projection is Projection.ORTHOGRAPHIC
    assert other_projection(flat) == ORBIT
    assert other_projection(FLIGHT).projection is Projection.ORTHOGRAPHIC


def test_buttons_and_held_keys_say_what_a_drag_does() -> None:
    shift, ctrl = {"shift"}, {"ctrl"}
    assert [gesture_of(button, set()) for button in ("left", "middle", "right")] == [
        "turn", "turn", "move",
    ]  # fmt: skip
    assert [gesture_of(button, shift) for button in ("left", "middle", "right")] == ["move"] * 3
    assert [gesture_of(button, ctrl) for button in ("left", "middle")] == ["turn", "approach"]


@pytest.mark.parametrize("camera", [ORBIT, FLIGHT], ids=["orbit", "fly"])
def test_coming_closer_leaves_what_is_looked_at(camera: ViewCamera) -> None:
    there = orbit_of(approached(camera, 2))
    assert there.distance_m == pytest.approx(ORBIT.distance_m * 0.88**2, rel=1e-6)
    np.testing.assert_allclose(there.target, ORBIT.target, atol=1e-6)


@pytest.mark.parametrize("camera", [ORBIT, FLIGHT], ids=["orbit", "fly"])
def test_the_lens_changes_where_nothing_moves(camera: ViewCamera) -> None:
    longer = lens_turned(camera, 1)
    assert longer.vertical_fov_deg < camera.vertical_fov_deg
    seen = longer.camera(8, 8).position
    np.testing.assert_allclose(seen, camera.camera(8, 8).position, atol=1e-6)
    ends = lens_turned(camera, 99).vertical_fov_deg, lens_turned(camera, -99).vertical_fov_deg
    assert ends == LENS_RANGE_DEG


@pytest.mark.parametrize("camera", [ORBIT, FLIGHT], ids=["orbit", "fly"])
def test_a_view_is_told_and_set_in_numbers(camera: ViewCamera) -> None:
    numbers = numbers_of(camera)
    again = with_numbers(camera, numbers)
    seen = again.camera(8, 8).world_to_camera
    np.testing.assert_allclose(seen, camera.camera(8, 8).world_to_camera, atol=1e-6)
    typed = replace(numbers, place_m=(1.0, 2.0, 3.0), lens_rad=math.radians(30), reach=4.0)
    changed = with_numbers(camera, typed)
    assert type(changed) is type(camera)
    assert changed.vertical_fov_deg == pytest.approx(30)
    assert numbers_of(changed).place_m == (1.0, 2.0, 3.0)
    assert numbers_of(changed).reach == 4.0
