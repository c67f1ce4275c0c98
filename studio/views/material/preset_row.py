"""`PresetRow`: choose a material preset; save, rename and delete one's own."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from studio.state.language import tr
from studio.state.material_presets import bundled_presets
from studio.state.material_view import LawView
from studio.views.eliding_list import ElidingList
from studio.views.icons import icon
from studio.views.theme import label, px

_MENU = ("copy-material", "paste-material", "", "save-preset", "rename-preset", "delete-preset")


class PresetRow(QWidget):
    """A list of presets and a menu for one's own."""

    taken = Signal(str)
    """Name of the preset that the user wants."""

    def __init__(self, actions: dict[str, QAction]) -> None:
        """Build the row; its menu holds commands of the window."""
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._list = ElidingList()
        self._list.setAccessibleName(tr("Material preset"))
        self._list.setMaxVisibleItems(24)
        self._list.activated.connect(self._on_activated)
        self._more = QToolButton()
        self._more.setIcon(icon("more"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setToolTip(tr("Copy, paste, save, rename or delete"))
        self._more.setAccessibleName(tr("Preset menu"))
        menu = QMenu(self._more)
        for name in _MENU:
            if name:
                menu.addAction(actions[name])
            else:
                menu.addSeparator()
        self._more.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(6))
        row.addWidget(label(tr("Preset"), "muted"))
        row.addWidget(self._list, 1)
        row.addWidget(self._more)

    def apply(self, view: LawView) -> None:
        """Show the preset that was taken, and whether it is still as it was."""
        if view.own_presets != self._names or self._list.count() == 0:
            self._fill(view.own_presets)
        name = tr("{name} (changed)", name=view.preset) if view.preset else tr("Edited")
        with QSignalBlocker(self._list):
            self._list.setPlaceholderText(name)
            row = -1 if view.preset_changed else max(self._list.findData(view.preset), 0)
            self._list.setCurrentIndex(row)
        shown = name if view.preset_changed else self._list.currentText()
        lines = (shown, *view.preset_sources)
        usual = tr("Known materials, each value with its source")
        self._list.setToolTip("\n".join(lines) if view.preset else usual)

    def _fill(self, own: tuple[str, ...]) -> None:
        self._names = own
        with QSignalBlocker(self._list):
            self._list.clear()
            self._list.addItem(tr("As predicted"), "")
            for name in own:
                self._list.addItem(icon("preset"), name, name)
                self._list.setItemData(self._list.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
            self._list.insertSeparator(self._list.count())
            for preset in bundled_presets():
                self._list.addItem(tr(preset.name), preset.name)
                tip = "\n".join(dict.fromkeys(text for _, text in preset.sources))
                row = self._list.count() - 1
                self._list.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)

    def _on_activated(self, row: int) -> None:
        name = self._list.itemData(row)
        if name is not None:
            self.taken.emit(str(name))
