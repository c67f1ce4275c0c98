"""`MaskBox`: tools on the photo, brush, overlay, and what is done to the whole mask."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QSlider, QVBoxLayout, QWidget

from models.mask_edits import RADIUS_RANGE
from studio.controllers.photo_controller import PhotoController
from studio.state.language import tr
from studio.state.resolve_photo import PhotoPanelView
from studio.views.action_buttons import icon_button, text_button
from studio.views.flow_row import FlowRow
from studio.views.theme import label, px

TOOLS = ("photo-brush", "photo-eraser", "photo-polygon", "photo-measure", "photo-level")
VERBS = (
    "mask-grow", "mask-shrink", "mask-feather", "mask-invert", "mask-fill", "mask-clear",
)  # fmt: skip
_STEPS = 200
_SLIDER_PX = 48
_SLIDER_HEIGHT_PX = 22
"""Height that the handle needs."""
_LOW, _HIGH = (math.log(limit) for limit in RADIUS_RANGE)


class ToolRow(FlowRow):
    """Buttons of the tools, and of undo and redo at the right."""

    def __init__(self, actions: dict[str, QAction]) -> None:
        """Show the actions of tools, undo and redo."""
        super().__init__(0)
        for name in TOOLS:
            self.add(icon_button(actions[name]))
        self.push()
        for name in ("undo", "redo"):
            self.add(icon_button(actions[name]))


class BrushRows(QWidget):
    """Sliders of the brush's size and the mask's opacity."""

    def __init__(self, photo: PhotoController, actions: dict[str, QAction]) -> None:
        """Set brush and opacity through a controller."""
        super().__init__()
        self._size = _slider(tr("Size of the brush"))
        self._size.setToolTip(tr("Size of the brush: also [ and ], or Ctrl and the wheel"))
        self._size.valueChanged.connect(lambda value: photo.set_brush(_radius(value)))
        self._opacity = _slider(tr("Opacity of the mask"))
        self._opacity.valueChanged.connect(lambda value: photo.set_opacity(value / _STEPS))
        self._size_name = label(tr("Brush"), "muted")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._size_name, 0, 0)
        grid.addWidget(self._size, 0, 1)
        grid.addWidget(label(tr("Mask"), "muted"), 1, 0)
        grid.addWidget(self._opacity, 1, 1)
        overlay = icon_button(actions["photo-overlay"])
        grid.addWidget(overlay, 1, 2)

    def apply(self, view: PhotoPanelView) -> None:
        """Show brush and opacity."""
        paints = view.tool in ("brush", "eraser")
        self._size.setEnabled(paints)
        self._size_name.setEnabled(paints)
        with QSignalBlocker(self._size), QSignalBlocker(self._opacity):
            share = (math.log(view.brush_radius) - _LOW) / (_HIGH - _LOW)
            self._size.setValue(round(share * _STEPS))
            self._opacity.setValue(round(view.opacity * _STEPS))


class MaskVerbs(QWidget):
    """Buttons that change the whole mask."""

    def __init__(self, actions: dict[str, QAction]) -> None:
        """Show the actions of the mask."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        grid = QGridLayout()
        grid.setSpacing(px(4))
        for place, name in enumerate(VERBS):
            grid.addWidget(text_button(actions[name], role="segment"), place // 2, place % 2)
        column.addLayout(grid)
        column.addWidget(text_button(actions["mask-reset"], role="segment"))


def _slider(name: str) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, _STEPS)
    slider.setMinimumSize(px(_SLIDER_PX), px(_SLIDER_HEIGHT_PX))
    slider.setAccessibleName(name)
    slider.setToolTip(name)
    return slider


def _radius(value: int) -> float:
    return math.exp(_LOW + (_HIGH - _LOW) * value / _STEPS)
