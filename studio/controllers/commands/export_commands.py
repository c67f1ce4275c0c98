"""Commands of exports: in the File menu."""

from __future__ import annotations

from functools import partial

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.export_presets import EXPORT_PRESETS
from studio.state.language import tr

DOCK = "export"
"""Name of the dock with the export panel."""


def export_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Presets, the queue, the last export again and as a command."""
    exports, state = studio.export, studio.state.export

    def begin(name: str) -> None:
        state.preset = name
        window.show_dock(DOCK)

    def copy(text: str, done: str) -> None:
        window.set_clipboard_text(text)
        studio.state.notices.post("info", done, details=text)

    return (
        *(
            Command(f"export-{preset.name}", "File ▸ Export as", f"{tr(preset.title)}…",
                    partial(begin, preset.name), "", "take")
            for preset in EXPORT_PRESETS
        ),
        Command("repeat-export", "File", tr("Repeat last export"), exports.repeat_last,
                "Ctrl+Shift+E", "exported", "export"),
        Command("copy-export-command", "File", tr("Copy last export as command"),
                lambda: copy(exports.command(), tr("Copied the command line of the export.")),
                "", "exported", "copy"),
        Command("copy-export-call", "File", tr("Copy last export as Python"),
                lambda: copy(exports.call(), tr("Copied the Python call of the export.")),
                "", "exported", "copy"),
        Command("cancel-exports", "File", tr("Cancel all exports"), exports.cancel_all, "",
                "exporting", "close"),
        Command("clear-exports", "File", tr("Take finished exports off the list"),
                exports.clear_ended, "", "exports-ended"),
    )  # fmt: skip
