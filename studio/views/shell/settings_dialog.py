"""`SettingsDialog`: preferences and keys beside the window, which stays usable."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget

from studio.controllers.commands.command import Command
from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.studio_state import StudioState
from studio.views.dressing import dress
from studio.views.shell.keys_page import KeysPage
from studio.views.shell.preferences_page import PreferencesPage
from studio.views.theme import px, theme_changed, ui_scale

_SIZE_PX = (680, 620)


class SettingsDialog(QDialog):
    """Two pages; every change applies at once."""

    def __init__(self, studio: Studio, commands: Sequence[Command], parent: QWidget) -> None:
        """Build the pages.

        Args:
            studio: Controllers that the pages call.
            commands: The whole command table.
            parent: Window to stand over.
        """
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(tr("Preferences"))
        self.setModal(False)
        self._scale = ui_scale()
        self.resize(px(_SIZE_PX[0]), px(_SIZE_PX[1]))
        theme_changed.connect(self._follow_scale)
        self.preferences = PreferencesPage(studio.preferences)
        self.keys = KeysPage(studio.keymap, commands)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.addTab(self.preferences, tr("Preferences"))
        self._tabs.addTab(self.keys, tr("Keys"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        buttons.setContentsMargins(px(16), 0, px(16), px(12))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(4), 0, 0)
        column.addWidget(self._tabs, 1)
        column.addWidget(buttons)

    def open_at(self, page: PreferencesPage | KeysPage) -> None:
        """Show one of the pages, with the keyboard in its search."""
        self._tabs.setCurrentWidget(page)
        self.show()
        self.raise_()
        self.activateWindow()
        page.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, state: StudioState) -> None:
        """Let both pages show a state."""
        self.preferences.show_state(state)
        self.keys.show_state(state)

    def _follow_scale(self) -> None:
        """Keep room for what grows, as far as the screen has it."""
        if ui_scale() != self._scale:
            factor, self._scale = ui_scale() / self._scale, ui_scale()
            wanted = QSize(round(self.width() * factor), round(self.height() * factor))
            self.resize(wanted.boundedTo(self.screen().availableSize()))
