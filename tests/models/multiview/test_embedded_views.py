"""Back, left and right of an object as the embedded model imagines them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models import EMBEDDED_FOLDER
from models.multiview.embedded_views import EmbeddedViews
from models.multiview.view_generator import GeneratedViews
from models.physgm.config import INFERENCE_PRESET
from models.physgm.predictor import view_rig
from models.preprocess import ObjectView, view_from_rgba
from render.camera import intrinsics_from_fov

SIDE = 96


def half_and_half() -> ObjectView:
    """A ball whose left half is red and right half is blue."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    inside = np.hypot(x - SIDE / 2, y - SIDE / 2) < 0.29 * SIDE
    left = x < SIDE / 2
    rgba = np.dstack([left, 0 * left, ~left, inside]).astype(np.float32) * inside[..., None]
    return view_from_rgba(rgba, intrinsics_from_fov(53.13, SIDE, SIDE))


@pytest.fixture(scope="module")
def generator() -> EmbeddedViews:
    return EmbeddedViews.load(EMBEDDED_FOLDER)


@pytest.fixture(scope="module")
def made(generator: EmbeddedViews) -> GeneratedViews:
    return generator.generate(half_and_half(), view_rig(INFERENCE_PRESET), elevation_deg=8.93)


def test_the_picture_stays_the_front_and_three_renders_join_it(made: GeneratedViews) -> None:
    view = half_and_half()
    assert made.views.rgba.shape == (4, SIDE, SIDE, 4)
    np.testing.assert_array_equal(made.views.rgba[0], view.rgba)
    assert "three renders of the embedded model" in made.source
    assert "the other 3 (90°, 180°, 270°) are renders of the embedded model" in made.notes[0]
    positions = np.stack([made.views.camera(at).position for at in range(4)])
    azimuths = np.degrees(np.arctan2(positions[:, 1], positions[:, 0])) % 360
    np.testing.assert_allclose(azimuths[1:], [90, 180, 270], atol=1e-3)
    assert min(azimuths[0], 360 - azimuths[0]) < 5
    shares = (made.views.rgba[..., 3] > 0.5).mean(axis=(1, 2))
    assert (shares > 0.12).all()
    assert (shares < 0.4).all()


def test_each_side_shows_the_colour_that_is_there(made: GeneratedViews) -> None:
    centre = slice(SIDE // 2 - 6, SIDE // 2 + 6)
    right, left = made.views.rgba[1, centre, centre], made.views.rgba[3, centre, centre]
    assert right[..., 2].mean() > right[..., 0].mean() + 0.2  # azimuth 90° is the viewer's right
    assert left[..., 0].mean() > left[..., 2].mean() + 0.2


def test_the_pictures_own_elevation_is_kept(generator: EmbeddedViews) -> None:
    made = generator.generate(half_and_half(), view_rig(INFERENCE_PRESET), elevation_deg=35)
    position = made.views.camera(0).position
    assert np.degrees(np.arctan2(position[2], position[0])) == pytest.approx(35, abs=6)
    other = made.views.camera(2).position
    assert np.degrees(np.arcsin(other[2] / np.linalg.norm(other))) == pytest.approx(8.93, abs=1e-2)


def test_a_telephoto_camera_moves_to_the_ring(generator: EmbeddedViews) -> None:
    near = half_and_half()
    far = replace(near, camera_K=near.camera_K * [[4], [4], [1]], distance_over_size=4 * 1.7067)
    made = generator.generate(far, view_rig(INFERENCE_PRESET), elevation_deg=8.93)
    camera = made.views.camera(0)
    assert np.linalg.norm(camera.position) == pytest.approx(1.7067, rel=1e-4)
    assert camera.vertical_fov_deg == pytest.approx(53.13, abs=1e-2)
    share = float((made.views.rgba[0, ..., 3] > 0.5).mean())
    # The predicted ball's longest side is the unit, so its area is only nearly the same.
    assert share == pytest.approx(float((near.rgba[..., 3] > 0.5).mean()), rel=0.3)
    columns = np.nonzero(made.views.rgba[0, ..., 3].max(0) > 0.5)[0]
    assert columns.mean() == pytest.approx(SIDE / 2, abs=5)
