"""A tile shows what the whole picture shows there."""

from __future__ import annotations

import numpy as np
import pytest

from render.backdrop import Backdrop, CheckerBackdrop, GradientBackdrop
from render.backdrop_renderer import BackdropRenderer
from render.camera import Camera
from render.gaussians import GaussianCloud
from render.reference import ReferenceRenderer
from render.stage import StageLook

CAMERA = Camera.look_at((1.6, 0.2, 0.5), (0, 0, 0.2), width=72, height=56, vertical_fov_deg=70)


def wide_cloud(rng: np.random.Generator, count: int = 80) -> GaussianCloud:
    """Gaussians that reach far beyond the picture's border, where the ray limits matter."""
    quats = rng.normal(size=(count, 4))
    return GaussianCloud(
        means=rng.uniform(-1.4, 1.4, (count, 3)),
        quats=quats / np.linalg.norm(quats, axis=1, keepdims=True),
        scales=rng.uniform(0.02, 0.5, (count, 3)),
        opacities=rng.uniform(0.2, 0.9, count),
        sh_coeffs=rng.normal(size=(count, 4, 3)),
    )


@pytest.mark.parametrize(
    "backdrop", [StageLook(ground_z_m=-0.4), CheckerBackdrop(squares=7), GradientBackdrop()]
)
def test_tiles_join_to_the_whole_picture(rng: np.random.Generator, backdrop: Backdrop) -> None:
    renderer, cloud = BackdropRenderer(ReferenceRenderer(), backdrop), wide_cloud(rng)
    whole = renderer.render(cloud, CAMERA)
    for left, top, width, height in [(0, 0, 40, 30), (40, 0, 32, 30), (13, 30, 59, 26)]:
        tile = renderer.render(cloud, CAMERA.tile(left, top, width, height))
        part = np.s_[top : top + height, left : left + width]
        np.testing.assert_allclose(tile.color, whole.color[part], atol=1e-4)
        np.testing.assert_allclose(tile.alpha, whole.alpha[part], atol=1e-4)


def test_tiles_of_enlarged_tiles_keep_their_place() -> None:
    enlarged = CAMERA.tile(8, 4, 32, 20).scaled_to(64, 40)
    assert enlarged.part == (16, 8, 144, 112)
    again = enlarged.tile(2, 6, 10, 10)
    assert again.part == (18, 14, 144, 112)
    point = np.array([[0.1, 0.2, 0.3]])
    expected = CAMERA.project(point)[0] * 2 - [18, 14]
    np.testing.assert_allclose(again.project(point)[0], expected, rtol=1e-5)
