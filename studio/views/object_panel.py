"""`ObjectPanel`: the photo, facts of the object, and the list of takes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFormLayout, QVBoxLayout

from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.resolve import ObjectView, resolve_object
from studio.state.studio_state import StudioState
from studio.state.take_list import ListRow, resolve_takes
from studio.views.elided_label import ElidedLabel
from studio.views.gap import add_gap
from studio.views.panel import Panel
from studio.views.photo_frame import PhotoFrame
from studio.views.take_list import TakeList
from studio.views.theme import label, px
from studio.views.thumbnails import ThumbnailLoader

PHOTO_SIDE_PX = 448


class ObjectPanel(Panel[tuple[ObjectView, tuple[ListRow, ...]]]):
    """Left side of the workspace."""

    def __init__(
        self, thumbnails: ThumbnailLoader, studio: Studio, actions: dict[str, QAction]
    ) -> None:
        """Build the panel.

        Args:
            thumbnails: Reads the photo.
            studio: Controllers that the list of takes calls.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self.setObjectName("leftPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(px(208))
        self._thumbnails = thumbnails
        self._view: ObjectView | None = None
        self._name = ElidedLabel(role="title")
        self._photo = PhotoFrame()
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(px(12))
        self._facts.setVerticalSpacing(px(4))
        self._takes = TakeList(studio, actions)
        self._no_takes = label(
            tr("No takes yet. Simulate the object to see it fall, bounce or crumble."),
            "muted",
            wrap=True,
        )
        self._takes_title = label(tr("Takes"), "title")
        self._nothing = label(
            tr("Nothing is open. Drop a photo of one object."), "muted", wrap=True
        )
        self._build()
        thumbnails.loaded.connect(self._on_thumbnail_loaded)

    def resolve(self, state: StudioState) -> tuple[ObjectView, tuple[ListRow, ...]]:
        """The object and its takes."""
        return resolve_object(state.document, state.placement.pose.scale), resolve_takes(state)

    def apply(
        self,
        old: tuple[ObjectView, tuple[ListRow, ...]] | None,
        new: tuple[ObjectView, tuple[ListRow, ...]],
    ) -> None:
        """Show what differs."""
        if old is None or old[0] != new[0]:
            self._apply_object(new[0])
        if old is None or old != new:
            self._apply_takes(new[1], opened=bool(new[0].name))

    def _apply_object(self, view: ObjectView) -> None:
        self._view = view
        opened = bool(view.name)
        self._nothing.setVisible(not opened)
        for widget in (self._name, self._takes_title):
            widget.setVisible(opened)
        self._name.show_text(view.name)
        self._show_photo(view.photo)
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for name, value in view.facts:
            cell = label(value)
            cell.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._facts.addRow(label(name, "muted"), cell)

    def _apply_takes(self, rows: tuple[ListRow, ...], *, opened: bool) -> None:
        self._no_takes.setVisible(opened and not rows)
        self._takes.setVisible(bool(rows))
        self._takes.apply(rows)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(8))
        column.addWidget(self._nothing)
        column.addWidget(self._name)
        column.addWidget(self._photo)
        column.addLayout(self._facts)
        add_gap(column, px(8))
        column.addWidget(self._takes_title)
        column.addWidget(self._no_takes)
        column.addWidget(self._takes, 1)
        column.addStretch(0)

    def _show_photo(self, path: Path | None) -> None:
        self._photo.setVisible(path is not None)
        if path is not None:
            self._photo.show_picture(self._thumbnails.get(path, PHOTO_SIDE_PX))

    def _on_thumbnail_loaded(self, path: str) -> None:
        if self._view is not None and path == str(self._view.photo):
            self._show_photo(self._view.photo)
