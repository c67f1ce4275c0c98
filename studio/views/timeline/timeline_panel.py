"""`TimelinePanel`: transport buttons, track, rows, plots and the curve of the time remap."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.playback import SPEEDS
from studio.state.resolve_timeline import TimelineParts, TimelineView, resolve_timeline_parts
from studio.state.studio_state import StudioState
from studio.views.action_buttons import icon_button
from studio.views.elided_label import ElidedLabel
from studio.views.gap import add_gap
from studio.views.icons import icon
from studio.views.panel import Panel
from studio.views.theme import label, px
from studio.views.timeline.key_strip import KeyStrip
from studio.views.timeline.plot_view import PlotView
from studio.views.timeline.remap_view import RemapView
from studio.views.timeline.row_view import RowView
from studio.views.timeline.timeline_track import TimelineTrack

TRANSPORT = ("first-frame", "step-back", "play", "step-forward", "last-frame", "loop", "ping-pong")
"""Commands with a button, from left to right."""
TAKE_VERBS = ("simulate-from-here", "branch-here", "tool-hand")
"""Commands with a button at the right."""
SECTIONS = ("timeline-rows", "timeline-plots", "timeline-remap")
"""Commands that show or hide parts."""
_MENU = (
    "range-in", "range-out", "range-clear", "", "marker-add", "marker-previous", "marker-next",
    "marker-rename", "marker-color", "marker-delete", "", "collider-key-add",
    "collider-key-delete", "", "remap-linear", "remap-slow-motion",
    "remap-freeze", "remap-reverse", "remap-type", "", "flip-branch", "compare-branch",
    "replay-hand", "",
    *SECTIONS,
)  # fmt: skip
"""Commands of the menu; empty for a line."""


class TimelinePanel(Panel[TimelineParts]):
    """Strip under the viewport."""

    def __init__(self, studio: Studio, actions: dict[str, QAction]) -> None:
        """Build the strip.

        Args:
            studio: Controllers that it calls.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self.setObjectName("timeline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._studio, self._actions = studio, actions
        self._play = actions["play"]
        self.track = TimelineTrack()
        self.rows = RowView(studio.timeline_items)
        self.keys = KeyStrip(studio.collider_keys, actions)
        self.plots = PlotView()
        self.remap = RemapView()
        self._readout = ElidedLabel(role="muted")
        self._state_text = label("", "warning")
        self._speed = self._speed_button()
        self._sheet = QScrollArea()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(4), 0, px(4))
        column.setSpacing(0)
        column.addLayout(self._bar())
        column.addWidget(self._sheet)
        parts = QVBoxLayout()
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        for part in (self.track, self.rows, self.keys, self.plots, self.remap):
            parts.addWidget(part)
        parts.addStretch(1)
        self._fill_sheet(parts)
        self._connect()

    def resolve(self, state: StudioState) -> TimelineParts:
        """Playhead, frames, items, records and remap."""
        return resolve_timeline_parts(state)

    def apply(self, old: TimelineParts | None, view: TimelineParts) -> None:
        """Show a new state."""
        for canvas in (self.track, self.rows, self.plots):
            canvas.show_frames(view.track)
        self.rows.setVisible(view.rows is not None)
        if view.rows is not None:
            self.rows.apply(view.rows, view.row_names)
        self.keys.apply(view.key)
        self.plots.setVisible(view.plots_shown)
        self.plots.apply(view.plots, view.other_plots, view.plot_titles)
        self.remap.setVisible(view.remap is not None)
        if view.remap is not None:
            share = view.track.frame / max(view.track.frame_count - 1, 1)
            self.remap.apply(view.remap, view.clip_s, view.clip_s * share)
        if old is None or old.track != view.track or old.remapped != view.remapped:
            self._apply_bar(view.track, view.remapped)

    def _fill_sheet(self, parts: QVBoxLayout) -> None:
        """Let the parts be scrolled, all of one width, where the dock is low."""
        sheet = QWidget()
        sheet.setObjectName("timelineSheet")
        sheet.setLayout(parts)
        self._sheet.setWidget(sheet)
        self._sheet.setWidgetResizable(True)
        self._sheet.setFrameShape(QFrame.Shape.NoFrame)
        self._sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sheet.setAccessibleName(tr("Timeline"))
        self._sheet.setMinimumHeight(self.track.sizeHint().height())
        self._sheet.viewport().setAutoFillBackground(False)
        sheet.setAutoFillBackground(False)

    def _apply_bar(self, view: TimelineView, remapped: bool) -> None:
        self._readout.show_text(view.readout)
        words = tr("simulating") if view.growing else tr("remapped") if remapped else ""
        self._state_text.setText(words)
        self._state_text.setVisible(bool(words))
        self._speed.setText(tr("{speed}×", speed=f"{view.speed:g}"))
        self._play.setIcon(icon("pause" if view.playing else "play", "text"))
        self._play.setText(tr("Pause") if view.playing else tr("Play"))

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(px(8), 0, px(12), 0)
        row.setSpacing(px(4))
        for name in TRANSPORT:
            row.addWidget(icon_button(self._actions[name]))
        row.addWidget(self._speed)
        self._readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        add_gap(row, px(8))
        row.addWidget(self._readout, 1)
        row.addWidget(self._state_text)
        for name in TAKE_VERBS:
            row.addWidget(icon_button(self._actions[name]))
        row.addWidget(self._menu_button("more", tr("More of the timeline"), _MENU))
        return row

    def _speed_button(self) -> QToolButton:
        names = (*(f"speed-{speed:g}" for speed in SPEEDS), "", "slower", "faster")
        return self._menu_button("", tr("Speed"), names)

    def _menu_button(self, picture: str, name: str, commands: tuple[str, ...]) -> QToolButton:
        button = QToolButton()
        if picture:
            button.setIcon(icon(picture))
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        for command in commands:
            if command:
                menu.addAction(self._actions[command])
            else:
                menu.addSeparator()
        button.setMenu(menu)
        return button

    def _connect(self) -> None:
        studio = self._studio
        for canvas in (self.track, self.rows, self.plots):
            canvas.sought.connect(studio.playback.seek)
            canvas.stepped.connect(studio.playback.step)
        self.rows.named.connect(lambda _key: self._actions["marker-rename"].trigger())
        self.remap.drag_started.connect(lambda: studio.timeline.begin_drag(tr("Change time remap")))
        self.remap.changed.connect(studio.timeline.set_curve)
        self.remap.drag_ended.connect(lambda keep: studio.timeline.end_drag(keep=keep))
