"""Builds the panels of the docks; their modules are imported when a dock is first looked at.

Most docks are not seen when the window comes up, and importing them all takes a quarter of a
second, which `studio.views.shell.warming` spends a little later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.views.camera.camera_panel import CameraPanel
    from studio.views.candidates.learn_panel import LearnPanel
    from studio.views.console.console_panel import ConsolePanel
    from studio.views.docks import DockContext
    from studio.views.document.history_panel import HistoryPanel
    from studio.views.export.export_panel import ExportPanel
    from studio.views.material.material_panel import MaterialPanel
    from studio.views.object_panel import ObjectPanel
    from studio.views.photo.photo_panel import PhotoPanel
    from studio.views.scene.scene_panel import ScenePanel
    from studio.views.shell.activity_panel import ActivityPanel
    from studio.views.shell.log_panel import LogPanel
    from studio.views.shell.notices_panel import NoticesPanel
    from studio.views.timeline.hand_panel import HandPanel
    from studio.views.timeline.timeline_panel import TimelinePanel
    from studio.views.viewport.placement_panel import PlacementPanel
    from studio.views.viewport.selection_panel import SelectionPanel


def make_object(context: DockContext) -> ObjectPanel:
    """The panel with what is shown, its source and its takes."""
    from studio.views.object_panel import ObjectPanel

    return ObjectPanel(context.thumbnails, context.studio, context.actions)


def make_photo(context: DockContext) -> PhotoPanel:
    """The panel with photo, mask, camera and model."""
    from studio.views.photo.photo_panel import PhotoPanel

    return PhotoPanel(context.studio, context.thumbnails, context.actions)


def make_scene(context: DockContext) -> ScenePanel:
    """The panel with everything in the scene as a tree."""
    from studio.views.scene.scene_panel import ScenePanel

    return ScenePanel(context.studio, context.actions)


def make_material(context: DockContext) -> MaterialPanel:
    """The panel with the distribution over materials, law and simulation."""
    from studio.views.material.material_panel import MaterialPanel

    return MaterialPanel(context.studio, context.actions)


def make_selection(context: DockContext) -> SelectionPanel:
    """The panel with ways to select, and what is selected."""
    from studio.views.viewport.selection_panel import SelectionPanel

    return SelectionPanel(context.studio.selection, context.actions)


def make_placement(context: DockContext) -> PlacementPanel:
    """The panel with where the object stands, by number."""
    from studio.views.viewport.placement_panel import PlacementPanel

    return PlacementPanel(context.studio.placement, context.actions)


def make_camera(context: DockContext) -> CameraPanel:
    """The panel with keys and lens of the camera."""
    from studio.views.camera.camera_panel import CameraPanel

    return CameraPanel(context.studio, context.actions)


def make_export(context: DockContext) -> ExportPanel:
    """The panel with what is exported, and the queue."""
    from studio.views.export.export_panel import ExportPanel

    return ExportPanel(context.studio, context.actions)


def make_hand(context: DockContext) -> HandPanel:
    """The panel with the hand in a simulation."""
    from studio.views.timeline.hand_panel import HandPanel

    return HandPanel(context.studio.hand, context.actions)


def make_learning(context: DockContext) -> LearnPanel:
    """The panel with what is learned from votes."""
    from studio.views.candidates.learn_panel import LearnPanel

    return LearnPanel(context.studio, context.actions)


def make_timeline(context: DockContext) -> TimelinePanel:
    """The panel with playhead, rows and plots."""
    from studio.views.timeline.timeline_panel import TimelinePanel

    return TimelinePanel(context.studio, context.actions)


def make_history(context: DockContext) -> HistoryPanel:
    """The panel with edits that can be undone."""
    from studio.views.document.history_panel import HistoryPanel

    return HistoryPanel(context.studio, context.actions)


def make_activity(context: DockContext) -> ActivityPanel:
    """The panel with jobs that run and wait."""
    from studio.views.shell.activity_panel import ActivityPanel

    return ActivityPanel(context.studio)


def make_notices(context: DockContext) -> NoticesPanel:
    """The panel with all messages of the session."""
    from studio.views.shell.notices_panel import NoticesPanel

    return NoticesPanel(context.studio, context.actions)


def make_log(context: DockContext) -> LogPanel:
    """The panel with what the program notes."""
    from studio.views.shell.log_panel import LogPanel

    return LogPanel(context.studio)


def make_console(context: DockContext) -> ConsolePanel:
    """The panel with the Python console."""
    from studio.views.console.console_panel import ConsolePanel

    return ConsolePanel(context.studio, context.actions)
