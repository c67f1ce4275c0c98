"""Commands of the File menu."""

from __future__ import annotations

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr


def file_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Open, save, export and quit."""
    return (
        Command("open", "File", tr("Open photo…"), window.open_file, "Ctrl+O", icon="photo",
                call='studio.predict("photo.jpg", "object.p4d")'),
        Command(
            "open-project", "File", tr("Open project…"), window.open_project, "Ctrl+Shift+O",
            icon="open", call='studio.open("object.p4d")',
        ),
        Command("open-shared", "File", tr("Open shared project…"), window.open_shared,
                call='studio.unpack("object.p4d.zip", "object.p4d")'),
        Command("clear-recent", "File ▸ Open recent", tr("Clear list"),
                studio.preferences.clear_recent, "", "recent", separated=True),
        Command("paste", "File", tr("Paste photo"), window.paste, "Ctrl+V", icon="copy"),
        Command("save", "File", tr("Save"), studio.document.save, "Ctrl+S", "project", "save",
                separated=True),
        Command("save-as", "File", tr("Save as…"), window.save_as, "Ctrl+Shift+S", "project"),
        Command("share", "File", tr("Share as one file…"), window.share, "", "project",
                call='studio.share("object.p4d.zip")'),
        Command("export", "File", tr("Export…"), window.export, "Ctrl+E", "take", "export",
                call='studio.export("object.mp4")'),
        Command("show-folder", "File", tr("Show in folder"), window.show_folder, "", "project",
                "folder"),
        Command("close", "File", tr("Close project"), studio.document.close, "Ctrl+W", "photo",
                separated=True),
        Command("preferences", "File", tr("Preferences…"), window.preferences, "Ctrl+,"),
        Command("quit", "File", tr("Quit"), window.quit, "Ctrl+Q", separated=True),
    )  # fmt: skip
