"""Backdrops: what is behind the Gaussians, in every size, tile and projection."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from render_scenes import CloudFactory

from render.backdrop import (
    Backdrop,
    CheckerBackdrop,
    GradientBackdrop,
    PictureBackdrop,
    PlainBackdrop,
)
from render.backdrop_renderer import BackdropRenderer, draw_backdrop, straight_rgba
from render.base import RenderSettings
from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.ground_shadow import cast_shadow
from render.reference import ReferenceRenderer
from render.shadow_catcher import seen_shadow
from render.stage import StageLook

CAMERA = Camera.look_at((3, 1, 1.2), (0, 0, 0.3), width=90, height=60)


@pytest.fixture
def picture_file(tmp_path: Path, rng: np.random.Generator) -> Path:
    small = Image.fromarray(rng.integers(0, 255, (7, 9, 3), np.uint8))
    small.resize((90, 70), Image.Resampling.BILINEAR).save(tmp_path / "wall.png")
    return tmp_path / "wall.png"


@pytest.fixture
def backdrops(picture_file: Path) -> list[Backdrop]:
    return [
        PlainBackdrop((0.2, 0.4, 0.6)),
        CheckerBackdrop(squares=6),
        GradientBackdrop(),
        PictureBackdrop(picture_file),
        StageLook(),
    ]


@pytest.fixture
def box_cloud(make_cloud: CloudFactory) -> GaussianCloud:
    cloud = make_cloud(400, scale_m=(0.05, 0.06))
    lifted = cloud.means * 0.6 + np.array([0, 0, 0.35], np.float32)
    return GaussianCloud(lifted, cloud.quats, cloud.scales, np.full(400, 0.9), cloud.sh_coeffs)


def test_a_tile_is_its_part_of_the_whole(backdrops: list[Backdrop]) -> None:
    for backdrop in backdrops:
        whole = backdrop.draw(CAMERA)
        part = backdrop.draw(CAMERA.tile(21, 13, 40, 30))
        np.testing.assert_allclose(part, whole[13:43, 21:61], atol=2e-6)
        assert backdrop.is_light(CAMERA) is backdrop.is_light(CAMERA.tile(21, 13, 40, 30))


def test_pictures_do_not_depend_on_their_size(backdrops: list[Backdrop]) -> None:
    for backdrop in backdrops:
        small, large = backdrop.draw(CAMERA), backdrop.draw(CAMERA.scaled_to(270, 180))
        shrunk = large.reshape(60, 3, 90, 3, 3).mean(axis=(1, 3))
        assert np.abs(shrunk - small).mean() < 0.02


def test_backdrops_reach_other_processes(backdrops: list[Backdrop]) -> None:
    for backdrop in backdrops:
        again = pickle.loads(pickle.dumps(backdrop))
        np.testing.assert_array_equal(again.draw(CAMERA), backdrop.draw(CAMERA))


def test_a_checker_has_square_squares() -> None:
    found = CheckerBackdrop(squares=6).draw(CAMERA)
    assert found[0, 0, 0] > found[0, 10, 0]
    np.testing.assert_array_equal(found[:10, :10], np.broadcast_to(found[0, 0], (10, 10, 3)))
    np.testing.assert_array_equal(found[10:20, 10:20], found[:10, :10])


def test_a_gradient_runs_from_top_to_bottom() -> None:
    found = GradientBackdrop((1, 0, 0), (0, 0, 1)).draw(CAMERA)
    np.testing.assert_allclose(found[0, 0], [1, 0, 0], atol=0.01)
    np.testing.assert_allclose(found[-1, 50], [0, 0, 1], atol=0.01)
    assert (np.diff(found[:, 0, 2]) > 0).all()


def test_a_picture_covers_the_view_and_loses_even_borders(tmp_path: Path) -> None:
    pixels = np.zeros((100, 100, 3), np.uint8)
    pixels[:10], pixels[-10:], pixels[45:55] = (255, 0, 0), (255, 0, 0), (0, 255, 0)
    Image.fromarray(pixels).save(tmp_path / "square.png")
    found = PictureBackdrop(tmp_path / "square.png").draw(CAMERA)
    assert found.shape == (60, 90, 3)
    assert found[:, :, 0].max() < 0.1
    rows = np.flatnonzero(found[:, 45, 1] > 0.5)
    assert rows.mean() == pytest.approx(29.5, abs=0.5)


def test_a_changed_picture_is_read_again(picture_file: Path) -> None:
    import os

    before = PictureBackdrop(picture_file).draw(CAMERA)
    Image.new("RGB", (4, 4), (0, 0, 0)).save(picture_file)
    os.utime(picture_file, ns=(1, 1))
    assert PictureBackdrop(picture_file).draw(CAMERA).max() == 0 < before.max()


def test_bad_backgrounds_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no picture")
    for path, message in (
        (tmp_path / "none.png", "cannot be read: no such file"),
        (tmp_path / "text.png", "is not a picture; use PNG, JPEG or WebP"),
    ):
        with pytest.raises(InputError, match=message):
            PictureBackdrop(path).draw(CAMERA)
    with pytest.raises(InputError, match="background must be three numbers from 0 to 1"):
        PlainBackdrop((2.0, 0, 0))
    with pytest.raises(InputError, match="1 to 1000 squares"):
        CheckerBackdrop(squares=0)


@pytest.mark.parametrize("camera", [CAMERA, CAMERA.orthographic(3.2)])
def test_shadows_fall_where_rays_meet_the_ground(camera: Camera, box_cloud: GaussianCloud) -> None:
    shadow = cast_shadow(box_cloud)
    assert shadow is not None
    darkness = np.zeros((60, 90), np.float32)
    part, found = seen_shadow(camera, shadow, 0.0)
    darkness[part] = found
    origins, directions = camera.pixel_rays()
    down = np.minimum(directions[..., 2], -1e-9)
    distance = -origins[..., 2] / down
    expected = shadow.sample(
        (origins[..., 0] + distance * directions[..., 0]).astype(np.float32),
        (origins[..., 1] + distance * directions[..., 1]).astype(np.float32),
    )
    expected[directions[..., 2] >= -1e-6] = 0
    np.testing.assert_allclose(darkness, expected, atol=2e-3)
    assert darkness.max() > 0.05


def test_every_backdrop_with_a_ground_catches_the_shadow(box_cloud: GaussianCloud) -> None:
    shadow = cast_shadow(box_cloud)
    for backdrop in (PlainBackdrop(ground_z_m=0.0), CheckerBackdrop(ground_z_m=0.0)):
        clear, dark = backdrop.draw(CAMERA), draw_backdrop(CAMERA, backdrop, shadow)
        assert (dark <= clear + 1e-6).all()
        assert (dark < clear - 0.03).any()
    without = PlainBackdrop()
    np.testing.assert_array_equal(draw_backdrop(CAMERA, without, shadow), without.draw(CAMERA))


def test_transparent_pictures_blend_over_anything_as_if_drawn_there(
    box_cloud: GaussianCloud,
) -> None:
    inner, green = ReferenceRenderer(), (0.1, 0.7, 0.3)
    rgba = straight_rgba(BackdropRenderer(inner, None).render(box_cloud, CAMERA))
    assert rgba.min() >= 0
    assert rgba.max() <= 1
    over = rgba[..., :3] * rgba[..., 3:] + np.array(green) * (1 - rgba[..., 3:])
    direct = inner.render(box_cloud, CAMERA, RenderSettings(background=green)).color
    np.testing.assert_allclose(over, direct, atol=2e-6)
    backed = BackdropRenderer(inner, PlainBackdrop(green)).render(box_cloud, CAMERA).color
    np.testing.assert_allclose(backed, direct, atol=2e-6)


def test_a_transparent_shadow_darkens_what_is_laid_under_it(box_cloud: GaussianCloud) -> None:
    inner, white = ReferenceRenderer(), PlainBackdrop((1.0, 1.0, 1.0), ground_z_m=0.0)
    rgba = straight_rgba(BackdropRenderer(inner, None, ground_z_m=0.0).render(box_cloud, CAMERA))
    over = rgba[..., :3] * rgba[..., 3:] + (1 - rgba[..., 3:])
    backed = BackdropRenderer(inner, white).render(box_cloud, CAMERA).color
    np.testing.assert_allclose(over, backed, atol=2e-5)


def test_an_orthographic_stage_is_finite_and_light() -> None:
    found = StageLook().draw(CAMERA.orthographic(3.0))
    assert 0.8 < found.min() <= found.max() <= 1
