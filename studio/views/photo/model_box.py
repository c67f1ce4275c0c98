"""`ModelBox`: which model is asked, where it runs, and its card."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.controllers.photo_views_controller import PhotoViewsController
from studio.state.language import tr
from studio.state.model_choice import DEVICES, EMBEDDED_MODEL, PRECISIONS
from studio.state.resolve_photo import PhotoPanelView
from studio.views.action_buttons import icon_button
from studio.views.theme import label, px

_CARD_PX = 180


class ModelBox(QWidget):
    """The embedded model or a checkpoint; device and precision are a checkpoint's."""

    def __init__(self, views: PhotoViewsController, actions: dict[str, QAction]) -> None:
        """Choose through a controller."""
        super().__init__()
        self._model = QComboBox()
        self._model.setAccessibleName(tr("Model"))
        self._model.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._model.setMinimumContentsLength(10)
        self._model.activated.connect(lambda row: views.choose_model(self._model.itemData(row)))
        self._device = _choice(tr("Device"), DEVICES)
        self._device.activated.connect(
            lambda row: views.set_model_option("device", self._device.itemData(row))
        )
        self._precision = _choice(tr("Precision"), PRECISIONS)
        self._precision.activated.connect(
            lambda row: views.set_model_option("precision", self._precision.itemData(row))
        )
        self._names = (label(tr("Device"), "muted"), label(tr("Precision"), "muted"))
        self._toggle = QPushButton(tr("About this model"))
        self._toggle.setProperty("role", "link")
        self._toggle.setCheckable(True)
        self._card = QPlainTextEdit()
        self._card.setReadOnly(True)
        self._card.setTabChangesFocus(True)
        self._card.setFixedHeight(px(_CARD_PX))
        self._card.setAccessibleName(tr("About this model"))
        self._card.setProperty("verbatim", True)
        self._card.hide()
        self._toggle.toggled.connect(self._card.setVisible)
        self._lay_out(actions)

    def apply(self, view: PhotoPanelView) -> None:
        """Show the model that is chosen."""
        names = (EMBEDDED_MODEL, *view.recent_models)
        with QSignalBlocker(self._model):
            self._model.clear()
            for name in names:
                embedded = name == EMBEDDED_MODEL
                self._model.addItem(tr("Embedded model") if embedded else Path(name).name, name)
                self._model.setItemData(self._model.count() - 1, "" if embedded else name, 3)
            self._model.setCurrentIndex(names.index(view.model.name))
        checkpoint = not view.model.embedded
        for widget in (*self._names, self._device, self._precision):
            widget.setVisible(checkpoint)
        self._device.setCurrentIndex(self._device.findData(view.model.device))
        self._precision.setCurrentIndex(self._precision.findData(view.model.precision))
        if self._card.toPlainText() != view.card:
            self._card.setPlainText(view.card)

    def _lay_out(self, actions: dict[str, QAction]) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(4))
        row.addWidget(self._model, 1)
        row.addWidget(icon_button(actions["choose-checkpoint"]))
        grid = QGridLayout()
        grid.setSpacing(px(4))
        grid.setColumnStretch(1, 1)
        for place, (name, box) in enumerate(
            zip(self._names, (self._device, self._precision), strict=True)
        ):
            grid.addWidget(name, place, 0)
            grid.addWidget(box, place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(row)
        column.addLayout(grid)
        column.addWidget(self._toggle)
        column.addWidget(self._card)


def _choice(name: str, values: tuple[str, ...]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setProperty("verbatim", True)
    for value in values:
        box.addItem(value, value)
    return box
