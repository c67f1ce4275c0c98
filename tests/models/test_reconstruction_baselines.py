"""Trivial reconstructions of shapes whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from shape_fixtures import box_mesh, sphere_mesh

from models.data.assets import TexturedMesh
from models.data.raycast import RayCaster, render_mesh
from models.evaluation.reconstruction_baselines import baselines, card, inflation, revolution
from models.evaluation.reconstruction_protocol import INPUT_VIEW, InputViews, ViewPoint
from models.evaluation.revolution import revolved_depths
from models.rig import RIG_DISTANCE
from render.gaussians import GaussianCloud
from render.spherical_harmonics import sh0_to_rgb


def seen(mesh: TexturedMesh, elevation_deg: float = 0) -> InputViews:
    camera = ViewPoint("input", 0, elevation_deg).camera()
    rgba = render_mesh(RayCaster(mesh.normalized()), camera, samples=2)
    return InputViews((rgba,), (camera,))


def extent(cloud: GaussianCloud) -> np.ndarray:
    """Size of the box about the centres without the outermost two percent."""
    low, high = np.percentile(cloud.means, [1, 99], axis=0)
    return high - low


def test_revolved_silhouette_of_a_sphere_is_the_sphere() -> None:
    inputs = seen(sphere_mesh())
    camera, solid = inputs.cameras[0], inputs.pictures[0][..., 3] > 0.5
    rows, columns = np.nonzero(solid)
    rays = np.stack([columns + 0.5, rows + 0.5, np.ones(len(rows))]) / camera.K[0, 0]
    rays[:2] -= camera.K[:2, 2, None] / camera.K[0, 0]
    rays[2] = 1
    for depth in revolved_depths(solid, camera.K, RIG_DISTANCE):
        points = rays * depth[rows, columns] - np.array([[0], [0], [RIG_DISTANCE]])
        radii = np.linalg.norm(points, axis=0)
        level = np.abs(points[1]) < 0.1  # the plane of a row passes near the centre
        assert radii[level] == pytest.approx(0.5, abs=0.013)
        assert radii[level].mean() == pytest.approx(0.5, abs=0.005)
        assert radii == pytest.approx(0.5, abs=0.08)
    assert extent(revolution(inputs)) == pytest.approx(1, abs=0.08)


def test_revolved_rows_are_circles_that_touch_their_outermost_rays() -> None:
    solid = np.zeros((40, 40), np.bool_)
    solid[10:30, 8:20] = True
    solid[18:22, 12:16] = False  # a hole does not narrow its row
    focal = 50.0
    K = np.array([[focal, 0, 20], [0, focal, 20], [0, 0, 1]], np.float32)
    front, back = revolved_depths(solid, K, 2.0)
    assert (front[~solid] == 2).all()
    assert (front <= back).all()
    row = 20
    columns = np.flatnonzero(solid[row])
    rays = np.stack([(columns + 0.5 - 20) / focal, np.ones(len(columns))], axis=1)
    slope = np.hypot(1, (row + 0.5 - 20) / focal)
    rays[:, 1] *= slope  # in the plane of the row: across, ahead
    points = np.concatenate([rays * front[row, columns, None], rays * back[row, columns, None]])
    left, right = np.arctan2([(8 - 20) / focal, (20 - 20) / focal], slope)
    middle, half = (left + right) / 2, (right - left) / 2
    ahead = 2.0 * slope
    centre = np.array([ahead * np.tan(middle), ahead])
    radius = np.linalg.norm(centre) * np.sin(half)
    assert np.linalg.norm(points - centre, axis=1) == pytest.approx(radius, rel=1e-4)


def test_inflated_disc_is_as_thick_as_asked() -> None:
    for factor in (1.0, 2.0):
        cloud = inflation(factor)(seen(sphere_mesh()))
        wide, thick = extent(cloud)[1], extent(cloud)[0]
        assert thick / wide == pytest.approx(factor / 2, abs=0.08)


def test_outline_of_an_inflated_ball_lies_where_its_rays_touch_it() -> None:
    cloud = inflation(2.0)(seen(sphere_mesh()))
    rim = np.linalg.norm(cloud.means[:, 1:], axis=1) > 0.95 * extent(cloud)[1] / 2
    # tangent points of a sphere of radius 0.5 lie 0.5² / d in front of its centre
    assert np.median(cloud.means[rim, 0]) == pytest.approx(0.25 / RIG_DISTANCE, abs=0.04)


def test_card_is_flat_and_stands_at_the_centre() -> None:
    cloud = card(seen(box_mesh((0.01, 1, 1))))
    assert np.ptp(cloud.means[:, 0]) < 1e-4
    assert extent(cloud)[1:] == pytest.approx(1, abs=0.04)


@pytest.mark.parametrize("name", ["inflated", "revolution"])
def test_colour_behind_is_the_mirrored_photo(name: str) -> None:
    """The sphere is red above and blue below its equator, in front and behind."""
    cloud = baselines()[name](seen(sphere_mesh()))
    colors = sh0_to_rgb(cloud.sh_coeffs[:, 0])
    for behind in (cloud.means[:, 0] < -0.2, cloud.means[:, 0] > 0.2):
        upper = behind & (cloud.means[:, 2] > 0.1)
        lower = behind & (cloud.means[:, 2] < -0.1)
        assert (colors[upper][:, 0] > 0.8).mean() > 0.95
        assert (colors[lower][:, 2] > 0.8).mean() > 0.95


def test_baselines_stand_in_the_world_of_their_camera() -> None:
    """A tilted camera sees a ball at the origin; so do those who rebuild it."""
    inputs = seen(sphere_mesh(), INPUT_VIEW.elevation_deg)
    for rebuild in baselines().values():
        low, high = rebuild(inputs).means.min(axis=0), rebuild(inputs).means.max(axis=0)
        assert (low + high) / 2 == pytest.approx(0, abs=0.06)
