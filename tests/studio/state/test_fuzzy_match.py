from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.state.fuzzy_match import fuzzy_match

TEXTS = (
    "File: Open photo", "File: Open project", "File: Export", "View: Frame the object",
    "View: Full screen", "Simulation: Simulate again", "Playback: Previous frame",
    "Playback: First frame", "Playback: Last frame", "Window: Layout Compare",
)  # fmt: skip


def best(query: str) -> str | None:
    found = [(match.score, text) for text in TEXTS if (match := fuzzy_match(query, text))]
    return max(found, key=lambda entry: entry[0])[1] if found else None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("export", "File: Export"),
        ("exprt", "File: Export"),
        ("op", "File: Open photo"),
        ("proj", "File: Open project"),
        ("fs", "View: Full screen"),
        ("sim", "Simulation: Simulate again"),
        ("frame last", "Playback: Last frame"),
        ("COMPARE", "Window: Layout Compare"),
        ("zzz", None),
        ("export photo", None),
    ],
)
def test_the_command_that_people_mean_comes_first(query: str, expected: str | None) -> None:
    assert best(query) == expected


def test_matched_letters_are_told() -> None:
    match = fuzzy_match("fs", "View: Full screen")
    assert match is not None
    assert match.places == (6, 11)
    assert fuzzy_match("", "View") is not None


@given(st.text(max_size=12), st.text(max_size=30))
def test_matches_hold_the_letters_in_order(query: str, text: str) -> None:
    match = fuzzy_match(query, text)
    if match is not None:
        assert list(match.places) == sorted(set(match.places))
        assert all(0 <= place < len(text) for place in match.places)


@given(st.text(min_size=1, max_size=20), st.integers(0, 19), st.integers(1, 20))
def test_every_part_of_a_text_finds_it(text: str, start: int, length: int) -> None:
    assert fuzzy_match(text[start : start + length], text) is not None
