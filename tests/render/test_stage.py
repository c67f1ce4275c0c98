"""The stage and the shadow on its floor: what the eye should see."""

from __future__ import annotations

import numpy as np
import pytest
from render_scenes import CloudFactory

from render.backdrop_renderer import BackdropRenderer, draw_backdrop
from render.camera import Camera
from render.gaussians import GaussianCloud
from render.ground_shadow import cast_shadow
from render.reference import ReferenceRenderer
from render.stage import StageLook

LOOK = StageLook()


@pytest.fixture
def object_cloud(make_cloud: CloudFactory) -> GaussianCloud:
    """A solid box of Gaussians one metre across, standing on z = 0."""
    cloud = make_cloud(3000, scale_m=(0.02, 0.03))
    solid = np.full(3000, 0.9, np.float32)
    lifted = cloud.means + np.array([0, 0, 0.5], np.float32)
    return GaussianCloud(lifted, cloud.quats, cloud.scales, solid, cloud.sh_coeffs)


def raised(cloud: GaussianCloud, height_m: float) -> GaussianCloud:
    return cloud.transformed(np.eye(3), np.array([0, 0, height_m], np.float32))


def darkness_at(cloud: GaussianCloud, x: float, y: float) -> float:
    shadow = cast_shadow(cloud)
    assert shadow is not None
    return float(shadow.sample(np.array([x], np.float32), np.array([y], np.float32))[0])


def test_shadow_lies_under_the_object_and_fades_away(object_cloud: GaussianCloud) -> None:
    under, beside, far = (darkness_at(object_cloud, x, 0) for x in (0.0, 0.8, 30.0))
    assert under > 0.35
    assert 0.02 < beside < 0.5 * under
    assert far == pytest.approx(0, abs=1e-3)


def test_shadow_is_lighter_the_higher_the_object(object_cloud: GaussianCloud) -> None:
    darkness = [darkness_at(raised(object_cloud, height), 0, 0) for height in (0, 0.5, 1.0, 2.0)]
    assert (np.diff(darkness) < 0).all()


def test_shadow_follows_the_object(object_cloud: GaussianCloud) -> None:
    moved = object_cloud.transformed(np.eye(3), np.array([3, -2, 0], np.float32))
    assert darkness_at(moved, 3, -2) == pytest.approx(darkness_at(object_cloud, 0, 0), abs=0.02)
    assert darkness_at(moved, 0, 0) == pytest.approx(0, abs=0.02)


def test_shadow_moves_smoothly(object_cloud: GaussianCloud) -> None:
    heights = np.linspace(0.3, 0.5, 21)
    darkness = [darkness_at(raised(object_cloud, height), 0.1, 0.1) for height in heights]
    assert np.abs(np.diff(darkness)).max() < 0.02


def test_nothing_visible_casts_no_shadow(make_cloud: CloudFactory) -> None:
    cloud = make_cloud(20)
    faint = GaussianCloud(
        cloud.means, cloud.quats, cloud.scales, np.full(20, 0.05), cloud.sh_coeffs
    )
    assert cast_shadow(faint) is None
    assert cast_shadow(make_cloud(0)) is None


def test_one_gaussian_casts_a_small_shadow(make_cloud: CloudFactory) -> None:
    cloud = raised(make_cloud(1, scale_m=(0.1, 0.1)), 1.0)
    opaque = GaussianCloud(cloud.means, cloud.quats, cloud.scales, np.ones(1), cloud.sh_coeffs)
    shadow = cast_shadow(opaque)
    assert shadow is not None
    assert np.isfinite(shadow.darkness).all()


def test_stage_is_light_with_a_darker_floor_and_no_edge_at_the_horizon() -> None:
    camera = Camera.look_at((3, 0, 0.6), (0, 0, 0.4), width=60, height=200)
    column = LOOK.draw(camera)[:, 30].mean(axis=1)
    assert column[0] > column[-1]
    assert column.min() > 0.8
    assert np.abs(np.diff(column)).max() < 0.01


def test_from_below_the_floor_there_is_none() -> None:
    camera = Camera.look_at((3, 0, -0.5), (0, 0, 0.4), width=20, height=20)
    assert np.isfinite(LOOK.draw(camera)).all()


def test_stage_renderer_composites_over_the_floor(object_cloud: GaussianCloud) -> None:
    camera = Camera.look_at((4, 0, 0.8), (0, 0, 0.4), width=48, height=48)
    bare = ReferenceRenderer().render(object_cloud, camera)
    out = BackdropRenderer(ReferenceRenderer(), LOOK).render(object_cloud, camera)
    np.testing.assert_array_equal(out.alpha, bare.alpha)
    empty = draw_backdrop(camera, LOOK, cast_shadow(object_cloud))
    clear = bare.alpha == 0
    np.testing.assert_allclose(out.color[clear], empty[clear], atol=1e-6)
    solid = bare.alpha > 0.99
    np.testing.assert_allclose(out.color[solid], bare.color[solid], atol=0.02)
