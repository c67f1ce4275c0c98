"""Every theme has every token, and enough contrast."""

from __future__ import annotations

import pytest

from studio.state.preference_fields import THEMES as CHOICES
from studio.state.themes import (
    THEMES,
    contrast_ratio,
    read_tokens,
    required_contrasts,
)


def test_contrast_is_that_of_the_guidelines() -> None:
    """The two ends, and the grey that the guidelines give as the limit on white."""
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast_ratio("#123456", "#123456") == pytest.approx(1.0)
    assert contrast_ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast_ratio("#ffffff", "#777777") < 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_texts_and_marks_are_readable(theme: str) -> None:
    colors = read_tokens(theme)
    weak = [
        (front, back, round(contrast_ratio(colors[front], colors[back]), 2), least)
        for front, back, least in required_contrasts(theme)
        if contrast_ratio(colors[front], colors[back]) < least
    ]
    assert weak == []


def test_themes_have_the_same_tokens() -> None:
    names = {theme: set(read_tokens(theme)) for theme in THEMES}
    assert names["light"] == names["dark"] == names["contrast"]


def test_preferences_offer_every_theme() -> None:
    assert set(CHOICES) == {"system", *THEMES}


def test_high_contrast_is_stricter() -> None:
    least = {theme: max(need for *_, need in required_contrasts(theme)) for theme in THEMES}
    assert least == {"dark": 4.5, "light": 4.5, "contrast": 7.0}
