"""`JobBar`: what runs, how far it is, the way to stop it, and the doors to the lists."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton

from studio.state.language import tr
from studio.state.resolve_status import StatusView, resolve_status
from studio.state.studio_state import StudioState
from studio.views.dressing import dress
from studio.views.elided_label import ElidedLabel
from studio.views.icons import icon
from studio.views.panel import Panel
from studio.views.theme import button_text, label, px

_HEIGHT_PX = 40
_PROGRESS_PX = 200


class JobBar(Panel[StatusView]):
    """Strip at the bottom of the window."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        """Build the strip.

        Args:
            actions: Actions of the window by command name.
        """
        super().__init__()
        self.setObjectName("jobBar")
        dress(self)
        self.setFixedHeight(px(_HEIGHT_PX))
        self._title = label(role="value")
        self._stage = ElidedLabel(role="muted")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(px(_PROGRESS_PX))
        self._progress.setAccessibleName(tr("Progress"))
        self._time = label(role="muted")
        self._cancel = QPushButton(tr("Cancel"))
        self._cancel.setToolTip(actions["cancel"].toolTip())
        self._cancel.clicked.connect(actions["cancel"].trigger)
        self.activity = _list_button(actions["dock-activity"], "activity")
        self.notices = _list_button(actions["dock-notices"], "bell")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(4), px(8), px(4))
        row.setSpacing(px(12))
        row.addWidget(self._title)
        row.addWidget(self._stage, 1)
        for widget in (self._time, self._progress, self._cancel, self.activity, self.notices):
            row.addWidget(widget)

    def resolve(self, state: StudioState) -> StatusView:
        """The job that runs, or the quiet status."""
        return resolve_status(state)

    def apply(self, _old: StatusView | None, new: StatusView) -> None:
        """Show what differs."""
        runs = bool(new.title)
        for widget in (self._title, self._progress, self._time, self._cancel):
            widget.setVisible(runs)
        self._title.setText(new.title)
        self._stage.show_text(new.stage)
        self._time.setText(new.time)
        self._progress.setRange(0, 100 if new.percent else 0)  # 0 to 0 shows a busy bar
        self._progress.setValue(new.percent)
        self._cancel.setEnabled(not new.cancelling)
        more = tr("+{count}", count=new.others) if new.others else ""
        self.activity.setText(button_text(more) if more else "")
        self.activity.setAccessibleName(tr("Activity, {count} more", count=new.others))
        self.notices.setText(button_text(str(new.notices)) if new.notices else "")
        self.notices.setIcon(icon("bell", "warning" if new.problems else "text_muted"))
        self.notices.setAccessibleName(tr("Notifications, {count}", count=new.notices))


def _list_button(action: QAction, sign: str) -> QPushButton:
    button = QPushButton(icon(sign), "")
    button.setProperty("role", "link")
    button.setToolTip(action.toolTip())
    button.clicked.connect(action.trigger)
    return button
