"""The reference draws what it has always drawn."""

from __future__ import annotations

import golden_pictures
import numpy as np
import pytest


@pytest.mark.parametrize("name", golden_pictures.VIEWS)
def test_reference_draws_its_golden_picture(name: str) -> None:
    """At most one level of 255 apart, and that only where rounding is at a tie."""
    found, expected = golden_pictures.draw(name), golden_pictures.golden(name)
    difference = np.abs(found.astype(int) - expected)
    assert difference.max() <= 1
    assert (difference > 0).mean() < 1e-3


def test_golden_pictures_differ_from_one_another() -> None:
    pictures = [golden_pictures.golden(name).tobytes() for name in golden_pictures.VIEWS]
    assert len(set(pictures)) == len(pictures)
