"""`Command`: one thing the user can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MENUS = (
    "File", "Edit", "Object", "Simulation", "Candidates", "Playback", "Camera", "View", "Window",
    "Help",
)  # fmt: skip
"""Menus, from left to right; one without commands is not shown."""
SUBMENU = " ▸ "
"""Stands between the titles of a menu and of its submenu."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the user can do."""

    name: str
    """Identity, for example "simulate"."""
    menu: str
    """Menu it stands in, "View" or "View ▸ Style"; menus that grow are filled elsewhere."""
    text: str
    """Menu text."""
    verb: Callable[[], object]
    """What it does."""
    shortcut: str = ""
    """Key sequence that it has by default, empty for none."""
    needs: str = ""
    """Condition of `studio.state.conditions` that must hold; empty means always."""
    icon: str = ""
    """Icon file without suffix."""
    checkable: bool = False
    """True for a command that is switched on and off."""
    separated: bool = False
    """True when a line is drawn above it."""
    call: str = ""
    """Python call of `studio.api` that does the same, for example "studio.simulate()"; empty for
    those that only `studio.run` can do."""
    help: str = ""
    """One sentence more for its tooltip; empty where the text says it all."""

    @property
    def plain_text(self) -> str:
        """Text without mnemonic and dots."""
        return self.text.replace("…", "").replace("&", "")

    @property
    def python_call(self) -> str:
        """What to type into the console instead."""
        return self.call or f'studio.run("{self.name}")'
