"""What the command palette lists, and how it finds entries: free of Qt."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from studio.controllers.commands.command import SUBMENU, Command
from studio.controllers.console_controller import OWN_LAYOUT
from studio.controllers.studio_controller import Studio
from studio.state.condition_reasons import reason
from studio.state.conditions import conditions
from studio.state.fuzzy_match import fuzzy_match
from studio.state.language import tr

SHOWN_LIMIT = 100
_RECENT_BONUS = 6
_DISABLED_PENALTY = 20


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One thing that the palette offers."""

    name: str
    """Command name, "recent:PATH" or "layout:NAME"."""
    title: str
    """Menus and text, for example "File: Open photo"."""
    run: Callable[[], object]
    """What choosing it does."""
    keys: str = ""
    """Keys that do the same."""
    refusal: str = ""
    """Why it cannot be chosen now; empty when it can."""
    call: str = ""
    """Python call that does the same."""


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """An entry that fits what was typed."""

    entry: PaletteEntry
    """The entry."""
    places: tuple[int, ...] = ()
    """Indices of the matched letters in its title."""
    recent: bool = False
    """True when it was chosen lately."""


def palette_entries(commands: Iterable[Command], studio: Studio) -> tuple[PaletteEntry, ...]:
    """Everything that can be chosen: all commands, recent files, the user's layouts."""
    state = studio.state
    held = conditions(state)
    listed = tuple(
        PaletteEntry(
            command.name,
            f"{_menu_title(command.menu)}: {command.plain_text}",
            command.verb,
            state.keymap.keys.get(command.name, command.shortcut),
            reason(command.needs) if command.needs and command.needs not in held else "",
            command.python_call,
        )
        for command in commands
        if command.name != "palette"
    )
    recent = (
        PaletteEntry(
            f"recent:{path}",
            tr("Open recent: {name}", name=Path(path).stem),
            partial(studio.document.open_recent, Path(path)),
            call=open_call(path),
        )
        for path in state.preferences.value.recent
    )
    layouts = (
        PaletteEntry(
            OWN_LAYOUT + name,
            tr("Layout: {name}", name=name),
            partial(studio.layouts.switch, name),
            call=layout_call(name),
        )
        for name in state.layouts.own
    )
    return (*listed, *recent, *layouts)


def find_entries(
    entries: Iterable[PaletteEntry], query: str, recent: tuple[str, ...]
) -> tuple[FoundEntry, ...]:
    """Entries that fit a query, best first; without a query those chosen last come first.

    Args:
        entries: Everything that can be chosen.
        query: What was typed.
        recent: Names chosen last, newest first.
    """
    order = {name: place for place, name in enumerate(recent)}
    found = []
    for index, entry in enumerate(entries):
        match = fuzzy_match(query, entry.title)
        if match is None:
            continue
        known = entry.name in order
        hit = FoundEntry(entry, match.places if query.strip() else (), known)
        if query.strip():
            score = match.score + (_RECENT_BONUS if known else 0)
            score -= _DISABLED_PENALTY if entry.refusal else 0
            found.append(((-score, index), hit))
        else:
            found.append(((order.get(entry.name, len(order)), index), hit))
    found.sort(key=lambda pair: pair[0])
    return tuple(hit for _, hit in found[:SHOWN_LIMIT])


def open_call(project: str) -> str:
    """Python call that opens a project."""
    return f"studio.open({json.dumps(project, ensure_ascii=False)})"


def layout_call(name: str) -> str:
    """Python call that switches to a layout of the user's."""
    return f"studio.run({json.dumps(OWN_LAYOUT + name, ensure_ascii=False)})"


def _menu_title(menu: str) -> str:
    return " › ".join(tr(part) for part in menu.split(SUBMENU))
