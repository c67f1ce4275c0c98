"""`ViewsBox`: pictures of the object with the places they were taken from."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from studio.controllers.photo_views_controller import PhotoViewsController
from studio.state.language import tr
from studio.state.photo import PhotoView
from studio.state.photo_quantities import AZIMUTH, DISTANCE, ELEVATION
from studio.state.resolve_photo import PhotoPanelView, ViewRow
from studio.views.action_buttons import text_button
from studio.views.elided_label import ElidedLabel
from studio.views.icons import icon
from studio.views.quantity_field import QuantityField
from studio.views.theme import label, px
from studio.views.thumbnails import ThumbnailLoader

THUMBNAIL_PX = 96
_SHOWN_PX = 40


class ViewsBox(QWidget):
    """A row a view; rows are kept while their number stays, so that focus does."""

    def __init__(
        self,
        views: PhotoViewsController,
        thumbnails: ThumbnailLoader,
        actions: dict[str, QAction],
    ) -> None:
        """Build the box.

        Args:
            views: Told what becomes of views.
            thumbnails: Reads their pictures.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self._controller = views
        self._thumbnails = thumbnails
        self._rows: list[_Row] = []
        self._note = label(role="muted", wrap=True)
        self._heads = _captions()
        self._list = QVBoxLayout()
        self._list.setSpacing(px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(self._note)
        column.addWidget(self._heads)
        column.addLayout(self._list)
        for name in ("add-views", "open-poses", "clear-views"):
            column.addWidget(text_button(actions[name], role="segment"))
        thumbnails.loaded.connect(self._on_thumbnail_loaded)

    def apply(self, view: PhotoPanelView) -> None:
        """Show the views."""
        self._note.setText(
            tr("First view: colours and material. The camera of each looks at the object's middle.")
            if view.views
            else tr("Predicted from the photo alone. Up to three more sides make a truer object.")
        )
        self._heads.setVisible(any(row.view.given is None for row in view.views))
        while len(self._rows) > len(view.views):
            row = self._rows.pop()
            row.hide()
            self._list.removeWidget(row)
            row.deleteLater()
        while len(self._rows) < len(view.views):
            row = _Row(len(self._rows), self._controller, self._thumbnails)
            self._rows.append(row)
            self._list.addWidget(row)
        for row, shown in zip(self._rows, view.views, strict=True):
            row.apply(shown, last=shown is view.views[-1])

    def _on_thumbnail_loaded(self, path: str) -> None:
        for row in self._rows:
            row.show_thumbnail(path)


class _Row(QWidget):
    """Picture, name and place of one view."""

    def __init__(
        self, index: int, views: PhotoViewsController, thumbnails: ThumbnailLoader
    ) -> None:
        super().__init__()
        self._index = index
        self._thumbnails = thumbnails
        self._shown: ViewRow | None = None
        self._picture = QLabel()
        self._picture.setFixedSize(px(_SHOWN_PX), px(_SHOWN_PX))
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = ElidedLabel(role="value")
        self._up = _button("up", tr("Earlier"), partial(views.move, index, -1))
        self._down = _button("down", tr("Later"), partial(views.move, index, 1))
        self._remove = _button("close", tr("Remove view"), partial(views.remove, index))
        self._fields = {
            "azimuth_deg": QuantityField(AZIMUTH, width=None),
            "elevation_deg": QuantityField(ELEVATION, width=None),
            "distance": QuantityField(DISTANCE, width=None),
        }
        for name, field in self._fields.items():
            field.setMinimumWidth(px(48))
            field.committed.connect(
                lambda value, name=name: views.set_place(index, **{name: value})
            )
        self._fields["azimuth_deg"].set_hint(tr("0° is the photo's side, 90° the one on its right"))
        self._fields["distance"].set_hint(tr("In longest sides of the object"))
        self._given = label(tr("Camera from the pose file"), "muted")
        self._lay_out()

    def apply(self, row: ViewRow, *, last: bool) -> None:
        """Show a view."""
        self._shown = row
        name = row.title
        self._title.show_text(tr("{number}. {name}", number=self._index + 1, name=name))
        self._up.setEnabled(self._index > 0)
        self._down.setEnabled(not last)
        given = row.view.given is not None
        self._given.setVisible(given)
        for key, field in self._fields.items():
            field.setVisible(not given)
            field.setAccessibleName(
                tr("{quantity} of {name}", quantity=_quantity_name(key), name=name)
            )
        self._show_place(row.view, row.elevation_text)
        self.show_thumbnail(str(row.file))

    def show_thumbnail(self, path: str) -> None:
        """Show the picture once it is read."""
        if self._shown is None or path != str(self._shown.file):
            return
        picture = self._thumbnails.get(self._shown.file, THUMBNAIL_PX)
        if picture is not None and not picture.isNull():
            self._picture.setPixmap(_fitted(picture, self._picture.size()))

    def _show_place(self, view: PhotoView, elevation_text: str) -> None:
        self._fields["azimuth_deg"].show_value(view.azimuth_deg, edited=False)
        if view.elevation_deg is None:
            self._fields["elevation_deg"].show_unset(elevation_text)
        else:
            self._fields["elevation_deg"].show_value(view.elevation_deg, edited=True)
        if view.distance is None:
            self._fields["distance"].show_unset(tr("auto"))
        else:
            self._fields["distance"].show_value(view.distance, edited=True)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        head = QHBoxLayout()
        head.setSpacing(px(2))
        head.addWidget(self._title, 1)
        for button in (self._up, self._down, self._remove):
            head.addWidget(button)
        places = QHBoxLayout()
        places.setSpacing(px(4))
        for field in self._fields.values():
            places.addWidget(field, 1)
        places.addWidget(self._given)
        grid.addWidget(self._picture, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(head, 0, 1)
        grid.addLayout(places, 1, 1)


def _captions() -> QWidget:
    """Names of the three fields, above the first row."""
    heads = QWidget()
    row = QHBoxLayout(heads)
    row.setContentsMargins(px(_SHOWN_PX + 8), 0, 0, 0)
    row.setSpacing(px(4))
    for quantity in (AZIMUTH, ELEVATION, DISTANCE):
        caption = ElidedLabel(tr(quantity.label), role="caption")
        row.addWidget(caption, 1)
    return heads


def _quantity_name(key: str) -> str:
    labels = {"azimuth_deg": AZIMUTH, "elevation_deg": ELEVATION, "distance": DISTANCE}
    return tr(labels[key].label)


def _button(sign: str, name: str, verb: partial[None]) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(sign))
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(lambda: verb())
    return button


def _fitted(picture: QPixmap, size: QSize) -> QPixmap:
    return picture.scaled(
        size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
