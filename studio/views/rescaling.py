"""`Rescaling`: gives margins, spacings and fixed sizes of open windows another scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QFormLayout,
    QGridLayout,
    QLayout,
    QStyle,
    QWidget,
)

UNSCALED = "unscaled"
"""Property of a widget that sizes itself and is left alone when it is True."""
_DESIGN = "design_lengths"
"""Property that keeps unrounded lengths, so that many changes of scale add no error."""
_UNLIMITED = 16_777_215
"""Qt's QWIDGETSIZE_MAX."""
_SHEET_SIZES = ("_q_stylesheet_minw", "_q_stylesheet_minh", "_q_stylesheet_maxw",
                "_q_stylesheet_maxh")  # fmt: skip
"""Properties that Qt gives a widget whose limits come from the style sheet, which scales them."""


class Rescaling:
    """Made before the style sheet changes, applied after it."""

    def __init__(self, widgets: Sequence[QWidget], scale: float) -> None:
        """Look at widgets.

        Args:
            widgets: All that get another scale together.
            scale: Scale they have now.
        """
        self._old = scale
        self._widgets = widgets
        self._buttons = [w for w in self._widgets if _has_own_icon_size(w)]

    def apply(self, scale: float) -> None:
        """Give everything a new scale."""
        if scale == self._old:
            return
        for button in self._buttons:
            if isinstance(button, QAbstractButton):
                size = button.iconSize()
                width, height = self._scaled(button, "icon", (size.width(), size.height()), scale)
                button.setIconSize(QSize(width, height))
        for widget in self._widgets:
            if not widget.property(UNSCALED):
                self._rescale_widget(widget, scale)
        for widget in self._widgets:
            layout = widget.layout()
            if layout is not None:
                self._rescale_layout(layout, scale)

    def _rescale_widget(self, widget: QWidget, scale: float) -> None:
        if widget.isWindow():
            return
        limits = (
            widget.minimumWidth(), widget.minimumHeight(),
            widget.maximumWidth(), widget.maximumHeight(),
        )  # fmt: skip
        scaled = self._scaled(widget, "limits", limits, scale)
        setters = (
            widget.setMinimumWidth, widget.setMinimumHeight,
            widget.setMaximumWidth, widget.setMaximumHeight,
        )  # fmt: skip
        grows = scale > self._old
        for place in (2, 3, 0, 1) if grows else (0, 1, 2, 3):  # a minimum never passes its maximum
            from_sheet = widget.property(_SHEET_SIZES[place]) is not None
            if not from_sheet and 0 < limits[place] < _UNLIMITED:
                setters[place](scaled[place])

    def _rescale_layout(self, layout: QLayout, scale: float) -> None:
        margins = layout.contentsMargins()
        sides = (margins.left(), margins.top(), margins.right(), margins.bottom())
        layout.setContentsMargins(*self._scaled(layout, "margins", sides, scale))
        if isinstance(layout, QGridLayout | QFormLayout):
            gaps = (layout.horizontalSpacing(), layout.verticalSpacing())
            across, down = self._scaled(layout, "gaps", gaps, scale)
            layout.setHorizontalSpacing(across)
            layout.setVerticalSpacing(down)
        elif layout.spacing() >= 0:
            (gap,) = self._scaled(layout, "gap", (layout.spacing(),), scale)
            layout.setSpacing(gap)
        for inner in layout.children():  # never `itemAt`, see `gap`
            if isinstance(inner, QLayout):
                self._rescale_layout(inner, scale)
        layout.invalidate()

    def _scaled(
        self, owner: QObject, what: str, lengths: Iterable[int], scale: float
    ) -> tuple[int, ...]:
        """Lengths at a new scale; what the code has set in the meantime counts anew."""
        kept = owner.property(_DESIGN) or {}
        now = tuple(lengths)
        design = kept.get(what, ())
        if len(design) != len(now):
            design = tuple(length / self._old for length in now)
        design = tuple(
            base if round(base * self._old) == length else length / self._old
            for base, length in zip(design, now, strict=True)
        )
        owner.setProperty(_DESIGN, {**kept, what: design})
        return tuple(round(base * scale) for base in design)


def _has_own_icon_size(widget: QWidget) -> bool:
    """Whether a button's icon has a size that is not the style's."""
    if not isinstance(widget, QAbstractButton):
        return False
    usual = widget.style().pixelMetric(QStyle.PixelMetric.PM_ButtonIconSize, None, widget)
    return widget.iconSize().width() != usual
