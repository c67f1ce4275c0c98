"""`SimulationForm`: law, seed, quality and stiffness of the next simulation."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QSpinBox, QVBoxLayout, QWidget

from sim.materials import ConstitutiveLaw
from studio.controllers.physics_controller import PhysicsController
from studio.state.material import SEED_MAX
from studio.state.preference_fields import QUALITIES, STIFFNESS_MAPS
from studio.state.resolve_material import MaterialView
from studio.views.theme import label

QUALITY_HELP = {
    "sketch": "Sketch: coarse, a few seconds",
    "preview": "Preview: under a minute on a laptop",
    "standard": "Standard: fine, best with a GPU",
    "paper": "Paper: PhysGM's setting, slow without a GPU",
}


class SimulationForm(QWidget):
    """Four choices in two rows, and what the stiffness map means."""

    def __init__(self, controller: PhysicsController) -> None:
        """Edit through a controller."""
        super().__init__()
        self._law = QComboBox()
        self._seed = QSpinBox()
        self._quality = QComboBox()
        self._stiffness = QComboBox()
        self._help = label(role="muted", wrap=True)
        self._fill()
        self._build()
        self._law.activated.connect(lambda _row: controller.set_law(self._law.currentData()))
        self._seed.valueChanged.connect(controller.set_seed)
        self._quality.activated.connect(
            lambda _row: controller.set_quality(self._quality.currentData())
        )
        self._stiffness.activated.connect(
            lambda _row: controller.set_stiffness(self._stiffness.currentData())
        )

    def apply(self, view: MaterialView) -> None:
        """Show a new choice."""
        with (
            QSignalBlocker(self._law),
            QSignalBlocker(self._seed),
            QSignalBlocker(self._quality),
            QSignalBlocker(self._stiffness),
        ):
            self._law.setItemText(0, f"Auto ({view.automatic_law.value})")
            self._law.setCurrentIndex(0 if view.law is None else self._law.findData(view.law))
            self._seed.setValue(view.seed)
            self._quality.setCurrentIndex(self._quality.findData(view.quality))
            self._stiffness.setCurrentIndex(self._stiffness.findData(view.stiffness))
        self._quality.setToolTip(QUALITY_HELP[view.quality])
        self._help.setText(view.stiffness_help)

    def _fill(self) -> None:
        self._law.addItem("Auto", None)
        for law in ConstitutiveLaw:
            self._law.addItem(law.label, law)
        for row, name in enumerate(QUALITIES):
            self._quality.addItem(name.capitalize(), name)
            self._quality.setItemData(row, QUALITY_HELP[name], Qt.ItemDataRole.ToolTipRole)
        for name in STIFFNESS_MAPS:
            self._stiffness.addItem(name.capitalize(), name)
        self._seed.setRange(0, SEED_MAX)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        cells: tuple[tuple[str, QWidget], ...] = (
            ("Law", self._law), ("Seed", self._seed),
            ("Quality", self._quality), ("Stiffness", self._stiffness),
        )  # fmt: skip
        for place, (name, widget) in enumerate(cells):
            row, side = divmod(place, 2)
            grid.addWidget(label(name, "muted"), 2 * row, side)
            grid.addWidget(widget, 2 * row + 1, side)
            widget.setAccessibleName(name)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addWidget(self._help)
