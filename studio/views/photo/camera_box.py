"""`CameraBox` and `SizeBox`: what the camera was, and how large the object really is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QToolButton, QVBoxLayout, QWidget

from studio.controllers.photo_controller import PhotoController
from studio.state.language import tr
from studio.state.photo_quantities import ELEVATION, FIELD_OF_VIEW, LINE_LENGTH, ROLL
from studio.state.quantities import SIZE, Quantity
from studio.state.resolve_photo import PhotoPanelView
from studio.views.action_buttons import icon_button
from studio.views.icons import icon
from studio.views.quantity_field import QuantityField
from studio.views.theme import label, px

_FIELD_PX = 96
"""Least width of a field."""


class CameraBox(QWidget):
    """Field of view, elevation and roll, each with what stands in for it and a reset."""

    def __init__(self, photo: PhotoController) -> None:
        """Set the camera through a controller."""
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(4))
        self._grid.setVerticalSpacing(px(4))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(2, 2)
        self._fov, self._reset_fov = self._row(
            FIELD_OF_VIEW, photo.set_fov, lambda: photo.set_fov(None)
        )
        self._elevation, self._reset_elevation = self._row(
            ELEVATION, photo.set_elevation, lambda: photo.set_elevation(None)
        )
        self._roll, self._reset_roll = self._row(ROLL, photo.set_roll, lambda: photo.set_roll(0.0))
        self._fov.set_hint(tr("Vertical angle that the photo takes in"))
        self._elevation.set_hint(tr("How far the camera looks down"))
        self._roll.set_hint(tr("Turn of the camera, clockwise for the photographer"))
        self._note = label(role="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(self._grid)
        column.addWidget(self._note)

    def apply(self, view: PhotoPanelView) -> None:
        """Show the camera."""
        rows = (
            (self._fov, self._reset_fov, view.fov_deg, view.fov_text),
            (self._elevation, self._reset_elevation, view.elevation_deg, view.elevation_text),
        )
        for field, reset, value, stand_in in rows:
            reset.setVisible(value is not None)
            if value is None:
                field.show_unset(stand_in)
            else:
                field.show_value(value, edited=True)
        self._reset_roll.setVisible(view.roll_deg != 0)
        self._roll.show_value(view.roll_deg, edited=view.roll_deg != 0)
        self._note.setText(view.camera_note)
        self._note.setVisible(bool(view.camera_note))

    def _row(
        self, quantity: Quantity, take: Callable[[float], None], reset: Callable[[], None]
    ) -> tuple[QuantityField, QToolButton]:
        name = tr(quantity.label)
        row = self._grid.rowCount()
        field = QuantityField(quantity, width=None)
        field.setMinimumWidth(px(_FIELD_PX))
        field.committed.connect(take)
        button = QToolButton()
        button.setIcon(icon("reset"))
        button.setToolTip(tr("Take the found value again"))
        button.setAccessibleName(tr("Reset {name}", name=name))
        button.clicked.connect(reset)
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        for side, widget in enumerate((label(name, "muted"), button, field)):
            self._grid.addWidget(widget, row, side)
        return field, button


class SizeBox(QWidget):
    """Real size of the object, by number or by a line of known length."""

    def __init__(self, photo: PhotoController, actions: dict[str, QAction]) -> None:
        """Set the size through a controller."""
        super().__init__()
        self._photo = photo
        self._size = QuantityField(SIZE, width=None)
        self._size.committed.connect(photo.set_size)
        self._size.set_hint(tr("Scales the object at once; nothing is predicted again"))
        self._line = QuantityField(LINE_LENGTH, width=None)
        self._line.committed.connect(photo.set_line_length)
        self._line_name = label(tr("Drawn line"), "muted")
        self._note = label(role="muted", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(4))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 2)
        grid.addWidget(label(tr("Longest side"), "muted"), 0, 0)
        grid.addWidget(self._size, 0, 2)
        grid.addWidget(self._line_name, 1, 0)
        grid.addWidget(icon_button(actions["photo-measure"]), 1, 1)
        grid.addWidget(self._line, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(grid)
        column.addWidget(self._note)

    def apply(self, view: PhotoPanelView) -> None:
        """Show size and line."""
        self._size.show_value(view.size_m, edited=False)
        length_m = self._photo.line_length_m()
        self._line.setEnabled(length_m is not None)
        if length_m is None:
            self._line.show_unset(tr("not drawn"))
            self._note.setText(
                tr("Draw a line along something whose length you know, then type it.")
            )
        else:
            self._line.show_value(length_m, edited=False)
            self._note.setText(
                tr(
                    "The line is taken to lie in the picture plane, as far away as the "
                    "object's middle."
                )
            )
