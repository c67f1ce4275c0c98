"""Which keys run which commands: defaults, a profile over them, the user's changes over both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from psygnal import SignalGroupDescriptor

from render.errors import InputError

OR = " or "
"""Stands between two key sequences of one command, as in "Ctrl+Shift+P or F3"."""
DEFAULT_PROFILE = "phys4d"

_MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta", "Num")
_ALIASES = {
    "control": "Ctrl", "ctl": "Ctrl", "cmd": "Ctrl", "option": "Alt", "super": "Meta",
    "win": "Meta", "esc": "Esc", "escape": "Esc", "enter": "Enter", "return": "Return",
    "delete": "Del", "insert": "Ins", "pageup": "PgUp", "pagedown": "PgDown",
    "page up": "PgUp", "page down": "PgDown", "pgup": "PgUp", "pgdown": "PgDown",
    "pgdn": "PgDown", "spacebar": "Space", "back": "Backspace", "plus": "+", "minus": "-",
    "comma": ",", "period": ".", "numlock": "NumLock",
}  # fmt: skip
"""Other spellings of modifiers and keys, in lower case; Qt reads the ones they stand for."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A key that would run more than one command."""

    key: str
    """The key sequence."""
    commands: tuple[str, ...]
    """Names of the commands."""


@dataclass(frozen=True, slots=True)
class KeyProfile:
    """Keys as another program has them."""

    name: str
    """Identity, for example "blender"."""
    title: str
    """Name shown to people."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Command -> keys; an empty text takes a command's keys away."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """The user's choice; hashable and comparable."""

    profile: str = DEFAULT_PROFILE
    """Name of the profile under the changes."""
    changes: tuple[tuple[str, str], ...] = ()
    """Command and keys, for each command that the user changed."""

    def changed(self, command: str) -> bool:
        """Whether the user gave a command keys of its own."""
        return any(name == command for name, _ in self.changes)

    def with_keys(self, command: str, keys: str) -> Keymap:
        """With other keys for a command; an empty text takes them away."""
        others = tuple(change for change in self.changes if change[0] != command)
        return replace(self, changes=(*others, (command, normal_keys(keys))))

    def without_change(self, command: str) -> Keymap:
        """With a command's keys as the profile has them."""
        return replace(self, changes=tuple(c for c in self.changes if c[0] != command))


@dataclass
class KeymapState:
    """The keys in use; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    value: Keymap = field(default_factory=Keymap)
    """The user's choice."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Command -> keys in use; commands without keys have an empty text."""


def split_keys(keys: str) -> tuple[str, ...]:
    """Single key sequences of a command's keys."""
    return tuple(part.strip() for part in keys.split(OR) if part.strip())


def normal_keys(keys: str) -> str:
    """Keys with their modifiers in one order and spelling, so that they can be compared."""
    return OR.join(dict.fromkeys(_normal(part) for part in split_keys(keys)))


def resolve_keys(
    defaults: Mapping[str, str], profile: KeyProfile, keymap: Keymap
) -> dict[str, str]:
    """Keys in use by command.

    Keys of a profile push aside those that other commands have by default, and keys of the user
    push aside both, so that nothing clashes that was not asked for.

    Args:
        defaults: Command -> keys of the command table.
        profile: Profile that the keymap names.
        keymap: The user's choice.
    """
    keys = {name: normal_keys(text) for name, text in defaults.items()}
    for layer in (profile.keys, dict(keymap.changes)):
        known = {name: normal_keys(text) for name, text in layer.items() if name in keys}
        taken = {key for text in known.values() for key in split_keys(text)}
        for name, text in keys.items():
            keys[name] = OR.join(key for key in split_keys(text) if key not in taken)
        keys.update(known)
    return keys


def clashes(keys: Mapping[str, str]) -> tuple[Clash, ...]:
    """Keys that would run more than one command."""
    users: dict[str, list[str]] = {}
    for command, text in keys.items():
        for key in split_keys(normal_keys(text)):
            users.setdefault(key, []).append(command)
    return tuple(Clash(key, tuple(names)) for key, names in users.items() if len(names) > 1)


def users_of(keys: Mapping[str, str], wanted: str, *, besides: str) -> tuple[str, ...]:
    """Commands, besides one, that have any of some keys."""
    asked = set(split_keys(normal_keys(wanted)))
    return tuple(
        name
        for name, text in keys.items()
        if name != besides and asked & set(split_keys(normal_keys(text)))
    )


def _normal(key: str) -> str:
    text = key.strip()
    parts = text.split("+")
    if text.endswith("+"):  # the plus key itself
        parts = [*(part for part in parts if part), "+"]
    names = [_ALIASES.get(part.strip().lower(), part.strip()) for part in parts]
    held = {name.capitalize() for name in names[:-1]}
    wrong = held - set(_MODIFIERS)
    if wrong or not names or not names[-1]:
        raise InputError(
            f"keys {key!r} are not a key with modifiers; write them like Ctrl+Shift+P or F3"
        )
    last = names[-1]
    known = last if last in _ALIASES.values() else last.capitalize()
    return "+".join((*(m for m in _MODIFIERS if m in held), known))
