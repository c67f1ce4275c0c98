"""`PanelShelf`: panels by name, each built when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from studio.views.panel import Panel


class PanelShelf(dict[str, Panel[Any]]):
    """A dictionary of the panels that exist; looking a missing one up makes it."""

    def __init__(self, make: Callable[[str], Panel[Any]]) -> None:
        """Begin empty.

        Args:
            make: Builds the panel of a name.
        """
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> Panel[Any]:
        """Build a panel and keep it."""
        panel = self[name] = self._make(name)
        return panel
