"""360 pictures: what lies in a direction is at its pixel, without seams, at its distance."""

from __future__ import annotations

import numpy as np
import pytest

from render.backdrop import GradientBackdrop
from render.backdrop_renderer import BackdropRenderer
from render.base import RenderSettings
from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.panorama import panorama_directions, render_panorama
from render.reference import ReferenceRenderer
from render.spherical_harmonics import SH_C0

WIDTH = 96
SETTINGS = RenderSettings(background=(0, 0, 0))
EYE = np.array([0.3, -0.2, 0.5])


def blobs(directions: np.ndarray, colors: np.ndarray, size_m: float = 0.3) -> GaussianCloud:
    """Opaque balls round the eye, 3 m away."""
    count = len(directions)
    return GaussianCloud(
        means=(EYE + 3 * directions).astype(np.float32),
        quats=np.tile(np.array([1, 0, 0, 0], np.float32), (count, 1)),
        scales=np.full((count, 3), size_m, np.float32),
        opacities=np.full(count, 0.98, np.float32),
        sh_coeffs=((colors - 0.5) / SH_C0).astype(np.float32)[:, None],
    )


def spread_directions(count: int) -> np.ndarray:
    """Even directions on the sphere (Fibonacci)."""
    z = 1 - 2 * (np.arange(count) + 0.5) / count
    angle = np.pi * (1 + 5**0.5) * np.arange(count)
    flat = np.sqrt(1 - z * z)
    return np.stack([flat * np.cos(angle), flat * np.sin(angle), z], axis=1)


def test_directions_face_the_middle_and_are_even() -> None:
    directions = panorama_directions(8)
    np.testing.assert_allclose(np.linalg.norm(directions, axis=-1), 1)
    assert directions[1, 3, 2] > 0.8  # left of the middle: ahead and a little to the left
    assert directions[1, 3, 0] < 0 < directions[1, 4, 0]
    assert directions[0, 0, 1] < 0  # above is -y


@pytest.mark.parametrize("index", range(14))
def test_a_blob_is_where_its_direction_is(index: int) -> None:
    """Ahead, sideways, behind, above, below and in the corners where three views meet."""
    axes = np.concatenate([np.eye(3), -np.eye(3)])
    corners = np.array([[i, j, k] for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)]) / 3**0.5
    direction = np.concatenate([axes, corners])[index]
    color = np.array([0.9, 0.3, 0.6], np.float32)
    camera = Camera.look_at(EYE, EYE + np.array([1, 0, 0]), width=8, height=8)
    out = render_panorama(
        blobs(direction[None], color[None]), camera, ReferenceRenderer(), SETTINGS, width=WIDTH
    )
    turned = panorama_directions(WIDTH) @ camera.world_to_camera[:3, :3]
    cosines = turned @ direction
    middle = cosines > np.cos(0.02 + np.pi / WIDTH)
    assert out.alpha[middle].min() > 0.8
    plain = out.color[middle] / out.alpha[middle][:, None]
    np.testing.assert_allclose(plain, np.tile(color, (len(plain), 1)), atol=0.01)
    np.testing.assert_allclose(out.depth[middle], 3.0, rtol=0.02)
    assert out.alpha[cosines < np.cos(0.5)].max() < 0.01


