"""`CurveEditor`: name, field, reset and curve of one quantity."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from studio.controllers.physics_controller import PhysicsController
from studio.state.quantities import MATERIAL_QUANTITIES, Quantity
from studio.state.resolve_material import CurveView
from studio.views.density_curve import DensityCurve
from studio.views.icons import icon
from studio.views.quantity_field import QuantityField
from studio.views.theme import label


class CurveEditor(QWidget):
    """One quantity of the material panel."""

    def __init__(self, quantity: Quantity, controller: PhysicsController) -> None:
        """Edit a quantity through a controller."""
        super().__init__()
        self._quantity = quantity
        self._field = QuantityField(quantity)
        self._curve = DensityCurve(f"{quantity.label}, curve")
        self._reset = QToolButton()
        self._reset.setIcon(icon("reset"))
        self._reset.setToolTip(f"Take the predicted {quantity.label} again")
        self._reset.setAccessibleName(f"Reset {quantity.label}")
        policy = self._reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(policy)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(label(quantity.label))
        row.addStretch(1)
        row.addWidget(self._reset)
        row.addWidget(self._field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._curve)
        self._field.committed.connect(partial(controller.set_value, quantity.key))
        self._curve.dragged.connect(partial(controller.set_value, quantity.key))
        self._reset.clicked.connect(lambda: controller.set_value(quantity.key, None))

    @staticmethod
    def for_material(controller: PhysicsController) -> tuple[CurveEditor, ...]:
        """Editors of Young's modulus, Poisson's ratio and density."""
        return tuple(CurveEditor(quantity, controller) for quantity in MATERIAL_QUANTITIES)

    def apply(self, view: CurveView) -> None:
        """Show a new curve and values."""
        self._field.show_value(view.chosen, edited=view.edited)
        self._curve.apply(view)
        self._reset.setVisible(view.edited)
