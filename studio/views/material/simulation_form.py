"""`SimulationForm`: quality and stiffness map of the next simulation."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from studio.controllers.physics_controller import PhysicsController
from studio.state.language import mark, tr
from studio.state.material_view import MaterialView
from studio.state.preference_fields import QUALITIES, STIFFNESS_MAPS
from studio.views.theme import label, px

QUALITY_HELP = {
    "sketch": mark("Sketch: coarse, a few seconds"),
    "preview": mark("Preview: under a minute on a laptop"),
    "standard": mark("Standard: fine, best with a GPU"),
    "paper": mark("Paper: PhysGM's setting, slow without a GPU"),
}


class SimulationForm(QWidget):
    """Two choices, and what the stiffness map means."""

    def __init__(self, controller: PhysicsController) -> None:
        """Edit through a controller."""
        super().__init__()
        self._quality = QComboBox()
        self._stiffness = QComboBox()
        self._help = label(role="muted", wrap=True)
        self._fill()
        self._build()
        self._quality.activated.connect(
            lambda _row: controller.set_quality(self._quality.currentData())
        )
        self._stiffness.activated.connect(
            lambda _row: controller.set_stiffness(self._stiffness.currentData())
        )

    def apply(self, view: MaterialView) -> None:
        """Show a new choice."""
        with QSignalBlocker(self._quality), QSignalBlocker(self._stiffness):
            self._quality.setCurrentIndex(self._quality.findData(view.quality))
            self._stiffness.setCurrentIndex(self._stiffness.findData(view.stiffness))
        self._quality.setToolTip(tr(QUALITY_HELP[view.quality]))
        self._help.setText(view.stiffness_help)

    def _fill(self) -> None:
        titles = {"sketch": tr("Sketch"), "preview": tr("Preview"), "standard": tr("Standard"),
                  "paper": tr("Paper")}  # fmt: skip
        for row, name in enumerate(QUALITIES):
            self._quality.addItem(titles[name], name)
            self._quality.setItemData(row, tr(QUALITY_HELP[name]), Qt.ItemDataRole.ToolTipRole)
        maps = {"real": tr("Real"), "expressive": tr("Expressive")}
        for name in STIFFNESS_MAPS:
            self._stiffness.addItem(maps[name], name)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(4))
        cells = ((tr("Quality"), self._quality), (tr("Stiffness"), self._stiffness))
        for place, (name, widget) in enumerate(cells):
            grid.addWidget(label(name, "muted"), 0, place)
            grid.addWidget(widget, 1, place)
            grid.setColumnStretch(place, 1)
            widget.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(grid)
        column.addWidget(self._help)
