"""The definition: what one Gaussian looks like, and the cut-offs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from render_scenes import CloudFactory

from render.base import RenderSettings
from render.camera import Camera
from render.gaussians import GaussianCloud
from render.reference import ReferenceRenderer
from render.spherical_harmonics import rgb_to_sh0

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
