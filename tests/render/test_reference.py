"""The definition: what one Gaussian looks like, and the cut-offs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from render_scenes import CloudFactory

from render.base import RenderSettings, SplatStyle
from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.reference import ReferenceRenderer
from render.spherical_harmonics import rgb_to_sh0, sh0_to_rgb

BLACK = RenderSettings(background=(0, 0, 0))


def ball(
    position: tuple[float, float, float] = (0, 0, 0),
    *,
    scale_m: float = 0.05,
    opacity: float = 0.8,
    rgb: tuple[float, float, float] = (1, 0, 0),
) -> GaussianCloud:
    return GaussianCloud(
        means=np.array([position]),
        quats=np.array([[1, 0, 0, 0]]),
        scales=np.full((1, 3), scale_m),
        opacities=np.array([opacity]),
        sh_coeffs=rgb_to_sh0(np.array([[rgb]])),
    )


def front_camera(size: int = 65, distance: float = 2.0) -> Camera:
    return Camera.look_at((distance, 0, 0), (0, 0, 0), width=size, height=size)


def test_one_ball_is_a_gaussian_of_the_right_width() -> None:
    camera = front_camera()
    out = ReferenceRenderer().render(ball(), camera, BLACK)
    middle = camera.width // 2
    variance = (float(camera.K[0, 0]) * 0.05 / 2) ** 2 + 0.3
    offsets = np.arange(camera.width) - middle
    expected = 0.8 * np.exp(-0.5 * offsets**2 / variance)
    expected[expected < 1 / 255] = 0
    np.testing.assert_allclose(out.alpha[middle], expected, atol=2e-6)
    np.testing.assert_allclose(out.color[middle, :, 0], expected, atol=2e-6)
    assert (out.color[:, :, 1:] == 0).all()
    covered = out.alpha > 0
    np.testing.assert_allclose(out.depth[covered], 2.0, rtol=1e-6)
    assert (out.depth[~covered] == 0).all()


def test_nearer_gaussian_covers_the_farther_one() -> None:
    red, green = ball((0.3, 0, 0), opacity=1), ball((-0.3, 0, 0), opacity=1, rgb=(0, 1, 0))
    for cloud in (red.concat(green), green.concat(red)):
        out = ReferenceRenderer().render(cloud, front_camera(), BLACK)
        np.testing.assert_allclose(out.color[32, 32], [0.999, 0.000999, 0], atol=1e-5)


def test_alpha_is_capped_and_the_background_shows_through() -> None:
    out = ReferenceRenderer().render(ball(opacity=1.0), front_camera())
    assert out.alpha[32, 32] == pytest.approx(0.999, abs=1e-6)
    np.testing.assert_allclose(out.color[32, 32], [1, 0.001, 0.001], atol=1e-6)
    np.testing.assert_allclose(out.color[0, 0], 1.0)


def test_light_stops_below_the_lowest_transmittance() -> None:
    stack = ball((0.2, 0, 0), opacity=1).concat(ball((0.1, 0, 0), opacity=1))
    stack = stack.concat(ball(opacity=1, rgb=(0, 1, 0)))
    out = ReferenceRenderer().render(stack, front_camera(), BLACK)
    assert out.alpha[32, 32] == pytest.approx(1 - 1e-6, abs=1e-7)
    assert out.color[32, 32, 1] == 0


@pytest.mark.parametrize("position", [(2.0, 0, 0), (3.0, 0, 0), (1.995, 0, 0)])
def test_nothing_behind_the_near_plane_is_drawn(position: tuple[float, float, float]) -> None:
    out = ReferenceRenderer().render(ball(position), front_camera(), BLACK)
    assert (out.alpha == 0).all()


def test_giant_wall_fills_the_picture_evenly() -> None:
    wall = replace(ball(opacity=0.5), scales=np.array([[0.01, 1e6, 1e6]]))
    out = ReferenceRenderer().render(wall, front_camera(), BLACK)
    np.testing.assert_allclose(out.alpha, 0.5, atol=1e-3)


def test_gaussian_about_the_eye_does_not_fog_the_picture() -> None:
    """It fades as its depth in standard deviations falls from 2 to 1."""
    camera, alphas = front_camera(33), []
    for scale_m in (0.5, 0.99, 1.3, 1.6, 2.0, 1e6):
        out = ReferenceRenderer().render(ball(scale_m=scale_m, opacity=0.5), camera, BLACK)
        alphas.append(float(out.alpha[16, 16]))
    faded = 0.5 * (2 / 1.3 - 1), 0.5 * (2 / 1.6 - 1)
    np.testing.assert_allclose(alphas, [0.5, 0.5, *faded, 0, 0], atol=1e-5)


def test_empty_and_off_screen_clouds_show_the_background(make_cloud: CloudFactory) -> None:
    settings = RenderSettings(background=(0.2, 0.4, 0.6))
    for cloud in (make_cloud(0), ball((0, 50, 0))):
        out = ReferenceRenderer().render(cloud, front_camera(), settings)
        np.testing.assert_allclose(out.color, np.broadcast_to([0.2, 0.4, 0.6], (65, 65, 3)))


def test_low_pass_widens_the_footprint() -> None:
    camera = front_camera()
    sharp, soft = (
        ReferenceRenderer().render(ball(scale_m=0.001), camera, RenderSettings(eps2d=value)).alpha
        for value in (0.3, 4.0)
    )
    assert np.count_nonzero(soft) > 3 * np.count_nonzero(sharp)


def test_higher_degree_changes_with_the_view(make_cloud: CloudFactory) -> None:
    cloud, renderer = make_cloud(30, degree=3), ReferenceRenderer()
    camera = front_camera(33)
    plain = renderer.render(cloud, camera, RenderSettings(max_sh_degree=0))
    full = renderer.render(cloud, camera, RenderSettings(max_sh_degree=3))
    assert np.abs(plain.color - full.color).max() > 0.02
    np.testing.assert_array_equal(plain.alpha, full.alpha)


def test_antialiasing_keeps_the_light_of_a_tiny_gaussian() -> None:
    """Its footprint is that of the low-pass, its sum that of the Gaussian without low-pass."""
    camera, scale_m = front_camera(33), 0.004
    deviation_px = float(camera.K[0, 0]) * scale_m / 2
    settings = RenderSettings(background=(0, 0, 0), antialiased=True)
    tiny = ball(scale_m=scale_m, opacity=1.0)
    kept = ReferenceRenderer().render(tiny, camera, settings)
    fattened = ReferenceRenderer().render(tiny, camera, BLACK)
    factor = deviation_px**2 / (deviation_px**2 + 0.3)
    expected = fattened.alpha[16, 16] / 0.999 * factor
    assert kept.alpha[16, 16] == pytest.approx(expected, rel=2e-3)
    large = ball(scale_m=0.3)
    alphas = [ReferenceRenderer().render(large, camera, s).alpha for s in (settings, BLACK)]
    np.testing.assert_allclose(*alphas, rtol=0.02, atol=5e-3)


def test_orthographic_size_does_not_depend_on_depth() -> None:
    camera = front_camera().orthographic(2.0)
    near, far = (
        ReferenceRenderer().render(ball((x, 0, 0)), camera, BLACK).alpha for x in (1.0, -3.0)
    )
    np.testing.assert_allclose(near, far, atol=1e-6)
    seen = ReferenceRenderer().render(ball(), front_camera(), BLACK)
    np.testing.assert_allclose(near, seen.alpha, atol=1e-6)


def test_orthographic_colours_depend_on_the_viewing_direction_only(
    make_cloud: CloudFactory,
) -> None:
    one = make_cloud(1, degree=3)
    cloud = replace(one, means=np.array([[0, 0.25, 0]]), opacities=np.ones(1))
    moved = replace(cloud, means=np.array([[0, -0.25, 0]]))
    camera = front_camera().orthographic(2.0)
    left, right = (ReferenceRenderer().render(c, camera, BLACK).color for c in (cloud, moved))
    np.testing.assert_allclose(left.max(axis=(0, 1)), right.max(axis=(0, 1)), atol=1e-5)


def test_median_is_where_half_the_light_is_left() -> None:
    """Transmittance after each: 0.6, 0.36, 0.07."""
    cloud = ball((0.3, 0, 0), opacity=0.4).concat(ball((-0.3, 0, 0), opacity=0.8))
    cloud = cloud.concat(ball(opacity=0.4))
    out = ReferenceRenderer().render(cloud, front_camera(), with_ids=True)
    assert out.gaussian_id is not None
    assert out.median_depth is not None
    assert out.gaussian_id[32, 32] == 2
    assert out.median_depth[32, 32] == pytest.approx(2.0, rel=1e-6)
    assert out.gaussian_id[0, 0] == -1
    assert out.median_depth[0, 0] == 0
    faint = ReferenceRenderer().render(ball(opacity=0.45), front_camera(), with_ids=True)
    assert (faint.gaussian_id == -1).all()


def test_features_blend_as_colours_do(make_cloud: CloudFactory) -> None:
    cloud, camera = make_cloud(40), front_camera(33)
    colors = np.maximum(sh0_to_rgb(cloud.sh_coeffs[:, 0]), 0)
    features = np.concatenate([colors, np.ones((40, 1))], axis=1)
    out = ReferenceRenderer().render(cloud, camera, BLACK, features=features)
    assert out.features is not None
    np.testing.assert_allclose(np.clip(out.features[:, :, :3], 0, 1), out.color, atol=1e-6)
    np.testing.assert_allclose(out.features[:, :, 3], out.alpha, atol=1e-6)


@pytest.mark.parametrize("bad", [np.zeros((3, 2)), np.zeros(4), np.full((4, 1), np.nan)])
def test_features_that_do_not_fit_are_refused(make_cloud: CloudFactory, bad: np.ndarray) -> None:
    with pytest.raises(InputError, match="features"):
        ReferenceRenderer().render(make_cloud(4), front_camera(9), features=bad)


def test_points_have_one_size_and_rings_are_hollow() -> None:
    camera = front_camera()
    areas = []
    for scale_m in (0.01, 0.1):
        settings = RenderSettings(background=(0, 0, 0), style=SplatStyle.POINTS)
        out = ReferenceRenderer().render(ball(scale_m=scale_m, opacity=0.3), camera, settings)
        areas.append(float(out.alpha.sum()))
        assert out.alpha[32, 32] == pytest.approx(0.999, abs=1e-6)
    assert areas[0] == pytest.approx(areas[1])
    assert areas[0] == pytest.approx(np.pi * 2**2, rel=0.15)
    rings = RenderSettings(background=(0, 0, 0), style=SplatStyle.RINGS)
    out = ReferenceRenderer().render(ball(scale_m=0.2), camera, rings)
    assert out.alpha[32, 32] == pytest.approx(0.6 * 0.08, rel=1e-5)
    assert out.alpha.max() == pytest.approx(0.6, rel=1e-5)


def test_unknown_styles_are_refused() -> None:
    with pytest.raises(InputError, match="splats, centres, points, rings, ellipsoids"):
        RenderSettings(style="blobs")
