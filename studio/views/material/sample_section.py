"""`SampleSection`: how many samples, which seed, a new draw, and the rows."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from studio.controllers.distribution_controller import DistributionController
from studio.state.language import tr, trn
from studio.state.material import SAMPLE_COUNT_RANGE, SEED_MAX
from studio.state.material_view import MaterialView
from studio.views.action_buttons import icon_button
from studio.views.material.sample_table import SampleTable
from studio.views.theme import label, px


class SampleSection(QWidget):
    """Hidden without a distribution."""

    def __init__(self, controller: DistributionController, draw: QAction) -> None:
        """Edit through a controller; `draw` is the command for a new draw."""
        super().__init__()
        self._count, self._seed = QSpinBox(), QSpinBox()
        self._count.setRange(*SAMPLE_COUNT_RANGE)
        self._count.setAccessibleName(tr("Number of samples"))
        self._count.setToolTip(tr("How many samples are drawn, 1 to 64"))
        self._seed.setRange(0, SEED_MAX)
        self._seed.setAccessibleName(tr("Seed"))
        self._seed.setToolTip(tr("The same seed draws the same samples"))
        self._table = SampleTable()
        self._more = QPushButton()
        self._more.setProperty("role", "link")
        self._more.setCheckable(True)
        row = QHBoxLayout()
        row.setSpacing(px(6))
        row.addWidget(label(tr("Samples"), "value"), 1)
        row.addWidget(self._count)
        row.addWidget(label(tr("seed"), "muted"))
        row.addWidget(self._seed)
        row.addWidget(icon_button(draw))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(row)
        column.addWidget(self._table)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        for box, width in ((self._count, 56), (self._seed, 78)):
            box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
            box.setFixedWidth(px(width))
        self._count.valueChanged.connect(controller.set_sample_count)
        self._seed.valueChanged.connect(controller.set_seed)
        self._table.chosen.connect(controller.choose_sample)
        self._more.toggled.connect(self._on_more_toggled)

    def apply(self, view: MaterialView) -> None:
        """Show samples."""
        self.setVisible(bool(view.samples))
        with QSignalBlocker(self._count), QSignalBlocker(self._seed):
            self._count.setValue(view.sample_count)
            self._seed.setValue(view.seed)
        self._table.apply(view.samples)
        self._show_more()

    def _show_more(self) -> None:
        count, expanded = self._table.hidden_count, self._more.isChecked()
        self._more.setVisible(count > 0)
        shown = tr("Show fewer samples") if expanded else _more_text(count)
        self._more.setText(shown)

    def _on_more_toggled(self, expanded: bool) -> None:
        self._table.set_expanded(expanded)
        self._show_more()


def _more_text(count: int) -> str:
    return trn("Show {count} more sample", "Show {count} more samples", count)
