"""`PhotoPage`: the photo in the middle of the workspace, for working large."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from studio.state.language import mark, tr
from studio.state.resolve_photo import PhotoPanelView, resolve_photo
from studio.state.studio_state import StudioState
from studio.views.action_buttons import text_button
from studio.views.docks import DockContext
from studio.views.elided_label import ElidedLabel
from studio.views.flow_row import FlowRow
from studio.views.icons import icon
from studio.views.panel import Panel
from studio.views.photo.mask_box import BrushRows, ToolRow
from studio.views.photo.photo_canvas import PhotoCanvas
from studio.views.theme import button_text, px

_BRUSH_PX = (180, 280)
"""Least and largest width of the sliders."""
_HELP = {
    "brush": mark("Paint what belongs to the object; the right button erases."),
    "eraser": mark("Paint what does not belong to it; the right button paints."),
    "polygon": mark(
        "Click corners. Enter adds the inside, Shift+Enter cuts it out, "
        "Backspace takes the last corner away."
    ),
    "measure": mark(
        "Click or drag from end to end of something whose length you know, "
        "then type the length in the photo panel."
    ),
    "level": mark("Click or drag along something that is level; the roll of the camera follows."),
}


class PhotoPage(Panel[PhotoPanelView]):
    """Tools above, the photo, and what the tool does below."""

    def __init__(self, context: DockContext) -> None:
        """Build the page."""
        super().__init__()
        studio, actions = context.studio, context.actions
        self._photo = studio.state.photo
        self.canvas = PhotoCanvas(studio, context.thumbnails)
        self._tools = ToolRow(actions)
        self._brush = BrushRows(studio.photo, actions)
        self._brush.setMaximumWidth(px(_BRUSH_PX[1]))
        self._help = ElidedLabel(role="muted")
        row = FlowRow(16)
        row.add(self._tools)
        row.add(self._brush, grows_from_px=_BRUSH_PX[0])
        row.push()
        back = text_button(actions["photo-page"], sign=icon("cube"))
        back.setText(button_text(tr("Back to the object")))
        row.add(back)
        top = QHBoxLayout()
        top.setContentsMargins(px(12), px(8), px(12), px(8))
        top.addWidget(row)
        foot = QHBoxLayout()
        foot.setContentsMargins(px(12), px(8), px(12), px(8))
        foot.setSpacing(px(12))
        foot.addWidget(self._help, 1)
        sign = icon("reset", "on_accent")
        foot.addWidget(text_button(actions["predict-again"], role="primary", sign=sign))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.canvas, 1)
        column.addLayout(foot)
        self.setAccessibleName(tr("Photo"))

    def resolve(self, state: StudioState) -> PhotoPanelView:
        """What the page shows for a state."""
        return resolve_photo(state)

    def apply(self, old: PhotoPanelView | None, new: PhotoPanelView) -> None:
        """Show what differs."""
        del old
        self._brush.apply(new)
        self._help.show_text(new.hint or tr(_HELP[new.tool]))

    def showEvent(self, event: QShowEvent) -> None:
        """The photo stands in the middle."""
        super().showEvent(event)
        self._photo.page_shown = True

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page stands there."""
        super().hideEvent(event)
        self._photo.page_shown = False

    def show_state(self, state: StudioState) -> None:
        """Show a state here and in the picture."""
        super().show_state(state)
        self.canvas.show_state(state)
