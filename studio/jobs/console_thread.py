"""`ConsoleThread`: runs what is typed into the console in a thread of its own."""

from __future__ import annotations

import ast
import codeop
import ctypes
import queue
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any, TextIO

from render.errors import InputError

FILE_NAME = "<console>"
Write = Callable[[str, str], None]
"""Told "output" or "error" and a text; called in the console's thread."""


def is_complete(source: str) -> bool:
    """Whether a text can run; False while a block or a bracket is open.

    A text with a mistake is complete: running it tells what is wrong.
    """
    try:
        return codeop.compile_command(source, FILE_NAME, "exec") is not None
    except (SyntaxError, ValueError, OverflowError):
        return True


class _Router:
    """Stands in for a standard stream: the console's thread writes to the console."""

    def __init__(self, stream: TextIO | None, thread: threading.Thread, write: Write) -> None:
        self.stream = stream
        self._thread = thread
        self._write = write

    def write(self, text: str) -> int:
        """Write to whom it belongs."""
        if threading.current_thread() is self._thread:
            self._write("output", text)
        elif self.stream is not None:
            self.stream.write(text)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


class ConsoleThread:
    """One interpreter; sources run one after the other."""

    def __init__(self, names: dict[str, Any], write: Write, ended: Callable[[], None]) -> None:
        """Prepare; the thread starts with the first source.

        Args:
            names: What the code finds, for example the studio.
            write: Told what it writes.
            ended: Called in the thread when a source has run.
        """
        self.names = {"__name__": "__console__", "__doc__": None, **names}
        self._write = write
        self._ended = ended
        self._sources: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="console", daemon=True)
        self._running = False

    def run(self, source: str) -> None:
        """Run a source soon; returns at once."""
        if not self._thread.is_alive():
            self._thread.start()
        self._sources.put(source)

    def interrupt(self) -> None:
        """Raise KeyboardInterrupt in the code that runs."""
        identity = self._thread.ident
        if self._running and identity is not None:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(identity), ctypes.py_object(KeyboardInterrupt)
            )

    def close(self) -> None:
        """End the thread when what runs has ended."""
        self.interrupt()
        self._sources.put(None)

    def _work(self) -> None:
        while True:
            try:
                source = self._sources.get()
                if source is None:
                    return
                self._run_routed(source)
            except KeyboardInterrupt:  # came when the code had just ended
                self._running = False
            self._ended()

    def _run_routed(self, source: str) -> None:
        """Run with this thread's output in the console; other threads write where they did."""
        routers = tuple(_Router(stream, self._thread, self._write)
                        for stream in (sys.stdout, sys.stderr))  # fmt: skip
        sys.stdout, sys.stderr = routers
        self._running = True
        try:
            self._execute(source)
        finally:
            self._running = False
            if sys.stdout is routers[0]:
                sys.stdout = routers[0].stream
            if sys.stderr is routers[1]:
                sys.stderr = routers[1].stream

    def _execute(self, source: str) -> None:
        try:
            for code in _compiled(source):
                exec(code, self.names)
        except KeyboardInterrupt:
            self._write("error", "Interrupted.")
        except SystemExit:
            self._write("error", "The console does not end the program; use studio.run('quit').")
        except InputError as error:
            self._write("error", str(error))
        except SyntaxError as error:
            self._write("error", "".join(traceback.format_exception_only(error)))
        except BaseException as error:  # noqa: BLE001 - whatever the code raises is shown
            trace = error.__traceback__
            ours = trace.tb_next if trace is not None else None  # without this file's own frame
            self._write("error", "".join(traceback.format_exception(type(error), error, ours)))


def _compiled(source: str) -> tuple[Any, ...]:
    """Code of a source; the value of a last expression is shown, as Python's own console does."""
    body = ast.parse(source, FILE_NAME).body
    if body and isinstance(body[-1], ast.Expr):
        first = compile(ast.Module(body[:-1], []), FILE_NAME, "exec")
        return first, compile(ast.Interactive([body[-1]]), FILE_NAME, "single")
    return (compile(ast.Module(body, []), FILE_NAME, "exec"),)
