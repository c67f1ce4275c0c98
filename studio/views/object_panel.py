"""`ObjectPanel`: the photo, facts of the object, and the list of takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.state.language import tr
from studio.state.resolve import ObjectView, TakeRow, resolve_object, resolve_takes
from studio.state.studio_state import StudioState
from studio.views.elided_label import ElidedLabel
from studio.views.panel import Panel
from studio.views.photo_frame import PhotoFrame
from studio.views.theme import label, px, theme_changed
from studio.views.thumbnails import ThumbnailLoader

PHOTO_SIDE_PX = 448
_ROW_HEIGHT_PX = 48
_INDENT_PX = 14
"""Room before a branch, for every take that it goes back to."""
_DEPTH_LIMIT = 5
_NAME_ROLE = int(Qt.ItemDataRole.UserRole)


class ObjectPanel(Panel[tuple[ObjectView, tuple[TakeRow, ...]]]):
    """Left side of the workspace."""

    def __init__(
        self, thumbnails: ThumbnailLoader, show_take: Callable[[str | None], None]
    ) -> None:
        """Build the panel.

        Args:
            thumbnails: Reads the photo.
            show_take: Called with the take the user chose.
        """
        super().__init__()
        self.setObjectName("leftPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(px(208))
        self._thumbnails = thumbnails
        self._show_take = show_take
        self._view: ObjectView | None = None
        self._name = ElidedLabel(role="title")
        self._photo = PhotoFrame()
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(px(12))
        self._facts.setVerticalSpacing(px(4))
        self._takes = QListWidget()
        self._takes.setAccessibleName(tr("Takes"))
        self._takes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._takes.currentItemChanged.connect(self._on_current_take_changed)
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
        theme_changed.connect(self._size_rows)

    def resolve(self, state: StudioState) -> tuple[ObjectView, tuple[TakeRow, ...]]:
        """The object and its takes."""
        return resolve_object(state.document, state.placement.pose.scale), resolve_takes(state)

    def apply(
        self,
        old: tuple[ObjectView, tuple[TakeRow, ...]] | None,
        new: tuple[ObjectView, tuple[TakeRow, ...]],
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

    def _apply_takes(self, rows: tuple[TakeRow, ...], *, opened: bool) -> None:
        self._no_takes.setVisible(opened and not rows)
        self._takes.setVisible(bool(rows))
        with QSignalBlocker(self._takes):
            while self._takes.count() > len(rows):
                self._takes.takeItem(self._takes.count() - 1)
            while self._takes.count() < len(rows):
                self._add_row()
            for index, row in enumerate(rows):
                self._fill_row(self._takes.item(index), row)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(8))
        column.addWidget(self._nothing)
        column.addWidget(self._name)
        column.addWidget(self._photo)
        column.addLayout(self._facts)
        column.addSpacing(px(8))
        column.addWidget(self._takes_title)
        column.addWidget(self._no_takes)
        column.addWidget(self._takes, 1)
        column.addStretch(0)

    def _add_row(self) -> None:
        item = QListWidgetItem()
        item.setSizeHint(QSize(0, px(_ROW_HEIGHT_PX)))
        self._takes.addItem(item)
        row = QWidget()
        row.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(row)
        column.setContentsMargins(px(10), px(5), px(8), px(5))
        column.setSpacing(0)
        column.addWidget(ElidedLabel(role="value"))
        column.addWidget(ElidedLabel(role="muted"))
        self._takes.setItemWidget(item, row)

    def _size_rows(self) -> None:
        for index in range(self._takes.count()):
            self._takes.item(index).setSizeHint(QSize(0, px(_ROW_HEIGHT_PX)))

    def _fill_row(self, item: QListWidgetItem, row: TakeRow) -> None:
        item.setData(_NAME_ROLE, row.name)
        item.setData(int(Qt.ItemDataRole.AccessibleTextRole), f"{row.title}, {row.subtitle}")
        item.setToolTip(row.subtitle)
        layout = self._takes.itemWidget(item).layout()
        if layout is not None:
            indent = px(10) + min(row.depth, _DEPTH_LIMIT) * px(_INDENT_PX)
            layout.setContentsMargins(indent, px(5), px(8), px(5))
            for place, text in enumerate((row.title, row.subtitle)):
                cell = layout.itemAt(place)
                widget = cell.widget() if cell is not None else None
                if isinstance(widget, ElidedLabel):
                    widget.show_text(text)
        if row.active:
            self._takes.setCurrentItem(item)

    def _on_current_take_changed(self, current: QListWidgetItem | None) -> None:
        if current is not None:
            self._show_take(current.data(_NAME_ROLE))

    def _show_photo(self, path: Path | None) -> None:
        self._photo.setVisible(path is not None)
        if path is not None:
            self._photo.show_picture(self._thumbnails.get(path, PHOTO_SIDE_PX))

    def _on_thumbnail_loaded(self, path: str) -> None:
        if self._view is not None and path == str(self._view.photo):
            self._show_photo(self._view.photo)
