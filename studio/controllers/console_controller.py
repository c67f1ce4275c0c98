"""`ConsoleController`: the Python console of the window."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from render.errors import InputError
from studio.api.completion import completions
from studio.api.window_studio import WindowStudio
from studio.api.window_worker import Reply, WindowWorker
from studio.controllers.job_controller import JobController, JobPlan
from studio.controllers.learning_controller import LearningController
from studio.controllers.opening_controller import OpeningController
from studio.controllers.saving_controller import SavingController
from studio.controllers.take_controller import TakeController
from studio.jobs.console_thread import ConsoleThread, is_complete
from studio.jobs.learn_requests import AdaptRequest, LearnRequest
from studio.jobs.messages import JobRequest
from studio.jobs.requests import SimulateRequest
from studio.state.condition_reasons import reason
from studio.state.conditions import conditions
from studio.state.console import LineKind
from studio.state.language import tr
from studio.state.studio_state import StudioState

if TYPE_CHECKING:
    from studio.controllers.commands.command import Command


OWN_LAYOUT = "layout:"
"""What stands before the name of a layout of the user's when it is run like a command."""


class ConsoleController:
    """Verbs of the console. Code runs in its own thread; the window's thread only polls."""

    def __init__(
        self,
        state: StudioState,
        jobs: JobController,
        takes: TakeController,
        saving: SavingController,
        opening: OpeningController,
        learning: LearningController,
    ) -> None:
        """Prepare; no thread is started before the first input.

        Args:
            state: State that the console works on.
            jobs: Carries out its requests.
            takes: Shows takes that it simulates.
            saving: Says whether something is unsaved.
            opening: Opens projects.
            learning: Shows adapters that it learns, puts on and takes off.
        """
        self._state = state
        self._jobs = jobs
        self._takes = takes
        self._saving = saving
        self._opening = opening
        self._learning = learning
        self._commands: dict[str, Command] = {}
        self.later: Callable[[Callable[[], None]], None] = lambda verb: verb()
        """Calls something when the window has time, outside of a poll: commands may ask."""
        self.switch_layout: Callable[[str], None] = lambda _name: None
        """Switches to a layout of the user's."""
        self._worker = WindowWorker(self._submit, jobs.cancel_one)
        self.studio = WindowStudio(self._worker, self)
        self._written: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
        self._pending = 0
        self._ends: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._thread: ConsoleThread | None = None

    def use_commands(self, commands: Iterable[Command]) -> None:
        """Take the window's commands over."""
        self._commands = {command.name: command for command in commands}

    def enter(self, source: str) -> bool:
        """Run what was typed.

        Returns:
            False when more lines must follow; nothing happens then.
        """
        if not source.strip():
            return True
        if not is_complete(source):
            return False
        console = self._state.console
        console.add("input", source.rstrip("\n"))
        console.remember(source.rstrip("\n"))
        console.busy = True
        self._pending += 1
        if self._thread is None:
            self._thread = ConsoleThread(
                {"studio": self.studio},
                lambda kind, text: self._written.put((kind, text)),
                lambda: self._ends.put(None),
            )
        self._thread.run(source)
        return True

    def complete(self, text: str) -> tuple[str, ...]:
        """Texts that what was typed can become."""
        names = () if self._thread is None else tuple(self._thread.names)
        return completions(text, ("studio", *names), tuple(self.commands))

    def interrupt(self) -> None:
        """End the code that runs, and its job."""
        if self._thread is not None:
            self._thread.interrupt()

    def clear(self) -> None:
        """Empty the console; what was typed can still be had again."""
        self._state.console.entries = ()

    def toggle_echo(self) -> None:
        """Let commands that are used in the window write their call, or no longer."""
        self._state.console.echo = not self._state.console.echo

    def note(self, command: Command) -> None:
        """A command was used in the window."""
        if self._state.console.echo:
            self._state.console.add("call", command.python_call)

    def text(self) -> str:
        """All that the console shows, to be copied."""
        return "\n".join(
            f">>> {entry.text}" if entry.kind == "input" else entry.text
            for entry in self._state.console.entries
        )

    def poll(self) -> None:
        """Do what the code asks for and show what it wrote; never blocks."""
        self._worker.poll()
        self._show_written()
        while not self._ends.empty():
            self._ends.get()
            self._pending -= 1
        busy = self._pending > 0
        if self._state.console.busy != busy:
            self._show_written()
            self._state.console.busy = busy

    def close(self) -> None:
        """End the thread."""
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.close()

    @property
    def project(self) -> Path | None:
        """Folder of the open project."""
        return self._state.document.project

    @property
    def commands(self) -> dict[str, str]:
        """Texts of all commands by name."""
        texts = {command.name: command.plain_text for command in self._commands.values()}
        return texts | {OWN_LAYOUT + name: name for name in self._state.layouts.own}

    @property
    def opening(self) -> bool:
        """Whether a project is being opened."""
        return self._state.saving.busy

    def open(self, project: Path) -> None:
        """Begin to open a project."""
        if self._saving.unsaved:
            raise InputError(
                "the open project has unsaved changes; call studio.run('save') or "
                "studio.run('undo') first"
            )
        self._opening.open(project)

    def run(self, name: str, reply: Reply[None]) -> None:
        """Run a command when the window has time."""
        verb = self._verb(name)

        def do() -> None:
            try:
                verb()
            except (InputError, OSError, ValueError) as error:
                reply.refuse(error)
            else:
                reply.give(None)

        self.later(do)

    def _verb(self, name: str) -> Callable[[], object]:
        """What a command does, or the layout of the user's that a name stands for."""
        layout = name.removeprefix(OWN_LAYOUT)
        if layout != name and layout in self._state.layouts.own:
            return partial(self.switch_layout, layout)
        command = self._commands.get(name)
        if command is None:
            raise InputError(f"there is no command {name!r}; studio.commands lists them")
        if command.needs and command.needs not in conditions(self._state):
            raise InputError(f"{name} cannot run now: {reason(command.needs)}")
        return command.verb

    def _submit(self, request: JobRequest, reply: Reply[Path]) -> int:
        """Let the window's jobs carry out a request; a simulation is shown as it grows."""
        ours = isinstance(request, SimulateRequest) and request.project == self.project
        name = request.take_name if isinstance(request, SimulateRequest) else ""

        def end() -> None:
            if ours:
                self._takes.stop_growing(name)

        def done(result: Path) -> None:
            end()
            if isinstance(request, LearnRequest):
                self._learning.adapted(request.project, result)
            elif isinstance(request, AdaptRequest):
                self._learning.adapted(request.project, request.adapter)
            reply.give(result)

        def news(told: object) -> None:
            if isinstance(request, LearnRequest):
                self._learning.take_news(told, request)

        def failed() -> None:
            end()
            finished = self._state.jobs.finished
            line = finished[0].line if finished else ""
            reply.refuse(InputError(line or tr("cancelled")))

        if ours:
            self._takes.start_growing(name)
        title = tr("Python: {what}", what=name or type(request).__name__.removesuffix("Request"))
        return self._jobs.submit(request, JobPlan(title, on_done=done, on_end=failed, on_news=news))

    def _show_written(self) -> None:
        """Show what was written since the last poll, pieces of one kind together."""
        kind = ""
        parts: list[str] = []
        while not self._written.empty():
            now, text = self._written.get()
            if now != kind and parts:
                self._show(kind, "".join(parts))
                parts = []
            kind = now
            parts.append(text)
        if parts:
            self._show(kind, "".join(parts))

    def _show(self, kind: str, text: str) -> None:
        if text.rstrip("\n"):
            self._state.console.add(cast("LineKind", kind), text.rstrip("\n"))