def test_views_meet_without_seams() -> None:
    rng = np.random.default_rng(3)
    directions = spread_directions(300)
    cloud = blobs(directions, rng.uniform(0.1, 0.9, (300, 3)), 0.12)
    pictures = []
    for heading in (0.0, np.pi / 4):
        ahead = [np.cos(heading), np.sin(heading), 0]
        camera = Camera.look_at(EYE, EYE + np.array(ahead), width=8, height=8)
        out = render_panorama(cloud, camera, ReferenceRenderer(), SETTINGS, width=256)
        pictures.append(out)
    turned = np.roll(pictures[1].color, -256 // 8, axis=1)
    error = turned - pictures[0].color
    assert 10 * np.log10(1 / np.mean(error**2)) >= 40
    reach = np.roll(pictures[1].depth, -256 // 8, axis=1)
    solid = pictures[0].alpha > 0.5
    ratio = reach[solid] / pictures[0].depth[solid]
    assert np.abs(ratio - 1).mean() < 0.01  # a splat is flat in each view, so rims differ


def test_the_horizon_is_level_unless_asked_otherwise() -> None:
    cloud = blobs(np.array([[1.0, 0, 0]]), np.full((1, 3), 0.8))
    nodding = Camera.look_at(EYE, EYE + np.array([1, 0, -0.8]), width=8, height=8)
    level = render_panorama(cloud, nodding, ReferenceRenderer(), SETTINGS, width=WIDTH)
    free = render_panorama(cloud, nodding, ReferenceRenderer(), SETTINGS, width=WIDTH, level=False)
    rows = [
        out.alpha.sum(axis=1) @ np.arange(WIDTH // 2) / out.alpha.sum() for out in (level, free)
    ]
    assert rows[0] == pytest.approx(WIDTH / 4 - 0.5, abs=0.2)
    assert rows[1] < WIDTH / 4 - 5  # the camera looks down, what is level lies above the middle


def test_straight_down_has_a_heading() -> None:
    cloud = blobs(np.array([[0, 0, -1.0]]), np.full((1, 3), 0.8))
    down = Camera.look_at(EYE, EYE - np.array([0, 0, 1]), width=8, height=8)
    out = render_panorama(cloud, down, ReferenceRenderer(), SETTINGS, width=WIDTH)
    assert out.alpha[-1].min() > 0.85
    assert out.alpha[: WIDTH // 4].max() < 1e-3


def test_backdrops_are_laid_over_the_whole_picture() -> None:
    cloud = blobs(np.array([[1.0, 0, 0]]), np.full((1, 3), 0.8))
    camera = Camera.look_at(EYE, EYE + np.array([1, 0, 0]), width=8, height=8)
    backdrop = GradientBackdrop(top=(1, 0, 0), bottom=(0, 0, 1))
    out = render_panorama(
        cloud, camera, BackdropRenderer(ReferenceRenderer(), backdrop), width=WIDTH
    )
    behind = out.color[:, : WIDTH // 4]
    shares = ((np.arange(WIDTH // 2) + 0.5) / (WIDTH // 2))[:, None]
    np.testing.assert_allclose(behind[..., 2], np.broadcast_to(shares, behind.shape[:2]), atol=1e-5)
    ahead = (WIDTH // 4, WIDTH // 2)
    assert out.color[ahead][1] == pytest.approx(
        0.8 * out.alpha[ahead], abs=0.01
    )  # before, not under


def test_ids_and_features_come_along() -> None:
    directions = spread_directions(20)
    cloud = blobs(directions, np.full((20, 3), 0.5), 0.15)
    camera = Camera.look_at(EYE, EYE + np.array([0, 1, 0]), width=8, height=8)
    values = np.arange(20, dtype=np.float32)[:, None]
    out = render_panorama(
        cloud, camera, ReferenceRenderer(), SETTINGS, width=WIDTH, features=values, with_ids=True
    )
    assert out.gaussian_id is not None
    assert out.median_depth is not None
    assert out.features is not None
    turned = panorama_directions(WIDTH) @ camera.world_to_camera[:3, :3]
    nearest = (turned @ directions.T).argmax(axis=-1)
    found = out.gaussian_id >= 0
    assert set(np.unique(out.gaussian_id[found])) == set(range(20))
    np.testing.assert_array_equal(out.gaussian_id[found], nearest[found])
    np.testing.assert_allclose(out.median_depth[found], 3.0, rtol=0.06)
    solid = out.alpha > 0.8
    np.testing.assert_allclose(
        out.features[solid][:, 0] / out.alpha[solid], nearest[solid], atol=0.05
    )


@pytest.mark.parametrize("width", [0, 7, 9])
def test_odd_and_tiny_pictures_are_refused(width: int) -> None:
    cloud = blobs(np.array([[1.0, 0, 0]]), np.full((1, 3), 0.8))
    camera = Camera.look_at(EYE, EYE + np.array([1, 0, 0]), width=8, height=8)
    with pytest.raises(InputError, match="even width"):
        render_panorama(cloud, camera, ReferenceRenderer(), width=width)
