"""OpenGL beyond agreement: moving clouds, the stage, limits of input."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

import gl_tasks
import numpy as np
import pytest
from render_scenes import CloudFactory, psnr

from render.backdrop_renderer import draw_backdrop
from render.base import RenderSettings
from render.camera import Camera
from render.gaussians import GaussianCloud
from render.ground_shadow import cast_shadow
from render.opengl.probe import OpenGLReport, probe_opengl
from render.reference import ReferenceRenderer
from render.stage import StageLook

pytestmark = pytest.mark.gl


def test_moved_cloud_is_drawn_where_it_is_now(
    gl_process: ProcessPoolExecutor, make_cloud: CloudFactory, side_camera: Camera
) -> None:
    start, end = make_cloud(200, seed=1), make_cloud(200, seed=2)
    hidden = np.where(np.arange(200) < 60, 0, end.opacities)
    end = GaussianCloud(end.means, end.quats, end.scales, hidden, start.sh_coeffs)
    found = gl_process.submit(gl_tasks.moved, start, end, side_camera).result()
    expected = ReferenceRenderer().render(end, side_camera, RenderSettings(background=(0, 0, 0)))
    assert psnr(np.clip(found[:, :, :3], 0, 1), expected.color) > 60


@pytest.mark.parametrize("count", [0, 1])
def test_hardly_any_gaussians(
    gl_process: ProcessPoolExecutor, make_cloud: CloudFactory, side_camera: Camera, count: int
) -> None:
    cloud = make_cloud(count)
    found = gl_process.submit(gl_tasks.render, cloud, side_camera, RenderSettings()).result()
    assert psnr(found.color, ReferenceRenderer().render(cloud, side_camera).color) > 60


@pytest.mark.parametrize("ground_z_m", [-0.7, None])
def test_stage_looks_as_in_videos(
    gl_process: ProcessPoolExecutor,
    make_cloud: CloudFactory,
    side_camera: Camera,
    ground_z_m: float | None,
) -> None:
    look = StageLook(ground_z_m=ground_z_m)
    shadow = cast_shadow(make_cloud(200), ground_z_m=-0.7) if ground_z_m is not None else None
    found = gl_process.submit(gl_tasks.stage, side_camera, look, shadow).result()
    assert psnr(found[:, :, :3], draw_backdrop(side_camera, look, shadow)) > 50


def test_probe_names_the_driver(gl_process: ProcessPoolExecutor) -> None:
    report = probe_opengl()
    assert report.renderer
    assert report.kind in ("software", "hardware")


def test_software_drivers_are_known() -> None:
    assert OpenGLReport("Mesa", "llvmpipe (LLVM 15.0.6, 256 bits)", "4.5").is_software
    assert not OpenGLReport("NVIDIA Corporation", "NVIDIA RTX 4070", "4.6").is_software
