"""Every back-end that runs here gives the same passes away from boundaries."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

import gl_tasks
import numpy as np
import numpy.typing as npt
import pytest
from render_scenes import random_cloud

from render.base import Renderer, RenderOutput, RenderSettings
from render.camera import Camera
from render.gaussians import GaussianCloud
from render.passes.frame_scene import FrameScene
from render.passes.pass_image import PassImage
from render.passes.registry import render_passes
from render.reference import ReferenceRenderer
from render.registry import open_renderer

NAMES = (
    "depth",
    "median_depth",
    "normal_axis",
    "gaussian_id",
    "object_id",
    "stress",
    "flow",
    "trajectory",
    "semantics",
)
CAMERA = Camera.look_at((1.5, -0.9, 0.6), (0, 0, 0), width=90, height=70)


class RemoteOpenGL(Renderer):
    """OpenGL in a process of its own."""

    name = "opengl"

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def render(
        self,
        cloud: GaussianCloud,
        camera: Camera,
        settings: RenderSettings | None = None,
        *,
        features: npt.NDArray[np.float32] | None = None,
        with_ids: bool = False,
    ) -> RenderOutput:
        """Draw there."""
        order = (cloud, camera, settings or RenderSettings(), features, with_ids)
        return self._pool.submit(gl_tasks.render, *order).result()


@pytest.fixture(scope="module")
def scene() -> FrameScene:
    cloud = random_cloud(700, scale_m=(0.03, 0.07))
    rng = np.random.default_rng(2)
    count = cloud.gaussian_count
    later = cloud.transformed(np.eye(3), np.array([0.01, 0.02, -0.03], np.float32))
    return FrameScene(
        cloud,
        later,
        labels={
            "object_id": (cloud.means[:, 2] > 0).astype(np.int32),
            "material_class": np.full(count, 8, np.int32),
        },
        scalars={"stress": rng.uniform(0, 1e4, count).astype(np.float32)},
    )


@pytest.fixture(scope="module")
def expected(scene: FrameScene) -> dict[str, PassImage]:
    return render_passes(NAMES, scene, CAMERA, ReferenceRenderer())


def inner(image: PassImage) -> npt.NDArray[np.bool_]:
    """Pixels well inside what is seen."""
    return image.mask & (image.coverage > 0.55)


def check(found: dict[str, PassImage], expected: dict[str, PassImage]) -> None:
    for name, wanted in expected.items():
        image, where = found[name], inner(wanted)
        assert where.sum() > 1000, name
        assert (image.mask == wanted.mask).mean() > 0.998, name
        values, target = image.values[where], wanted.values[where]
        if image.values.dtype == np.int32:
            assert (values == target).all(axis=1).mean() > 0.995, name
            continue
        scale = np.abs(target).max()
        assert np.percentile(np.abs(values - target), 99) < 2e-3 * scale, name


def test_cpu_tiles_gives_the_reference_passes(
    scene: FrameScene, expected: dict[str, PassImage]
) -> None:
    check(render_passes(NAMES, scene, CAMERA, open_renderer("cpu_tiles")), expected)


@pytest.mark.gl
def test_opengl_gives_the_reference_passes(
    scene: FrameScene, expected: dict[str, PassImage], gl_process: ProcessPoolExecutor
) -> None:
    check(render_passes(NAMES, scene, CAMERA, RemoteOpenGL(gl_process)), expected)
