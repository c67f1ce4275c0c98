from __future__ import annotations

import json
from pathlib import Path

import pytest

from render.errors import InputError
from studio.state.keymap import (
    Clash,
    Keymap,
    KeyProfile,
    clashes,
    normal_keys,
    resolve_keys,
    users_of,
)
from studio.state.keymap_file import key_profiles, load_keymap, save_keymap

OURS = KeyProfile("phys4d", "phys4d-studio")
DEFAULTS = {"open": "Ctrl+O", "grid": "G", "move": "1", "palette": "Ctrl+Shift+P or F3"}


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("shift+ctrl+p", "Ctrl+Shift+P"),
        ("F3", "F3"),
        (",", ","),
        ("Ctrl++", "Ctrl++"),
        ("+", "+"),
        ("Ctrl+.", "Ctrl+."),
        ("ctrl+shift+p or f3", "Ctrl+Shift+P or F3"),
        ("Control+Escape", "Ctrl+Esc"),
        ("", ""),
        ("G or g", "G"),
    ],
)
def test_keys_have_one_spelling(written: str, normal: str) -> None:
    assert normal_keys(written) == normal


@pytest.mark.parametrize("wrong", ["P+Ctrl+O", "Hyper+P"])
def test_what_is_no_key_is_refused_with_an_example(wrong: str) -> None:
    with pytest.raises(InputError, match="like Ctrl"):
        normal_keys(wrong)


def test_a_profile_pushes_aside_the_defaults_that_it_takes() -> None:
    profile = KeyProfile("b", "B", {"move": "G", "unknown": "O"})
    keys = resolve_keys(DEFAULTS, profile, Keymap("b"))
    assert keys == {"open": "Ctrl+O", "grid": "", "move": "G", "palette": "Ctrl+Shift+P or F3"}


def test_changes_of_the_user_win_over_the_profile() -> None:
    keymap = Keymap().with_keys("open", "f3").with_keys("grid", "")
    keys = resolve_keys(DEFAULTS, OURS, keymap)
    assert keys == {"open": "F3", "grid": "", "move": "1", "palette": "Ctrl+Shift+P"}
    assert keymap.changed("open")
    assert resolve_keys(DEFAULTS, OURS, keymap.without_change("open"))["open"] == "Ctrl+O"


def test_clashes_are_found() -> None:
    assert clashes(DEFAULTS) == ()
    assert clashes({"a": "G or 1", "b": "1", "c": ""}) == (Clash("1", ("a", "b")),)
    assert users_of(DEFAULTS, "shift+ctrl+p", besides="open") == ("palette",)
    assert users_of(DEFAULTS, "G", besides="grid") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shift+Del", "Shift+Delete"), ("shift+DELETE", "Shift+Del"), ("PageUp", "PGUP"),
        ("Page Down", "pgdn"), ("SPACE", "Spacebar"), ("Ctrl+Plus", "Ctrl++"),
        ("Shift+Ctrl+Ins", "Ctrl+Shift+insert"), ("alt+backspace", "Option+Back"),
    ],
)  # fmt: skip
def test_other_spellings_of_a_key_clash_with_it(one: str, other: str) -> None:
    (clash,) = clashes({"a": one, "b": other})
    assert clash.commands == ("a", "b")


def test_keys_come_back_from_disk(tmp_path: Path) -> None:
    keymap = Keymap("blender").with_keys("open", "F4").with_keys("grid", "")
    file = tmp_path / "keys.json"
    save_keymap(file, keymap)
    assert load_keymap(file) == (keymap, ())
    assert load_keymap(tmp_path / "none.json") == (Keymap(), ())


def test_bad_entries_of_a_file_are_named_and_the_others_kept(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    changes = {"open": "P+O", "grid": "F7"}
    file.write_text(json.dumps({"version": 1, "profile": "vi", "changes": changes}))
    keymap, problems = load_keymap(file)
    assert keymap == Keymap().with_keys("grid", "F7")
    assert "'vi'; use one of: phys4d, blender, supersplat" in problems[0]
    assert "open" in problems[1]
    file.write_text('{"changes": 3}')
    assert "use an object" in load_keymap(file)[1][0]
    file.write_text("{")
    assert "keys.json.damaged" in load_keymap(file)[1][0]


@pytest.mark.parametrize("name", ["phys4d", "blender", "supersplat", "unreal"])
def test_bundled_profiles_do_not_clash_with_themselves(name: str) -> None:
    profile = key_profiles()[name]
    assert profile.title
    assert clashes(profile.keys) == ()
