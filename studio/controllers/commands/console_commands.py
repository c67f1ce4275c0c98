"""Commands of the Python console."""

from __future__ import annotations

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr

_MENU = "Window ▸ Python"


def console_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Show the console, interrupt and clear it, copy what it shows."""
    console = studio.console
    return (
        Command("console", _MENU, tr("Python console"), lambda: window.show_dock("console"),
                "F12"),
        Command("console-interrupt", _MENU, tr("Interrupt the code that runs"), console.interrupt,
                "", "code", "close"),
        Command("console-copy", _MENU, tr("Copy what the console shows"),
                lambda: window.set_clipboard_text(console.text()), "", "console-text", "copy"),
        Command("console-clear", _MENU, tr("Clear the console"), console.clear, "",
                "console-text", "reset"),
        Command("console-echo", _MENU, tr("Write the calls of used commands"),
                console.toggle_echo, checkable=True, separated=True),
    )  # fmt: skip
