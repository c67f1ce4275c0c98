"""`CameraPanel`: the keys of the camera path as a list and in numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from render.cameras.presets import PRESETS
from studio.controllers.commands.camera_commands import PRESET_TITLES
from studio.controllers.studio_controller import Studio
from studio.state.camera_amounts import AMOUNTS
from studio.state.language import tr
from studio.state.resolve_camera import CameraView, KeyRow, resolve_camera
from studio.state.studio_state import StudioState
from studio.views.action_buttons import button_column, icon_button
from studio.views.camera.key_form import KeyForm
from studio.views.panel import Panel
from studio.views.quantity_field import QuantityField
from studio.views.scroll_pane import scroll_pane
from studio.views.theme import label, px, separator
from studio.views.viewport.view_form import ViewForm

_VERBS = (
    "add-camera-key", "overwrite-camera-key", "duplicate-camera-key", "go-to-camera-key",
    "remove-camera-key",
)  # fmt: skip
_MODES = ("look-through-camera", "tool-camera-path", "loop-camera-path")
_SWITCHES = ("even-camera-speed", "fit-camera-path")
_FILES = ("open-camera-path", "save-camera-path")
_LIST_PX = 132


class CameraPanel(Panel[CameraView]):
    """List of keys, the selected one in numbers, presets to start from, files."""

    def __init__(self, studio: Studio, actions: dict[str, QAction]) -> None:
        """Build the panel.

        Args:
            studio: Its camera path is edited.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self._path, self._files = studio.camera_path, studio.camera_files
        self._list = KeyList(self._path.go_to, self._path.remove)
        self._form = KeyForm(self._path)
        self._view = ViewForm(studio.viewport)
        self._note = label(role="muted", wrap=True)
        self._preset = QComboBox()
        self._amounts = {name: QuantityField(one, width=84) for name, one in AMOUNTS.items()}
        self._values = {name: one.typical for name, one in AMOUNTS.items()}
        self._start = QPushButton(tr("Start"))
        self._fill_presets()
        self._lay_out(actions)
        self._list.currentItemChanged.connect(self._on_current_changed)
        self._preset.currentIndexChanged.connect(self._on_preset_changed)
        self._start.clicked.connect(self._on_start)
        self._on_preset_changed()

    def resolve(self, state: StudioState) -> CameraView:
        """What the panel shows for a state."""
        return resolve_camera(state)

    def show_state(self, state: StudioState) -> None:
        """Show the keys and the present view of a state."""
        super().show_state(state)
        self._view.show_state(state)

    def apply(self, old: CameraView | None, new: CameraView) -> None:
        """Show what differs."""
        if old is None or old.rows != new.rows or old.selected != new.selected:
            self._list.show_rows(new.rows, new.selected)
        self._form.show_view(new)
        self._form.setVisible(bool(new.rows))
        self._list.setVisible(bool(new.rows))
        self._note.setText(new.note)
        self._note.setVisible(bool(new.note))
        self.setEnabled(new.enabled)

    def _on_current_changed(self) -> None:
        item = self._list.currentItem()
        if not self._list.showing:
            row = -1 if item is None else self._list.indexOfTopLevelItem(item)
            self._path.select(row if row >= 0 else None)

    def _fill_presets(self) -> None:
        self._preset.setAccessibleName(tr("Preset to start from"))
        for name, help_line in PRESETS.items():
            self._preset.addItem(tr(PRESET_TITLES[name]), name)
            row = self._preset.count() - 1
            self._preset.setItemData(row, tr(help_line), Qt.ItemDataRole.ToolTipRole)
        self._preset.setCurrentIndex(list(PRESETS).index("turntable"))
        for name, field in self._amounts.items():
            field.show_value(AMOUNTS[name].typical or 1.0, edited=False)
            field.committed.connect(partial(self._on_amount, name))

    def _on_preset_changed(self) -> None:
        for name, field in self._amounts.items():
            field.setVisible(name == self._preset.currentData())

    def _on_amount(self, name: str, amount: float) -> None:
        self._values[name] = amount

    def _on_start(self) -> None:
        name = self._preset.currentData()
        self._files.start_from(name, self._values.get(name))

    def _lay_out(self, actions: dict[str, QAction]) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(px(4))
        for name in (*_VERBS, *_MODES):
            if name == _MODES[0]:
                tools.addStretch(1)
            tools.addWidget(icon_button(actions[name]))
        preset = QHBoxLayout()
        preset.setSpacing(px(6))
        preset.addWidget(self._preset, 1)
        for field in self._amounts.values():
            preset.addWidget(field)
        preset.addWidget(self._start)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(8))
        column.addLayout(tools)
        column.addWidget(self._list)
        column.addWidget(self._note)
        column.addWidget(self._form)
        column.addLayout(button_column([actions[name] for name in _SWITCHES]))
        column.addWidget(separator())
        column.addWidget(label(tr("Start from a preset"), "section"))
        column.addLayout(preset)
        column.addLayout(button_column([actions[name] for name in _FILES]))
        column.addWidget(separator())
        column.addWidget(label(tr("Present view"), "section"))
        column.addWidget(self._view)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll_pane(inner, tr("Camera path")))


class KeyList(QTreeWidget):
    """The keys in order of time; Enter or a double click goes there, Delete removes."""

    def __init__(self, go_to: Callable[[], object], remove: Callable[[], object]) -> None:
        """Make an empty list.

        Args:
            go_to: Called without arguments to look from the selected key.
            remove: Called without arguments to remove it.
        """
        super().__init__()
        self.showing = False
        self._go_to, self._remove = go_to, remove
        self.setAccessibleName(tr("Camera keys"))
        self.setHeaderLabels(["", tr("Time"), tr("Lens"), tr("Goes on")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFixedHeight(px(_LIST_PX))
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(lambda: self._go_to())

    def show_rows(self, rows: tuple[KeyRow, ...], selected: int | None) -> None:
        """Show keys without telling anybody of a selection."""
        self.showing = True
        while self.topLevelItemCount() > len(rows):
            self.takeTopLevelItem(self.topLevelItemCount() - 1)
        for number, row in enumerate(rows):
            item = self.topLevelItem(number)
            if item is None:
                item = QTreeWidgetItem()
                self.addTopLevelItem(item)
            texts = (str(number + 1), row.time, row.lens, row.easing)
            for column, text in enumerate(texts):
                item.setText(column, text)
        current = None if selected is None else self.topLevelItem(selected)
        if current is None:
            self.clearSelection()
        else:
            self.setCurrentItem(current)
        self.showing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the key, Delete removes it."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_to()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove()
        else:
            super().keyPressEvent(event)
