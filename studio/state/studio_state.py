"""`StudioState`: all state of one window in one place."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from studio.state.bookmarks import BookmarksState
from studio.state.camera_path import CameraPathState
from studio.state.candidates import CandidatesState
from studio.state.console import ConsoleState
from studio.state.doctor import DoctorState
from studio.state.document import DocumentState
from studio.state.export import ExportState
from studio.state.gallery import GalleryState
from studio.state.hand import HandState
from studio.state.history import HistoryState
from studio.state.jobs_state import JobsState
from studio.state.keymap import KeymapState
from studio.state.layouts import LayoutsState
from studio.state.learning import LearningState
from studio.state.log_entries import LogState
from studio.state.machine import MachineState
from studio.state.material import MaterialChoice
from studio.state.material_presets import PresetsState
from studio.state.notices import NoticesState
from studio.state.photo import PhotoState
from studio.state.placement import PlacementState
from studio.state.playback import PlaybackState
from studio.state.preferences import PreferencesState
from studio.state.saving import SavingState
from studio.state.scene import SceneState
from studio.state.selection import SelectionState
from studio.state.stage import StageState
from studio.state.timeline import TimelineState
from studio.state.viewport import ViewportState
from studio.state.votes import VotesState


@dataclass
class StudioState:
    """Evented parts; each tells its own changes."""

    document: DocumentState = field(default_factory=DocumentState)
    history: HistoryState = field(default_factory=HistoryState)
    saving: SavingState = field(default_factory=SavingState)
    material: MaterialChoice = field(default_factory=MaterialChoice)
    presets: PresetsState = field(default_factory=PresetsState)
    playback: PlaybackState = field(default_factory=PlaybackState)
    timeline: TimelineState = field(default_factory=TimelineState)
    hand: HandState = field(default_factory=HandState)
    viewport: ViewportState = field(default_factory=ViewportState)
    selection: SelectionState = field(default_factory=SelectionState)
    placement: PlacementState = field(default_factory=PlacementState)
    photo: PhotoState = field(default_factory=PhotoState)
    scene: SceneState = field(default_factory=SceneState)
    bookmarks: BookmarksState = field(default_factory=BookmarksState)
    camera_path: CameraPathState = field(default_factory=CameraPathState)
    candidates: CandidatesState = field(default_factory=CandidatesState)
    export: ExportState = field(default_factory=ExportState)
    gallery: GalleryState = field(default_factory=GalleryState)
    votes: VotesState = field(default_factory=VotesState)
    learning: LearningState = field(default_factory=LearningState)
    jobs: JobsState = field(default_factory=JobsState)
    notices: NoticesState = field(default_factory=NoticesState)
    preferences: PreferencesState = field(default_factory=PreferencesState)
    keymap: KeymapState = field(default_factory=KeymapState)
    layouts: LayoutsState = field(default_factory=LayoutsState)
    log: LogState = field(default_factory=LogState)
    machine: MachineState = field(default_factory=MachineState)
    doctor: DoctorState = field(default_factory=DoctorState)
    console: ConsoleState = field(default_factory=ConsoleState)
    stage: StageState = field(default_factory=StageState)

    def parts(self) -> dict[str, Any]:
        """The evented parts by name."""
        return {part.name: getattr(self, part.name) for part in fields(self)}
