"""`PartMaterial`: material and colour of a region or further body."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from studio.state.language import tr
from studio.state.material_presets import bundled_presets
from studio.state.scene_parts import REGION_COLORS
from studio.views.eliding_list import ElidingList
from studio.views.theme import color, label, px


class PartMaterial(QWidget):
    """A list of presets, and of colours for regions."""

    preset_taken = Signal(str)
    """Name of a preset; empty for the predicted material."""
    color_taken = Signal(str)
    """Token of the theme."""

    def __init__(self) -> None:
        super().__init__()
        self._offered: tuple[tuple[str, ...], bool] | None = None
        self._list = ElidingList()
        self._list.setAccessibleName(tr("Material"))
        self._list.setMaxVisibleItems(24)
        self._list.activated.connect(lambda at: self.preset_taken.emit(self._list.itemData(at)))
        self._colors = QComboBox()
        self._colors.setAccessibleName(tr("Colour"))
        self._colors.activated.connect(lambda at: self.color_taken.emit(self._colors.itemData(at)))
        for number, token in enumerate(REGION_COLORS, start=1):
            self._colors.addItem(tr("Colour {number}", number=number), token)
        row = QHBoxLayout()
        row.setSpacing(px(6))
        row.addWidget(label(tr("Material"), "muted"))
        row.addWidget(self._list, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(row)
        column.addWidget(self._colors)

    def apply(
        self,
        preset: str | None,
        token: str,
        own: tuple[str, ...],
        *,
        changed: bool,
        needs_preset: bool,
    ) -> None:
        """Show a material and a colour.

        Args:
            preset: Name of the preset; empty for the predicted material, None hides everything.
            token: Colour; empty hides the colours.
            own: Names of the user's own presets.
            changed: Whether its numbers are no longer those of the preset.
            needs_preset: Whether the predicted material is no choice.
        """
        self.setVisible(preset is not None)
        if preset is None:
            return
        if self._offered != (own, needs_preset):
            self._offered = (own, needs_preset)
            self._fill(own, needs_preset)
        with QSignalBlocker(self._list), QSignalBlocker(self._colors):
            self._list.setPlaceholderText(tr("{name} (changed)", name=tr(preset)))
            self._list.setCurrentIndex(-1 if changed else self._list.findData(preset))
            self._colors.setVisible(bool(token))
            self._colors.setCurrentIndex(self._colors.findData(token))
        for at in range(self._colors.count()):
            self._colors.setItemIcon(at, _patch(self._colors.itemData(at)))

    def _fill(self, own: tuple[str, ...], needs_preset: bool) -> None:
        with QSignalBlocker(self._list):
            self._list.clear()
            if not needs_preset:
                self._list.addItem(tr("As predicted"), "")
            for name in own:
                self._list.addItem(name, name)
            for preset in bundled_presets():
                self._list.addItem(tr(preset.name), preset.name)


def _patch(token: str) -> QIcon:
    """A square of a colour."""
    picture = QPixmap(QSize(px(14), px(14)))
    picture.fill(color(token))
    return QIcon(picture)
