"""`KeyStrip`: the chosen key of a collider in numbers, under the rows of the timeline."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from studio.controllers.collider_keys_controller import ColliderKeysController
from studio.state.collider_keys import KeyValues
from studio.state.language import tr
from studio.state.scene_numbers import ANGLE, POSITION, TIME
from studio.state.timeline import ColliderKey
from studio.views.action_buttons import icon_button
from studio.views.elided_label import ElidedLabel
from studio.views.field_row import axis_field
from studio.views.quantity_field import QuantityField
from studio.views.theme import px
from studio.views.timeline.frame_canvas import GUTTER_PX

_AXES = ("x", "y", "z")
_WIDEST_PX = 84


class KeyStrip(QWidget):
    """Time, place and turn of one key; every entry is a step of undo."""

    def __init__(self, keys: ColliderKeysController, actions: dict[str, QAction]) -> None:
        """Build the fields.

        Args:
            keys: Told the entries.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self._keys = keys
        self._values: KeyValues | None = None
        self.title = ElidedLabel(role="muted")
        self.time = axis_field(TIME)
        self.position = [axis_field(POSITION, axis) for axis in _AXES]
        self.angles = [axis_field(ANGLE, axis) for axis in _AXES]
        self.setAccessibleName(tr("Collider key"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.time.committed.connect(self._told(keys.set_time))
        for axis in range(3):
            self.position[axis].committed.connect(partial(self._on_position, axis))
            self.angles[axis].committed.connect(partial(self._on_angle, axis))
        self._lay_out(actions)

    def apply(self, values: KeyValues | None) -> None:
        """Show a key; None hides the strip."""
        self._values = values
        self.setVisible(values is not None)
        if values is None:
            return
        number = values.key.part + 1
        self.title.show_text(tr("Key {number} · {name}", number=number, name=values.title))
        self.time.show_value(values.time_s, edited=False)
        for field, value in zip(self.position, values.position_m, strict=True):
            field.show_value(value, edited=False)
        for field, value in zip(self.angles, values.angles_rad, strict=True):
            field.show_value(value, edited=False)

    def _told(self, verb: Callable[[ColliderKey, float], None]) -> Callable[[float], None]:
        def tell(value: float) -> None:
            if self._values is not None:
                verb(self._values.key, value)

        return tell

    def _on_position(self, axis: int, value_m: float) -> None:
        if self._values is not None:
            self._keys.set_position(self._values.key, axis, value_m)

    def _on_angle(self, axis: int, value_rad: float) -> None:
        if self._values is not None:
            self._keys.set_angle(self._values.key, axis, value_rad)

    def _lay_out(self, actions: dict[str, QAction]) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(px(8), px(2), px(12), px(2))
        row.setSpacing(px(6))
        self.title.setFixedWidth(px(GUTTER_PX) - px(14))
        self.title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(self.title)
        groups: tuple[tuple[str, list[QuantityField]], ...] = (
            (tr("Time"), [self.time]),
            (tr("Position"), self.position),
            (tr("Turn"), self.angles),
        )
        for text, fields in groups:
            row.addWidget(QLabel(text))
            for field in fields:
                field.setMaximumWidth(px(_WIDEST_PX))
                row.addWidget(field, 1)
        row.addStretch(0)
        for name in ("collider-key-add", "collider-key-delete"):
            row.addWidget(icon_button(actions[name]))
