from __future__ import annotations

import math

import numpy as np
import pytest

from models.mask_edits import (
    MaskFeather,
    MaskFill,
    MaskGrowth,
    MaskInversion,
    MaskPolygon,
    MaskStroke,
    edited_mask,
)
from render.errors import InputError

WIDE = np.zeros((120, 240), np.float32)


def disc(radius_px: float) -> np.ndarray:
    y, x = np.mgrid[:200, :200] + 0.5
    return (np.hypot(x - 100, y - 100) < radius_px).astype(np.float32)


def area(mask: np.ndarray) -> float:
    return float(mask.sum())


def test_a_stroke_covers_a_capsule_at_any_resolution() -> None:
    stroke = MaskStroke(((0.25, 0.25), (0.75, 0.25)), radius=0.05)
    expected = 0.5 * 0.1 + math.pi * 0.05**2
    for scale in (1, 3):
        mask = edited_mask(np.zeros((120 * scale, 240 * scale), np.float32), [stroke])
        assert area(mask) / (240 * scale) ** 2 == pytest.approx(expected, rel=0.03)
        assert mask[60 * scale, 120 * scale] == 1
        assert mask[60 * scale, 20 * scale] == 0


def test_the_eraser_takes_away_what_the_brush_added() -> None:
    line = ((0.2, 0.2), (0.6, 0.3))
    drawn = edited_mask(WIDE, [MaskStroke(line, 0.04)])
    gone = edited_mask(drawn, [MaskStroke(line, 0.05, adds=False)])
    assert area(drawn) > 500
    assert area(gone) == 0


def test_an_outline_fills_its_inside() -> None:
    square = MaskPolygon(((0.25, 0.125), (0.5, 0.125), (0.5, 0.375), (0.25, 0.375)))
    mask = edited_mask(WIDE, [square])
    assert area(mask) == pytest.approx(60 * 60, rel=0.04)
    assert mask[60, 90] == 1
    assert mask[10, 90] == mask[60, 200] == 0


@pytest.mark.parametrize("distance_px", [1, 4, 10, -1, -4, -10])
def test_growing_moves_a_round_outline_by_its_distance(distance_px: int) -> None:
    grown = edited_mask(disc(50), [MaskGrowth(distance_px / 200)])
    assert math.sqrt(area(grown) / math.pi) == pytest.approx(50 + distance_px, abs=0.8)


def test_a_feather_softens_and_keeps_the_area() -> None:
    soft = edited_mask(disc(50), [MaskFeather(0.02)])
    assert area(soft) == pytest.approx(area(disc(50)), rel=0.02)
    assert 0.3 < soft[100, 150] < 0.7


def test_inversion_and_fill() -> None:
    assert area(edited_mask(WIDE, [MaskInversion()])) == WIDE.size
    assert area(edited_mask(disc(50), [MaskFill(covers=False)])) == 0
    assert area(edited_mask(WIDE, [MaskFill(covers=True), MaskInversion()])) == 0


def test_edits_are_replayed_in_their_order() -> None:
    whole, hole = MaskFill(covers=True), MaskStroke(((0.5, 0.25),), 0.1, adds=False)
    assert edited_mask(WIDE, [whole, hole])[60, 120] == 0
    assert edited_mask(WIDE, [hole, whole])[60, 120] == 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: MaskStroke((), 0.1),
        lambda: MaskStroke(((0.1, math.nan),), 0.1),
        lambda: MaskStroke(((0.1, 0.1),), 0.0),
        lambda: MaskPolygon(((0, 0), (1, 1))),
        lambda: MaskGrowth(0.2),
        lambda: MaskFeather(-0.01),
    ],
)
def test_edits_out_of_range_are_refused(wrong) -> None:
    with pytest.raises(InputError):
        wrong()
