"""`TimelineWidget`: transport buttons, track and readout."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout

from studio.controllers.playback_controller import PlaybackController
from studio.state.language import tr
from studio.state.resolve import TimelineView, resolve_timeline
from studio.state.studio_state import StudioState
from studio.views.action_buttons import icon_button
from studio.views.icons import icon
from studio.views.panel import Panel
from studio.views.theme import label, px
from studio.views.timeline_track import TimelineTrack

TRANSPORT = ("first-frame", "step-back", "play", "step-forward", "last-frame")
"""Commands with a button, from left to right."""
_READOUT_PX = 210


class TimelineWidget(Panel[TimelineView]):
    """Strip under the viewport."""

    def __init__(self, controller: PlaybackController, actions: dict[str, QAction]) -> None:
        """Build the strip.

        Args:
            controller: Where scrubbing goes.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self.setObjectName("timeline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._play = actions["play"]
        self._track = TimelineTrack()
        self._readout = label(role="muted")
        self._readout.setMinimumWidth(px(_READOUT_PX))
        self._readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._growing = label(tr("simulating"), "warning")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(8), px(4), px(16), px(4))
        row.setSpacing(px(4))
        for name in (*TRANSPORT, "loop"):
            row.addWidget(icon_button(actions[name]))
        row.addWidget(self._track, 1)
        row.addWidget(self._growing)
        row.addWidget(self._readout)
        self._track.sought.connect(controller.seek)
        self._track.stepped.connect(controller.step)

    def resolve(self, state: StudioState) -> TimelineView:
        """Playhead and frames."""
        return resolve_timeline(state.playback)

    def apply(self, _old: TimelineView | None, view: TimelineView) -> None:
        """Show a new state."""
        self._track.apply(view)
        self._readout.setText(view.readout)
        self._growing.setVisible(view.growing)
        self._play.setIcon(icon("pause" if view.playing else "play", "text"))
        self._play.setText(tr("Pause") if view.playing else tr("Play"))
