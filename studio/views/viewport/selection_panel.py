"""`SelectionPanel`: what is selected, by value, and what floats about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from studio.controllers.selection_controller import LARGEST_GAP, SelectionController
from studio.state.language import tr
from studio.state.resolve_selection import VALUE_TITLES, SelectionView, resolve_selection
from studio.state.selection import BRUSH_RANGE_PX
from studio.state.studio_state import StudioState
from studio.views.action_buttons import button_column, icon_button
from studio.views.panel import Panel
from studio.views.scroll_pane import scroll_pane
from studio.views.theme import label, px, separator
from studio.views.viewport.histogram_view import HistogramView

_STEPS = 200
_SIZES = ("select-grow", "select-shrink")
_FATES = (
    "hide-selection", "show-hidden", "lock-selection", "unlock-all", "delete-selection",
    "restore-deleted",
)  # fmt: skip
_MODES = ("mode-set", "mode-add", "mode-remove", "mode-intersect", "select-through")
_FLOATERS = ("floaters-preview", "floaters-select", "floaters-delete", "floaters-end")


class SelectionPanel(Panel[SelectionView]):
    """Counts, modes, a histogram with a range, settings of the tools, floaters."""

    def __init__(self, selection: SelectionController, actions: dict[str, QAction]) -> None:
        """Build the panel.

        Args:
            selection: Told what is chosen.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self._selection = selection
        self._summary = label(role="value", wrap=True)
        self._marks = label(role="muted", wrap=True)
        self._busy = label(role="muted")
        self._values = QComboBox()
        self._values.setAccessibleName(tr("Value of the histogram"))
        for name, title in VALUE_TITLES.items():
            self._values.addItem(tr(title), name)
        self._values.activated.connect(
            lambda index: selection.set_value(self._values.itemData(index))
        )
        self._histogram = HistogramView()
        self._histogram.setAccessibleName(tr("Histogram: drag to select a range"))
        self._histogram.ranged.connect(selection.select_range)
        self._range = label(role="muted")
        self._sliders = {
            "tolerance": _Slider(tr("Colour tolerance"), 0.0, 1.0, selection.set_tolerance),
            "gap_share": _Slider(tr("Gap that connects"), 0.001, LARGEST_GAP, selection.set_gap),
            "brush_px": _Slider(tr("Brush radius"), *BRUSH_RANGE_PX, selection.set_brush),
            "strength": _Slider(tr("Strength"), 0.0, 1.0, selection.set_floater_strength),
        }
        self._floaters = label(role="muted", wrap=True)
        self._lay_out(actions)

    def resolve(self, state: StudioState) -> SelectionView:
        """What the panel shows for a state."""
        return resolve_selection(state)

    def apply(self, old: SelectionView | None, new: SelectionView) -> None:
        """Show what differs."""
        self._summary.setText(new.summary)
        self._marks.setText(new.marks)
        self._marks.setVisible(bool(new.marks))
        self._busy.setText(new.busy)
        self._values.setCurrentIndex(self._values.findData(new.value))
        if old is None or (old.histogram, old.picked) != (new.histogram, new.picked):
            self._histogram.show_values(new.histogram, new.picked)
        self._range.setText(new.range_text)
        units = {"gap_share": tr("{share} % of the size", share=f"{100 * new.gap_share:.1f}"),
                 "brush_px": f"{new.brush_px:.0f} px"}  # fmt: skip
        for name, slider in self._sliders.items():
            value = getattr(new, name)
            slider.show_value(value, units.get(name, f"{value:.2f}"))
        self._floaters.setText(new.floaters)
        self._body.setEnabled(new.enabled)

    def showEvent(self, event: QShowEvent) -> None:
        """Keep the histogram fresh while it is seen."""
        self._selection.watch_values(True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees the histogram."""
        self._selection.watch_values(False)
        super().hideEvent(event)

    def _lay_out(self, actions: dict[str, QAction]) -> None:
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(8))
        column.addWidget(self._summary)
        column.addWidget(self._marks)
        column.addLayout(_row([icon_button(actions[name]) for name in _MODES], self._busy))
        column.addLayout(button_column([actions[name] for name in (*_SIZES, *_FATES)]))
        column.addWidget(separator())
        column.addWidget(label(tr("Select by value"), "section"))
        column.addWidget(self._values)
        column.addWidget(self._histogram)
        column.addWidget(self._range)
        column.addWidget(separator())
        column.addWidget(label(tr("Tools"), "section"))
        for name in ("brush_px", "tolerance", "gap_share"):
            column.addWidget(self._sliders[name])
        column.addWidget(separator())
        column.addWidget(label(tr("Floaters"), "section"))
        column.addWidget(self._sliders["strength"])
        column.addWidget(self._floaters)
        column.addLayout(button_column([actions[name] for name in _FLOATERS]))
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll_pane(self._body, tr("Selection")))


class _Slider(QWidget):
    """A titled slider over a range of numbers."""

    def __init__(
        self, title: str, low: float, high: float, change: Callable[[float], object]
    ) -> None:
        super().__init__()
        self._low, self._high = low, high
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, _STEPS)
        self._slider.setMinimumHeight(px(22))
        self._slider.setAccessibleName(title)
        self._text = label(role="muted")
        self._text.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._slider.valueChanged.connect(
            lambda step: change(self._low + step / _STEPS * (self._high - self._low))
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(2))
        grid.addWidget(QLabel(title), 0, 0)
        grid.addWidget(self._text, 0, 1)
        grid.addWidget(self._slider, 1, 0, 1, 2)

    def show_value(self, value: float, text: str) -> None:
        """Show a value without telling it on."""
        step = round((value - self._low) / (self._high - self._low) * _STEPS)
        self._text.setText(text)
        if not self._slider.isSliderDown() and step != self._slider.value():
            blocked = self._slider.blockSignals(True)
            self._slider.setValue(step)
            self._slider.blockSignals(blocked)


def _row(widgets: list[QWidget], last: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(px(4))
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    row.addWidget(last)
    return row
