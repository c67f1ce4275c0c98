"""`Photographer`: drives one window and takes pictures of it in every look."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from studio.app import build_window, make_application
from studio.views.theme import current_theme, theme_is_changing, ui_scale
from tools.window_pictures.album import Album, pillow, write

TIMEOUT_S = 900.0
Subject = Callable[[], QWidget]
"""Brings something to the front and says what is to be grabbed."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the window looks."""

    name: str
    """Row of the sheets."""
    theme: str
    """Colours."""
    percent: int
    """Size of texts and controls [%]."""
    size_px: tuple[int, int]
    """Size of the window [px]."""


LOOKS = (
    Look("dark", "dark", 100, (1360, 860)),
    Look("light", "light", 100, (1360, 860)),
    Look("large", "dark", 150, (1920, 1080)),
)
"""The last is a window of 1280 x 720 on a screen with half as many pixels again."""
SMALL = Look("small", "light", 100, (1280, 720))


class Photographer:
    """Drives one window."""

    def __init__(self, folder: Path, out: Path, album: Album) -> None:
        """Open a window.

        Args:
            folder: Private folder for settings and projects.
            out: Folder of the pictures.
            album: Collects the sheets.
        """
        self.application = make_application()
        self.folder, self._out, self._album = folder, out, album
        self.looks = LOOKS
        preferences = folder / "preferences.json"
        wanted = {
            "language": "en", "theme": "dark", "tour_seen": True, "quality": "sketch",
            "projects_folder": str(folder / "projects"),
        }  # fmt: skip
        preferences.write_text(json.dumps(wanted))
        self.window = build_window(preferences_file=preferences)
        self.window.confirm_stop = lambda _title: True  # type: ignore[method-assign]
        self.studio = self.window.studio
        self.state = self.studio.state
        self.window.resize(*LOOKS[0].size_px)
        self.window.show()
        self.until(lambda: self.state.jobs.compute == "ready")

    def live(self, seconds: float) -> None:
        """Let the window work."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.application.processEvents()
            time.sleep(0.004)

    def until(self, done: Callable[[], bool]) -> None:
        """Let the window work until something holds."""
        end = time.monotonic() + TIMEOUT_S
        while not done():
            if time.monotonic() > end:
                raise SystemExit("the window did not get there in time")
            self.live(0.02)

    def idle(self) -> None:
        """Wait until no job runs or waits."""
        self.until(lambda: not self.state.jobs.jobs)

    def command(self, name: str) -> bool:
        """Do what a command does; False where it cannot be done now."""
        action = self.window.actions_by_name[name]
        if not action.isEnabled():
            sys.stdout.write(f"{name} is not possible now\n")
            return False
        action.trigger()
        self.live(0.3)
        return True

    def shoot(self, situation: str, subjects: Mapping[str, Subject]) -> None:
        """Take pictures of subjects in a situation, in every look.

        Args:
            situation: Column of the sheets.
            subjects: What is shown by name of its sheet.
        """
        for look in self.looks:
            self._put_on(look)
            for name, subject in subjects.items():
                widget = subject()
                self.live(0.3)
                self._album.add(name, situation, look.name, widget.grab().toImage())
        self._put_on(LOOKS[0])

    def page(self, name: str, widget: QWidget | None = None) -> None:
        """Store a picture of the whole window, or of a part of it, by itself."""
        self.live(0.6)
        shown = self.window if widget is None else widget
        write(pillow(shown.grab().toImage()), self._out / f"{name}.webp")

    def open(self, project: Path) -> None:
        """Open a project and wait for its first picture."""
        self.studio.document.open_path(project)
        self.until(lambda: self.state.document.project == project)
        self.until(lambda: self.state.document.gaussian_count > 0)
        self.live(3.0)

    def close_project(self) -> None:
        """Back to nothing."""
        self.studio.jobs.cancel()
        self.studio.saving.give_up()
        self.command("close")
        self.live(0.5)

    def _put_on(self, look: Look) -> None:
        self.studio.preferences.set("theme", look.theme)
        self.studio.preferences.set("ui_scale_percent", look.percent)
        self.window.resize(*look.size_px)
        if self.window.stage is not None:
            self.window.stage.resize(*look.size_px)
        wanted = (look.theme, look.percent / 100)
        self.until(lambda: (current_theme(), ui_scale()) == wanted and not theme_is_changing())
        self.live(0.5)
