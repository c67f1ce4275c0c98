"""Composition root of the window: state, processes, controllers, views."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from studio.controllers.studio_controller import Studio
from studio.jobs.runner import PIPELINE, JobRunner
from studio.jobs.view_runner import ViewRunner
from studio.state.preferences import config_file
from studio.state.studio_state import StudioState
from studio.views.main_window import MainWindow
from studio.views.qt_language import speak
from studio.views.surface_format import choose_before_application

_INTERRUPT_CHECK_MS = 200


def run_window(path: Path | None, *, safe_mode: bool = False) -> int:
    """Open the studio and stay until it is closed.

    Args:
        path: Photo, splat file or project to open; None shows the welcome view.
        safe_mode: Begin with everything at its default, probe no back-end, store no settings.

    Returns:
        Exit status of the event loop.
    """
    application = make_application()
    window = build_window(safe_mode=safe_mode)
    if path is not None:
        window.open_when_ready(path.absolute())
    window.show()
    if path is None and not safe_mode:
        window.start_first_tour()
    signal.signal(signal.SIGINT, lambda *_: window.close())
    heartbeat = QTimer()  # lets Python see signals while Qt waits
    heartbeat.timeout.connect(lambda: None)
    heartbeat.start(_INTERRUPT_CHECK_MS)
    return application.exec()


def make_application() -> QApplication:
    """The one `QApplication` of this process; a window gives it its look."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QApplication.setApplicationName("phys4d-studio")
    QApplication.setApplicationDisplayName("phys4d-studio")
    QApplication.setDesktopFileName("phys4d-studio")
    choose_before_application()
    return QApplication(sys.argv[:1])


def build_window(
    pipeline: str = PIPELINE, preferences_file: Path | None = None, *, safe_mode: bool = False
) -> MainWindow:
    """Build a window that is not shown yet.

    Args:
        pipeline: Module that runs jobs in the compute process.
        preferences_file: JSON file; None takes the user's.
        safe_mode: Begin with everything at its default, probe no back-end, store no settings.
    """
    studio = Studio(
        StudioState(), JobRunner(pipeline), ViewRunner(), preferences_file or config_file()
    )
    studio.state.preferences.safe_mode = safe_mode
    studio.preferences.load()
    studio.layouts.load()
    speak(make_application(), studio.state.preferences.value.language)
    return MainWindow(studio)
