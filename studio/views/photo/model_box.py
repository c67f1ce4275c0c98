"""`ModelBox`: which model is asked, how it is asked, and its card."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from studio.controllers.photo_views_controller import PhotoViewsController
from studio.state.language import tr
from studio.state.model_choice import (
    DEVICES,
    EMBEDDED_MODEL,
    MVADAPTER,
    PRECISIONS,
    VIEW_MAKERS,
    ModelChoice,
)
from studio.state.resolve_photo import PhotoPanelView
from studio.views.action_buttons import icon_button
from studio.views.elided_label import ElidedLabel
from studio.views.photo.model_card_box import ModelCardBox
from studio.views.theme import label, px

_LEAST_LETTERS = 7


class ModelBox(QWidget):
    """The embedded model or a checkpoint; all options below it are a checkpoint's."""

    def __init__(self, views: PhotoViewsController, actions: dict[str, QAction]) -> None:
        """Choose through a controller."""
        super().__init__()
        self._model = _choice(tr("Model"))
        self._model.activated.connect(lambda row: views.choose_model(self._model.itemData(row)))
        self._options = {
            "device": _choice(tr("Device"), {name: name for name in DEVICES}),
            "precision": _choice(tr("Precision"), {name: name for name in PRECISIONS}),
            "views_from": _choice(
                tr("Further views"),
                dict(zip(VIEW_MAKERS, (tr("Embedded model"), "MV-Adapter"), strict=True)),
            ),
        }
        for name, box in self._options.items():
            box.activated.connect(
                lambda row, name=name, box=box: views.set_model_option(name, box.itemData(row))
            )
        self._dino, self._mvadapter = ElidedLabel(), ElidedLabel()
        self._card = ModelCardBox()
        self._checkpoint = QWidget()
        self._mvadapter_row: tuple[QWidget, ...] = ()
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
        self._checkpoint.setVisible(not view.model.embedded)
        for name, box in self._options.items():
            box.setCurrentIndex(box.findData(getattr(view.model, name)))
        self._show_files(view.model)
        self._card.apply(view.card)

    def _show_files(self, model: ModelChoice) -> None:
        """Files that the checkpoint needs beside itself."""
        _show_path(self._dino, model.dino, tr("in the checkpoint"))
        _show_path(self._mvadapter, model.mvadapter_weights, tr("not chosen"))
        for widget in self._mvadapter_row:
            widget.setVisible(model.views_from == MVADAPTER)

    def _lay_out(self, actions: dict[str, QAction]) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(4))
        row.addWidget(self._model, 1)
        row.addWidget(icon_button(actions["choose-checkpoint"]))
        grid = QGridLayout(self._checkpoint)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(4))
        grid.setColumnStretch(1, 1)
        for box in self._options.values():
            place = grid.rowCount()
            grid.addWidget(label(box.accessibleName(), "muted"), place, 0)
            grid.addWidget(box, place, 1, 1, 3)
        self._mvadapter_row = _file_row(
            grid, tr("MV-Adapter"), self._mvadapter, icon_button(actions["choose-mvadapter"])
        )
        _file_row(
            grid,
            tr("DINOv3"),
            self._dino,
            icon_button(actions["choose-dino"]),
            icon_button(actions["no-dino"]),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(row)
        column.addWidget(self._checkpoint)
        column.addWidget(self._card)


def _file_row(grid: QGridLayout, name: str, *widgets: QWidget) -> tuple[QWidget, ...]:
    """A name, what is chosen, and buttons; all of them are returned."""
    row = (label(name, "muted"), *widgets)
    place = grid.rowCount()
    for column, widget in enumerate(row):
        grid.addWidget(widget, place, column)
    return row


def _show_path(line: ElidedLabel, path: Path | None, otherwise: str) -> None:
    line.show_text(otherwise if path is None else path.name)
    if path is not None:
        line.setToolTip(str(path))


def _choice(name: str, values: dict[str, str] | None = None) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setProperty("verbatim", True)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_LEAST_LETTERS)
    for value, text in (values or {}).items():
        box.addItem(text, value)
    return box
