"""Commands of exports: in the File menu."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.export_settings import CLIP_SUFFIXES, STILL_SUFFIXES
from studio.controllers.studio_controller import Studio
from studio.export.codecs import CODECS
from studio.state.export_presets import EXPORT_PRESETS, ExportPreset
from studio.state.language import tr

_USUAL_CODEC = "h264"
DOCK = "export"
"""Name of the dock with the export panel."""


def export_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Presets, the queue, the last export again and as a command."""
    exports, state = studio.export, studio.state.export

    def begin(preset: ExportPreset) -> None:
        state.preset = preset.name
        if preset.size_px is not None:
            exports.set_size(preset.size_px)  # the panel may not have been built yet
        window.show_dock(DOCK)

    def copy(text: str, done: str) -> None:
        window.set_clipboard_text(text)
        studio.state.notices.post("info", done, details=text)

    return (
        *(
            Command(f"export-{preset.name}", "File ▸ Export as", f"{tr(preset.title)}…",
                    partial(begin, preset), "", "take", call=_call(preset))
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


def _call(preset: ExportPreset) -> str:
    """The Python call that exports as a preset does."""
    if preset.format == "ply":
        return 'studio.export("frames", splats=True)'
    if preset.format in CLIP_SUFFIXES:
        return f'studio.export("object{CLIP_SUFFIXES[preset.format]}")'
    still = preset.format in STILL_SUFFIXES
    if still:
        out = f"object{STILL_SUFFIXES[preset.format]}"
    else:
        out = CODECS[preset.format].path_for(Path("object")).name
    said: dict[str, object] = {"size_px": preset.size_px}
    if still:
        said["frame"] = 0
    else:
        said["camera"] = preset.camera
        if preset.format != _USUAL_CODEC:
            said["codec"] = preset.format
    if preset.projection != "perspective":
        said["projection"] = preset.projection
    if preset.background != "stage":
        said["background"] = preset.background
    options = ", ".join(f"{name}={value!r}".replace("'", '"') for name, value in said.items())
    return f'studio.export("{out}", {options})'
