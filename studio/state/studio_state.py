"""`StudioState`: all state of one window in one place."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from studio.state.document import DocumentState
from studio.state.history import HistoryState
from studio.state.jobs_state import JobsState
from studio.state.keymap import KeymapState
from studio.state.layouts import LayoutsState
from studio.state.log_entries import LogState
from studio.state.material import MaterialChoice
from studio.state.material_presets import PresetsState
from studio.state.notices import NoticesState
from studio.state.playback import PlaybackState
from studio.state.preferences import PreferencesState
from studio.state.viewport import ViewportState


@dataclass
class StudioState:
    """Evented parts; each tells its own changes."""

    document: DocumentState = field(default_factory=DocumentState)
    history: HistoryState = field(default_factory=HistoryState)
    material: MaterialChoice = field(default_factory=MaterialChoice)
    presets: PresetsState = field(default_factory=PresetsState)
    playback: PlaybackState = field(default_factory=PlaybackState)
    viewport: ViewportState = field(default_factory=ViewportState)
    jobs: JobsState = field(default_factory=JobsState)
    notices: NoticesState = field(default_factory=NoticesState)
    preferences: PreferencesState = field(default_factory=PreferencesState)
    keymap: KeymapState = field(default_factory=KeymapState)
    layouts: LayoutsState = field(default_factory=LayoutsState)
    log: LogState = field(default_factory=LogState)

    def parts(self) -> dict[str, Any]:
        """The evented parts by name."""
        return {part.name: getattr(self, part.name) for part in fields(self)}
