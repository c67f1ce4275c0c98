"""`LawForm`: preset, law and the law's own numbers, each with its source."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sim.materials import ConstitutiveLaw
from studio.controllers.physics_controller import PhysicsController
from studio.controllers.presets_controller import PresetsController
from studio.state.language import tr, within
from studio.state.law_numbers import NUMBERS
from studio.state.material_view import LawView, NumberView
from studio.state.resolve_law import LAW_HELP
from studio.views.icons import icon
from studio.views.material.preset_row import PresetRow
from studio.views.quantity_field import QuantityField
from studio.views.theme import label, px

_LAWS = (None, *ConstitutiveLaw)
"""What the rows stand for; Qt would give laws back as plain texts."""


class LawForm(QWidget):
    """How the material behaves besides stiffness and weight."""

    def __init__(
        self,
        controller: PhysicsController,
        presets: PresetsController,
        reset_all: Callable[[], None],
        actions: dict[str, QAction],
    ) -> None:
        """Edit through controllers.

        Args:
            controller: Gets law and numbers.
            presets: Takes presets.
            reset_all: Called when the user takes the predicted material again.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self._preset = PresetRow(actions)
        self._preset.taken.connect(lambda name: presets.take(name) if name else reset_all())
        self._law = QComboBox()
        self._law.setAccessibleName(tr("Law"))
        self._law.addItem(tr("Auto"))
        for place, law in enumerate(ConstitutiveLaw, 1):
            self._law.addItem(tr(law.label))
            self._law.setItemData(place, tr(LAW_HELP[law]), 3)
        self._law.activated.connect(lambda row: controller.set_law(_LAWS[row]))
        self._help = label(role="muted", wrap=True)
        self._rows = {key: _NumberRow(key, controller) for key in NUMBERS}
        row = QHBoxLayout()
        row.setSpacing(px(6))
        row.addWidget(label(tr("Law"), "muted"))
        row.addWidget(self._law, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(4))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(0, 1)
        for place, number in enumerate(self._rows.values()):
            for side, widget in enumerate(number.widgets):
                grid.addWidget(widget, place, side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(self._preset)
        column.addLayout(row)
        column.addWidget(self._help)
        column.addLayout(grid)

    def apply(self, view: LawView) -> None:
        """Show a law and its numbers."""
        self._preset.apply(view)
        with QSignalBlocker(self._law):
            automatic = tr("Auto ({law})", law=within(tr(view.automatic.label)))
            self._law.setItemText(0, automatic)
            self._law.setCurrentIndex(_LAWS.index(view.law))
        self._help.setText(view.explanation)
        shown = {number.quantity.key: number for number in view.numbers}
        for key, row in self._rows.items():
            row.apply(shown.get(key))


class _NumberRow:
    """Name, reset and field of one number."""

    def __init__(self, key: str, controller: PhysicsController) -> None:
        quantity = NUMBERS[key]
        name = tr(quantity.label)
        self._name = QLabel(name)
        self._name.setProperty("role", "muted")
        self._field = QuantityField(quantity, width=100)
        self._reset = QToolButton()
        self._reset.setIcon(icon("reset"))
        self._reset.setToolTip(tr("Take the table's value again"))
        self._reset.setAccessibleName(tr("Reset {name}", name=name))
        self._field.committed.connect(partial(controller.set_number, key))
        self._reset.clicked.connect(lambda: controller.set_number(key, None))
        self.widgets = (self._name, self._reset, self._field)

    def apply(self, view: NumberView | None) -> None:
        """Show a number, or nothing where the law does not read it."""
        for widget in self.widgets:
            widget.setVisible(view is not None)
        if view is None:
            return
        self._reset.setVisible(view.edited)
        self._field.show_value(view.value, edited=view.edited)
        source = tr("Source: {source}", source=view.source)
        self._field.set_hint(source)
        self._name.setToolTip(source)
