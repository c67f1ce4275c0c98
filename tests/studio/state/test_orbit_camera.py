from __future__ import annotations

import numpy as np
import pytest

from render.camera import Projection
from studio.state.orbit_camera import ELEVATION_LIMIT_DEG, OrbitCamera

BOX = np.array([[-0.3, -0.2, 0.0], [0.3, 0.2, 0.5]], np.float32)


def projected(camera: OrbitCamera, points: np.ndarray, width: int, height: int) -> np.ndarray:
    view = camera.camera(width, height)
    seen = points @ view.world_to_camera[:3, :3].T + view.world_to_camera[:3, 3]
    pixels = seen @ view.K.T
    return pixels[:, :2] / pixels[:, 2:]


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (400, 900)])
def test_a_framed_box_lies_in_the_picture(width: int, height: int) -> None:
    camera = OrbitCamera(azimuth_deg=33, elevation_deg=20).framed(BOX, width / height)
    corners = np.array([[x, y, z] for x in BOX[:, 0] for y in BOX[:, 1] for z in BOX[:, 2]])
    pixels = projected(camera, corners, width, height)
    assert (pixels >= 0).all()
    assert (pixels <= [width, height]).all()


def test_orbiting_keeps_target_and_distance_and_stops_at_the_poles() -> None:
    start = OrbitCamera()
    turned = start.orbited(370, 500)
    assert turned.azimuth_deg == pytest.approx(10)
    assert turned.elevation_deg == ELEVATION_LIMIT_DEG
    assert (turned.target, turned.distance_m) == (start.target, start.distance_m)


def test_panning_right_moves_the_target_to_the_right_of_the_picture() -> None:
    start = OrbitCamera(azimuth_deg=20, elevation_deg=10)
    moved = start.panned(0.25, 0.0)
    pixel = projected(start, np.array([moved.target]), 800, 400)[0]
    assert pixel == pytest.approx([400 + 100, 200], abs=0.5)


def test_dolly_changes_the_distance_only() -> None:
    assert OrbitCamera(distance_m=2.0).dollied(0.5).distance_m == 1.0
    assert OrbitCamera(distance_m=2.0).dollied(1e9).distance_m == 1e3


def test_straight_up_and_down_are_views() -> None:
    for elevation_deg in (-500, 500):
        camera = OrbitCamera(azimuth_deg=70).orbited(0, elevation_deg).camera(8, 8)
        np.testing.assert_allclose(camera.forward, [0, 0, -np.sign(elevation_deg)], atol=1e-6)


@pytest.mark.parametrize("aspect", [0.4, 1.0, 1.8])
def test_orthographic_views_keep_the_target_s_size_and_are_framed(aspect: float) -> None:
    perspective = OrbitCamera(azimuth_deg=33, elevation_deg=20)
    flat = perspective.projected(Projection.ORTHOGRAPHIC)
    span = 2 * perspective.distance_m * np.tan(np.radians(53.13 / 2))
    assert flat.camera(40, 40).view_height_m == pytest.approx(span, rel=1e-4)
    camera = flat.dollied(1e-6).framed(BOX, aspect).camera(round(1000 * aspect), 1000)
    corners = np.array([[x, y, z] for x in BOX[:, 0] for y in BOX[:, 1] for z in BOX[:, 2]])
    pixels, depths = camera.project(corners)
    assert (depths > 0).all()
    room = np.minimum(pixels, [camera.width, camera.height] - pixels).min()
    assert 0 < room < 0.35 * min(camera.width, camera.height)
