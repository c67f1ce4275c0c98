"""`FlowRow`: widgets side by side, in as many lines as the width asks for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.views.theme import px, theme_changed


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """One widget of the row."""

    widget: QWidget
    grows_from_px: int
    """Width at 100 % from which it takes what room is left; 0 for one of fixed width."""
    pushed: bool
    """Whether it stands at the right end of its line."""

    @property
    def least(self) -> int:
        """Width below which it would be cut [px]."""
        widget = self.widget
        return max(widget.minimumSizeHint().width(), widget.minimumWidth())

    def width(self, room: int) -> int:
        """Width in a line before what is left is shared out [px]."""
        wanted = px(self.grows_from_px) or self.widget.sizeHint().width()
        within = min(max(wanted, self.least), self.widget.maximumWidth())
        return min(within, max(room, self.least))

    def height(self, width: int) -> int:
        """Height at a width [px]."""
        widget = self.widget
        if widget.hasHeightForWidth():
            return max(widget.heightForWidth(width), widget.minimumHeight())
        hint = widget.sizeHint().height()
        return min(max(hint, widget.minimumHeight()), widget.maximumHeight())


class FlowRow(QWidget):
    """Needs no more width than the widest of its widgets."""

    def __init__(self, gap_px: int, *, centred: bool = False) -> None:
        """Make an empty row.

        Args:
            gap_px: Between widgets and between lines, at 100 %.
            centred: Whether lines stand in the middle.
        """
        super().__init__()
        self._gap_px = gap_px
        self._centred = centred
        self._parts: list[_Part] = []
        self._pushes = False
        self._height = 0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme_changed.connect(self._arrange)

    def add(self, widget: QWidget, *, grows_from_px: int = 0) -> None:
        """Add a widget behind the others.

        Args:
            widget: The widget.
            grows_from_px: Width at 100 % from which it takes what room its line has left, up to
                its own limit; 0 for a widget that keeps the width it asks for.
        """
        widget.setParent(self)
        self._parts.append(_Part(widget, grows_from_px, self._pushes))

    def push(self) -> None:
        """Widgets that are added from now on stand at the right end of their lines."""
        self._pushes = True

    @property
    def line_count(self) -> int:
        """Lines that the widgets stand in now."""
        return len(self._lines(self.width()))

    def hasHeightForWidth(self) -> bool:
        """Narrow rows are higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines at a width [px]."""
        lines = self._lines(width)
        heights = sum(max(part.height(wide) for part, wide in line) for line in lines)
        return heights + self._gap * max(len(lines) - 1, 0)

    def sizeHint(self) -> QSize:
        """All in one line."""
        line = [(part, part.width(px(10_000))) for part in self._shown]
        width = sum(wide for _, wide in line) + self._gap * max(len(line) - 1, 0)
        return QSize(width, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest widget, as high as the lines are now."""
        least = max((part.least for part in self._shown), default=0)
        return QSize(least, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines elsewhere."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Break the lines elsewhere when a widget comes, goes or needs another width."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
            self.updateGeometry()
        return done

    @property
    def _gap(self) -> int:
        return px(self._gap_px)

    @property
    def _shown(self) -> list[_Part]:
        return [part for part in self._parts if not part.widget.isHidden()]

    def _lines(self, room: int) -> list[list[tuple[_Part, int]]]:
        """Parts with their widths [px], line by line."""
        lines: list[list[tuple[_Part, int]]] = []
        used = room + 1
        for part in self._shown:
            width = part.width(room)
            if used + self._gap + width > room:
                lines.append([])
                used = -self._gap
            lines[-1].append((part, width))
            used += self._gap + width
        return [_grown(line, room, self._gap) for line in lines]

    def _arrange(self) -> None:
        """Put every widget in its place."""
        top = 0
        for line in self._lines(self.width()):
            height = max(part.height(wide) for part, wide in line)
            free = max(self.width() - _length(line, self._gap), 0)
            left = free // 2 if self._centred else 0
            for part, wide in line:
                if part.pushed and not self._centred:
                    left, free = left + free, 0
                high = part.height(wide)
                part.widget.setGeometry(QRect(left, top + (height - high) // 2, wide, high))
                left += wide + self._gap
            top += height + self._gap
        needed = max(top - self._gap, 0)
        if needed != self._height:
            self._height = needed
            self.updateGeometry()


def _length(line: list[tuple[_Part, int]], gap: int) -> int:
    return sum(wide for _, wide in line) + gap * (len(line) - 1)


def _grown(line: list[tuple[_Part, int]], room: int, gap: int) -> list[tuple[_Part, int]]:
    """A line whose growing parts have taken the room that is left, the first ones first."""
    free = max(room - _length(line, gap), 0)
    grown = []
    for part, wide in line:
        more = min(free, part.widget.maximumWidth() - wide) if part.grows_from_px else 0
        free -= more
        grown.append((part, wide + more))
    return grown
