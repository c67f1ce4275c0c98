"""Bundled key profiles, and the user's keys on disk: versioned JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from render.errors import InputError
from studio.state.keymap import DEFAULT_PROFILE, Keymap, KeyProfile, normal_keys
from studio.state.settings_file import read_settings, write_settings

KEYMAP_VERSION = 1


@cache
def key_profiles() -> Mapping[str, KeyProfile]:
    """Profiles by name: our own first, then those of `resources/keymaps`."""
    profiles = {DEFAULT_PROFILE: KeyProfile(DEFAULT_PROFILE, "phys4d-studio")}
    folder = Path(str(files("resources"))) / "keymaps"
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        keys = {str(name): normal_keys(str(text)) for name, text in data["keys"].items()}
        profiles[path.stem] = KeyProfile(path.stem, str(data["title"]), MappingProxyType(keys))
    return MappingProxyType(profiles)


def load_keymap(path: Path) -> tuple[Keymap, tuple[str, ...]]:
    """Read the user's keys; a missing file gives the default profile.

    Returns:
        The keys, and one line for each entry that could not be used.
    """
    try:
        values = read_settings(path, ())
    except InputError as error:
        return Keymap(), (str(error),)
    problems: list[str] = []
    profile = values.get("profile", DEFAULT_PROFILE)
    if profile not in key_profiles():
        known = ", ".join(key_profiles())
        problems.append(f"key profile is {profile!r}; use one of: {known}; {DEFAULT_PROFILE} is")
        profile = DEFAULT_PROFILE
    changes = values.get("changes", {})
    if not isinstance(changes, Mapping):
        problems.append(f"changed keys are {changes!r}; use an object of command and keys; none is")
        changes = {}
    keymap = Keymap(profile)
    for name, keys in changes.items():
        try:
            keymap = keymap.with_keys(str(name), str(keys))
        except InputError as error:
            problems.append(f"of {name}: {error}; none is")
    return keymap, tuple(f"{problem} used instead" for problem in problems)


def save_keymap(path: Path, keymap: Keymap) -> None:
    """Write the user's keys, all or nothing.

    Raises:
        OSError: If the file cannot be written.
    """
    values = {"profile": keymap.profile, "changes": dict(keymap.changes)}
    write_settings(path, values, KEYMAP_VERSION)
