"""`PanelShelf`: panels by name, each built when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from studio.views.panel import Panel


class PanelShelf(dict[str, Panel[Any]]):
    """A dictionary of the panels that exist; looking a missing one up makes it.

    Making a panel and dressing it where it is shown take about as long. `step` does one of them at
    a time, so that the window can live on between them.
    """

    def __init__(
        self, make: Callable[[str], Panel[Any]], place: Callable[[str, Panel[Any]], None]
    ) -> None:
        """Begin empty.

        Args:
            make: Builds the panel of a name.
            place: Puts it where it is shown.
        """
        super().__init__()
        self._make = make
        self._place = place
        self._waiting: dict[str, Panel[Any]] = {}

    def __missing__(self, name: str) -> Panel[Any]:
        """Build a panel, place and keep it."""
        panel = self._waiting.pop(name, None) or self._make(name)
        self[name] = panel
        self._place(name, panel)
        return panel

    def step(self, name: str) -> bool:
        """Make a panel, or place one that is made; whether it is in its place now."""
        if name not in self and name not in self._waiting:
            self._waiting[name] = self._make(name)
            return False
        _ = self[name]
        return True
