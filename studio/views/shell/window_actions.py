"""`WindowActions`: what only the window can do for its commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from studio.state.language import tr
from studio.views.camera.camera_files import open_camera_path, save_camera_path
from studio.views.candidates.export_prompt import save_candidates
from studio.views.help_dialogs import show_about
from studio.views.photo.file_prompts import ask_files
from studio.views.shell.name_prompt import ask_name

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
        self.open_shared = files.open_shared
        self.share = files.share
        self.save_as = files.save_as
        self.export_splats = files.export_splats
        self.show_folder = files.show_folder

    def export(self) -> None:
        """Ask how to export the shown take."""
        self.show_dock("export")

    def open_camera_path(self) -> None:
        """Ask for a file with a camera path and fly it."""
        open_camera_path(self._window, self._window.studio)

    def save_camera_path(self) -> None:
        """Ask for a file to write the camera path to."""
        save_camera_path(self._window, self._window.studio)

    def save_candidates(self, kind: str) -> None:
        """Ask where to write the candidates side by side, and write them."""
        save_candidates(self._window, self._window.studio, kind)

    def preferences(self) -> None:
        """Show the preferences."""
        self._window.open_settings()

    def shortcuts(self) -> None:
        """Show the keys of all commands, where they can be changed."""
        self._window.open_settings(keys=True)

    def copy_doctor_report(self) -> None:
        """Put what the doctor found into the clipboard."""
        QApplication.clipboard().setText(self._window.studio.doctor.report())

    def about(self) -> None:
        """Say what this program is."""
        show_about(self._window)

    def present(self) -> None:
        """Give visitors the screen, until the operator takes it back."""
        self._window.present()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop doing so; a maximised window is maximised again."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def palette(self) -> None:
        """Open the command palette, or close it."""
        self._window.palette_box.open()

    def welcome(self) -> None:
        """Show the welcome page."""
        self._window.show_page("welcome")

    def tour(self) -> None:
        """Start the tour of the window."""
        self._window.start_tour()

    def toggle_dock(self, name: str) -> None:
        """Show or hide a dock."""
        self._window.show_page("workspace")
        self._window.workspace.toggle_dock(name)

    def show_dock(self, name: str) -> None:
        """Show a dock and bring it to the front."""
        self._window.show_page("workspace")
        self._window.workspace.show_dock(name)

    def show_centre(self, name: str) -> None:
        """Show a page in the middle of the workspace."""
        self._window.workspace.show_centre(name)

    def toggle_centre(self, name: str) -> None:
        """Show a page in the middle, or the viewport if the page is there already."""
        self._window.show_page("workspace")
        self._window.workspace.toggle_centre(name)

    def ask_files(self, kind: str, take: Callable[[tuple[Path, ...]], None]) -> None:
        """Ask for files and hand them over."""
        ask_files(self._window, kind, take)

    def focus_next_dock(self) -> None:
        """Give the keyboard to the next dock."""
        self._window.workspace.focus_next_dock()

    def rename_take(self) -> None:
        """Ask for another title of the shown take."""
        document, takes = self._window.studio.state.document, self._window.studio.takes
        name = document.active_take
        if name is not None:
            title = document.title(name)
            ask_name(
                self._window, tr("Rename the take"), title, lambda new: takes.rename(name, new)
            )

    def save_layout(self) -> None:
        """Ask for a name and keep where the docks stand as a layout."""
        layouts, arrangement = self._window.studio.layouts, self._window.workspace.arrangement
        ask_name(
            self._window,
            tr("Save layout as"),
            "",
            lambda name: layouts.save_as(name, arrangement),
        )

    def rename_layout(self) -> None:
        """Ask for another name of the user's layout in use."""
        layouts, current = self._window.studio.layouts, self._window.studio.state.layouts.current
        ask_name(
            self._window,
            tr("Rename layout"),
            current,
            lambda name: layouts.rename(current, name),
        )

    def delete_layout(self) -> None:
        """Forget the user's layout in use."""
        self._window.studio.layouts.delete(self._window.studio.state.layouts.current)

    def ask_name(self, title: str, name: str, take: Callable[[str], None]) -> None:
        """Ask for a name and hand it over."""
        ask_name(self._window, title, name, take)

    def clipboard_text(self) -> str:
        """Text on the clipboard."""
        return QApplication.clipboard().text()

    def set_clipboard_text(self, text: str) -> None:
        """Put text on the clipboard."""
        QApplication.clipboard().setText(text)

    def quit(self) -> None:
        """Close the window."""
        self._window.close()
