"""Pure function from the state to what the model picker shows of adapters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.state.language import tr
from studio.state.learning_conditions import learning_conditions
from studio.state.studio_state import StudioState


@dataclass(frozen=True, slots=True)
class AdapterRow:
    """One choice of the picker."""

    text: str
    """What it is called."""
    file: Path | None
    """Its file; None for no adapter, and for one whose file is not known."""


@dataclass(frozen=True, slots=True)
class AdapterView:
    """The picker of adapters."""

    rows: tuple[AdapterRow, ...]
    """Choices; the first is none."""
    current: int
    """Place of the one in use."""
    enabled: bool
    """Whether one may choose now."""


def resolve_adapter(state: StudioState) -> AdapterView:
    """What the picker shows: none, and those that were used last."""
    facts, photo = state.photo.facts, state.photo
    used = None if facts is None else facts.adapter
    file = photo.predicted.model.adapter if used is not None else None
    rows = [AdapterRow(tr("No adapter"), None)]
    recent = (Path(name) for name in state.preferences.value.recent_adapters)
    rows += [AdapterRow(path.stem, path) for path in recent]
    current = 0
    if used is not None:
        rows = [row for row in rows if row.file is None or row.file != file]
        rows.insert(1, AdapterRow(used.name, file))
        current = 1
    return AdapterView(tuple(rows), current, learning_conditions(state)["adaptable"])
