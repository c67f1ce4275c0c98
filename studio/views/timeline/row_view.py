"""`RowView`: markers, events and camera keys under the track, dragged in time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip

from studio.controllers.timeline_items import TimelineItems
from studio.state.language import tr
from studio.state.timeline_rows import ROWS, ItemKey, Row, RowItem
from studio.views.theme import color, px
from studio.views.timeline.frame_canvas import FrameCanvas

_ROW_PX = 20
_REACH_PX = 7
_NUDGE = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_WALK = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class RowView(FrameCanvas):
    """Drag items; up and down choose one, Ctrl with arrows moves, Insert adds, Delete deletes."""

    named = Signal(object)
    """The user wants to name the item of a key."""

    def __init__(self, items: TimelineItems) -> None:
        """Start without items; they are moved through a controller."""
        super().__init__(tr("Markers, events and camera keys"))
        self._controller = items
        self._items: tuple[RowItem, ...] = ()
        self._names = tuple(Row(name, tr(title)) for name, title in ROWS)
        self._held: ItemKey | None = None
        self._grip = 0.0
        self._current: ItemKey | None = None

    def height_px(self) -> int:
        """Room for all rows [px]."""
        return px(_ROW_PX) * len(self._names) + px(4)

    def apply(self, items: tuple[RowItem, ...], names: tuple[Row, ...] = ()) -> None:
        """Show other items.

        Args:
            items: What stands in the rows.
            names: The rows; none keeps them.
        """
        names = names or self._names
        if (items, names) == (self._items, self._names):
            return
        grows = len(names) != len(self._names)
        self._items, self._names = items, names
        if grows:
            self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names, items and playhead."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, row in enumerate(self._names):
            area = self._row_area(number)
            painter.setPen(QPen(color("border"), 1))
            painter.drawLine(area.topLeft(), area.topRight())
            self.paint_name(painter, row.title, area.top(), area.height())
        self.paint_playhead(painter)
        for item in self._items:
            self._paint_item(painter, item)
        self.paint_focus(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an item, or seek."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        item = self.item_at(event.position())
        if item is None:
            super().mousePressEvent(event)
            return
        self._held = self._current = item.key
        self._grip = self.frame_of(event.position().x()) - item.start
        self._controller.begin(item.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the item, or scrub."""
        if self._held is not None:
            frame = round(self.frame_of(event.position().x()) - self._grip)
            self._held = self._current = self._controller.move(self._held, frame)
            return
        hovered = self.item_at(event.position())
        shape = Qt.CursorShape.SizeHorCursor if hovered else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the item go."""
        if event.button() == Qt.MouseButton.LeftButton and self._held is not None:
            self._held = None
            self._controller.end()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Name a marker; in the row of a collider, add a key."""
        item = self.item_at(event.position())
        if item is not None and item.key.kind == "marker":
            self.named.emit(item.key)
        elif item is None and (row := self._row_at(event.position())) is not None:
            self._controller.add(row, round(self.frame_of(event.position().x())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, move, name or delete an item; Escape puts back what is dragged."""
        key = Qt.Key(event.key())
        item = next((one for one in self._items if one.key == self._current), None)
        moves = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape and self._held is not None:
            self._held = None
            self._controller.end(keep=False)
        elif key in _WALK and self._items:
            self._walk(_WALK[key])
        elif item is not None and moves and key in _NUDGE:
            self._controller.begin(item.key)
            self._current = self._controller.move(item.key, item.start + _NUDGE[key])
            self._controller.end()
        elif item is not None and key == Qt.Key.Key_Insert and self.view is not None:
            self._controller.add(item.row, self.view.frame)
        elif item is not None and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._controller.delete(item.key)
        elif item is not None and key == Qt.Key.Key_F2 and item.key.kind == "marker":
            self.named.emit(item.key)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if isinstance(event, QHelpEvent):
            item = self.item_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.tip(item), self)
            return True
        return super().event(event)

    def tip(self, item: RowItem | None) -> str:
        """What is said of an item."""
        if item is None:
            return tr("Drag to scrub; add a marker with Ctrl+M; double-click beside the keys of a "
                      "collider to add one")  # fmt: skip
        return tr(
            "{name}, frame {frame}: drag to move", name=item.text, frame=round(item.start) + 1
        )

    def item_at(self, point: QPointF) -> RowItem | None:
        """The item at a place [px]; the one in front where several are."""
        for item in reversed(self._items):
            if self._item_area(item).contains(point):
                return item
        return None

    def place_of(self, key: ItemKey) -> QPointF:
        """Where an item is taken hold of [px]."""
        item = next(one for one in self._items if one.key == key)
        return self._item_area(item).center()

    def _walk(self, step: int) -> None:
        keys = [item.key for item in self._items]
        place = keys.index(self._current) + step if self._current in keys else 0
        self._current = keys[place % len(keys)]
        self._controller.choose(self._current)
        item = self._items[place % len(keys)]
        self.setAccessibleDescription(f"{item.text}, {round(item.start) + 1}")
        self.update()

    def _row_at(self, point: QPointF) -> str | None:
        """Name of the row at a place [px]."""
        number = int(point.y() // px(_ROW_PX))
        inside = 0 <= number < len(self._names) and point.x() >= self.left
        return self._names[number].name if inside else None

    def _row_area(self, number: int) -> QRectF:
        return QRectF(0, number * px(_ROW_PX), self.width(), px(_ROW_PX))

    def _item_area(self, item: RowItem) -> QRectF:
        number = next(i for i, row in enumerate(self._names) if row.name == item.row)
        row, reach = self._row_area(number), px(_REACH_PX)
        left, right = self.x_of(item.start) - reach, self.x_of(item.end) + reach
        return QRectF(left, row.top(), right - left, row.height())

    def _paint_item(self, painter: QPainter, item: RowItem) -> None:
        area = self._item_area(item)
        left, right = self.x_of(item.start), self.x_of(item.end)
        middle, side = area.center().y(), px(5)
        focused = item.key == self._current and self.hasFocus()
        edge = "focus" if focused else ("text" if item.chosen else "panel")
        painter.setPen(QPen(color(edge), px(1.5)))
        painter.setBrush(color(item.color))
        if right - left > 2 * side:
            painter.drawRoundedRect(QRectF(left, middle - side, right - left, 2 * side), side, side)
        else:
            painter.drawPolygon([
                QPointF(left - side, middle), QPointF(left, middle - side),
                QPointF(left + side, middle), QPointF(left, middle + side),
            ])  # fmt: skip
        if item.row == "markers":
            self._paint_text(painter, item, area)

    def _paint_text(self, painter: QPainter, item: RowItem, area: QRectF) -> None:
        """The name of a marker, as far as there is room to the next one."""
        others = [self.x_of(one.start) for one in self._items
                  if one.row == item.row and one.start > item.start]  # fmt: skip
        left = area.right()
        room = min([*others, float(self.width())]) - left - px(8)
        text = painter.fontMetrics().elidedText(item.text, Qt.TextElideMode.ElideRight, int(room))
        if room > px(16):
            painter.setPen(color("text_muted"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(left, area.top(), room, area.height()), int(flags), text)
