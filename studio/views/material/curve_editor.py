"""`CurveEditor`: name, lock, reset, field, curve and percentiles of one quantity."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from studio.controllers.distribution_controller import DistributionController
from studio.state.distribution_drags import Handle
from studio.state.language import tr, within
from studio.state.material_view import CurveView
from studio.state.quantities import MATERIAL_QUANTITIES, Quantity
from studio.views.gap import add_gap
from studio.views.icons import icon
from studio.views.material.density_curve import DensityCurve
from studio.views.material.percentile_row import PercentileRow
from studio.views.quantity_field import QuantityField
from studio.views.theme import label, px


class CurveEditor(QWidget):
    """One quantity of the material panel."""

    def __init__(self, quantity: Quantity, controller: DistributionController) -> None:
        """Edit a quantity through a controller."""
        super().__init__()
        name = tr(quantity.label)
        self._quantity = quantity
        self._name = label(name)
        self._field = QuantityField(quantity, width=108)
        self._curve = DensityCurve(tr("{name}, curve", name=name))
        self._percentiles = PercentileRow(quantity)
        self._lock = _tool("unlock", tr("Lock {name}", name=name))
        self._lock.setCheckable(True)
        self._reset = _tool("reset", tr("Take the predicted {name} again", name=name))
        policy = self._reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(policy)
        row = QHBoxLayout()
        row.setSpacing(px(2))
        row.addWidget(self._name, 1)
        row.addWidget(self._reset)
        row.addWidget(self._lock)
        add_gap(row, px(4))
        row.addWidget(self._field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(row)
        column.addWidget(self._curve)
        column.addWidget(self._percentiles)
        self._connect(controller)

    @staticmethod
    def for_material(controller: DistributionController) -> tuple[CurveEditor, ...]:
        """Editors of Young's modulus, Poisson's ratio and density."""
        return tuple(CurveEditor(quantity, controller) for quantity in MATERIAL_QUANTITIES)

    def apply(self, view: CurveView) -> None:
        """Show a new curve and values."""
        self._field.show_value(view.mean, edited=view.edited)
        self._curve.apply(view)
        self._percentiles.apply(view)
        self._reset.setVisible(view.edited)
        self._lock.setVisible(bool(view.curve) or view.locked)
        if self._lock.isChecked() != view.locked or not self._lock.property("shown"):
            self._show_lock(view.locked)

    def _show_lock(self, locked: bool) -> None:
        self._lock.setChecked(locked)
        self._lock.setProperty("shown", True)
        self._lock.setIcon(icon("lock", "warning") if locked else icon("unlock"))
        name = tr(self._quantity.label)
        self._lock.setToolTip(
            tr("Let {name} vary again", name=name)
            if locked
            else tr("Lock {name}: every sample gets this value", name=name)
        )

    def _connect(self, controller: DistributionController) -> None:
        key = self._quantity.key
        name = within(tr(self._quantity.label))
        self._field.committed.connect(partial(controller.set_handle, key, Handle.CENTRE))
        self._lock.clicked.connect(lambda locked: controller.set_locked(key, locked))
        self._reset.clicked.connect(lambda: controller.reset_quantity(key))
        curve = self._curve
        curve.drag_started.connect(lambda: controller.begin_drag(name))
        curve.dragged.connect(partial(controller.drag_handle, key))
        curve.drag_ended.connect(
            lambda keep: controller.end_drag() if keep else controller.abandon_drag()
        )
        curve.nudged.connect(partial(controller.nudge, key))
        curve.reset.connect(lambda: controller.reset_quantity(key))
        self._percentiles.handle_entered.connect(partial(controller.set_handle, key))
        self._percentiles.spread_entered.connect(partial(controller.set_spread, key))


def _tool(picture: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(picture))
    button.setToolTip(name)
    button.setAccessibleName(name)
    return button
