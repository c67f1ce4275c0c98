"""Axioms of the pinhole camera."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.camera import Camera, Projection, intrinsics_from_fov
from render.errors import InputError

ANGLE = st.floats(-180, 180)
ELEVATION = st.floats(-90, 90)
RADIUS = st.floats(0.1, 50)


@given(RADIUS, ANGLE, ELEVATION)
def test_orbit_sees_its_target_in_the_middle(
    radius: float, azimuth: float, elevation: float
) -> None:
    target = np.array([0.3, -0.2, 0.5])
    camera = Camera.orbit(
        target, radius=radius, azimuth_deg=azimuth, elevation_deg=elevation, width=64, height=48
    )
    seen = camera.world_to_camera @ [*target, 1]
    np.testing.assert_allclose(seen[:2], 0, atol=1e-4 * max(radius, 1))
    assert seen[2] == pytest.approx(radius, rel=1e-4)
    np.testing.assert_allclose(np.linalg.norm(camera.position - target), radius, rtol=1e-4)


@given(ANGLE, st.floats(-80, 80))
def test_up_in_the_world_is_up_in_the_picture(azimuth: float, elevation: float) -> None:
    camera = Camera.orbit(
        (0, 0, 0), radius=2, azimuth_deg=azimuth, elevation_deg=elevation, width=9, height=9
    )
    higher = camera.world_to_camera @ [0, 0, 0.1, 1]
    assert higher[1] < 0  # y points down in camera axes
    assert abs(higher[0]) < 1e-5


@given(st.integers(1, 4000), st.integers(1, 4000), st.floats(5, 150))
def test_field_of_view_survives_another_size(width: int, height: int, fov: float) -> None:
    camera = Camera.look_at((2, 0, 0), (0, 0, 0), width=100, height=80, vertical_fov_deg=fov)
    assert camera.scaled_to(width, height).vertical_fov_deg == pytest.approx(fov, rel=1e-3)


def test_azimuth_zero_stands_on_the_x_axis() -> None:
    camera = Camera.orbit((0, 0, 0), radius=2, azimuth_deg=0, elevation_deg=0, width=9, height=9)
    np.testing.assert_allclose(camera.position, [2, 0, 0], atol=1e-6)
    np.testing.assert_allclose(camera.forward, [-1, 0, 0], atol=1e-6)


def test_straight_down_has_a_picture() -> None:
    camera = Camera.look_at((0, 0, 3), (0, 0, 0), width=9, height=9)
    np.testing.assert_allclose(camera.forward, [0, 0, -1], atol=1e-6)


@pytest.mark.parametrize(
    "change",
    [
        {"width": 0},
        {"near_plane": -1.0},
        {"far_plane": 0.001},
        {"world_to_camera": np.diag([1, 1, -1, 1])},
        {"K": np.full((3, 3), np.nan)},
        {"K": np.diag([0.0, 5.0, 1.0])},
        {"projection": "fisheye"},
    ],
)
def test_impossible_cameras_are_refused(change: dict[str, object]) -> None:
    good = {
        "K": intrinsics_from_fov(50, 8, 8),
        "world_to_camera": np.eye(4),
        "width": 8,
        "height": 8,
    }
    with pytest.raises(InputError):
        Camera(**{**good, **change})


def test_eye_on_target_is_refused() -> None:
    with pytest.raises(InputError, match="coincide"):
        Camera.look_at((1, 1, 1), (1, 1, 1), width=8, height=8)


@given(RADIUS, ANGLE, st.floats(-80, 80))
def test_orthographic_keeps_the_size_at_the_target(
    radius: float, azimuth: float, elevation: float
) -> None:
    near = Camera.orbit(
        (0, 0, 0), radius=radius, azimuth_deg=azimuth, elevation_deg=elevation, width=64, height=48
    )
    flat = near.orthographic(radius)
    turn = near.world_to_camera[:3, :3].astype(np.float64)
    points = radius * np.array([[0.1, 0.2, 0], [-0.3, 0.1, 0], [0, 0, 0]]) @ turn
    np.testing.assert_allclose(near.project(points)[0], flat.project(points)[0], atol=1e-3)
    nearer = points - 0.4 * radius * turn[2]
    np.testing.assert_allclose(flat.project(points)[0], flat.project(nearer)[0], atol=1e-3)
    np.testing.assert_allclose(flat.perspective(radius).K, near.K, rtol=1e-5)
    assert flat.view_height_m == pytest.approx(2 * radius * np.tan(np.radians(53.13 / 2)), rel=1e-4)


@pytest.mark.parametrize("projection", list(Projection))
def test_rays_go_through_the_middles_of_pixels(projection: Projection) -> None:
    camera = Camera.look_at((2, -1, 1.5), (0.1, 0.2, 0), width=7, height=5)
    if projection is Projection.ORTHOGRAPHIC:
        camera = camera.orthographic(2.5)
    origins, directions = camera.pixel_rays()
    for depth in (0.5, 3.0):
        pixels, seen = camera.project((origins + depth * directions).reshape(-1, 3))
        y, x = np.mgrid[:5, :7]
        np.testing.assert_allclose(pixels, np.stack([x, y], -1).reshape(-1, 2) + 0.5, atol=1e-4)
        np.testing.assert_allclose(seen, depth, atol=1e-6)


def test_each_projection_has_its_own_extent() -> None:
    camera = Camera.look_at((2, 0, 0), (0, 0, 0), width=9, height=9)
    with pytest.raises(InputError, match="no view height"):
        _ = camera.view_height_m
    with pytest.raises(InputError, match="no field of view"):
        _ = camera.orthographic(2).vertical_fov_deg
    with pytest.raises(InputError, match="> 0 m"):
        camera.orthographic(0)
    assert camera.orthographic(2).scaled_to(18, 18).view_height_m == pytest.approx(
        camera.orthographic(2).view_height_m
    )
