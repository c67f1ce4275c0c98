"""`KeyForm`: one camera key in numbers."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from render.cameras.easing import Easing
from render.cameras.keyframe import CameraKeyframe, Vector
from studio.controllers.camera_path_controller import CameraPathController
from studio.state.language import mark, tr
from studio.state.quantities import Quantity
from studio.state.resolve_camera import EASING_TITLES, CameraView
from studio.views.field_row import axis_field, field_row
from studio.views.theme import px

_DEGREES = {"rad": 1.0, "°": math.pi / 180, "deg": math.pi / 180}


def _angle(key: str, name: str, low_deg: float, high_deg: float, typical_deg: float) -> Quantity:
    return Quantity(
        key, name, math.radians(low_deg), math.radians(high_deg), _DEGREES, ("°",),
        decimals=1, default_unit="°", typical=math.radians(typical_deg),
    )  # fmt: skip


_METRES = {"m": 1.0, "cm": 0.01, "mm": 0.001}
_SECONDS = {"s": 1.0, "ms": 0.001}
TIME = Quantity("time_s", mark("Time"), 0, 3600, _SECONDS, ("s",), decimals=2, typical=1.5)
HOLD = Quantity("hold_s", mark("Stay"), 0, 3600, _SECONDS, ("s",), decimals=2, typical=0.5)
POSITION = Quantity(
    "position_m", mark("Position"), -1e3, 1e3, _METRES, ("m",), decimals=3, typical=1.2
)
TARGET = Quantity("target_m", mark("Target"), -1e3, 1e3, _METRES, ("m",), decimals=3, typical=0.25)
HEADING = _angle("heading_rad", mark("Heading"), -360, 360, 90)
PITCH = _angle("pitch_rad", mark("Pitch"), -90, 90, -15)
FOV = _angle("fov_rad", mark("Field of view"), 1, 170, 40)
ROLL = _angle("roll_rad", mark("Roll"), -3600, 3600, 15)
_AXES = ("x", "y", "z")


class KeyForm(QWidget):
    """Fields of the selected key; every entry is a step of undo."""

    def __init__(self, path: CameraPathController) -> None:
        """Build the fields.

        Args:
            path: Told the entries.
        """
        super().__init__()
        self._path = path
        self._view: CameraView | None = None
        self._time, self._hold = axis_field(TIME), axis_field(HOLD)
        self._fov, self._roll = axis_field(FOV), axis_field(ROLL)
        self._position = [axis_field(POSITION, axis) for axis in _AXES]
        self._target = [axis_field(TARGET, axis) for axis in _AXES]
        self._angles = [axis_field(HEADING), axis_field(PITCH)]
        self._easing = QComboBox()
        self._easing.setAccessibleName(tr("Way to the next key"))
        for easing, title in EASING_TITLES.items():
            self._easing.addItem(tr(title), easing)
        self._aim = QComboBox()
        self._aim.setAccessibleName(tr("What the camera looks at"))
        self._aim.addItem(tr("Target"), True)
        self._aim.addItem(tr("Direction"), False)
        self._target_row, self._angle_row = field_row(*self._target), field_row(*self._angles)
        self._lay_out()
        self._connect()

    def show_view(self, view: CameraView) -> None:
        """Show the selected key."""
        self._view = view
        key = view.key
        self.setEnabled(key is not None)
        if key is None:
            return
        self._time.show_value(key.time_s, edited=False)
        self._hold.show_value(key.hold_s, edited=key.hold_s > 0)
        self._fov.show_value(math.radians(key.vertical_fov_deg), edited=False)
        self._roll.show_value(math.radians(key.roll_deg), edited=key.roll_deg != 0)
        for field, value in zip(self._position, key.position_m, strict=True):
            field.show_value(value, edited=False)
        for field, value in zip(self._target, key.target_m or (), strict=False):
            field.show_value(value, edited=False)
        for field, value in zip(self._angles, view.heading_pitch_deg, strict=True):
            field.show_value(math.radians(value), edited=False)
        self._easing.setCurrentIndex(list(EASING_TITLES).index(key.easing))
        self._aim.setCurrentIndex(int(key.target_m is None))
        self._target_row.setVisible(key.target_m is not None)
        self._angle_row.setVisible(key.target_m is None)

    def _connect(self) -> None:
        path = self._path
        self._time.committed.connect(lambda value: path.set_time(self._index, value))
        self._hold.committed.connect(lambda value: path.set_hold(self._index, value))
        self._fov.committed.connect(lambda value: path.set_fov(self._index, math.degrees(value)))
        self._roll.committed.connect(lambda value: path.set_roll(self._index, math.degrees(value)))
        for axis, field in enumerate(self._position):
            field.committed.connect(partial(self._on_position, axis))
        for axis, field in enumerate(self._target):
            field.committed.connect(partial(self._on_target, axis))
        for axis, field in enumerate(self._angles):
            field.committed.connect(partial(self._on_angle, axis))
        self._easing.activated.connect(
            lambda row: path.set_easing(self._index, Easing(self._easing.itemData(row)))
        )
        self._aim.activated.connect(
            lambda row: path.aim_at_target(self._index, targeted=self._aim.itemData(row))
        )

    @property
    def _index(self) -> int:
        return 0 if self._view is None else self._view.selected or 0

    @property
    def _key(self) -> CameraKeyframe | None:
        return None if self._view is None else self._view.key

    def _on_position(self, axis: int, value_m: float) -> None:
        if self._key is not None:
            self._path.set_position(self._index, _with(self._key.position_m, axis, value_m))

    def _on_target(self, axis: int, value_m: float) -> None:
        if self._key is not None and self._key.target_m is not None:
            self._path.set_target(self._index, _with(self._key.target_m, axis, value_m))

    def _on_angle(self, axis: int, value_rad: float) -> None:
        if self._view is not None:
            angles = list(self._view.heading_pitch_deg)
            angles[axis] = math.degrees(value_rad)
            self._path.set_angles(self._index, *angles)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(6))
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str | QWidget, QWidget], ...] = (
            (tr("Time"), field_row(self._time, QLabel(tr("Stay")), self._hold)),
            (tr("Position"), field_row(*self._position)),
            (tr("Looks at"), self._aim),
            ("", field_row(self._target_row, self._angle_row)),
            (tr("Lens"), field_row(self._fov, QLabel(tr("Roll")), self._roll)),
            (tr("Goes on"), self._easing),
        )
        for row, (title, widget) in enumerate(rows):
            grid.addWidget(QLabel(title) if isinstance(title, str) else title, row, 0)
            grid.addWidget(widget, row, 1)


def _with(values: Vector, axis: int, value: float) -> Vector:
    x, y, z = (value if place == axis else old for place, old in enumerate(values))
    return x, y, z
