"""`Studio`: the controllers of one window, built once, polled by its timer."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from studio.controllers.attract_controller import AttractController
from studio.controllers.bodies_controller import BodiesController
from studio.controllers.branch_controller import BranchController
from studio.controllers.camera_files_controller import CameraFilesController
from studio.controllers.camera_path_controller import CameraPathController
from studio.controllers.candidate_choices_controller import CandidateChoicesController
from studio.controllers.candidate_sets_controller import CandidateSetsController
from studio.controllers.candidates_controller import CandidatesController
from studio.controllers.collider_keys_controller import ColliderKeysController
from studio.controllers.console_controller import ConsoleController
from studio.controllers.distribution_controller import DistributionController
from studio.controllers.doctor_controller import DoctorController
from studio.controllers.document_controller import DocumentController
from studio.controllers.edit_controller import EditController
from studio.controllers.export_controller import ExportController
from studio.controllers.export_previewer import ExportPreviewer
from studio.controllers.gallery_controller import GalleryController
from studio.controllers.hand_controller import HandController
from studio.controllers.job_controller import JobController
from studio.controllers.keymap_controller import KeymapController
from studio.controllers.layout_controller import LayoutController
from studio.controllers.learning_controller import LearningController
from studio.controllers.log_controller import LogController
from studio.controllers.machine_controller import MachineController
from studio.controllers.memory_gauge import MemoryGauge
from studio.controllers.opening_controller import OpeningController
from studio.controllers.photo_controller import PhotoController
from studio.controllers.photo_pointer import PhotoPointer
from studio.controllers.photo_prediction import PhotoPrediction
from studio.controllers.photo_views_controller import PhotoViewsController
from studio.controllers.physics_controller import PhysicsController
from studio.controllers.placement_controller import PlacementController
from studio.controllers.playback_controller import PlaybackController
from studio.controllers.preferences_controller import PreferencesController
from studio.controllers.presets_controller import PresetsController
from studio.controllers.saving_controller import SavingController
from studio.controllers.scene_controller import SceneController
from studio.controllers.selection_controller import SelectionController
from studio.controllers.splats_controller import SplatsController
from studio.controllers.stage_controller import StageController
from studio.controllers.take_controller import TakeController
from studio.controllers.take_pair_controller import TakePairController
from studio.controllers.timeline_controller import TimelineController
from studio.controllers.timeline_items import TimelineItems
from studio.controllers.tools.camera_mask import CameraMask
from studio.controllers.tools.camera_path_tool import CameraPathTool
from studio.controllers.tools.hand_tool import HandTool
from studio.controllers.tools.tool_controller import ToolController
from studio.controllers.view_faults import ViewFaults
from studio.controllers.view_places import ViewPlaces
from studio.controllers.viewport_controller import ViewportController
from studio.controllers.viewport_tools import register_scene_tool, register_viewport_tools
from studio.controllers.vote_controller import VoteController
from studio.jobs.file_jobs import FileJobs
from studio.jobs.file_tasks import FileTasks
from studio.jobs.garbage import GarbageSweeper
from studio.jobs.graphics_probe import GraphicsProbe
from studio.jobs.mask_preview import MaskPreview
from studio.jobs.model_reader import ModelReader
from studio.jobs.runner import JobRunner
from studio.jobs.view_messages import SceneDescribed, ViewFailed, ViewNotice
from studio.jobs.view_runner import CloudFrame, Picture, ViewMessage, ViewRunner
from studio.state.studio_state import StudioState

FAST_POLL_MS = 8
SLOW_POLL_MS = 60


class Studio:
    """Composition root of the controllers; free of Qt."""

    def __init__(
        self, state: StudioState, runner: JobRunner, drawer: ViewRunner, preferences_file: Path
    ) -> None:
        """Build the controllers; nothing is spawned before `start`."""
        self.state = state
        self._runner = runner
        self._drawer = drawer
        self._files = FileTasks()
        self._garbage = GarbageSweeper()
        self.graphics = GraphicsProbe()
        self.edits = EditController(state)
        self.tools = ToolController(state.viewport)
        self.jobs = JobController(state, runner, FileJobs())
        self.preferences = PreferencesController(state, preferences_file)
        self.keymap = KeymapController(state, preferences_file.with_name("keys.json"))
        self.layouts = LayoutController(state, preferences_file.with_name("layouts.json"))
        self.log = LogController(state.log)
        self.machine = MachineController(state.machine)
        self.memory = MemoryGauge(
            state, lambda: (os.getpid(), drawer.worker.process_id, runner.worker.process_id)
        )
        self.doctor = DoctorController(state.doctor)
        for opened in (state.document.events.photo, state.document.events.project):
            opened.connect(self.doctor.leave)
        self._add_view()
        self.physics = PhysicsController(state, self.jobs, self.takes, self.edits)
        self.bodies = BodiesController(state, self.jobs, self.scene)
        self.distribution = DistributionController(state, self.edits)
        self.presets = PresetsController(state, self.edits, preferences_file.with_name("materials"))
        self._add_timeline()
        self.export = ExportController(state, self.jobs, self._files)
        self.previewer = ExportPreviewer(state, self.export, drawer)
        self._add_photo()
        self._add_candidates(preferences_file.with_name("voter.txt"))
        self._add_document()
        self.console = ConsoleController(
            state, self.jobs, self.takes, self.saving, self.opening, self.learning
        )
        self._add_stage(preferences_file.with_name("stage_votes.jsonl"))

    def _add_view(self) -> None:
        """Build the controllers of what is seen and pointed at."""
        state = self.state
        self.playback = PlaybackController(state.playback, state.timeline)
        self.viewport = ViewportController(state, self._drawer)
        self.takes = TakeController(state, self._drawer, self.playback, self.viewport, self.edits)
        self.view_faults = ViewFaults(state, self.viewport, self.takes)
        probe = self.viewport.probe
        self.selection = SelectionController(state, self.edits, probe)
        self.placement = PlacementController(
            state, self.edits, lambda: self.takes.show(None), probe
        )
        self.scene = SceneController(state, self.edits, self.placement)
        self.places = ViewPlaces(state, self.edits, self.viewport)
        self._add_camera_path()
        register_viewport_tools(
            self.tools, state, self.edits, self.selection, self.placement, probe=probe
        )
        register_scene_tool(self.tools, state, self.scene, self.edits, probe)

    def _add_stage(self, votes_file: Path) -> None:
        """Build the controllers of presenter mode."""
        self.attract = AttractController(self._drawer)
        self.stage = StageController(self.state, self._open_visitors, self._files, votes_file)

    def _add_document(self) -> None:
        """Build the controllers that open and save projects."""
        state = self.state
        self.saving = SavingController(state, self.edits, self._files)
        self.opening = OpeningController(
            state, self.jobs, self.takes, self.preferences, self.saving, self._files
        )
        self.document = DocumentController(
            state, self.jobs, self.takes, self.preferences, self.saving, self.opening
        )
        self.document.after_predict = self.physics.simulate
        self.splats = SplatsController(state, self.jobs, self.edits, self.saving, self.opening)

    def _add_candidates(self, voter_file: Path) -> None:
        """Build the controllers of candidates, their gallery and votes."""
        state, jobs, takes, edits = self.state, self.jobs, self.takes, self.edits
        self.gallery = GalleryController(state, self._drawer, self.playback, self.viewport)
        self.candidates = CandidatesController(state, jobs, takes, edits, self._files)
        self.candidates.on_forget = self.gallery.forget
        self.candidate_sets = CandidateSetsController(state, self.candidates, takes, edits)
        self.take_pair = TakePairController(state, self._files)
        takes.on_rewritten = self.gallery.drop_take
        self.candidate_choices = CandidateChoicesController(state, jobs, takes, edits)
        self.votes = VoteController(state, self._files, voter_file)
        self.learning = LearningController(
            state, jobs, edits, self.photo, self.preferences, self._files
        )

    def _add_photo(self) -> None:
        """Build the controllers of the photo: mask, camera, views, model, prediction."""
        state, edits, files = self.state, self.edits, self._files
        self.photo = PhotoController(state, edits, self.placement, files, MaskPreview())
        self.photo_pointer = PhotoPointer(state, self.photo)
        self.photo_views = PhotoViewsController(
            state, self.photo, self.preferences, files, ModelReader()
        )
        self.photo_prediction = PhotoPrediction(
            state, self.jobs, self.takes, edits, self.photo, files
        )

    def _add_camera_path(self) -> None:
        """Build the controllers and the tool of the camera path."""
        self.camera_path = CameraPathController(self.state, self.edits, self.playback)
        self.camera_files = CameraFilesController(self.state, self.camera_path, self._files)
        tool = CameraPathTool(self.state, self.camera_path, self.viewport.probe)
        self.tools.register(tool)
        self.tools.add_layer(CameraMask(self.state, self.viewport.probe).layer)
        self.tools.add_layer(tool.layer)

    def _open_visitors(self, folder: Path) -> Studio:
        """A studio of visitors, on the same processes."""
        return Studio(StudioState(), self._runner, self._drawer, folder / "preferences.json")

    def _add_timeline(self) -> None:
        """Build the controllers of timeline, branches and hand, and the hand's tool."""
        state, edits, playback = self.state, self.edits, self.playback
        self.timeline = TimelineController(state, edits, playback, self._files)
        self.branches = BranchController(
            state, self.jobs, self.takes, self.physics, edits, playback
        )
        self.collider_keys = ColliderKeysController(state, edits)
        self.timeline_items = TimelineItems(
            state, edits, self.timeline, self.branches, self.camera_path, self.collider_keys
        )
        self.hand = HandController(state, self._runner, self.physics, self.branches, playback)
        self.tools.register(HandTool(self.hand, state, self.viewport.probe))

    def start(self) -> None:
        """Spawn the processes; call when the window is on screen."""
        self._garbage.start()
        self.log.start()
        if not self.state.preferences.safe_mode:
            self.machine.start()
        self.presets.load()
        self._drawer.start()
        self._runner.start()

    def use_backend(self, backend: str) -> None:
        """Let a back-end of `render.registry` draw the viewport's pictures from now on."""
        self._drawer.use_backend(backend)
        self.viewport.forget_pictures()

    def poll(self) -> None:
        """Take what the processes sent, move the playhead, ask for the next picture."""
        self.log.poll()
        self._garbage.sweep(calm=self._calm)
        if self.stage.active:
            self._files.poll()
            self.stage.poll()
            return
        self.machine.poll()
        self.memory.update()
        self.doctor.poll()
        self.jobs.poll()
        self._files.poll()
        self.saving.poll()
        self.console.poll()
        for message in self._drawer.poll():
            self._take_view_message(message)
        self.takes.update()
        self.view_faults.update()
        self.selection.update()
        self.photo.update()
        self.photo_views.update()
        self.candidates.update()
        self.take_pair.update()
        self.votes.update()
        self.timeline.update()
        self.hand.update()
        self.playback.tick()
        self.camera_path.update()
        if self.state.gallery.visible:
            self.gallery.update()
        else:
            self.viewport.update()

    def _take_view_message(self, message: ViewMessage) -> None:
        """Hand on what the view process has answered."""
        if isinstance(message, Picture):
            self._take_picture(message)
        elif isinstance(message, CloudFrame):
            self.view_faults.take_picture()
            self.viewport.feed.take(message)
        elif isinstance(message, SceneDescribed):
            self.view_faults.take_description(message.scene)
            self.gallery.mend(message.scene.take_name)
            self.takes.take_description(message)
            self.attract.take_description(message)
        elif isinstance(message, ViewNotice):
            self.state.notices.post("warning", message.line)
        elif isinstance(message, ViewFailed):
            if not self.gallery.take_failure(message):
                self.view_faults.take_failure(message)
            elif message.away:  # the gallery asks again once the take can be read
                self.view_faults.take_failure(replace(message, generation=0))

    def _take_picture(self, picture: Picture) -> None:
        ours = self.attract.take_picture(picture) or self.gallery.take_picture(picture)
        if not ours:
            self.view_faults.take_picture()
            self.viewport.take_picture(picture)

    @property
    def poll_interval_ms(self) -> int:
        """How soon to poll again [ms]: often only while a picture is awaited or played."""
        visitor = self.stage.visitor
        if visitor is not None:
            return visitor.poll_interval_ms
        in_hand = self.state.hand.live_take is not None
        playing = self.state.playback.playing or in_hand
        fast = self._drawer.busy or playing or self.state.console.busy
        return FAST_POLL_MS if fast else SLOW_POLL_MS

    @property
    def _calm(self) -> bool:
        """Whether nobody waits for anything, nor watches something that moves."""
        if self.stage.active:
            return not self.state.stage.awake
        idle = self.state.jobs.active is None and not self.state.playback.playing
        return idle and not self._drawer.busy

    def after_files(self, then: Callable[[], None]) -> None:
        """Call something, at a later poll, once what this studio still writes is written."""
        self._files.submit(lambda: None, lambda _done, _reason: then(), must_run=True)

    def close(self) -> None:
        """End the processes; complete frames of a running simulation stay on disk."""
        self.stage.close()
        self._runner.close()
        self._drawer.close()
        self.release()
        self._garbage.close()

    def release(self) -> None:
        """End all that belongs to this studio alone; the processes go on."""
        self.console.close()
        self.log.close()
        self.machine.close()
        self.memory.close()
        self.doctor.close()
        self.saving.detach()
        self.photo.close()
        self.jobs.close()
        self.photo_views.close()
        self._files.close()
        self.export.close()
        self.graphics.close()
