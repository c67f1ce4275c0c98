"""`ActivityPanel`: what runs and waits with progress and cancel, and how the last jobs ended."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.resolve_activity import (
    ActivityView,
    FinishedRow,
    JobRow,
    resolve_activity,
)
from studio.state.studio_state import StudioState
from studio.views.elided_label import ElidedLabel
from studio.views.icon_label import IconLabel
from studio.views.panel import Panel
from studio.views.scroll_pane import scroll_pane
from studio.views.theme import label, px

_SIGNS = {"done": ("success", "success"), "failed": ("error", "error"),
          "cancelled": ("close", "text_faint")}  # fmt: skip


class ActivityPanel(Panel[ActivityView]):
    """One row a job; rows are kept while their job lives, so that focus stays."""

    def __init__(self, studio: Studio) -> None:
        """Show the jobs of a studio."""
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._jobs = studio.jobs
        self._rows: dict[int, ActivityRow] = {}
        self._ended: list[EndedRow] = []
        self._summary = ElidedLabel(role="muted")
        self._cancel_all = QPushButton(tr("Cancel all"))
        self._cancel_all.clicked.connect(studio.jobs.cancel)
        self._empty = label(
            tr("Nothing runs. Jobs show their progress here and can be cancelled one by one."),
            "muted",
            wrap=True,
        )
        self._running = QVBoxLayout()
        self._running.setSpacing(px(8))
        self._finished = QVBoxLayout()
        self._finished.setSpacing(px(2))
        self._finished_title = label(tr("Finished"), "section")
        self._build()

    def resolve(self, state: StudioState) -> ActivityView:
        """Jobs in words."""
        return resolve_activity(state.jobs)

    def apply(self, old: ActivityView | None, new: ActivityView) -> None:
        """Show what differs."""
        self._summary.show_text(new.summary)
        self._cancel_all.setEnabled(new.can_cancel)
        self._empty.setVisible(not new.rows and not new.finished)
        self._apply_rows(new.rows)
        if old is None or old.finished != new.finished:
            self._apply_finished(new)

    def _apply_rows(self, rows: tuple[JobRow, ...]) -> None:
        present = {row.generation for row in rows}
        for gone in [number for number in self._rows if number not in present]:
            self._rows.pop(gone).deleteLater()
        for row in rows:
            if row.generation not in self._rows:
                self._rows[row.generation] = ActivityRow(row.generation, self._jobs.cancel_one)
                self._running.addWidget(self._rows[row.generation])
            self._rows[row.generation].apply(row)

    def _apply_finished(self, view: ActivityView) -> None:
        """Rows of jobs that ended are used again: every job that ends moves all of them."""
        self._finished_title.setVisible(bool(view.finished))
        while len(self._ended) < len(view.finished):
            self._ended.append(EndedRow())
            self._finished.addWidget(self._ended[-1])
        for place, row in enumerate(self._ended):
            row.setVisible(place < len(view.finished))
        for row, end in zip(self._ended, view.finished, strict=False):
            row.apply(end)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._summary, 1)
        head.addWidget(self._cancel_all)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, px(8), 0)
        column.setSpacing(px(8))
        column.addWidget(self._empty)
        column.addLayout(self._running)
        column.addWidget(self._finished_title)
        column.addLayout(self._finished)
        column.addStretch(1)
        scroll = scroll_pane(inner, tr("Activity"), sideways=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(12), px(8), px(4), px(8))
        outer.setSpacing(px(8))
        outer.addLayout(head)
        outer.addWidget(scroll, 1)


class ActivityRow(QWidget):
    """One job: title, stage, progress, time, cancel."""

    def __init__(self, generation: int, cancel: Callable[[int], None]) -> None:
        """Make a row whose button cancels one job."""
        super().__init__()
        self._title = ElidedLabel(role="value")
        self._detail = ElidedLabel(role="muted")
        self._time = label(role="muted")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._cancel = QPushButton(tr("Cancel"))
        self._cancel.clicked.connect(lambda: cancel(generation))
        lines = QVBoxLayout()
        lines.setSpacing(px(3))
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._time)
        lines.addLayout(top)
        lines.addWidget(self._progress)
        lines.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        row.addLayout(lines, 1)
        row.addWidget(self._cancel)

    def apply(self, row: JobRow) -> None:
        """Show how far the job is."""
        self._title.show_text(row.title)
        self._detail.show_text(row.detail)
        self._time.setText(row.time)
        self._progress.setVisible(not row.waiting)
        self._progress.setRange(0, 100 if row.percent else 0)
        self._progress.setValue(row.percent)
        self._progress.setAccessibleName(tr("Progress of {title}", title=row.title))
        self._cancel.setEnabled(not row.cancelling)
        self._cancel.setAccessibleName(tr("Cancel {title}", title=row.title))


class EndedRow(QWidget):
    """How one job ended: sign, title, words."""

    def __init__(self) -> None:
        """Make an empty row."""
        super().__init__()
        self._sign = IconLabel(*_SIGNS["done"], 16)
        self._title, self._words = ElidedLabel(), ElidedLabel(role="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self._sign)
        row.addWidget(self._title, 2)
        row.addWidget(self._words, 3)

    def apply(self, end: FinishedRow) -> None:
        """Say how it ended."""
        self._sign.show_icon(*_SIGNS[end.outcome])
        self._title.show_text(end.title)
        self._words.show_text(end.subtitle)
