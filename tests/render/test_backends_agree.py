"""Every back-end draws what the reference defines."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from render_scenes import CloudFactory, psnr

from render.base import RenderOutput, RenderSettings
from render.camera import Camera
from render.cpu_tiles.renderer import CpuTilesRenderer
from render.gaussians import GaussianCloud
from render.reference import ReferenceRenderer

DEGREES = [0, 3]
CPU_FLOOR_DB = 90.0
"""float32 sums and a polynomial exponential; far above the 50 dB that are promised."""


@pytest.fixture(scope="module")
def cpu_tiles() -> Iterator[CpuTilesRenderer]:
    renderer = CpuTilesRenderer()
    yield renderer
    renderer.close()


def assert_agree(found: RenderOutput, expected: RenderOutput, floor_db: float) -> None:
    assert psnr(found.color, expected.color) > floor_db
    assert psnr(found.alpha, expected.alpha) > floor_db
    solid = expected.alpha > 0.05
    np.testing.assert_allclose(found.depth[solid], expected.depth[solid], rtol=0.02)


@pytest.mark.parametrize("degree", DEGREES)
def test_cpu_tiles_on_the_dog(
    cpu_tiles: CpuTilesRenderer,
    dog_cloud: GaussianCloud,
    dog_camera: Camera,
    dog_pictures: dict[int, RenderOutput],
    degree: int,
) -> None:
    settings, expected = RenderSettings(max_sh_degree=degree), dog_pictures[degree]
    assert expected.alpha.mean() > 0.1
    assert_agree(cpu_tiles.render(dog_cloud, dog_camera, settings), expected, CPU_FLOOR_DB)


@pytest.mark.parametrize("degree", [0, 1, 2, 3])
def test_cpu_tiles_on_random_gaussians(
    cpu_tiles: CpuTilesRenderer, make_cloud: CloudFactory, side_camera: Camera, degree: int
) -> None:
    cloud, settings = make_cloud(300, degree=degree), RenderSettings(background=(0.1, 0.5, 0.9))
    expected = ReferenceRenderer().render(cloud, side_camera, settings)
    assert_agree(cpu_tiles.render(cloud, side_camera, settings), expected, CPU_FLOOR_DB)


def test_cpu_tiles_from_inside_the_cloud(
    cpu_tiles: CpuTilesRenderer, make_cloud: CloudFactory
) -> None:
    camera = Camera.look_at((0.05, 0, 0), (1, 0.2, 0), width=90, height=70)
    cloud = make_cloud(300, scale_m=(0.001, 0.3))
    expected = ReferenceRenderer().render(cloud, camera)
    assert_agree(cpu_tiles.render(cloud, camera), expected, CPU_FLOOR_DB)


def test_cpu_tiles_with_needles_and_giants(
    cpu_tiles: CpuTilesRenderer, make_cloud: CloudFactory, side_camera: Camera
) -> None:
    needles = make_cloud(60, scale_m=(1e-6, 1e-5))
    scales = needles.scales.copy()
    scales[:, 0] = 10 ** np.linspace(-2, 4, 60)
    cloud = GaussianCloud(
        needles.means, needles.quats, scales, needles.opacities, needles.sh_coeffs
    )
    expected = ReferenceRenderer().render(cloud, side_camera)
    assert_agree(cpu_tiles.render(cloud, side_camera), expected, 60)


def test_cpu_tiles_with_an_off_centre_lens(
    cpu_tiles: CpuTilesRenderer, make_cloud: CloudFactory, side_camera: Camera
) -> None:
    K = side_camera.K.copy()
    K[0, 2], K[1, 2], K[0, 0] = 20, 90, K[0, 0] * 1.3
    camera = Camera(K, side_camera.world_to_camera, 150, 110)
    cloud = make_cloud(200)
    assert_agree(
        cpu_tiles.render(cloud, camera), ReferenceRenderer().render(cloud, camera), CPU_FLOOR_DB
    )
