"""`ComparePane`: the pinned two in one picture: wipe, difference, or their trajectories."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF

from studio.controllers.gallery_controller import GalleryController
from studio.controllers.trajectories import Trajectory
from studio.jobs.view_runner import Picture
from studio.state.gallery import Comparison
from studio.state.language import tr
from studio.views.candidates.cell_picture import PIN_COLORS
from studio.views.candidates.picture_pane import PicturePane, image_of
from studio.views.theme import color, px

_GRIP_PX = 10
_KEY_STEP = 0.02


class ComparePane(PicturePane):
    """Drag the line of a wipe, or [ and ] move it; elsewhere drags turn the camera."""

    def __init__(self, gallery: GalleryController) -> None:
        """Show nothing yet."""
        super().__init__(gallery)
        self._other: Picture | None = None
        self._comparison: Comparison = "wipe"
        self._wipe = 0.5
        self._titles = ("", "")
        self._trajectories: tuple[Trajectory, Trajectory] | None = None
        self._frame = 0
        self._holds_line = False
        self.setAccessibleName(tr("Comparison of A and B"))

    def apply(self, comparison: Comparison, wipe: float, titles: tuple[str, str]) -> None:
        """Compare in another way."""
        self._comparison, self._wipe, self._titles = comparison, wipe, titles
        self.setAccessibleDescription(
            tr("{kind} between {first} and {second}", kind=tr(comparison),
               first=titles[0], second=titles[1])
        )  # fmt: skip
        self.update()

    def show_two(self, first: Picture | None, second: Picture | None, frame: int) -> None:
        """Show the pictures of A and B."""
        self._other, self._frame = second, frame
        self.show_picture(first)
        self.update()

    def show_trajectories(self, two: tuple[Trajectory, Trajectory] | None) -> None:
        """Paths of A and B that are laid over the picture."""
        self._trajectories = two
        self.update()

    def paint_picture(self, painter: QPainter) -> None:
        """Paint A and B as the comparison says."""
        super().paint_picture(painter)
        if self._other is None or self.picture is None:
            return
        other = image_of(self._other)
        if self._comparison == "wipe":
            painter.save()
            painter.setClipRect(QRect(self._line_x, 0, self.width(), self.height()))
            painter.drawImage(self.rect(), other)
            painter.restore()
        elif self._comparison == "difference":
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
            painter.drawImage(self.rect(), other)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_ColorDodge)
            painter.fillRect(self.rect(), color("text_muted", 0.55))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        else:
            painter.setOpacity(0.5)
            painter.drawImage(self.rect(), other)
            painter.setOpacity(1.0)

    def paint_over(self, painter: QPainter) -> None:
        """Paint the line, the paths and the names."""
        if self._comparison == "wipe":
            painter.setPen(QPen(color("text"), px(2)))
            painter.drawLine(self._line_x, 0, self._line_x, self.height())
            painter.setBrush(color("panel"))
            painter.drawEllipse(
                QPointF(self._line_x, self.height() / 2), px(_GRIP_PX), px(_GRIP_PX)
            )
        if self._comparison == "trajectories" and self._trajectories is not None:
            for trajectory, token in zip(self._trajectories, PIN_COLORS.values(), strict=True):
                self._paint_trajectory(painter, trajectory, token)
        self._paint_titles(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the line or of the camera."""
        near = abs(event.position().x() - self._line_x) <= px(_GRIP_PX)
        self._holds_line = near and self._comparison == "wipe"
        if not self._holds_line:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the line or turn the camera."""
        if self._holds_line:
            self._gallery.set_wipe(event.position().x() / max(self.width(), 1))
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._holds_line = False
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the line by keys."""
        steps = {Qt.Key.Key_BracketLeft: -_KEY_STEP, Qt.Key.Key_BracketRight: _KEY_STEP}
        step = steps.get(Qt.Key(event.key()))
        if step is None or self._comparison != "wipe":
            super().keyPressEvent(event)
            return
        self._gallery.set_wipe(self._wipe + step)

    @property
    def _line_x(self) -> int:
        return round(self.width() * self._wipe)

    def _paint_trajectory(self, painter: QPainter, path: Trajectory, token: str) -> None:
        """The way so far strongly, what is to come faintly, and where it is now."""
        scale = self.width() / max(path.width_px, 1)
        for line, width in ((path.center_px, 2.5), *((one, 1.0) for one in path.points_px)):
            points = _polyline(line, scale)
            painter.setPen(QPen(color(token, 0.35), px(width)))
            painter.drawPolyline(QPolygonF(points))
            share = (self._frame + 1) / max(path.frame_count, 1)
            gone = points[: max(round(share * len(points)), 1)]
            painter.setPen(QPen(color(token), px(width)))
            painter.drawPolyline(QPolygonF(gone))
            painter.setBrush(color(token))
            painter.drawEllipse(gone[-1], px(width + 1.0), px(width + 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_titles(self, painter: QPainter) -> None:
        metrics, sides = self.fontMetrics(), zip(PIN_COLORS.items(), self._titles, strict=True)
        for number, ((letter, token), title) in enumerate(sides):
            text = f"{letter}   {title}"
            width, height = metrics.horizontalAdvance(text) + px(20), metrics.height() + px(8)
            left = px(10) if number == 0 else self.width() - width - px(10)
            area = QRect(left, px(10), width, height)
            painter.setPen(QPen(color(token), px(1.5)))
            painter.setBrush(color("panel", 0.88))
            painter.drawRoundedRect(area, height / 2, height / 2)
            painter.setPen(color("text"))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), text)


def _polyline(line: Sequence[tuple[float, float]], scale: float) -> list[QPointF]:
    return [QPointF(x * scale, y * scale) for x, y in line if np.isfinite(x) and np.isfinite(y)]
