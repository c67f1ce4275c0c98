"""The object of a photo: alpha is the mask, else the network, else the whole frame."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from models.mask_components import clean_mask
from models.photo import Photo, read_photo
from models.plain_background import follow_plain_background
from models.segmentation import (
    NOTHING_STANDS_OUT,
    TOUCHES_BORDER,
    Mask,
    mask_from_alpha,
    segment,
    whole_frame,
)
from render.errors import InputError


def disc(height: int, width: int, centre: tuple[float, float], radius: float) -> np.ndarray:
    y, x = np.mgrid[:height, :width] + 0.5
    return (np.hypot(x - centre[0], y - centre[1]) < radius).astype(np.float32)


def cut_out(alpha: np.ndarray) -> Photo:
    rgb = np.full((*alpha.shape, 3), 0.5, np.float32)
    return Photo(rgb, alpha.astype(np.float32), None, "cut-out")


def overlap(first: np.ndarray, second: np.ndarray) -> float:
    first, second = first > 0.5, second > 0.5
    return float((first & second).sum() / (first | second).sum())


def test_alpha_is_the_mask() -> None:
    alpha = disc(200, 300, (150, 100), 60)
    mask = segment(cut_out(alpha))
    assert mask.source == "alpha"
    assert not mask.touches_border
    assert mask.warnings == ()
    np.testing.assert_array_equal(mask.alpha, alpha)
    assert mask.share == pytest.approx(np.pi * 60**2 / 60_000, rel=0.01)
    assert mask.box == (90, 40, 120, 120)


def test_soft_alpha_keeps_its_edge() -> None:
    y, x = np.mgrid[:200, :200] + 0.5
    alpha = np.clip(60 - np.hypot(x - 100, y - 100), 0, 8) / 8
    np.testing.assert_allclose(segment(cut_out(alpha)).alpha, alpha * (alpha > 0.02), atol=1e-6)


def test_dust_is_dropped_and_close_parts_stay() -> None:
    body = disc(200, 300, (100, 100), 50)
    near = disc(200, 300, (157, 100), 6)
    far = disc(200, 300, (280, 20), 3)
    cleaned = clean_mask(np.maximum.reduce([body, near, far]))
    assert cleaned[100, 157] == 1
    assert cleaned[20, 280] == 0


def test_big_second_part_stays_wherever_it_is() -> None:
    both = np.maximum(disc(200, 300, (70, 100), 50), disc(200, 300, (250, 60), 35))
    np.testing.assert_array_equal(clean_mask(both), both)


def test_pinholes_are_filled_and_real_holes_stay() -> None:
    ring = disc(200, 200, (100, 100), 80) - disc(200, 200, (100, 100), 30)
    pin = disc(200, 200, (100, 40), 2)
    cleaned = clean_mask(ring - pin)
    assert cleaned[40, 100] == 1
    assert cleaned[100, 100] == 0


def test_alpha_at_the_border_warns() -> None:
    mask = segment(cut_out(disc(200, 300, (0, 100), 60)))
    assert mask.touches_border
    assert TOUCHES_BORDER in mask.warnings


def test_tiny_and_huge_shares_warn() -> None:
    tiny = mask_from_alpha(disc(400, 400, (200, 200), 10), source="alpha")
    assert "0.2 %" in tiny.warnings[0]
    huge = mask_from_alpha(disc(200, 200, (100, 100), 135), source="alpha")
    assert any("leave some space" in text for text in huge.warnings)


def test_cut_out_of_a_few_pixels_is_refused() -> None:
    with pytest.raises(InputError, match="7 x 7 px, at least 8"):
        segment(cut_out(np.pad(np.ones((7, 7)), 50)))


def test_nearly_opaque_alpha_is_no_mask(monkeypatch: pytest.MonkeyPatch) -> None:
    found = disc(100, 100, (50, 50), 30)
    monkeypatch.setattr("models.segmentation.find_object", lambda rgb: found)
    assert segment(cut_out(np.full((100, 100), 0.9))).source == "u2netp"


def picture_of_a_ball(background: np.ndarray) -> tuple[Photo, np.ndarray]:
    """A shaded red ball before a background of shape [360, 480, 3]."""
    truth = disc(360, 480, (220, 190), 90)
    y, x = np.mgrid[:360, :480]
    light = np.clip(1.1 - np.hypot(x - 190, y - 150) / 160, 0.2, 1)[..., None]
    ball = light * np.array([0.85, 0.15, 0.12])
    rgb = np.where(truth[..., None] > 0, ball, background)
    return Photo(rgb.astype(np.float32), None, None, "ball"), truth


def test_network_finds_a_ball_on_a_gradient(rng: np.random.Generator) -> None:
    background = np.tile(np.linspace(0.55, 0.8, 480), (360, 1))[..., None] * np.ones(3)
    photo, truth = picture_of_a_ball(background + rng.normal(0, 0.02, (360, 480, 1)))
    mask = segment(photo)
    assert mask.source == "u2netp"
    assert overlap(mask.alpha, truth) > 0.97
    undecided = (mask.alpha > 0.1) & (mask.alpha < 0.9)
    assert undecided.mean() < 0.01


def test_flat_background_gives_the_exact_outline() -> None:
    photo, truth = picture_of_a_ball(np.full((360, 480, 3), 0.97))
    assert overlap(segment(photo).alpha, truth) > 0.99


def test_flat_background_adds_joined_parts_but_no_shadow() -> None:
    rgb = np.full((200, 200, 3), 0.9, np.float32)
    rgb[60:140, 60:140] = (0.7, 0.2, 0.2)
    rgb[95:105, 140:170] = (0.2, 0.3, 0.8)  # a handle that the network missed
    rgb[140:160, 60:140] = 0.6  # a shadow
    mask = np.zeros((200, 200), np.float32)
    mask[60:140, 60:140] = 1
    followed = follow_plain_background(rgb, mask)
    assert followed[100, 165] == 1
    assert followed[150, 100] == 0
    assert followed[100, 100] == 1


def test_textured_rim_leaves_the_mask_alone(rng: np.random.Generator) -> None:
    mask = disc(100, 100, (50, 50), 20)
    rgb = rng.random((100, 100, 3), dtype=np.float32)
    np.testing.assert_array_equal(follow_plain_background(rgb, mask), mask)


def test_texture_without_object_takes_the_whole_frame(rng: np.random.Generator) -> None:
    noise = rng.integers(0, 256, (60, 60, 3), dtype=np.uint8)
    rgb = np.asarray(Image.fromarray(noise).resize((480, 480), Image.Resampling.NEAREST)) / 255
    mask = segment(Photo(rgb.astype(np.float32), None, None, "texture"))
    assert mask.whole_frame
    assert mask.source == "whole frame"
    assert mask.warnings == (NOTHING_STANDS_OUT,)
    assert mask.alpha.min() == 1


def test_chosen_whole_frame_does_not_warn() -> None:
    photo = cut_out(disc(100, 100, (50, 50), 30))
    assert whole_frame(photo, chosen=True).warnings == ()


@pytest.mark.parametrize("size", [(16, 16), (16, 800), (30, 20)])
def test_smallest_and_narrow_photos_give_a_result(size: tuple[int, int]) -> None:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).ellipse((4, 4, 12, 12), fill=(150, 20, 20))
    photo = Photo(np.asarray(image).astype(np.float32) / 255, None, None, "small")
    assert segment(photo).alpha.shape == (size[1], size[0])


def test_mask_checks_its_alpha() -> None:
    with pytest.raises(InputError, match="shape"):
        Mask(np.zeros(3), 0.0, False, False, "alpha")
    with pytest.raises(InputError, match="0\\.\\.1"):
        Mask(np.full((3, 3), 2.0), 1.0, False, False, "alpha")


def test_onnxruntime_loads_on_first_use_only() -> None:
    code = "import sys, models.segmentation; assert 'onnxruntime' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


SHARES = {"coffee": (0.42, 0.53), "chelsea": (0.55, 0.80)}


@pytest.mark.parametrize("name", list(SHARES))
def test_bundled_photographs(project_root: Path, name: str) -> None:
    mask = segment(read_photo(project_root / "resources" / "samples" / f"{name}.jpg"))
    low, high = SHARES[name]
    assert mask.source == "u2netp"
    assert low < mask.share < high
    assert mask.touches_border == (name == "chelsea")
