"""`Snapshot`: what was open, to be put back when opening something else fails."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from studio.state.studio_state import StudioState

_PLAYBACK_FIELDS = ("frame_count", "cached_count", "growing", "frame_dt_s", "frame")
_VIEWPORT_FIELDS = ("camera", "home", "bounds")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Values of the document, the choice of material, the playhead and the view."""

    values: tuple[tuple[str, str, Any], ...]
    """Part of the state, field and value."""

    @staticmethod
    def take(state: StudioState) -> Snapshot:
        """Remember a state."""
        names = {
            "material": [field.name for field in fields(state.material)],
            "playback": _PLAYBACK_FIELDS,
            "viewport": _VIEWPORT_FIELDS,
            "document": [field.name for field in fields(state.document)],
        }
        return Snapshot(
            tuple(
                (part, name, getattr(getattr(state, part), name))
                for part, part_names in names.items()
                for name in part_names
            )
        )

    def restore(self, state: StudioState) -> None:
        """Put the remembered values back."""
        for part, name, value in self.values:
            setattr(getattr(state, part), name, value)
