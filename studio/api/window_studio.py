"""`WindowStudio`: the `studio` of the window's console."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from render.errors import InputError
from sim.project import Project
from studio.api.studio import Studio
from studio.api.window_worker import Reply, WindowWorker

_TURN_S = 0.02


class Window(Protocol):
    """What the console may do with the window; every method is called in the window's thread."""

    @property
    def project(self) -> Path | None:
        """Folder of the open project."""
        ...

    @property
    def commands(self) -> Mapping[str, str]:
        """Texts of all commands by name."""
        ...

    def run(self, name: str, reply: Reply[None]) -> None:
        """Run a command and answer when it is done; refuse when it cannot run now."""
        ...

    def open(self, project: Path) -> None:
        """Begin to open a project.

        Raises:
            InputError: If what is open has unsaved changes.
        """
        ...

    @property
    def opening(self) -> bool:
        """Whether a project is being opened."""
        ...


class WindowStudio(Studio):
    """The verbs of `Studio` on the project that the window shows.

    Work is done by the window's jobs, with their progress in the window. `run` does what a menu
    does; what edits the project is a step that can be undone.
    """

    def __init__(self, worker: WindowWorker, window: Window) -> None:
        """Work on a window; calls come from the console's thread and wait.

        Args:
            worker: Hands everything over to the window's thread.
            window: What is called there.
        """
        super().__init__(worker)
        self._to_window = worker
        self._window = window

    @property
    def commands(self) -> dict[str, str]:
        """Everything that `run` can do: texts of the menus by the commands' names."""
        return self._to_window.call(lambda: dict(self._window.commands))

    def run(self, command: str) -> None:
        """Do what a menu does, for example `studio.run("undo")`.

        Args:
            command: One of `commands`.

        Raises:
            InputError: If there is no such command, or it cannot run now; says why.
        """
        self._to_window.begin(lambda reply: self._window.run(command, reply))

    def open(self, project: str | Path) -> Project:
        """Open a project folder in the window.

        Raises:
            InputError: If it cannot be read, or what is open has unsaved changes.
        """
        opened = Project.open(Path(project).absolute())
        self._to_window.call(lambda: self._window.open(opened.path))
        self._wait(lambda: not self._window.opening)
        if self._open_path() != opened.path:
            raise InputError(f"{opened.path.name} was not opened; the window says why")
        return opened

    def _open_path(self) -> Path | None:
        return self._to_window.call(lambda: self._window.project)

    def _wait(self, done: Callable[[], bool]) -> None:
        """Wait until something holds in the window's thread."""
        while not self._to_window.call(done):
            time.sleep(_TURN_S)
