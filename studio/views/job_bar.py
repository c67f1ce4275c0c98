"""`JobBar`: what the compute process does, how far it is, and the way to stop it."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from studio.state.resolve import JobView
from studio.views.theme import label

_HEIGHT_PX = 40


class JobBar(QWidget):
    """Strip at the bottom of the window."""

    def __init__(self, cancel: QAction) -> None:
        """Build the strip; `cancel` stops the running job."""
        super().__init__()
        self.setObjectName("jobBar")
        self.setFixedHeight(_HEIGHT_PX)
        self._title = label(role="value")
        self._stage = label(role="muted")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 100)
        self._progress.setFixedWidth(240)
        self._progress.setAccessibleName("Progress")
        self._percent = label(role="muted")
        self._percent.setFixedWidth(40)
        self._waiting = label(role="faint")
        self._cancel = QPushButton("Cancel")
        self._cancel.setToolTip(cancel.toolTip())
        self._cancel.clicked.connect(cancel.trigger)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 12, 4)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._stage)
        row.addStretch(1)
        row.addWidget(self._waiting)
        row.addWidget(self._progress)
        row.addWidget(self._percent)
        row.addWidget(self._cancel)

    def apply(self, job: JobView | None, status: str) -> None:
        """Show a job, or the quiet status line."""
        for widget in (self._title, self._progress, self._percent, self._cancel):
            widget.setVisible(job is not None)
        self._waiting.setVisible(job is not None and job.waiting_count > 0)
        if job is None:
            self._stage.setText(status)
            return
        self._title.setText(job.title)
        self._stage.setText(job.stage)
        self._progress.setRange(0, 100 if job.percent else 0)  # 0 to 0 shows a busy bar
        self._progress.setValue(job.percent)
        self._percent.setText(f"{job.percent} %" if job.percent else "")
        self._waiting.setText(f"{job.waiting_count} waiting")
        self._cancel.setEnabled(not job.cancelling)
