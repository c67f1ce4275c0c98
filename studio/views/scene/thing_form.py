"""`ThingForm`: the numbers and choices of what is chosen in the scene."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QToolButton, QWidget

from studio.state.language import tr
from studio.state.resolve_scene import LineView
from studio.state.scene_fields import AXES, Choice, Line, Row
from studio.views.discarded import discard
from studio.views.eliding_list import ElidingList
from studio.views.field_row import field_row
from studio.views.icons import icon
from studio.views.quantity_field import QuantityField
from studio.views.theme import label, px

_LEAST_PX = 72
"""Width of a field beside a long title."""


class ThingForm(QWidget):
    """Built anew when the lines change; otherwise only the values are shown."""

    number_set = Signal(object, int, float)
    """Row, axis and number [SI]."""
    choice_set = Signal(object, str)
    """Choice and name of the alternative."""
    reset = Signal(object)
    """Row that goes back to what a new thing has."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(4))
        self._grid.setVerticalSpacing(px(5))
        self._grid.setColumnStretch(1, 1)
        self._keys: tuple[str, ...] = ()
        self._fields: dict[str, list[QuantityField]] = {}
        self._boxes: dict[str, QComboBox] = {}
        self._shown: list[QWidget] = []

    def show_lines(
        self, title: str, views: tuple[LineView, ...], lines: Callable[[], tuple[Line, ...]]
    ) -> None:
        """Show lines.

        Args:
            title: Name of what they belong to, for accessible names.
            views: Present numbers and choices.
            lines: Gives the lines themselves when the form is built anew.
        """
        keys = (title, *(view.key for view in views))
        if keys != self._keys:
            self._keys = keys
            self._build(lines())
        for view in views:
            for field, number in zip(self._fields.get(view.key, ()), view.numbers, strict=False):
                field.show_value(number, edited=False)
            box = self._boxes.get(view.key)
            if box is not None and view.choice:  # a switch may share its key with its number
                with QSignalBlocker(box):
                    box.setCurrentIndex(box.findData(view.choice))

    def _build(self, lines: tuple[Line, ...]) -> None:
        discard(self._shown, self._grid)
        self._fields, self._boxes = {}, {}
        for line in lines:
            place = self._grid.rowCount()
            name = label(tr(line.title), "muted", wrap=True)
            self._place(name, place, 0)
            if isinstance(line, Choice):
                self._place(self._box(line), place, 1, 1, 2)
            else:
                self._add_fields(line, place)

    def _add_fields(self, row: Row, place: int) -> None:
        title = tr(row.title)
        axes = AXES if row.axes else ("",)
        fields: list[QuantityField] = []
        for axis, letter in enumerate(axes):
            field = QuantityField(row.quantity, width=None)
            named = tr("{title} along {axis}", title=title, axis=letter) if letter else title
            field.setAccessibleName(named)
            field.setProperty("role", "axis" if letter else "")
            field.set_hint(named)
            field.committed.connect(partial(self.number_set.emit, row, axis))
            fields.append(field)
        self._fields[row.key] = fields
        if row.axes:  # beside their title they would be cut in a narrow dock
            self._place(field_row(*fields), place + 1, 0, 1, 3)
        else:
            fields[0].setMinimumWidth(px(_LEAST_PX))
            self._place(fields[0], place, 1)
        button = QToolButton()
        button.setIcon(icon("reset"))
        button.setToolTip(tr("Reset {name}", name=title))
        button.setAccessibleName(tr("Reset {name}", name=title))
        button.clicked.connect(lambda: self.reset.emit(row))
        self._place(button, place, 2)

    def _place(
        self, widget: QWidget, row: int, column: int, rows: int = 1, columns: int = 1
    ) -> None:
        self._shown.append(widget)
        self._grid.addWidget(widget, row, column, rows, columns)

    def _box(self, choice: Choice) -> QComboBox:
        box = ElidingList()
        box.setAccessibleName(tr(choice.title))
        for name, title in choice.options:
            box.addItem(tr(title), name)
        box.activated.connect(lambda at: self.choice_set.emit(choice, box.itemData(at)))
        self._boxes[choice.key] = box
        return box
