"""`PhotoPanel`: the photo, its mask, its camera, further views and the model."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.resolve_photo import PhotoPanelView, resolve_photo
from studio.state.studio_state import StudioState
from studio.views.action_buttons import icon_button, text_button
from studio.views.icons import icon
from studio.views.panel import Panel
from studio.views.photo.adapter_box import AdapterBox
from studio.views.photo.camera_box import CameraBox, SizeBox
from studio.views.photo.mask_box import BrushRows, MaskVerbs, ToolRow
from studio.views.photo.model_box import ModelBox
from studio.views.photo.photo_canvas import PhotoCanvas
from studio.views.photo.views_box import ViewsBox
from studio.views.scroll_pane import scroll_pane
from studio.views.theme import label, px, separator
from studio.views.thumbnails import ThumbnailLoader

_LEAST_PX = 232
"""Least width of the panel: that of the dock at first, without its frame."""


class PhotoPanel(Panel[PhotoPanelView]):
    """A column that scrolls, and below it what predicts again."""

    def __init__(
        self, studio: Studio, thumbnails: ThumbnailLoader, actions: dict[str, QAction]
    ) -> None:
        """Build the panel.

        Args:
            studio: Controllers that it calls.
            thumbnails: Reads pictures in the background.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self.setObjectName("panel")
        self.setMinimumWidth(px(_LEAST_PX))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.canvas = PhotoCanvas(studio, thumbnails, fits_width=True)
        self._hint = label(role="muted", wrap=True)
        self._tools = ToolRow(actions)
        self._brush = BrushRows(studio.photo, actions)
        self._verbs = MaskVerbs(actions)
        self._camera = CameraBox(studio.photo)
        self._size = SizeBox(studio.photo, actions)
        self._views = ViewsBox(studio.photo_views, thumbnails, actions)
        self._model = ModelBox(studio.photo_views, actions)
        self.adapter = AdapterBox(studio.learning, actions)
        self._status = label(role="muted", wrap=True)
        self._body = QWidget()
        self._foot = QWidget()
        self._large = icon_button(actions["photo-page"])
        self._predict = text_button(
            actions["predict-again"], role="primary", sign=icon("reset", "on_accent")
        )
        self._lay_out()

    def resolve(self, state: StudioState) -> PhotoPanelView:
        """What the panel shows for a state."""
        return resolve_photo(state)

    def apply(self, old: PhotoPanelView | None, new: PhotoPanelView) -> None:
        """Show what differs."""
        del old
        self._hint.setText(new.hint)
        self._hint.setVisible(bool(new.hint))
        self._body.setVisible(new.enabled)
        self._foot.setVisible(new.enabled)
        self._brush.apply(new)
        self._camera.apply(new)
        self._size.apply(new)
        self._views.apply(new)
        self._model.apply(new)
        self._status.setText(new.status)

    def show_state(self, state: StudioState) -> None:
        """Show a state here, in the picture and in the picker of adapters."""
        super().show_state(state)
        self.canvas.show_state(state)
        self.adapter.show_state(state)

    def _lay_out(self) -> None:
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(px(8))
        body.addWidget(self.canvas)
        body.addWidget(self._tools)
        body.addWidget(self._brush)
        body.addWidget(self._verbs)
        sections = (
            (tr("Camera"), self._camera),
            (tr("Real size"), self._size),
            (tr("Views"), self._views),
            (tr("Model"), self._model),
        )
        for title, box in sections:
            body.addWidget(separator())
            body.addWidget(label(title, "section"))
            body.addWidget(box)
        body.addWidget(self.adapter)
        body.addStretch(1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(10), px(12), px(10), px(12))
        column.addWidget(self._hint)
        column.addWidget(self._body, 1)
        column.addStretch(0)
        area = scroll_pane(content, tr("Photo"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(px(12), px(8), px(12), px(12))
        foot.setSpacing(px(6))
        foot.addWidget(self._status)
        row = QHBoxLayout()
        row.setSpacing(px(6))
        row.addWidget(self._predict, 1)
        row.addWidget(self._large)
        foot.addLayout(row)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(area, 1)
        outer.addWidget(self._foot)
