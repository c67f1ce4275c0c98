"""The tile rasterizer draws what the reference defines, in every option."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import agreement
import numpy as np
import pytest
from render_scenes import CloudFactory

from render.base import RenderOutput, RenderSettings, SplatStyle
from render.camera import Camera
from render.cpu_tiles.renderer import CpuTilesRenderer
from render.gaussians import GaussianCloud
from render.progress import ignore_progress
from render.reference import ReferenceRenderer

FLOOR_DB = 90.0
"""float32 sums and a polynomial exponential; far above the 50 dB that are promised."""
ATOL = 5e-5
"""Rounding away from the cut-offs."""


@pytest.fixture(scope="module")
def cpu_tiles() -> Iterator[CpuTilesRenderer]:
    renderer = CpuTilesRenderer()
    yield renderer
    renderer.close()


def assert_agree(found: RenderOutput, expected: RenderOutput, floor_db: float = FLOOR_DB) -> None:
    agreement.assert_agree(found, expected, floor_db)


@pytest.mark.parametrize("name", agreement.SCENES)
@pytest.mark.parametrize(("degree", "antialiased"), agreement.CASES)
def test_cpu_tiles_agree(
    cpu_tiles: CpuTilesRenderer, name: str, degree: int, antialiased: bool
) -> None:
    cloud, camera = agreement.scene(name)
    expected = agreement.expected(name, degree, antialiased)
    assert expected.alpha.mean() > 0.05
    found = cpu_tiles.render(cloud, camera, agreement.settings(degree, antialiased))
    assert_agree(found, expected)


@pytest.mark.parametrize("name", agreement.SCENES)
def test_only_pixels_at_a_cut_off_may_flip(cpu_tiles: CpuTilesRenderer, name: str) -> None:
    cloud, camera = agreement.scene(name)
    settings = agreement.settings(3, True)
    band = agreement.boundary_band(cloud, camera, settings)
    found = cpu_tiles.render(cloud, camera, settings)
    expected = agreement.expected(name, 3, True)
    agreement.assert_same_outside_band(found, expected, band, atol=ATOL)


@pytest.mark.parametrize("style", list(SplatStyle))
@pytest.mark.parametrize("orthographic", [False, True])
def test_every_output_agrees(
    cpu_tiles: CpuTilesRenderer,
    make_cloud: CloudFactory,
    side_camera: Camera,
    style: SplatStyle,
    orthographic: bool,
) -> None:
    camera = side_camera.orthographic(1.8) if orthographic else side_camera
    cloud = make_cloud(200, degree=3)
    settings = RenderSettings(style=style, antialiased=True, background=(0.1, 0.5, 0.9))
    features = np.random.default_rng(0).normal(size=(200, 37)).astype(np.float32)
    options = {"features": features, "with_ids": True}
    expected = ReferenceRenderer().render(cloud, camera, settings, **options)
    band = agreement.boundary_band(cloud, camera, settings)
    found = cpu_tiles.render(cloud, camera, settings, **options)
    agreement.assert_same_outside_band(found, expected, band, atol=ATOL)
    assert (expected.gaussian_id >= 0).any()
    plain = cpu_tiles.render(cloud, camera, settings)
    np.testing.assert_allclose(plain.color, found.color, atol=2e-6)
    assert plain.gaussian_id is None
    assert plain.features is None


def test_cpu_tiles_from_inside_the_cloud(
    cpu_tiles: CpuTilesRenderer, make_cloud: CloudFactory
) -> None:
    camera = Camera.look_at((0.05, 0, 0), (1, 0.2, 0), width=90, height=70)
    cloud = make_cloud(300, scale_m=(0.001, 0.3))
    assert_agree(cpu_tiles.render(cloud, camera), ReferenceRenderer().render(cloud, camera))


def test_cpu_tiles_with_needles_and_giants(
    cpu_tiles: CpuTilesRenderer, make_cloud: CloudFactory, side_camera: Camera
) -> None:
    needles = make_cloud(60, scale_m=(1e-6, 1e-5))
    scales = needles.scales.copy()
    scales[:, 0] = 10 ** np.linspace(-2, 4, 60)
    cloud = replace(needles, scales=scales)
    expected = ReferenceRenderer().render(cloud, side_camera)
    assert_agree(cpu_tiles.render(cloud, side_camera), expected, 60)


def test_cpu_tiles_with_an_off_centre_lens(
    cpu_tiles: CpuTilesRenderer, make_cloud: CloudFactory, side_camera: Camera
) -> None:
    K = side_camera.K.copy()
    K[0, 2], K[1, 2], K[0, 0] = 20, 90, K[0, 0] * 1.3
    camera = Camera(K, side_camera.world_to_camera, 150, 110)
    cloud = make_cloud(200)
    assert_agree(cpu_tiles.render(cloud, camera), ReferenceRenderer().render(cloud, camera))


def extreme_cloud() -> GaussianCloud:
    """Each Gaussian has some value that overflows when it is squared, or nearly vanishes."""
    rng = np.random.default_rng(0)
    count = 240
    quats = rng.normal(size=(count, 4))
    means = rng.uniform(-0.5, 0.5, (count, 3))
    means[:40] *= 10.0 ** rng.uniform(0, 37, (40, 1))
    opacities = rng.uniform(0, 1, count)
    opacities[-30:] = 1
    return GaussianCloud(
        means,
        quats / np.linalg.norm(quats, axis=1, keepdims=True),
        10.0 ** rng.uniform(-37, 37, (count, 3)),
        opacities,
        rng.normal(size=(count, 16, 3)) * 10.0 ** rng.uniform(-3, 36, (count, 1, 1)),
    )


@pytest.mark.parametrize("style", [SplatStyle.SPLATS, SplatStyle.ELLIPSOIDS])
@pytest.mark.parametrize("eps2d", [0.0, 0.3])
def test_no_value_of_a_gaussian_makes_a_pixel_undefined(
    cpu_tiles: CpuTilesRenderer, style: SplatStyle, eps2d: float
) -> None:
    cloud = extreme_cloud()
    features = np.full((cloud.gaussian_count, 2), 3e38, np.float32)
    for eye in ((1.5, -0.9, 0.6), tuple(cloud.means[100])):
        camera = Camera.look_at(eye, (0, 0, 0.01), width=40, height=30)
        for view in (camera, camera.orthographic(1.0)):
            settings = RenderSettings(style=style, eps2d=eps2d, antialiased=eps2d > 0)
            for renderer in (cpu_tiles, ReferenceRenderer()):
                out = renderer.render(cloud, view, settings, features=features, with_ids=True)
                assert all(np.isfinite(picture).all() for picture in out)
                assert np.isfinite(renderer.render(cloud, view, settings).color).all()


@pytest.mark.slow
@pytest.mark.parametrize("degree", [0, 3])
@pytest.mark.parametrize("antialiased", [False, True])
def test_cpu_tiles_on_every_gaussian_of_the_dog(
    cpu_tiles: CpuTilesRenderer,
    dog_cloud: GaussianCloud,
    dog_camera: Camera,
    degree: int,
    antialiased: bool,
) -> None:
    settings = RenderSettings(max_sh_degree=degree, antialiased=antialiased)
    for camera in (dog_camera, dog_camera.orthographic(1.5)):
        expected = ReferenceRenderer().render(dog_cloud, camera, settings)
        assert_agree(cpu_tiles.render(dog_cloud, camera, settings), expected)


@pytest.mark.slow
def test_cpu_tiles_on_a_photo_and_on_the_sand_it_becomes(
    cpu_tiles: CpuTilesRenderer, project_root: Path, tmp_path: Path
) -> None:
    """Every Gaussian of the embedded model's coffee, and of a frame in which it collapses.

    Seen from where no two overlapping Gaussians are equally far in float32.
    """
    from sim.take import Take
    from studio.jobs.prediction import predict_project
    from studio.jobs.requests import PredictRequest, SimulateRequest
    from studio.jobs.simulation import simulate_take

    photo = project_root / "resources" / "samples" / "coffee.jpg"
    project = predict_project(PredictRequest(photo, tmp_path / "coffee.p4d"), ignore_progress)
    request = SimulateRequest(project.path, "sand", law="sand", quality="sketch", frame_count=16)
    take = Take.open(simulate_take(request, ignore_progress))
    for frame in (0, 15):
        cloud = take.frame(frame)
        camera = Camera.look_at((0.8, -0.6, 0.5), cloud.means.mean(axis=0), width=128, height=128)
        for antialiased in (False, True):
            settings = RenderSettings(antialiased=antialiased)
            expected = ReferenceRenderer().render(cloud, camera, settings)
            assert expected.alpha.mean() > 0.02
            assert_agree(cpu_tiles.render(cloud, camera, settings), expected)
