"""Composing surfaces into Gaussians: closed, fringe-free and as large as the object."""

from __future__ import annotations

import numpy as np
import pytest

from models.gaussian_composer import FRONT_PX, SurfaceMaps, compose
from models.outline import INSET_PX, Outline
from models.splats import Splats, split_along
from render.camera import Camera
from render.gaussians import GaussianCloud
from render.registry import open_renderer

DISTANCE = 1.7067
MAP_PX = 96
RADIUS = 0.3


def camera(azimuth_deg: float, side: int = 96) -> Camera:
    return Camera.orbit(
        (0, 0, 0),
        radius=DISTANCE,
        azimuth_deg=azimuth_deg,
        elevation_deg=0,
        width=side,
        height=side,
    )


def sphere_depths(side: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Front and back depth of a sphere seen by the rig, and where it is."""
    axis = (np.arange(side) + 0.5) / side - 0.5
    x, y = np.meshgrid(axis, axis)  # focal length = side: tangents of the rays
    norm = x**2 + y**2 + 1
    discriminant = DISTANCE**2 - norm * (DISTANCE**2 - RADIUS**2)
    root = np.sqrt(np.maximum(discriminant, 0))
    return (DISTANCE - root) / norm, (DISTANCE + root) / norm, discriminant > 0


@pytest.fixture(scope="module")
def sphere() -> GaussianCloud:
    """An orange sphere in world axes, centred on the origin; the photo's background is blue."""
    front, back, inside = sphere_depths(MAP_PX)
    maps = SurfaceMaps(
        front.astype(np.float32),
        back.astype(np.float32),
        np.full((MAP_PX, MAP_PX, 3), [1.0, 0.5, 0.0], np.float32),
        inside.astype(np.float32),
    )
    mask = sphere_depths(FRONT_PX)[2]
    photo = np.where(mask[..., None], [1.0, 0.5, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0])
    K = np.array([[FRONT_PX, 0, FRONT_PX / 2], [0, FRONT_PX, FRONT_PX / 2], [0, 0, 1]], np.float32)
    cloud = compose(photo.astype(np.float32), maps, K)
    view = camera(0)
    return cloud.transformed(view.world_to_camera[:3, :3].T, view.position)


@pytest.mark.parametrize("azimuth_deg", [0, 45, 90, 180, 270])
def test_sphere_has_no_holes_from_any_side(sphere: GaussianCloud, azimuth_deg: float) -> None:
    view = camera(azimuth_deg)
    alpha = open_renderer("reference").render(sphere, view).alpha
    x, y = np.meshgrid(*[np.arange(view.width) + 0.5 - view.width / 2] * 2)
    silhouette_px = view.width * RADIUS / np.sqrt(DISTANCE**2 - RADIUS**2)
    distance = np.hypot(x, y)
    assert alpha[distance < silhouette_px - 1.5].min() > 0.95
    assert alpha[distance > silhouette_px + 2.5].max() < 0.1


def test_background_colour_never_reaches_the_object(sphere: GaussianCloud) -> None:
    picture = open_renderer("reference").render(sphere, camera(0)).color
    assert (picture[..., 2] <= picture[..., 0] + 1e-3).all()


def test_sphere_stays_as_large_as_it_is(sphere: GaussianCloud) -> None:
    low, high = sphere.bounds()
    np.testing.assert_allclose(high - low, 2 * RADIUS, rtol=0.06)


def test_outline_is_found_at_a_fraction_of_a_pixel() -> None:
    x, y = np.meshgrid(np.arange(64) + 0.5, np.arange(64) + 0.5)
    exact = (x - 32) * 0.8 + (y - 32) * 0.6 + 0.3
    found = Outline.of((exact + 0.5).clip(0, 1).astype(np.float32)).distance
    inside = (exact > 0) & (exact < 1.5) & (np.abs(x - 32) < 16) & (np.abs(y - 32) < 16)
    np.testing.assert_allclose(found[inside], exact[inside], atol=0.12)


def test_inset_draws_a_slanted_edge_onto_one_line_and_leaves_the_middle() -> None:
    x, y = np.meshgrid(np.arange(64) + 0.5, np.arange(64) + 0.5)
    exact = (x - 32) * 0.8 + (y - 32) * 0.6
    shift = Outline.of((exact + 0.5).clip(0, 1).astype(np.float32)).inset()
    drawn = exact + shift @ [0.8, 0.6]
    rim = (exact > 0) & (exact < 0.9) & (np.abs(x - 32) < 16) & (np.abs(y - 32) < 16)
    assert np.ptp(drawn[rim]) < 0.35
    assert drawn[rim].mean() > INSET_PX
    assert np.abs(shift[60, 60]).max() < 0.01


def test_long_splats_are_split_over_the_same_stretch() -> None:
    splat = Splats(
        np.zeros((1, 3), np.float32),
        np.array([[0.58, 0, 0]], np.float32),
        np.array([[0, 0.1, 0]], np.float32),
        np.array([0.01], np.float32),
        np.ones((1, 3), np.float32),
    )
    parts = split_along(splat, longest=0.15)
    assert len(parts) == 4
    np.testing.assert_allclose(sorted(parts.means[:, 0]), [-0.375, -0.125, 0.125, 0.375], atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(parts.first_axis, axis=1), 0.145, atol=1e-6)
