"""`PlacementPanel`: place, turn and size of the object in numbers."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from sim.object_edit import SCALE_RANGE
from studio.controllers.placement_controller import PlacementController
from studio.state.language import mark, tr
from studio.state.quantities import Quantity
from studio.state.resolve_selection import PlacementView, resolve_placement
from studio.state.studio_state import StudioState
from studio.views.action_buttons import button_column, icon_button
from studio.views.field_row import axis_field
from studio.views.panel import Panel
from studio.views.quantity_field import QuantityField
from studio.views.theme import label, px, separator

POSITION = Quantity(
    "position_m", mark("Shift"), -1e3, 1e3, {"m": 1.0, "cm": 0.01, "mm": 0.001}, ("m",),
    decimals=3, typical=0.25,
)  # fmt: skip
ANGLE = Quantity(
    "angle_rad", mark("Turn"), -2 * math.pi, 2 * math.pi,
    {"rad": 1.0, "°": math.pi / 180, "deg": math.pi / 180}, ("°",), decimals=1,
    default_unit="°", typical=math.pi / 4,
)  # fmt: skip
SCALE = Quantity("scale", mark("Scale"), *SCALE_RANGE, logarithmic=True, decimals=3, typical=1.5)
_AXES = ("x", "y", "z")
_TOOLS = ("tool-move", "tool-rotate", "tool-scale", "tool-floor")
_PIVOTS = ("pivot-centre", "pivot-selection", "pivot-ground")
_SWITCHES = ("local-axes", "snapping")
_VERBS = ("put-on-ground", "turn-over-0", "turn-over-3", "reset-place")


class PlacementPanel(Panel[PlacementView]):
    """Fields beside the handles: every entry is a step of undo."""

    def __init__(self, placement: PlacementController, actions: dict[str, QAction]) -> None:
        """Build the panel.

        Args:
            placement: Told the entries.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self._placement = placement
        self._shifts = [axis_field(POSITION, axis) for axis in _AXES]
        self._turns = [axis_field(ANGLE, axis) for axis in _AXES]
        self._scale = axis_field(SCALE)
        for axis, field in enumerate(self._shifts):
            field.committed.connect(partial(placement.set_translation, axis))
        for axis, field in enumerate(self._turns):
            field.committed.connect(partial(self._on_turn_committed, axis))
        self._scale.committed.connect(placement.set_scale)
        self._note = label(role="muted", wrap=True)
        self._angles = (0.0, 0.0, 0.0)
        self._lay_out(actions)

    def resolve(self, state: StudioState) -> PlacementView:
        """What the panel shows for a state."""
        return resolve_placement(state)

    def apply(self, old: PlacementView | None, new: PlacementView) -> None:
        """Show what differs."""
        del old
        self._angles = new.angles_rad
        rows = zip(self._shifts, self._turns, new.translation_m, new.angles_rad, strict=True)
        for shift, turn, way_m, angle_rad in rows:
            shift.show_value(way_m, edited=abs(way_m) > 1e-9)
            turn.show_value(angle_rad, edited=abs(angle_rad) > 1e-9)
        self._scale.show_value(new.scale, edited=new.scale != 1.0)
        self._note.setText(new.note)
        self._note.setVisible(bool(new.note))
        self.setEnabled(new.enabled)

    def _on_turn_committed(self, axis: int, angle_rad: float) -> None:
        angles = [math.degrees(angle) for angle in self._angles]
        angles[axis] = math.degrees(angle_rad)
        x, y, z = angles
        self._placement.set_angles((x, y, z))

    def _lay_out(self, actions: dict[str, QAction]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(8))
        tools = QHBoxLayout()
        for name in _TOOLS:
            tools.addWidget(icon_button(actions[name]))
        tools.addStretch(1)
        column.addLayout(tools)
        column.addLayout(self._numbers())
        column.addWidget(separator())
        column.addWidget(label(tr("Pivot"), "section"))
        column.addLayout(button_column([actions[name] for name in _PIVOTS]))
        column.addLayout(button_column([actions[name] for name in _SWITCHES]))
        column.addWidget(separator())
        column.addLayout(button_column([actions[name] for name in _VERBS]))
        column.addWidget(self._note)
        column.addStretch(1)

    def _numbers(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(px(6))
        for number, axis in enumerate(_AXES, start=1):
            head = label(axis, "muted")
            head.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(head, 0, number)
        rows: tuple[tuple[Quantity, list[QuantityField]], ...] = (
            (POSITION, self._shifts), (ANGLE, self._turns), (SCALE, [self._scale]),
        )  # fmt: skip
        for row, (quantity, fields) in enumerate(rows, start=1):
            grid.addWidget(QLabel(tr(quantity.label)), row, 0)
            for number, field in enumerate(fields, start=1):
                grid.addWidget(field, row, number)
        return grid
