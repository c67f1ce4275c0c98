from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from render.errors import InputError
from studio.state.preference_fields import FIELDS, field_named, found_fields
from studio.state.preference_file import load_preferences, save_preferences
from studio.state.preferences import (
    RECENT_COMMANDS_LIMIT,
    RECENT_LIMIT,
    Preferences,
    PreferencesState,
)


def test_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_preferences(tmp_path / "none.json") == (Preferences(), ())


def test_round_trip(tmp_path: Path) -> None:
    preferences = replace(Preferences(), quality="sketch", loop=False).with_recent(tmp_path)
    file = tmp_path / "deep" / "preferences.json"
    save_preferences(file, preferences)
    assert load_preferences(file) == (preferences, ())
    assert [child.name for child in file.parent.iterdir()] == ["preferences.json"]


@pytest.mark.parametrize("text", ["{", "[]", "\xff", '{"version": "old"}', '{"version": 0}'])
def test_a_damaged_file_is_named_and_a_copy_kept(tmp_path: Path, text: str) -> None:
    file = tmp_path / "preferences.json"
    file.write_text(text, encoding="latin-1")
    preferences, (problem,) = load_preferences(file)
    assert preferences == Preferences()
    assert str(file) in problem
    assert "preferences.json.damaged" in problem
    assert (tmp_path / "preferences.json.damaged").read_text(encoding="latin-1") == text


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("quality", "best", "sketch, preview, standard, paper"),
        ("quality", 3, "a text"),
        ("loop", "yes", "true or false"),
        ("ui_scale_percent", 300, "a whole number from 80 to 200 %"),
        ("ui_scale_percent", True, "a whole number"),
        ("undo_limit_mb", 2.5, "a whole number from 16 to 4096 MB"),
        ("recent", 3, "use a value like"),
        ("tour_seen", "no", "use a value like"),
    ],
)
def test_one_bad_value_does_not_spoil_the_others(
    tmp_path: Path, name: str, value: object, remedy: str
) -> None:
    file = tmp_path / "preferences.json"
    file.write_text(json.dumps({"version": 2, "stage": "light", name: value}))
    preferences, (problem,) = load_preferences(file)
    assert preferences == replace(Preferences(), stage="light")
    assert f"{name} is {value!r}" in problem
    assert remedy in problem


def test_files_of_version_1_keep_the_theme_that_they_had(tmp_path: Path) -> None:
    file = tmp_path / "preferences.json"
    old = {"version": 1, "quality": "sketch", "recent": ["/a.p4d", 7], "renderer": "opengl"}
    file.write_text(json.dumps(old))
    preferences, problems = load_preferences(file)
    assert problems == ()
    assert preferences == Preferences(
        theme="dark", quality="sketch", recent=("/a.p4d",), renderer="opengl"
    )


def test_a_file_of_a_newer_program_is_read_and_kept_for_it(tmp_path: Path) -> None:
    file = tmp_path / "preferences.json"
    file.write_text(json.dumps({"version": 9, "hologram": True, "stage": "light"}))
    assert load_preferences(file)[0].stage == "light"
    assert "hologram" in (tmp_path / "preferences.json.version-9").read_text()


def test_recent_projects_are_unique_newest_first_and_limited() -> None:
    preferences = Preferences()
    for number in range(RECENT_LIMIT + 3):
        preferences = preferences.with_recent(Path(f"/p/{number}.p4d"))
    preferences = preferences.with_recent(Path("/p/9.p4d"))
    assert len(preferences.recent) == RECENT_LIMIT
    assert preferences.recent[0] == "/p/9.p4d"
    assert len(set(preferences.recent)) == RECENT_LIMIT
    assert "/p/9.p4d" not in preferences.without_recent(Path("/p/9.p4d")).recent


def test_recent_commands_are_unique_newest_first_and_limited() -> None:
    preferences = Preferences()
    for number in range(RECENT_COMMANDS_LIMIT + 3):
        preferences = preferences.with_recent_command(f"c{number}")
    preferences = preferences.with_recent_command("c5")
    assert preferences.recent_commands[:2] == ("c5", "c10")
    assert len(set(preferences.recent_commands)) == RECENT_COMMANDS_LIMIT


def test_every_field_describes_a_preference_and_its_default_is_allowed() -> None:
    names = {field.name for field in fields(Preferences)}
    assert {field.name for field in FIELDS} <= names
    for field in FIELDS:
        assert field.problem(getattr(Preferences(), field.name)) == ""
        assert field.help.endswith(".")


def test_wrong_preferences_cannot_be_made() -> None:
    with pytest.raises(InputError, match="theme is 'pink'; use one of: system"):
        Preferences(theme="pink")


def test_the_search_looks_at_labels_helps_and_choices() -> None:
    assert [field.name for field in found_fields("high contrast")] == ["theme"]
    assert [field.name for field in found_fields("CUDA nvidia")] == ["renderer"]
    assert found_fields("  ") == FIELDS
    assert found_fields("theme nvidia") == ()


def test_reset_of_one_and_of_all_keeps_what_is_remembered() -> None:
    changed = replace(Preferences(tour_seen=True, quality="sketch", loop=False), recent=("/a",))
    assert changed.reset("loop") == replace(changed, loop=True)
    assert changed.reset() == Preferences(tour_seen=True, recent=("/a",))


def test_settings_that_wait_for_a_restart_are_named() -> None:
    field = field_named("language")
    assert field is not None
    state = PreferencesState()
    assert state.waiting_for_restart == ()
    state.value = replace(state.value, language="de", loop=False)
    assert state.waiting_for_restart == ((field.label,) if field.restart else ())
