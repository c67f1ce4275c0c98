"""`ViewForm`: the present view in numbers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from studio.controllers.viewport_controller import ViewportController
from studio.state.language import tr
from studio.state.studio_state import StudioState
from studio.state.view_numbers import (
    DIRECTION,
    DISTANCE,
    HEIGHT,
    LENS,
    PLACE,
    SPEED,
    TARGET,
    ViewNumbers,
    numbers_of,
    with_numbers,
)
from studio.views.field_row import axis_field, field_row
from studio.views.theme import label, px

_AXES = ("x", "y", "z")


class ViewForm(QWidget):
    """Fields for target or position, angles, distance or speed, and lens."""

    def __init__(self, viewport: ViewportController) -> None:
        """Build the form.

        Args:
            viewport: Told the entries.
        """
        super().__init__()
        self._viewport = viewport
        self._shown: ViewNumbers | None = None
        self._places = [[axis_field(one, axis) for axis in _AXES] for one in (TARGET, PLACE)]
        self._reaches = [axis_field(one) for one in (DISTANCE, SPEED)]
        self._angles = {
            "direction_rad": axis_field(DIRECTION),
            "height_rad": axis_field(HEIGHT),
            "lens_rad": axis_field(LENS),
        }
        for fields in self._places:
            for axis, field in enumerate(fields):
                field.committed.connect(partial(self._on_place, axis))
        for field in self._reaches:
            field.committed.connect(partial(self._on_number, "reach"))
        for name, field in self._angles.items():
            field.committed.connect(partial(self._on_number, name))
        self._modes = (QStackedWidget(), QStackedWidget(), QStackedWidget(), QStackedWidget())
        self._lay_out()

    def show_state(self, state: StudioState) -> None:
        """Show the camera of a state."""
        new = numbers_of(state.viewport.camera)
        if new == self._shown:
            return
        self._shown = new
        mode = int(new.flies)
        for stack in self._modes:
            stack.setCurrentIndex(mode)
        for field, value in zip(self._places[mode], new.place_m, strict=True):
            field.show_value(value, edited=False)
        self._reaches[mode].show_value(new.reach, edited=False)
        for name, field in self._angles.items():
            field.show_value(getattr(new, name), edited=False)

    def _on_place(self, axis: int, value: float) -> None:
        if self._shown is not None:
            place = list(self._shown.place_m)
            place[axis] = value
            self._take(replace(self._shown, place_m=(place[0], place[1], place[2])))

    def _on_number(self, name: str, value: float) -> None:
        if self._shown is not None:
            self._take(replace(self._shown, **{name: value}))  # type: ignore[arg-type]

    def _take(self, numbers: ViewNumbers) -> None:
        camera = self._viewport.camera
        self._viewport.set_camera(with_numbers(camera, numbers))

    def _lay_out(self) -> None:
        titles, places, names, reaches = self._modes
        for title, fields in zip((TARGET, PLACE), self._places, strict=True):
            titles.addWidget(label(tr(title.label), "muted"))
            places.addWidget(field_row(*fields))
        for title, field in zip((DISTANCE, SPEED), self._reaches, strict=True):
            names.addWidget(label(tr(title.label), "muted"))
            reaches.addWidget(field)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(6))
        grid.setVerticalSpacing(px(6))
        grid.addWidget(titles, 0, 0, 1, 2)
        grid.addWidget(places, 1, 0, 1, 2)
        cells: tuple[tuple[QWidget, QWidget], ...] = (
            (label(tr(DIRECTION.label), "muted"), self._angles["direction_rad"]),
            (label(tr(HEIGHT.label), "muted"), self._angles["height_rad"]),
            (names, reaches),
            (label(tr(LENS.label), "muted"), self._angles["lens_rad"]),
        )
        for place, (name, entry) in enumerate(cells):
            row, column = 2 + place // 2 * 2, place % 2
            grid.addWidget(name, row, column)
            grid.addWidget(entry, row + 1, column)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
