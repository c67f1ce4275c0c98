"""`phys4d-studio [--safe-mode] [FILE]`: opens the studio."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from render.errors import InputError
from studio.commands import COMMANDS

SAFE_MODE = "--safe-mode"
"""Option that opens the studio with default preferences, layout and keys, probing nothing."""


def open_window(arguments: list[str]) -> int:
    """Open the studio, on a photo, splat file or project when one is named.

    Raises:
        InputError: If the argument is neither a command nor something that exists.
    """
    file = _file([argument for argument in arguments if argument != SAFE_MODE])
    _require_display()
    gc.disable()  # what is imported stays; the window's `GarbageSweeper` takes over
    try:
        from studio.app import run_window
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in {"PySide6", "qasync", "vispy"}:
            raise
        raise InputError(
            f"the window needs {error.name}; pip install phys4d-studio again"
        ) from None
    return run_window(file, safe_mode=SAFE_MODE in arguments)


def _require_display() -> None:
    """Qt ends the whole process when there is no display; say so before."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")):
        raise InputError(
            "there is no display for the window; start a desktop session, or work without one: "
            "phys4d-studio generate --help"
        )


def _file(arguments: list[str]) -> Path | None:
    if not arguments:
        return None
    if len(arguments) > 1:
        raise InputError(
            f"the studio opens one file, got {len(arguments)} arguments; "
            f"commands are: {', '.join(COMMANDS)}"
        )
    file = Path(arguments[0])
    if not file.exists():
        raise InputError(
            f"{arguments[0]!r} is neither a command nor a file; commands are: {', '.join(COMMANDS)}"
        )
    return file.resolve()
