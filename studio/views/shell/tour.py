"""`Tour`: lights one part of the window after another and says what it is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.state.language import tr
from studio.state.tour_steps import TOUR_STEPS
from studio.views.gap import add_gap
from studio.views.shell.actions import native_keys
from studio.views.shell.tour_targets import tour_target
from studio.views.theme import color, label, px

if TYPE_CHECKING:
    from studio.views.main_window import MainWindow

_CARD_PX = 460
_GAP_PX = 14
_RING_PX = 6
_SHADE = 0.62


class Tour(QWidget):
    """Covers the window while it runs; Escape or *Leave* ends it, arrows and buttons move."""

    def __init__(self, window: MainWindow, seen: Callable[[], None]) -> None:
        """Build a tour that is not shown.

        Args:
            window: Window that is shown round.
            seen: Called when the tour was finished or left.
        """
        super().__init__(window)
        self._window = window
        self._seen = seen
        self._step = 0
        self._target: QWidget = window
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Tour"))
        self._card = QFrame(self)
        self._card.setObjectName("tourCard")
        self._title = label("", "title", wrap=True)
        self._text = label("", wrap=True)
        self._count = label("", "muted")
        self._leave = QPushButton(tr("Leave"))
        self._back = QPushButton(tr("Back"))
        self._next = QPushButton()
        self._next.setProperty("role", "primary")
        self._leave.clicked.connect(self.leave)
        self._back.clicked.connect(lambda: self.show_step(self._step - 1))
        self._next.clicked.connect(lambda: self.show_step(self._step + 1))
        self._build_card()
        for watched in (window, self._leave, self._back, self._next):
            watched.installEventFilter(self)
        self.hide()

    @property
    def step(self) -> int:
        """Index of the step that is shown."""
        return self._step

    @property
    def lit(self) -> QRect:
        """What is lit, in this widget."""
        widget = self._target
        return QRect(widget.mapTo(self._window, QPoint(0, 0)), widget.size())

    def start(self) -> None:
        """Show the first step."""
        self._before = QApplication.focusWidget()
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.show_step(0)

    def show_step(self, step: int) -> None:
        """Show a step; the one after the last ends the tour."""
        if step >= len(TOUR_STEPS):
            self.leave()
            return
        self._step = max(step, 0)
        shown = TOUR_STEPS[self._step]
        self._target = tour_target(self._window, shown.target)
        keys = self._window.studio.state.keymap.keys
        self._title.setText(tr(shown.title))
        self._text.setText(
            tr(
                shown.text,
                palette=native_keys(keys.get("palette", "")),
                keys=native_keys(keys.get("shortcuts", "")),
            )
        )
        self._count.setText(tr("{step} of {count}", step=self._step + 1, count=len(TOUR_STEPS)))
        last = self._step == len(TOUR_STEPS) - 1
        self._next.setText(tr("Done") if last else tr("Next"))
        self._back.setEnabled(self._step > 0)
        self.setAccessibleDescription(f"{self._title.text()}. {self._text.text()}")
        self._place()
        self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """End the tour; it does not come again by itself."""
        self.hide()
        self._seen()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Escape leaves."""
        self._take_key(event.key())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays among the tour's buttons."""
        buttons = [b for b in (self._leave, self._back, self._next) if b.isEnabled()]
        focused = QApplication.focusWidget()
        place = next((i for i, button in enumerate(buttons) if button is focused), 0)
        target = buttons[(place + (1 if forward else -1)) % len(buttons)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def event(self, event: QEvent) -> bool:
        """No shortcut of the window fires while the tour runs."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; arrows on a button move through the tour."""
        if watched is not self._window and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._take_key(event.key())
        if event.type() == QEvent.Type.Resize and watched is self._window and self.isVisible():
            self.setGeometry(self._window.rect())
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Shade everything but the part that is lit."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.lit.adjusted(-px(2), -px(2), px(2), px(2)) & self.rect())
        shade, hole = QPainterPath(), QPainterPath()
        shade.addRect(QRectF(self.rect()))
        hole.addRoundedRect(ring, px(_RING_PX), px(_RING_PX))
        painter.fillPath(shade - hole, color("window", _SHADE))
        painter.setPen(QPen(color("accent"), px(2)))
        painter.drawPath(hole)

    def _take_key(self, key: int) -> bool:
        """Whether a key moved or ended the tour."""
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.show_step(self._step + (1 if key == Qt.Key.Key_Right else -1))
        else:
            return False
        return True

    def _build_card(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self._count)
        buttons.addStretch(1)
        for button in (self._leave, self._back, self._next):
            buttons.addWidget(button)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(px(16), px(14), px(16), px(14))
        column.setSpacing(px(8))
        column.addWidget(self._title)
        column.addWidget(self._text)
        add_gap(column, px(4))
        column.addLayout(buttons)

    def _place(self) -> None:
        """Put the card beside what is lit, where there is room."""
        width = min(px(_CARD_PX), self.width())
        self._card.setFixedWidth(width)
        self._card.resize(width, self._card.heightForWidth(width))  # as high as its wrapped text
        lit, size, gap = self.lit, self._card.size(), px(_GAP_PX)
        middle = QPoint(lit.center().x() - size.width() // 2, lit.center().y() - size.height() // 2)
        beside = (
            QRect(QPoint(lit.right() + gap, middle.y()), size),
            QRect(QPoint(lit.left() - gap - size.width(), middle.y()), size),
            QRect(QPoint(middle.x(), lit.bottom() + gap), size),
            QRect(QPoint(middle.x(), lit.top() - gap - size.height()), size),
            QRect(middle, size),
        )
        edge = self.rect().adjusted(gap, gap, -gap, -gap)
        moved = [_into(rect, edge) for rect in beside]
        free = [rect for rect in moved if not rect.intersects(lit)]
        self._card.move((free or moved[-1:])[0].topLeft())
        self.update()


def _into(rect: QRect, edge: QRect) -> QRect:
    """A rectangle moved so that it lies within another."""
    left = min(max(rect.left(), edge.left()), edge.right() - rect.width() + 1)
    top = min(max(rect.top(), edge.top()), edge.bottom() - rect.height() + 1)
    return QRect(QPoint(left, top), rect.size())
