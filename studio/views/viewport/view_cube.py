"""`ViewCube`: shows how the camera stands; its faces, edges and corners are views."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from studio.controllers.view_places import ViewPlaces
from studio.state.language import tr
from studio.state.navigation import orbit_of
from studio.state.studio_state import StudioState
from studio.views.focus_painted import FocusPainted
from studio.views.theme import color, px

Float64Array = npt.NDArray[np.float64]

SIZE_PX = 92
_SHARE = 0.27
"""Half an edge of the cube, in sides of the widget."""
_INNER = 0.62
"""Part of a face that stands for the face alone; the rest for its edges and corners."""
_TURN_PX = 4.0
"""A drag longer than this turns the camera."""
_DEG_PER_PX = 0.9
_NAMES = {
    (1, 0, 0): "front", (-1, 0, 0): "back", (0, 1, 0): "right", (0, -1, 0): "left",
    (0, 0, 1): "top", (0, 0, -1): "bottom",
}  # fmt: skip
_KEYS = {
    Qt.Key.Key_Left: (-15.0, 0.0), Qt.Key.Key_Right: (15.0, 0.0),
    Qt.Key.Key_Up: (0.0, 15.0), Qt.Key.Key_Down: (0.0, -15.0),
}  # fmt: skip


class ViewCube(FocusPainted):
    """A click on a face, edge or corner looks from there; a drag or the arrow keys turn."""

    def __init__(self, parent: QWidget, state: StudioState, places: ViewPlaces) -> None:
        """Float over a viewport.

        Args:
            parent: Viewport.
            state: Tells how the camera stands.
            places: Turns it.
        """
        super().__init__(parent)
        self._state = state
        self._places = places
        self._hovered: tuple[int, int, int] | None = None
        self._pressed: QPointF | None = None
        self._turning = False
        self.setFixedSize(px(SIZE_PX), px(SIZE_PX))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("View cube"))
        self.setAccessibleDescription(tr("Click a face to look from there; arrow keys turn"))
        self.setToolTip(tr("Click a face, edge or corner to look from there; drag to turn"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the faces that are seen, far ones first."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        for normal in sorted(_NAMES, key=lambda one: -float(self._rows()[2] @ np.array(one))):
            if self._rows()[2] @ np.array(normal) < -0.02:
                self._paint_face(painter, normal)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light what is under the pointer, or turn."""
        place = event.position()
        if self._pressed is not None:
            moved = place - self._pressed
            if self._turning or math.hypot(moved.x(), moved.y()) > _TURN_PX:
                self._turning = True
                self._turn(-moved.x() * _DEG_PER_PX, moved.y() * _DEG_PER_PX)
                self._pressed = place
        self._hovered = None if self._turning else self._part_at(place)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        self._pressed, self._turning = event.position(), False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Look from what was clicked."""
        part = self._part_at(event.position())
        if not self._turning and part is not None:
            self.look_from(part)
        self._pressed, self._turning = None, False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn by arrow keys."""
        step = _KEYS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._turn(*step)

    def look_from(self, part: tuple[int, int, int]) -> None:
        """Look from a face (one number is not 0), an edge (two) or a corner (three)."""
        name = _NAMES.get(part)
        if name is not None:
            self._places.look_along(name)
            return
        x, y, z = part
        azimuth = math.degrees(math.atan2(y, x)) + self._front_deg
        self._places.look_from(azimuth, math.degrees(math.atan2(z, math.hypot(x, y))))

    @property
    def _front_deg(self) -> float:
        return self._state.document.view_azimuth_deg

    def _turn(self, azimuth_deg: float, elevation_deg: float) -> None:
        orbit = orbit_of(self._state.viewport.camera)
        elevation = min(max(orbit.elevation_deg + elevation_deg, -90.0), 90.0)
        self._places.look_from(orbit.azimuth_deg + azimuth_deg, elevation)

    def _rows(self) -> Float64Array:
        """Right, down and forward of the camera in the cube's axes, shape [3, 3]."""
        orbit = orbit_of(self._state.viewport.camera)
        camera = orbit.camera(8, 8).world_to_camera[:3, :3].astype(np.float64)
        angle = math.radians(self._front_deg)
        turn = np.array(
            [[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0],
             [0, 0, 1]]
        )  # fmt: skip
        return np.asarray(camera @ turn)

    def _place(self, point: Float64Array) -> QPointF:
        """Where a point of the cube, sides -1 to 1, is painted."""
        right, down, _ = self._rows() @ point
        middle, reach = self.width() / 2, self.width() * _SHARE
        return QPointF(middle + reach * right, middle + reach * down)

    def _face_points(self, normal: tuple[int, int, int], inset: float = 1.0) -> list[QPointF]:
        axis = int(np.flatnonzero(normal)[0])
        first, second = (axis + 1) % 3, (axis + 2) % 3
        corners = []
        for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
            point = np.array(normal, np.float64)
            point[first], point[second] = inset * a, inset * b
            corners.append(self._place(point))
        return corners

    def _paint_face(self, painter: QPainter, normal: tuple[int, int, int]) -> None:
        lit = -float(self._rows()[2] @ np.array(normal))
        painter.setPen(QPen(color("border_strong"), 1))
        hovered = self._hovered == normal
        fill = color("accent_soft") if hovered else color("raised", 0.75 + 0.2 * lit)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF(self._face_points(normal)))
        part = self._hovered
        if part is not None and not hovered and _touches(part, normal):
            painter.setBrush(color("accent", 0.35))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawPolygon(QPolygonF(self._part_points(part, normal)))
        if lit > 0.55:
            middle = self._place(np.array(normal, np.float64))
            box = QRectF(0, 0, px(60), px(16))
            box.moveCenter(middle)
            font = painter.font()
            font.setPixelSize(max(round(px(10)), 7))
            painter.setFont(font)
            painter.setPen(color("text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tr(_NAMES[normal].capitalize()))

    def _part_points(
        self, part: tuple[int, int, int], normal: tuple[int, int, int]
    ) -> list[QPointF]:
        """The strip or corner of a face that belongs to an edge or a corner of the cube."""
        axis = int(np.flatnonzero(normal)[0])
        first, second = (axis + 1) % 3, (axis + 2) % 3
        spans = {1: (_INNER, 1.0), -1: (-1.0, -_INNER), 0: (-_INNER, _INNER)}
        points = []
        for a, b in ((0, 0), (1, 0), (1, 1), (0, 1)):
            point = np.array(normal, np.float64)
            point[first], point[second] = spans[part[first]][a], spans[part[second]][b]
            points.append(self._place(point))
        return points

    def _part_at(self, place: QPointF) -> tuple[int, int, int] | None:
        """Face, edge or corner under a pixel; None beside the cube."""
        for normal in _NAMES:
            if self._rows()[2] @ np.array(normal) >= -0.02:
                continue
            for offsets in product((0, -1, 1), repeat=2):
                axis = int(np.flatnonzero(normal)[0])
                part = list(normal)
                part[(axis + 1) % 3], part[(axis + 2) % 3] = offsets
                x, y, z = part
                shape = QPolygonF(self._part_points((x, y, z), normal))
                if shape.containsPoint(place, Qt.FillRule.OddEvenFill):
                    return x, y, z
        return None


def _touches(part: tuple[int, int, int], normal: tuple[int, int, int]) -> bool:
    """Whether an edge or corner lies on a face."""
    return int(np.dot(part, normal)) == 1
