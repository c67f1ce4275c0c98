"""gsplat on an NVIDIA GPU draws what the reference defines; collected by tools/gpu_check.py."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from render_scenes import CloudFactory, psnr

from render.base import Renderer, RenderSettings
from render.camera import Camera
from render.errors import BackendUnavailableError
from render.gaussians import GaussianCloud
from render.reference import ReferenceRenderer
from render.registry import open_renderer

pytestmark = pytest.mark.gpu

FLOOR_DB = 50.0


@pytest.fixture(scope="module")
def gsplat_cuda() -> Iterator[Renderer]:
    try:
        renderer = open_renderer("gsplat_cuda")
    except BackendUnavailableError as error:
        pytest.skip(str(error))
    yield renderer
    renderer.close()


@pytest.mark.parametrize("degree", [0, 3])
@pytest.mark.parametrize("antialiased", [False, True])
def test_gsplat_on_the_dog(
    gsplat_cuda: Renderer,
    dog_cloud: GaussianCloud,
    dog_camera: Camera,
    degree: int,
    antialiased: bool,
) -> None:
    settings = RenderSettings(max_sh_degree=degree, antialiased=antialiased)
    expected = ReferenceRenderer().render(dog_cloud, dog_camera, settings)
    found = gsplat_cuda.render(dog_cloud, dog_camera, settings)
    assert psnr(found.color, expected.color) > FLOOR_DB
    assert psnr(found.alpha, expected.alpha) > FLOOR_DB


@pytest.mark.parametrize("orthographic", [False, True])
def test_gsplat_gives_every_output(
    gsplat_cuda: Renderer, make_cloud: CloudFactory, side_camera: Camera, orthographic: bool
) -> None:
    camera = side_camera.orthographic(1.8) if orthographic else side_camera
    cloud = make_cloud(400, degree=3)
    features = np.random.default_rng(0).normal(size=(400, 5)).astype(np.float32)
    expected = ReferenceRenderer().render(cloud, camera, features=features, with_ids=True)
    found = gsplat_cuda.render(cloud, camera, features=features, with_ids=True)
    assert psnr(found.color, expected.color) > FLOOR_DB
    solid = expected.alpha > 0.05
    np.testing.assert_allclose(found.depth[solid], expected.depth[solid], rtol=0.02)
    assert np.abs(found.features - expected.features).mean() < 1e-3
    same = found.gaussian_id == expected.gaussian_id
    assert same.mean() > 0.99
    np.testing.assert_allclose(found.median_depth[same], expected.median_depth[same], rtol=1e-4)


def test_gsplat_from_inside_the_cloud(gsplat_cuda: Renderer, make_cloud: CloudFactory) -> None:
    camera = Camera.look_at((0.05, 0, 0), (1, 0.2, 0), width=90, height=70)
    cloud = make_cloud(300, scale_m=(0.001, 0.3))
    expected = ReferenceRenderer().render(cloud, camera)
    assert psnr(gsplat_cuda.render(cloud, camera).color, expected.color) > FLOOR_DB


def test_gsplat_without_gaussians(gsplat_cuda: Renderer, make_cloud: CloudFactory) -> None:
    camera = Camera.look_at((1, 0, 0), (0, 0, 0), width=40, height=30)
    assert (gsplat_cuda.render(make_cloud(0), camera).color == 1).all()
