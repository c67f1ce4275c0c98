"""`DoctorPage`: hardware, drivers and back-ends with reasons and remedies, and their speed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.state.language import tr
from studio.state.resolve_doctor import DoctorView, resolve_doctor
from studio.state.studio_state import StudioState
from studio.views.action_buttons import text_button
from studio.views.centred_page import centred_page
from studio.views.discarded import discard
from studio.views.doctor.finding_list import FindingList
from studio.views.dressing import dress
from studio.views.gap import add_gap
from studio.views.panel import Panel
from studio.views.scroll_pane import scroll_pane
from studio.views.theme import label, px, set_style_property

_WIDTH_PX = 880
_BUTTONS = ("doctor-look", "doctor-measure", "doctor-copy", "doctor-leave")


class DoctorPage(Panel[DoctorView]):
    """Fills the window while it is in front; Help ▸ Doctor brings it there."""

    def __init__(self, actions: dict[str, QAction]) -> None:
        """Build the page.

        Args:
            actions: Actions of the window by command name.
        """
        super().__init__()
        self.setObjectName("doctor")
        dress(self)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Doctor"))
        self._summary = label(wrap=True)
        self._problem = label(role="error", wrap=True)
        self._stage = label(role="muted")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(tr("Progress"))
        self._stop = QPushButton(tr("Stop"))
        self._stop.clicked.connect(actions["doctor-stop"].trigger)
        self._busy = QWidget()
        self._speeds = QVBoxLayout()
        self._shown_speeds: list[QWidget] = []
        self._findings = FindingList()
        self._buttons = {name: text_button(actions[name]) for name in _BUTTONS}
        self._build()

    def resolve(self, state: StudioState) -> DoctorView:
        """What the page shows for a state."""
        return resolve_doctor(state.doctor)

    def apply(self, old: DoctorView | None, new: DoctorView) -> None:
        """Show what differs."""
        self._summary.setText(new.summary)
        set_style_property(self._summary, "role", "success" if new.healthy else "error")
        self._summary.setVisible(bool(new.summary))
        self._problem.setText(new.problem)
        self._problem.setVisible(bool(new.problem))
        self._busy.setVisible(new.busy)
        self._stage.setText(new.stage)
        self._progress.setRange(0, 100 if new.percent else 0)
        self._progress.setValue(new.percent)
        if old is None or old.speeds != new.speeds:
            self._show_speeds(new.speeds)
        self._findings.apply(new.rows)

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(px(12))
        add_gap(column, px(24))
        column.addWidget(label(tr("Doctor"), "display"))
        column.addWidget(
            label(
                tr("What this machine can do, what it lacks, and what helps. Nothing is sent."),
                "muted", wrap=True,
            )
        )  # fmt: skip
        column.addLayout(self._button_row())
        column.addWidget(self._summary)
        column.addWidget(self._problem)
        column.addWidget(self._busy)
        column.addLayout(self._speeds)
        column.addWidget(self._findings)
        column.addStretch(1)
        self._build_busy()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        page = centred_page(column, widest_px=_WIDTH_PX)
        whole.addWidget(scroll_pane(page, tr("Findings"), sideways=True))

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for name, button in self._buttons.items():
            if name == "doctor-leave":
                row.addStretch(1)
            row.addWidget(button)
        return row

    def _build_busy(self) -> None:
        row = QHBoxLayout(self._busy)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        row.addWidget(self._stage)
        row.addWidget(self._progress, 1)
        row.addWidget(self._stop)

    def _show_speeds(self, speeds: tuple[tuple[str, str], ...]) -> None:
        discard(self._shown_speeds, self._speeds)
        for figure, meaning in speeds:
            self._shown_speeds += [label(figure, "value", wrap=True), _muted(meaning)]
        for line in self._shown_speeds:
            self._speeds.addWidget(line)


def _muted(text: str) -> QLabel:
    return label(text, "muted", wrap=True)
