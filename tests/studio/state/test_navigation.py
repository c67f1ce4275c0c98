"""Gestures do the same thing to the eye in every mode, and modes change without a jump."""

from __future__ import annotations

import numpy as np
import pytest

from render.camera import Projection
from studio.state.fly_camera import FlyCamera
from studio.state.navigation import (
    ViewCamera,
    dragged,
    next_mode,
    orbit_of,
    other_projection,
    panned,
    wheeled,
)
from studio.state.orbit_camera import OrbitCamera

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
