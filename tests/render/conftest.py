"""Small scenes and picture measures for the renderer's tests."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from render_scenes import CloudFactory, random_cloud

from render.base import RenderOutput, RenderSettings
from render.camera import Camera
from render.formats.ply import read_ply
from render.gaussians import GaussianCloud
from render.reference import ReferenceRenderer


@pytest.fixture
def make_cloud() -> CloudFactory:
    return random_cloud


@pytest.fixture
def side_camera() -> Camera:
    return Camera.look_at((1.5, -0.9, 0.6), (0, 0, 0), width=150, height=110)


@pytest.fixture(scope="session")
def dog_cloud() -> GaussianCloud:
    path = Path(__file__).resolve().parents[2] / "../shared/splats/dog.ply"
    if not path.exists():
        pytest.skip("development data (../shared) is not beside this checkout")
    return read_ply(path)


@pytest.fixture(scope="session")
def dog_camera(dog_cloud: GaussianCloud) -> Camera:
    center = dog_cloud.bounds(percentile=1).mean(axis=0)
    eye = center + np.array([0.9, 0.4, 1.1])
    return Camera.look_at(eye, center, width=200, height=170, up=(0, 1, 0))


@pytest.fixture(scope="session")
def dog_pictures(dog_cloud: GaussianCloud, dog_camera: Camera) -> dict[int, RenderOutput]:
    """The reference's pictures of the dog by spherical-harmonic degree."""
    return {
        degree: ReferenceRenderer().render(
            dog_cloud, dog_camera, RenderSettings(max_sh_degree=degree)
        )
        for degree in (0, 3)
    }


@pytest.fixture(scope="session")
def gl_process() -> Iterator[ProcessPoolExecutor]:
    """A process of its own for off-screen OpenGL, so that the tests' Qt keeps its own driver."""
    from render.errors import BackendUnavailableError
    from render.opengl.probe import probe_opengl

    try:
        probe_opengl()
    except BackendUnavailableError as error:
        pytest.skip(f"no off-screen OpenGL here: {error}")
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        yield pool
