"""Sees what must not happen in a window: exceptions, errors in the log, things left behind."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import sys
import threading
import time
import traceback
from collections import Counter
from types import TracebackType

import pytest
from PySide6.QtCore import QEvent, QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QDialog
from shiboken6 import isValid

ENDING_S = 20.0
"""Processes and threads have this long to end."""
SHARED_THREADS = ("zarr_io", "asyncio_")
"""Threads that zarr keeps for the whole process once it has read anything."""
HARMLESS = (
    "This plugin does not support",
    "propagateSizeHints",
    "QFont::",
    "OpenType support",
    "QOpenGLWidget",
)
"""Parts of Qt's messages about the screen that the tests run on."""


class Witness(logging.Handler):
    """Collects complaints from the moment of `install` on."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.complaints: list[str] = []
        self.doing = "starting"
        """What the test does now, for the complaints."""

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Listen to exceptions of all threads, Qt's messages and the log."""
        patch.setattr(sys, "excepthook", self._on_exception)
        patch.setattr(sys, "unraisablehook", self._on_unraisable)
        patch.setattr(threading, "excepthook", self._on_thread_exception)
        patch.setattr(logging.getLogger(), "handlers", [*logging.getLogger().handlers, self])
        qInstallMessageHandler(self._on_qt_message)

    def close(self) -> None:
        """Give Qt's messages back."""
        qInstallMessageHandler(None)
        super().close()

    def emit(self, record: logging.LogRecord) -> None:
        """An error in the log is a complaint."""
        self._complain(f"log: {self.format(record)}")

    def complain(self, line: str) -> None:
        """Something that the test itself saw."""
        self._complain(line)

    def _complain(self, line: str) -> None:
        if len(self.complaints) < 40:
            self.complaints.append(f"[{self.doing}] {line}")

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self._complain("exception: " + "".join(traceback.format_exception(kind, error, trace)))

    def _on_unraisable(self, found: object) -> None:
        error = getattr(found, "exc_value", None)
        self._complain("unraisable: " + "".join(traceback.format_exception(error)))

    def _on_thread_exception(self, found: threading.ExceptHookArgs) -> None:
        self._complain("thread: " + "".join(traceback.format_exception(found.exc_value)))

    def _on_qt_message(self, kind: QtMsgType, _context: QMessageLogContext, line: str) -> None:
        loud = kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if loud and not any(part in line for part in HARMLESS):
            self._complain(f"Qt: {line}")


class Belongings:
    """What a process has: widgets, running timers, threads, child processes."""

    def __init__(self) -> None:
        settle()
        self.widgets = Counter(type(widget).__name__ for widget in QApplication.allWidgets())
        self.timers = {id(timer) for timer in _running_timers()}
        self.threads = set(threading.enumerate())
        self.processes = set(multiprocessing.active_children())

    def left_behind(self) -> list[str]:
        """What there is now that was not there then; ending things get their time."""
        until = time.monotonic() + ENDING_S
        while True:
            settle()
            found = self._more()
            if not found or time.monotonic() > until:
                return found

    def _more(self) -> list[str]:
        widgets = Counter(type(widget).__name__ for widget in QApplication.allWidgets())
        found = [f"widget {name} x{count}" for name, count in (widgets - self.widgets).items()]
        found += [
            f"timer of {type(timer.parent()).__name__}"
            for timer in _running_timers()
            if id(timer) not in self.timers
        ]
        threads = {
            one
            for one in set(threading.enumerate()) - self.threads
            if not one.name.startswith(SHARED_THREADS)
        }
        processes = set(multiprocessing.active_children()) - self.processes
        return found + [f"thread {one.name}" for one in threads] + [str(one) for one in processes]


def settle() -> None:
    """Deliver what waits, deletions included."""
    for _ in range(3):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


def many_dialogs(limit: int = 1) -> list[str]:
    """Kinds of dialogs of which more are alive than a window needs."""
    settle()
    kinds = Counter(
        type(widget).__name__ for widget in QApplication.allWidgets() if isinstance(widget, QDialog)
    )
    return [f"{name} x{count}" for name, count in kinds.items() if count > limit]


def _running_timers() -> list[QTimer]:
    return [
        one
        for one in gc.get_objects()
        if issubclass(type(one), QTimer)
        and isValid(one)
        and one.isActive()
        and not one.isSingleShot()
    ]
