"""OpenGL beyond agreement: moving clouds, backdrops, limits of input."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import gl_tasks
import numpy as np
import pytest
from render_scenes import CloudFactory, psnr

from render.backdrop import Backdrop, CheckerBackdrop, GradientBackdrop
from render.backdrop_renderer import draw_backdrop
from render.base import RenderSettings
from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.ground_shadow import cast_shadow
from render.opengl.context import require_version
from render.opengl.data_texture import TEXTURE_WIDTH
from render.opengl.probe import OpenGLReport, probe_opengl
from render.opengl.programs import SHADER_FOLDER
from render.overlays import Overlays, draw_overlays, laid_over, overlay_scene
from render.reference import ReferenceRenderer
from render.stage import StageLook

pytestmark = pytest.mark.gl


def test_moved_cloud_is_drawn_where_it_is_now(
    gl_process: ProcessPoolExecutor, make_cloud: CloudFactory, side_camera: Camera
) -> None:
    start, end = make_cloud(200, seed=1), make_cloud(200, seed=2)
    hidden = np.where(np.arange(200) < 60, 0, end.opacities)
    end = GaussianCloud(end.means, end.quats, end.scales, hidden, start.sh_coeffs)
    found, kept = gl_process.submit(gl_tasks.moved, start, end, side_camera).result()
    expected = ReferenceRenderer().render(end, side_camera, RenderSettings(background=(0, 0, 0)))
    assert psnr(np.clip(found[:, :, :3], 0, 1), expected.color) > 60
    assert kept


def test_clouds_of_other_sizes_follow_one_another(
    gl_process: ProcessPoolExecutor, make_cloud: CloudFactory, side_camera: Camera
) -> None:
    """More than one row of every texture, then less, then none."""
    large = make_cloud(TEXTURE_WIDTH + 100)
    seen = np.where(np.arange(TEXTURE_WIDTH + 100) < TEXTURE_WIDTH - 50, 0, large.opacities)
    large = replace(large, opacities=seen)
    moved = replace(large, means=-large.means)
    clouds = [make_cloud(30, degree=3), large, moved, make_cloud(0), make_cloud(100, degree=1)]
    found = gl_process.submit(gl_tasks.grown, clouds, side_camera).result()
    for cloud, output in zip(clouds, found, strict=True):
        expected = ReferenceRenderer().render(cloud, side_camera)
        assert psnr(output.color, expected.color) > 60


def test_pictures_beyond_the_driver_are_refused(
    gl_process: ProcessPoolExecutor, make_cloud: CloudFactory, side_camera: Camera
) -> None:
    camera = side_camera.scaled_to(200_000, 4)
    with pytest.raises(InputError, match="px a side, not 200000x4"):
        gl_process.submit(gl_tasks.render, make_cloud(1), camera, RenderSettings()).result()


def test_a_failing_driver_is_told_in_one_line(
    gl_process: ProcessPoolExecutor, make_cloud: CloudFactory, side_camera: Camera
) -> None:
    message = gl_process.submit(gl_tasks.failing, make_cloud(3), side_camera).result()
    assert message.startswith("OpenGL failed while drawing: OpenGL got errors")
    assert "\n" not in message


@pytest.mark.parametrize("count", [0, 1])
def test_hardly_any_gaussians(
    gl_process: ProcessPoolExecutor, make_cloud: CloudFactory, side_camera: Camera, count: int
) -> None:
    cloud, features = make_cloud(count), np.ones((count, 2), np.float32)
    task = gl_process.submit(
        gl_tasks.render, cloud, side_camera, RenderSettings(), features, with_ids=True
    )
    found = task.result()
    expected = ReferenceRenderer().render(cloud, side_camera, features=features, with_ids=True)
    assert psnr(found.color, expected.color) > 60
    np.testing.assert_array_equal(found.gaussian_id, expected.gaussian_id)
    np.testing.assert_allclose(found.features, expected.features, atol=1e-5)


@pytest.mark.parametrize(
    "look",
    [
        StageLook(ground_z_m=-0.7),
        StageLook(ground_z_m=None),
        CheckerBackdrop(ground_z_m=-0.7),
        GradientBackdrop(),
    ],
)
@pytest.mark.parametrize("orthographic", [False, True])
def test_backdrops_look_as_in_videos(
    gl_process: ProcessPoolExecutor,
    make_cloud: CloudFactory,
    side_camera: Camera,
    look: Backdrop,
    orthographic: bool,
) -> None:
    camera = side_camera.orthographic(1.8) if orthographic else side_camera
    ground_z_m = look.ground_z_m
    shadow = None if ground_z_m is None else cast_shadow(make_cloud(200), ground_z_m=ground_z_m)
    found = gl_process.submit(gl_tasks.backdrop, camera, look, shadow).result()
    expected = draw_backdrop(camera, look, shadow)
    assert psnr(found[:, :, :3], expected) > 50


@pytest.mark.parametrize("shown", [False, True])
def test_window_shows_what_videos_show(
    gl_process: ProcessPoolExecutor, make_cloud: CloudFactory, side_camera: Camera, shown: bool
) -> None:
    cloud, settings = make_cloud(100), RenderSettings(background=(0, 0, 0), antialiased=True)
    overlays = Overlays(grid=shown, axes=shown, bounds=shown)
    found = gl_process.submit(gl_tasks.scene, cloud, side_camera, settings, overlays).result()
    front = ReferenceRenderer().render(cloud, side_camera, settings)
    behind = draw_backdrop(side_camera, StageLook(), None)
    expected = front.color + (1 - front.alpha[:, :, None]) * behind
    lines = overlay_scene(cloud, ground_z_m=0.0, on_light=True)
    sheet = draw_overlays(side_camera, overlays, lines, (front.alpha, front.depth))
    assert (sheet.alpha.max() > 0.5) == shown
    expected = laid_over(expected, sheet)
    assert psnr(found[:, :, :3], expected) > 50


def test_textures_are_as_wide_as_the_shaders_take_them() -> None:
    shader = (SHADER_FOLDER / "splat.vert").read_text(encoding="utf-8")
    assert f"TEXTURE_SHIFT = {TEXTURE_WIDTH.bit_length() - 1};" in shader


def test_probe_names_the_driver(gl_process: ProcessPoolExecutor) -> None:
    report = probe_opengl()
    assert report.renderer
    assert report.kind in ("software", "hardware")
    require_version(report)


def test_software_drivers_are_known() -> None:
    assert OpenGLReport("Mesa", "llvmpipe (LLVM 15.0.6, 256 bits)", "4.5").is_software
    assert not OpenGLReport("NVIDIA Corporation", "NVIDIA RTX 4070", "4.6").is_software
