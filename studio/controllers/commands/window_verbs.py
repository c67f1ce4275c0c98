"""`WindowVerbs`: what only a window can do for a command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol


class WindowVerbs(Protocol):
    """Dialogs, docks and the state of the window; `studio.views` implements it."""

    def open_file(self) -> None:
        """Ask for a photo or splat file and open it."""
        ...

    def open_project(self) -> None:
        """Ask for a project folder and open it."""
        ...

    def open_shared(self) -> None:
        """Ask for a project that was shared as one file and open it."""
        ...

    def share(self) -> None:
        """Ask for a file to pack the project in."""
        ...

    def rename_take(self) -> None:
        """Ask for another title of the shown take."""
        ...

    def paste(self) -> None:
        """Open what the clipboard holds."""
        ...

    def export_splats(self) -> None:
        """Ask for a splat file and write what is visible to it."""
        ...

    def save_as(self) -> None:
        """Ask where to copy the project."""
        ...

    def show_folder(self) -> None:
        """Show the project in the system's file manager."""
        ...

    def export(self) -> None:
        """Ask how to export the shown take."""
        ...

    def open_camera_path(self) -> None:
        """Ask for a file with a camera path and fly it."""
        ...

    def save_camera_path(self) -> None:
        """Ask for a file to write the camera path to."""
        ...

    def save_candidates(self, kind: str) -> None:
        """Ask where to write the candidates side by side, and write them.

        Args:
            kind: "png" for a contact sheet, "mp4" for a video.
        """
        ...

    def preferences(self) -> None:
        """Show the preferences."""
        ...

    def shortcuts(self) -> None:
        """Show the keys of all commands, where they can be changed."""
        ...

    def palette(self) -> None:
        """Open the command palette, or close it."""
        ...

    def welcome(self) -> None:
        """Show the welcome page; what is open stays open."""
        ...

    def tour(self) -> None:
        """Start the tour of the window."""
        ...

    def copy_doctor_report(self) -> None:
        """Put what the doctor found into the clipboard."""
        ...

    def about(self) -> None:
        """Say what this program is."""
        ...

    def present(self) -> None:
        """Give visitors the screen, until the operator takes it back."""
        ...

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop doing so."""
        ...

    def toggle_dock(self, name: str) -> None:
        """Show or hide a dock of `studio.views.docks`."""
        ...

    def show_centre(self, name: str) -> None:
        """Show a page of `studio.views.centre_pages` in the middle of the workspace."""
        ...

    def toggle_centre(self, name: str) -> None:
        """Show a page in the middle, or the viewport if the page is there already."""
        ...

    def ask_files(self, kind: str, take: Callable[[tuple[Path, ...]], None]) -> None:
        """Ask for files and hand them over, unless nothing is chosen.

        Args:
            kind: "pictures", "poses", "checkpoint", "mesh", "body", "votes" or "adapter".
            take: Takes them.
        """
        ...

    def show_dock(self, name: str) -> None:
        """Show a dock and bring it to the front."""
        ...

    def focus_next_dock(self) -> None:
        """Give the keyboard to the next dock."""
        ...

    def save_layout(self) -> None:
        """Ask for a name and keep where the docks stand as a layout."""
        ...

    def rename_layout(self) -> None:
        """Ask for another name of the user's layout in use."""
        ...

    def delete_layout(self) -> None:
        """Forget the user's layout in use."""
        ...

    def ask_name(self, title: str, name: str, take: Callable[[str], None]) -> None:
        """Ask for a name and hand it over; returns at once.

        Args:
            title: What the name is for.
            name: Name to begin with.
            take: Takes the name; raises InputError when it cannot be used, to be asked again.
        """
        ...

    def clipboard_text(self) -> str:
        """Text on the clipboard, empty where it holds none."""
        ...

    def set_clipboard_text(self, text: str) -> None:
        """Put text on the clipboard."""
        ...

    def quit(self) -> None:
        """Close the window."""
        ...
