"""`WindowActions`: what only the window can do for its commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from studio.views.export_dialog import ExportDialog
from studio.views.help_dialogs import ShortcutsDialog, show_about
from studio.views.preferences_dialog import PreferencesDialog

if TYPE_CHECKING:
    from studio.views.main_window import MainWindow


class WindowActions:
    """Implements `studio.controllers.commands.window_verbs.WindowVerbs`."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        files = window.files
        self.open_file = files.open_file
        self.open_project = files.open_project
        self.paste = files.paste
        self.save = files.save
        self.save_as = files.save_as
        self.show_folder = files.show_folder

    def export(self) -> None:
        """Ask how to export the shown take."""
        state, export = self._window.studio.state, self._window.studio.export
        take = state.document.take(state.document.active_take)
        if take is None:
            return
        dialog = ExportDialog(take, export, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            export.export(dialog.settings())
        dialog.deleteLater()

    def preferences(self) -> None:
        """Show the preferences."""
        preferences = self._window.studio.preferences
        dialog = PreferencesDialog(preferences.value, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            preferences.change_and_apply(dialog.preferences())
        dialog.deleteLater()

    def shortcuts(self) -> None:
        """Show the list of keys."""
        window = self._window
        dialog = ShortcutsDialog(window.command_table, window.actions_by_name, window)
        dialog.exec()
        dialog.deleteLater()

    def about(self) -> None:
        """Say what this program is."""
        show_about(self._window)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop doing so."""
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def toggle_dock(self, name: str) -> None:
        """Show or hide a dock."""
        self._window.workspace.toggle_dock(name)

    def show_centre(self, name: str) -> None:
        """Show a page in the middle of the workspace."""
        self._window.workspace.show_centre(name)

    def set_layout(self, name: str) -> None:
        """Arrange the docks."""
        self._window.workspace.set_layout(name)

    def quit(self) -> None:
        """Close the window."""
        self._window.close()
