"""`LearnPanel`: learn from votes, see before and after, take adapters on and off."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QVBoxLayout, QWidget

from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.resolve_learning import LearningView, SourceRow, resolve_learning
from studio.state.studio_state import StudioState
from studio.views.action_buttons import text_button
from studio.views.candidates.learn_comparison import LearnComparison
from studio.views.discarded import discard
from studio.views.elided_label import ElidedLabel
from studio.views.icons import icon
from studio.views.panel import Panel
from studio.views.scroll_pane import scroll_pane
from studio.views.theme import label, px, separator


class LearnPanel(Panel[LearningView]):
    """Votes above, what they taught in the middle, the adapter and its effect below."""

    def __init__(self, studio: Studio, actions: dict[str, QAction]) -> None:
        """Build the panel.

        Args:
            studio: Its votes are learned from.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self._learning = studio.learning
        self._votes = label(wrap=True)
        self._sources = QVBoxLayout()
        self._shown_sources: list[QWidget] = []
        self._sources.setSpacing(px(2))
        self._hint = label(role="muted", wrap=True)
        self._busy = QWidget()
        self._stage = ElidedLabel(role="muted")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._learn = text_button(actions["learn-from-votes"], role="primary")
        self.agreement = label(role="value", wrap=True)
        self._notes = label(role="warning", wrap=True)
        self.adapter = label(wrap=True)
        self._take_off = text_button(actions["take-adapter-off"])
        self.comparison = LearnComparison()
        self._lay_out(actions)

    def resolve(self, state: StudioState) -> LearningView:
        """What the panel shows for a state."""
        return resolve_learning(state)

    def apply(self, old: LearningView | None, new: LearningView) -> None:
        """Show what differs."""
        self._votes.setText(new.votes)
        if old is None or old.sources != new.sources:
            self._show_sources(new.sources)
        for widget, text in (
            (self._hint, new.hint),
            (self.agreement, new.agreement),
            (self._notes, "\n".join(new.notes)),
            (self.adapter, new.adapter),
        ):
            widget.setText(text)
            widget.setVisible(bool(text))
        self._busy.setVisible(bool(new.busy))
        self._learn.setVisible(not new.busy)
        self._stage.show_text(new.busy)
        self._progress.setRange(0, 100 if new.percent else 0)
        self._progress.setValue(new.percent)
        self._take_off.setVisible(new.adapted)
        self.comparison.setVisible(new.compared is not None)
        if new.compared is not None and (old is None or old.compared != new.compared):
            self.comparison.apply(new.compared)

    def _show_sources(self, rows: tuple[SourceRow, ...]) -> None:
        discard(self._shown_sources, self._sources)
        self._shown_sources += map(self._source, rows)
        for source in self._shown_sources:
            self._sources.addWidget(source)

    def _source(self, row: SourceRow) -> QWidget:
        text = ElidedLabel(role="muted")
        text.show_text(row.text)
        remove = QToolButton()
        remove.setIcon(icon("close"))
        remove.setAccessibleName(tr("Learn without {votes}", votes=row.text))
        remove.setToolTip(remove.accessibleName())
        remove.clicked.connect(partial(self._learning.leave_out, row.file))
        host = QWidget()
        line = QHBoxLayout(host)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(text, 1)
        line.addWidget(remove)
        return host

    def _lay_out(self, actions: dict[str, QAction]) -> None:
        busy = QVBoxLayout(self._busy)
        busy.setContentsMargins(0, 0, 0, 0)
        busy.setSpacing(px(4))
        busy.addWidget(self._stage)
        busy.addWidget(self._progress)
        busy.addWidget(text_button(actions["cancel-learning"]))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(8))
        column.addWidget(label(tr("Votes"), "section"))
        column.addWidget(self._votes)
        column.addLayout(self._sources)
        column.addWidget(text_button(actions["join-votes"]))
        column.addWidget(self._hint)
        column.addWidget(self._learn)
        column.addWidget(self._busy)
        column.addWidget(self.agreement)
        column.addWidget(self._notes)
        column.addWidget(separator())
        column.addWidget(label(tr("Adapter"), "section"))
        column.addWidget(self.adapter)
        column.addWidget(self._take_off)
        column.addWidget(text_button(actions["choose-adapter"]))
        column.addWidget(self.comparison)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll_pane(inner, tr("Votes and adapters")))
