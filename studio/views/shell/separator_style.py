"""`SeparatorStyle`: the thin lines between docks, which light up under the pointer.

A style sheet could draw them, but it would have to be one of the window that holds the docks, and
would reach every widget in them; see `studio.views.dressing`.
"""

from __future__ import annotations

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from studio.views.theme import color, px

_WIDTH_PX = 3


class SeparatorStyle(QProxyStyle):
    """Style of that one window; its children do not inherit it."""

    def __init__(self) -> None:
        """Everything but the lines is drawn as by the application's style."""
        super().__init__("fusion")

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """Width of the lines; other lengths as they are [px]."""
        if metric == QStyle.PixelMetric.PM_DockWidgetSeparatorExtent:
            return px(_WIDTH_PX)
        return super().pixelMetric(metric, option, widget)

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw a line between docks; other things as they are."""
        if element == QStyle.PrimitiveElement.PE_IndicatorDockWidgetResizeHandle:
            lit = bool(option.state & QStyle.StateFlag.State_MouseOver)
            painter.fillRect(option.rect, color("accent" if lit else "border"))
            return
        super().drawPrimitive(element, option, painter, widget)
