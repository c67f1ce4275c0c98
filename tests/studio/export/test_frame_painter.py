"""Pictures of a video: tiles, supersampling, motion blur, transparency, all round."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from render.backdrop import CheckerBackdrop, PlainBackdrop
from render.backdrop_renderer import BackdropRenderer
from render.cameras.orbit import CameraOrbit, OrbitSweep
from render.cameras.orthographic import OrthographicMotion
from render.clips.clip import ClipArrays
from render.gaussians import GaussianCloud
from render.reference import ReferenceRenderer
from render.stage import StageLook
from studio.export.averaging import area_average, covered, straight
from studio.export.frame_painter import FramePainter, Shot
from studio.export.frame_schedule import FrameSchedule, MotionBlur
from studio.export.tiles import tiles_of

MOTION = CameraOrbit((0.0, 0.0, 0.1), 1.2, elevation_deg=15.0, sweep=OrbitSweep.STILL)
SHOT = Shot(MOTION, (48, 36))


def splats(height_m: float = 0.2) -> GaussianCloud:
    rng = np.random.default_rng(4)
    quats = rng.normal(size=(60, 4))
    means = rng.uniform(-0.4, 0.4, (60, 3)) + np.array([0, 0, height_m])
    return GaussianCloud(
        means=means,
        quats=quats / np.linalg.norm(quats, axis=1, keepdims=True),
        scales=rng.uniform(0.01, 0.12, (60, 3)),
        opacities=rng.uniform(0.4, 1, 60),
        sh_coeffs=rng.normal(size=(60, 1, 3)),
    )


FALL = ClipArrays(tuple(splats(0.2 + 0.1 * index) for index in range(4)))


def painter(
    shot: Shot, *, clip: ClipArrays = FALL, blur: MotionBlur | None = None, backdrop: object = None
) -> FramePainter:
    renderer = BackdropRenderer(ReferenceRenderer(), backdrop)  # type: ignore[arg-type]
    return FramePainter(clip, FrameSchedule(clip.frame_count, 0.04, 25, blur=blur), shot, renderer)


def psnr(first: np.ndarray, second: np.ndarray) -> float:
    return float(-10 * np.log10(max(((first - second) ** 2).mean(), 1e-20)))


def composed(rgba: np.ndarray) -> np.ndarray:
    return covered(rgba)[:, :, :3]


@pytest.mark.parametrize("backdrop", [StageLook(), CheckerBackdrop(squares=5), None])
@pytest.mark.parametrize("supersample", [1, 2])
def test_tiles_join_without_seams(backdrop: object, supersample: int) -> None:
    shot = replace(SHOT, supersample=supersample, transparent=backdrop is None)
    whole = painter(shot, backdrop=backdrop).paint(1, bits=32)
    small = replace(shot, untiled_px=16 * 16 * supersample**2)
    tiled = painter(small, backdrop=backdrop).paint(1, bits=32)
    assert whole.shape == (36, 48, 4 if backdrop is None else 3)
    if backdrop is None:
        assert psnr(composed(tiled), composed(whole)) > 60
    assert psnr(tiled[:, :, -1], whole[:, :, -1]) > 60
    assert psnr(tiled[:, :, :3], whole[:, :, :3]) > (20 if backdrop is None else 60)


def test_tiles_cover_every_pixel_once_and_bound_what_is_drawn() -> None:
    seen = np.zeros((4320, 7680), np.uint8)
    for tile in tiles_of(7680, 4320, supersample=2):
        seen[tile.slices] += 1
        assert tile.width * tile.height * 4 <= 4096 * 2304
        assert tile.left % 16 == tile.top % 16 == 0
    assert (seen == 1).all()
    assert list(tiles_of(1920, 1080)) == [(0, 0, 1920, 1080)]


def test_supersampling_is_the_mean_of_a_larger_picture() -> None:
    large = painter(replace(SHOT, size_px=(96, 72)), backdrop=StageLook()).paint(0, bits=32)
    small = painter(replace(SHOT, supersample=2), backdrop=StageLook()).paint(0, bits=32)
    np.testing.assert_allclose(small, large.reshape(36, 2, 48, 2, 3).mean((1, 3)), atol=1e-5)


def test_motion_blur_is_the_mean_of_moments_between_frames() -> None:
    blurred = painter(SHOT, blur=MotionBlur(2, 360.0), backdrop=PlainBackdrop()).paint(1, bits=32)
    slow = FrameSchedule(4, 0.04, 100.0)
    renderer = BackdropRenderer(ReferenceRenderer(), PlainBackdrop())
    moments = FramePainter(FALL, slow, SHOT, renderer)
    expected = (moments.paint(3, bits=32) + moments.paint(5, bits=32)) / 2
    np.testing.assert_allclose(blurred, expected, atol=1e-5)
    sharp = painter(SHOT, backdrop=PlainBackdrop()).paint(1, bits=32)
    assert np.abs(blurred - sharp).max() > 0.02


def test_transparent_pictures_lie_over_any_background_as_if_drawn_on_it() -> None:
    for supersample in (1, 3):
        shot = replace(SHOT, transparent=True, supersample=supersample)
        rgba = painter(shot).paint(0, bits=32)
        red = (0.9, 0.1, 0.2)
        over = rgba[:, :, :3] * rgba[:, :, 3:] + np.array(red) * (1 - rgba[:, :, 3:])
        plain = replace(shot, transparent=False)
        direct = painter(plain, backdrop=PlainBackdrop(red)).paint(0, bits=32)
        np.testing.assert_allclose(over, direct, atol=2e-3)


def test_colours_spread_where_nothing_is_seen() -> None:
    product = np.zeros((40, 50, 4), np.float32)
    product[18:22, 18:22] = (0.4, 0.2, 0.1, 0.5)
    spread = straight(product)
    np.testing.assert_allclose(spread[20, 20], (0.8, 0.4, 0.2, 0.5), atol=1e-6)
    np.testing.assert_allclose(spread[16, 17, :3], (0.8, 0.4, 0.2), atol=1e-3)
    assert (spread[:14, :, 3] == 0).all()
    assert straight(np.zeros((1, 1, 4), np.float32)).shape == (1, 1, 4)


def test_averages_are_taken_of_squares() -> None:
    picture = np.arange(2 * 6 * 9, dtype=np.float32).reshape(6, 9, 2)
    expected = picture.reshape(2, 3, 3, 3, 2).mean((1, 3))
    np.testing.assert_allclose(area_average(picture, 3), expected, rtol=1e-6)


@pytest.mark.parametrize(("bits", "dtype"), [(8, np.uint8), (16, np.uint16), (32, np.float32)])
def test_pictures_have_the_bits_that_a_codec_takes(bits: int, dtype: type) -> None:
    picture = painter(SHOT, backdrop=PlainBackdrop((1, 1, 1))).paint(0, bits=bits)
    assert picture.dtype == dtype
    assert picture.max() == (1 if bits == 32 else 2**bits - 1)


def test_orthographic_pictures_show_size_alike_at_every_depth() -> None:
    shot = replace(SHOT, motion=OrthographicMotion(MOTION, MOTION.target_m))
    camera = painter(shot).camera(0, (48, 36))
    assert camera.is_orthographic
    seen, _ = camera.project(np.array([[0.0, 0.0, 0.1], [0.3, 0.0, 0.1], [-0.3, 0.0, 0.1]]))
    near, far = seen[1] - seen[0], seen[0] - seen[2]
    np.testing.assert_allclose(near, far, atol=1e-4)


def test_all_round_pictures_look_every_way() -> None:
    inside = CameraOrbit((0.0, 0.0, 0.1), 0.3, elevation_deg=0.0, sweep=OrbitSweep.STILL)
    shot = replace(SHOT, motion=inside, size_px=(64, 32), all_round=True, transparent=True)
    ring = GaussianCloud(
        means=[[2 * np.cos(a) + 0.3, 2 * np.sin(a), 0.1] for a in np.arange(8) * np.pi / 4],
        quats=np.tile([1, 0, 0, 0], (8, 1)),
        scales=np.full((8, 3), 0.1),
        opacities=np.ones(8),
        sh_coeffs=np.zeros((8, 1, 3)),
    )
    picture = painter(shot, clip=ClipArrays((ring,))).paint(0, bits=32)
    assert picture.shape == (32, 64, 4)
    row = picture[14:18, :, 3].max(axis=0)
    edges = ((row > 0.3) & (np.roll(row, 1) <= 0.3)).sum()
    assert edges == 8
