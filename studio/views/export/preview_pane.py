"""`PreviewPane`: how an export will look, at any of its pictures."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

from studio.jobs.preview_messages import Preview
from studio.state.language import tr
from studio.views.theme import color, label, px

_HEIGHT_PX = 176
_SQUARE_PX = 8


class PreviewPane(QWidget):
    """A picture with a slider over the pictures of the video."""

    frame_changed = Signal(int)
    """Another picture is asked for."""

    def __init__(self) -> None:
        """Start without a picture."""
        super().__init__()
        self._picture = _Picture()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(tr("Picture of the preview"))
        self._slider.setRange(0, 0)
        self._place = QLabel()
        self._place.setProperty("role", "muted")
        self._fault = label(role="muted", wrap=True)
        self._slider.valueChanged.connect(self._on_moved)
        below = QHBoxLayout()
        below.setSpacing(px(8))
        below.addWidget(self._slider, 1)
        below.addWidget(self._place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self._picture)
        column.addLayout(below)
        column.addWidget(self._fault)
        self._fault.hide()

    @property
    def frame(self) -> int:
        """Picture that is asked for."""
        return self._slider.value()

    @property
    def shown(self) -> Preview | None:
        """Picture that is shown."""
        return self._picture.preview

    def set_frame_count(self, count: int) -> None:
        """Let the slider run over so many pictures; one that stood at the end stays inside."""
        self._slider.setRange(0, max(count - 1, 0))
        self._say()

    def show_picture(self, preview: Preview) -> None:
        """Show a picture."""
        self.set_frame_count(preview.frame_count)
        self._fault.hide()
        self._picture.show_preview(preview)

    def show_fault(self, line: str) -> None:
        """Say why there is no picture."""
        self._picture.show_preview(None)
        self._fault.setText(line)
        self._fault.setVisible(bool(line))

    def _on_moved(self, frame: int) -> None:
        self._say()
        self.frame_changed.emit(frame)

    def _say(self) -> None:
        last = self._slider.maximum()
        self._place.setText(f"{self._slider.value() + 1} / {last + 1}")
        self._slider.setEnabled(last > 0)


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.preview: Preview | None = None
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Preview of the export"))

    def sizeHint(self) -> QSize:
        """Any width, one height [px]."""
        return QSize(px(240), px(_HEIGHT_PX))

    def show_preview(self, preview: Preview | None) -> None:
        self.preview = preview
        self._image = None
        if preview is not None:
            form, stride = QImage.Format.Format_RGBA8888, 4 * preview.width
            image = QImage(preview.pixels, preview.width, preview.height, stride, form)
            self._image = image.copy()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect())
        if self._image is None:
            painter.fillRect(area, color("field"))
            painter.setPen(color("text_muted"))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), tr("Preview"))
            return
        scale = min(area.width() / self._image.width(), area.height() / self._image.height())
        box = QRectF(0, 0, self._image.width() * scale, self._image.height() * scale)
        box.moveCenter(area.center())
        _paint_checker(painter, box)
        painter.drawImage(box, self._image)
        painter.setPen(color("border"))
        painter.drawRect(box.adjusted(0, 0, -1, -1))


def _paint_checker(painter: QPainter, box: QRectF) -> None:
    """Squares that show through what is transparent."""
    side = px(_SQUARE_PX)
    painter.save()
    painter.setClipRect(box)
    painter.fillRect(box, color("control"))
    for row in range(int(box.height() // side) + 1):
        for column in range(row % 2, int(box.width() // side) + 1, 2):
            corner = QRectF(box.left() + column * side, box.top() + row * side, side, side)
            painter.fillRect(corner, color("field"))
    painter.restore()
