"""The tile rasterizer beyond agreement: threads, memory bands, caches, limits of input."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
from render_scenes import CloudFactory

from render.camera import Camera
from render.cpu_tiles import renderer as renderer_module
from render.cpu_tiles.ordering import order_by_key
from render.cpu_tiles.projection import INVISIBLE
from render.cpu_tiles.renderer import CpuTilesRenderer
from render.cpu_tiles.stages import list_tiles
from render.quaternion import quaternion_from_matrix


def test_picture_does_not_depend_on_the_number_of_threads(
    make_cloud: CloudFactory, side_camera: Camera
) -> None:
    cloud = make_cloud(500, degree=1)
    pictures = []
    for thread_count in (1, 2, 5):
        renderer = CpuTilesRenderer(thread_count=thread_count)
        pictures.append(renderer.render(cloud, side_camera))
        renderer.close()
    for other in pictures[1:]:
        for first, second in zip(pictures[0][:3], other[:3], strict=True):
            np.testing.assert_array_equal(first, second)


def test_stretches_of_the_depth_order_change_nothing(
    make_cloud: CloudFactory, side_camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud, renderer = make_cloud(400, scale_m=(0.05, 0.3)), CpuTilesRenderer(thread_count=2)
    whole = renderer.render(cloud, side_camera)
    assert whole.alpha[55, 75] > 0.9999
    monkeypatch.setattr(renderer_module, "MAX_PAIRS", 50)
    stretched = renderer.render(cloud, side_camera)
    renderer.close()
    for first, second in zip(whole[:3], stretched[:3], strict=True):
        np.testing.assert_array_equal(first, second)


def test_tiles_that_are_opaque_list_no_more_giants(
    make_cloud: CloudFactory, side_camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2,000 walls that each cover all 70 tiles; a few hide those behind."""
    cloud, listed = make_cloud(2000, scale_m=(5, 6)), []
    scales = np.tile(np.float32([0.01, 40, 40]), (2000, 1))
    facing = np.tile(
        quaternion_from_matrix(side_camera.world_to_camera[[2, 0, 1], :3].T), (2000, 1)
    )
    cloud = replace(cloud, scales=scales, quats=facing)

    def list_and_count(*arguments: object) -> object:
        lists = list_tiles(*arguments)
        listed.append(len(lists.pairs))
        return lists

    monkeypatch.setattr(renderer_module, "MAX_PAIRS", 4000)
    monkeypatch.setattr(renderer_module, "list_tiles", list_and_count)
    renderer = CpuTilesRenderer(thread_count=2)
    out = renderer.render(cloud, side_camera)
    renderer.close()
    assert (out.alpha > 0.9998).all()
    assert sum(listed) < 10_000


@pytest.mark.parametrize("count", [0, 1])
@pytest.mark.parametrize("size", [(1, 1), (17, 5)])
def test_hardly_any_gaussians_or_pixels(
    make_cloud: CloudFactory, count: int, size: tuple[int, int]
) -> None:
    camera = Camera.look_at((2, 0, 0), (0, 0, 0), width=size[0], height=size[1])
    renderer = CpuTilesRenderer()
    out = renderer.render(make_cloud(count), camera)
    renderer.close()
    assert out.color.shape == (size[1], size[0], 3)
    assert np.isfinite(out.color).all()


def test_several_threads_may_render_at_once(make_cloud: CloudFactory, side_camera: Camera) -> None:
    cloud, renderer = make_cloud(300), CpuTilesRenderer(thread_count=2)
    expected = renderer.render(cloud, side_camera).color
    pictures: list[np.ndarray] = []

    def draw() -> None:
        own = CpuTilesRenderer(thread_count=2)
        for drawer in (own, renderer):
            pictures.extend(drawer.render(cloud, side_camera).color for _ in range(4))
        own.close()

    threads = [threading.Thread(target=draw) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    renderer.close()
    assert len(pictures) == 24
    for picture in pictures:
        np.testing.assert_array_equal(picture, expected)


def test_order_is_by_depth_and_stable(rng: np.random.Generator) -> None:
    depths = rng.choice(np.linspace(0.1, 900, 40), 500).astype(np.float32)
    keys = depths.view(np.uint32).copy()
    keys[::7] = INVISIBLE
    expected = np.argsort(depths, kind="stable")
    expected = expected[keys[expected] != INVISIBLE]
    np.testing.assert_array_equal(order_by_key(keys), expected)


def test_another_process_compiles_nothing(make_cloud: CloudFactory, side_camera: Camera) -> None:
    renderer = CpuTilesRenderer()
    renderer.render(make_cloud(5), side_camera)
    renderer.close()
    code = (
        "import numpy as np\n"
        "from render.camera import Camera\n"
        "from render.gaussians import GaussianCloud\n"
        "from render.cpu_tiles import binning, blending, ordering, projection\n"
        "from render.cpu_tiles.renderer import CpuTilesRenderer\n"
        "cloud = GaussianCloud([[0, 0, 0]], [[1, 0, 0, 0]], [[1, 1, 1]], [1], [[[1, 1, 1]]])\n"
        "camera = Camera.look_at((2, 0, 0), (0, 0, 0), width=8, height=8)\n"
        "CpuTilesRenderer().render(cloud, camera)\n"
        "kernels = [projection.project_range, ordering.order_by_key, binning.count_pairs,\n"
        "           binning.fill_pairs, binning.stretch_within, blending.blend_tiles]\n"
        "print(sum(sum(k.stats.cache_misses.values()) for k in kernels),\n"
        "      sum(sum(k.stats.cache_hits.values()) for k in kernels))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert result.stdout.split() == ["0", "6"]


@pytest.mark.slow
def test_rendering_beside_a_parallel_kernel_under_workqueue() -> None:
    """numba's workqueue layer aborts the process when two threads enter parallel kernels."""
    code = (
        "import threading\n"
        "import numba, numpy as np\n"
        "from render.camera import Camera\n"
        "from render.cpu_tiles.renderer import CpuTilesRenderer\n"
        "from render.gaussians import GaussianCloud\n"
        "from render.kernel_cache import PARALLEL_KERNEL_LOCK\n"
        "@numba.njit(parallel=True, nogil=True)\n"
        "def total(values):\n"
        "    result = 0.0\n"
        "    for i in numba.prange(values.size):\n"
        "        result += values[i]\n"
        "    return result\n"
        "def simulate():\n"
        "    for _ in range(200):\n"
        "        with PARALLEL_KERNEL_LOCK:\n"
        "            total(np.ones(20000))\n"
        "cloud = GaussianCloud([[0, 0, 0]], [[1, 0, 0, 0]], [[1, 1, 1]], [1], [[[1, 1, 1]]])\n"
        "camera = Camera.look_at((2, 0, 0), (0, 0, 0), width=64, height=64)\n"
        "threads = [threading.Thread(target=simulate) for _ in range(2)]\n"
        "[thread.start() for thread in threads]\n"
        "renderer = CpuTilesRenderer()\n"
        "while any(thread.is_alive() for thread in threads):\n"
        "    renderer.render(cloud, camera)\n"
        "print(numba.threading_layer())\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        env={**os.environ, "NUMBA_THREADING_LAYER": "workqueue"},
    )
    assert result.stdout.strip() == "workqueue"
