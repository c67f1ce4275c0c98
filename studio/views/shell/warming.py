"""`Warming`: imports what the window will show later, when it has nothing else to do."""

from __future__ import annotations

import importlib

from PySide6.QtCore import QObject, QTimer

LATER = (
    "studio.views.object_panel",
    "studio.views.photo.photo_panel",
    "studio.views.scene.thing_form",
    "studio.views.scene.scene_panel",
    "studio.views.material.material_panel",
    "studio.views.viewport.selection_panel",
    "studio.views.viewport.placement_panel",
    "studio.views.camera.camera_panel",
    "studio.views.timeline.timeline_panel",
    "studio.views.document.history_panel",
    "studio.views.shell.activity_panel",
    "studio.views.shell.notices_panel",
    "studio.views.shell.log_panel",
    "studio.views.export.export_panel",
    "studio.views.timeline.hand_panel",
    "studio.views.candidates.gallery_page",
    "studio.views.candidates.learn_panel",
    "studio.views.photo.photo_page",
    "studio.views.console.console_panel",
    "studio.views.shell.settings_dialog",
    "studio.views.doctor.doctor_page",
    "studio.views.stage.stage_window",
)
"""Modules of panels, pages and windows that are not there at first, in the order of their use."""
_PAUSE_MS = 1


class Warming(QObject):
    """One module an event; what is wanted sooner is imported by whoever builds it."""

    def __init__(self, parent: QObject) -> None:
        """Prepare; nothing is imported before `start`."""
        super().__init__(parent)
        self._left = list(LATER)
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._on_time)

    @property
    def done(self) -> bool:
        """Whether everything is there."""
        return not self._left

    def start(self) -> None:
        """Begin; call when the window is on screen."""
        self._timer.start()

    def stop(self) -> None:
        """Import nothing more."""
        self._timer.stop()

    def _on_time(self) -> None:
        importlib.import_module(self._left.pop(0))
        if not self._left:
            self._timer.stop()
