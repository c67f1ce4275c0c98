"""Colour maps have equal perceptual steps; legends have round ticks that fit."""

from __future__ import annotations

import numpy as np
import pytest

from render.passes.color_maps import (
    COLOR_MAPS,
    color_table,
    label_colors,
    mapped,
    oklab_from_srgb,
    srgb_from_oklab,
)
from render.passes.legend import draw_legend, scale_marks
from render.passes.pass_image import AxesLegend, LabelLegend, Legend, ScaleLegend, WheelLegend
from render.passes.ticks import linear_ticks, logarithmic_ticks, prefix_of, written

SCALE = ScaleLegend("Von Mises stress", "Pa", 0, 12_345.678)


@pytest.mark.parametrize("name", COLOR_MAPS)
def test_steps_of_a_map_look_equal(name: str) -> None:
    lab = oklab_from_srgb(color_table(name).astype(np.float64))
    steps = np.linalg.norm(np.diff(lab, axis=0), axis=1)
    even = np.sort(steps)[name == "tide" :]  # one step of tide spans its lightest point
    assert even[-1] < 1.15 * even[0]
    np.testing.assert_array_equal(color_table(f"{name}_r"), color_table(name)[::-1])


@pytest.mark.parametrize("name", ["dusk", "grey"])
def test_lightness_rises_all_the_way(name: str) -> None:
    lightness = oklab_from_srgb(color_table(name).astype(np.float64))[:, 0]
    assert (np.diff(lightness) > 0).all()
    assert lightness[-1] - lightness[0] > 0.6


def test_the_signed_map_is_lightest_in_the_middle_and_even() -> None:
    lab = oklab_from_srgb(color_table("tide").astype(np.float64))
    lightness = lab[:, 0]
    assert abs(int(lightness.argmax()) - 127.5) < 8
    np.testing.assert_allclose(lightness, lightness[::-1], atol=0.06)
    assert lab[0, 2] < -0.05 < 0.02 < lab[-1, 2]  # blue below, red above


def test_colours_beyond_the_map_take_its_ends() -> None:
    found = mapped("dusk", np.array([-1, 0, 1, 7, np.nan]))
    np.testing.assert_array_equal(found[[0, 1, 4]], color_table("dusk")[[0, 0, 0]])
    np.testing.assert_array_equal(found[[2, 3]], color_table("dusk")[[255, 255]])


def test_oklab_goes_there_and_back() -> None:
    colors = np.random.default_rng(0).random((50, 3))
    np.testing.assert_allclose(srgb_from_oklab(oklab_from_srgb(colors)), colors, atol=1e-6)
    white = oklab_from_srgb(np.ones(3))
    np.testing.assert_allclose(white, [1, 0, 0], atol=1e-4)


def test_neighbouring_labels_look_different() -> None:
    lab = oklab_from_srgb(label_colors(14).astype(np.float64))
    apart = np.linalg.norm(lab[:, None] - lab[None], axis=2)
    assert apart[~np.eye(14, dtype=bool)].min() > 0.04


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (-3, 7, [-2, 0, 2, 4, 6]), (5, 5, [5])],
)
def test_linear_ticks_are_round(low: float, high: float, expected: list[float]) -> None:
    np.testing.assert_allclose(linear_ticks(low, high, 7), expected, atol=1e-12)


def test_logarithmic_ticks_are_round() -> None:
    assert logarithmic_ticks(1e3, 1e6, 4) == [1e3, 1e4, 1e5, 1e6]
    assert logarithmic_ticks(6e3, 6e4, 7) == [1e4, 2e4, 5e4]
    assert len(logarithmic_ticks(1e3, 1e11, 5)) <= 5


def test_numbers_are_written_short() -> None:
    assert prefix_of(12_345, "Pa") == (1e3, "kPa")
    assert prefix_of(0.5, "m") == (1, "m")
    assert prefix_of(0.02, "m") == (1e-3, "mm")
    assert prefix_of(3, "") == (1, "")
    assert written(0.1 + 0.2, 0.1) == "0.3"
    assert written(1e-7, 1e-7) == "1e-7"
    assert written(2_500_000, 5e5) == "2.5e6"
    marks, unit = scale_marks(SCALE, 7)
    assert unit == "kPa"
    assert [text for _, text in marks] == ["0", "2.5", "5.0", "7.5", "10.0"]


LEGENDS: tuple[Legend, ...] = (
    SCALE,
    ScaleLegend("Young's modulus", "Pa", 1e3, 3.3e11, logarithmic=True),
    ScaleLegend("Nothing moves", "m/s", 0, 0),
    ScaleLegend("Logarithmic change of volume", "", -1e-5, 1e-5, "tide"),
    LabelLegend(
        "Material", tuple((f"a rather long name {i}" * 2, (0.5, 0.2, 0.9)) for i in range(40))
    ),
    WheelLegend("Flow", "px/frame", 12.3456789),
    AxesLegend(
        "Step to the next frame (world axes)", (("x", -1, 1), ("y", 0, 2), ("z", 3, 4)), "m"
    ),
)


@pytest.mark.parametrize("legend", LEGENDS, ids=lambda one: one.title)
@pytest.mark.parametrize("size", [(540, 960), (512, 300)])
def test_legends_stay_inside_the_picture(legend: Legend, size: tuple[int, int]) -> None:
    picture = np.full((*size, 3), 200, np.uint8)
    out = draw_legend(picture, legend)
    changed = (out != picture).any(axis=2)
    assert 0.005 < changed.mean() < 0.6
    assert not changed[[0, -1]].any()
    assert not changed[:, [0, -1]].any()
    assert (picture == 200).all()


def test_a_small_picture_has_no_legend() -> None:
    picture = np.zeros((512, 256, 3), np.uint8)
    assert draw_legend(picture, SCALE) is picture
