from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from render.errors import InputError
from studio.state.preferences import (
    RECENT_LIMIT,
    Preferences,
    load_preferences,
    save_preferences,
)


def test_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_preferences(tmp_path / "none.json") == Preferences()


def test_round_trip(tmp_path: Path) -> None:
    preferences = replace(Preferences(), quality="sketch", loop=False).with_recent(tmp_path)
    file = tmp_path / "deep" / "preferences.json"
    save_preferences(file, preferences)
    assert load_preferences(file) == preferences
    assert [child.name for child in file.parent.iterdir()] == ["preferences.json"]


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"quality": "best"}', '{"quality": 3}', '{"loop": "yes"}', '{"recent": 3}'],
)
def test_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "preferences.json"
    file.write_text(text)
    with pytest.raises(InputError):
        load_preferences(file)


def test_unknown_keys_of_a_newer_program_are_ignored(tmp_path: Path) -> None:
    file = tmp_path / "preferences.json"
    file.write_text(json.dumps({"version": 9, "hologram": True, "stage": "light"}))
    assert load_preferences(file).stage == "light"


def test_recent_projects_are_unique_newest_first_and_limited() -> None:
    preferences = Preferences()
    for number in range(RECENT_LIMIT + 3):
        preferences = preferences.with_recent(Path(f"/p/{number}.p4d"))
    preferences = preferences.with_recent(Path("/p/9.p4d"))
    assert len(preferences.recent) == RECENT_LIMIT
    assert preferences.recent[0] == "/p/9.p4d"
    assert len(set(preferences.recent)) == RECENT_LIMIT
    assert "/p/9.p4d" not in preferences.without_recent(Path("/p/9.p4d")).recent
