"""The console without Qt: code runs in its thread, the polling thread never waits."""

from __future__ import annotations

import ast
import inspect
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import studio.api.studio
from render.progress import ignore_progress
from sim.project import Project
from studio.api.completion import completions, studio_names
from studio.api.window_studio import WindowStudio
from studio.controllers.commands.command import Command
from studio.controllers.console_controller import ConsoleController
from studio.jobs.console_thread import is_complete
from studio.jobs.learn_requests import AdaptRequest, LearnRequest
from studio.jobs.learning import put_adapter_on
from studio.jobs.requests import ExportVideoRequest, SimulateRequest
from studio.state.layouts import Arrangement
from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.learning_school import School
from tests.studio.synthetic_project import write_take

DEADLINE_S = 30.0


class Terminal:
    """A console on a desk, polled until something has happened."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.school = School(desk)
        self.console = ConsoleController(
            desk.state, desk.jobs, desk.takes, desk.saving, desk.opening, self.school.learning
        )
        self.console.use_commands(
            (
                Command("undo", "Edit", "Undo", desk.edits.undo, needs="undo"),
                Command("sand", "Object", "Sand", lambda: desk.physics.set_stiffness("expressive")),
                Command("cancel", "Simulation", "Cancel", desk.jobs.cancel, needs="job"),
            )
        )

    def poll_until(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + DEADLINE_S
        pause = threading.Event()
        while not done():
            assert time.monotonic() < end, self.entries
            self.console.poll()
            pause.wait(0.001)

    def type(self, source: str) -> list[tuple[str, str]]:
        """Run a source to its end; what it wrote."""
        before = len(self.desk.state.console.entries)
        assert self.console.enter(source)
        self.poll_until(lambda: not self.desk.state.console.busy)
        return self.entries[before + 1 :]

    @property
    def on_disk(self) -> Project:
        """The open project."""
        assert self.desk.state.document.project is not None
        return Project.open(self.desk.state.document.project)

    @property
    def entries(self) -> list[tuple[str, str]]:
        return [(entry.kind, entry.text) for entry in self.desk.state.console.entries]


@pytest.fixture
def terminal(desk: Desk) -> Iterator[Terminal]:
    terminal = Terminal(desk)
    yield terminal
    thread = terminal.console._thread
    terminal.console.close()
    if thread is not None:
        thread._thread.join(DEADLINE_S)
        assert not thread._thread.is_alive()


def test_values_and_prints_are_shown(terminal: Terminal) -> None:
    assert terminal.type("1 + 1") == [("output", "2")]
    assert terminal.type("x = 3\nprint(x)\nx * 2") == [("output", "3\n6")]
    assert terminal.type("for i in range(2):\n    print(i)\n") == [("output", "0\n1")]
    assert terminal.type("None") == []


def test_mistakes_are_readable(terminal: Terminal) -> None:
    ((kind, text),) = terminal.type("1 / 0")
    assert kind == "error"
    assert text.endswith("ZeroDivisionError: division by zero")
    assert "console_thread" not in text
    ((kind, text),) = terminal.type("a b")
    assert (kind, "SyntaxError" in text) == ("error", True)
    assert terminal.type("studio.project") == [
        ("error", "no project is open; call open, predict or load first")
    ]
    ((_, text),) = terminal.type("exit()")
    assert "studio.run('quit')" in text


@pytest.mark.parametrize(
    ("source", "complete"),
    [("1 + 1", True), ("for i in x:", False), ("f(1,", False), ("a b", True), ('"""', False)],
)
def test_open_blocks_wait_for_more(source: str, complete: bool, terminal: Terminal) -> None:
    assert is_complete(source) is complete
    if not complete:
        assert not terminal.console.enter(source)
        assert terminal.entries == []


def test_other_threads_write_where_they_did(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "import threading\nt = threading.Thread(target=print, args=('elsewhere',))\n"
    assert terminal.type(code + "t.start()\nt.join()") == []
    assert "elsewhere" in capsys.readouterr().out


def test_the_verbs_work_on_the_open_project_by_its_jobs(terminal: Terminal) -> None:
    desk = terminal.desk
    path = desk.open_ball()
    assert terminal.type("studio.project.path.name") == [("output", "'Ball.p4d'")]
    assert terminal.console.enter('take = studio.simulate("jelly", quality="sketch")')
    terminal.poll_until(lambda: bool(desk.runner.requests))
    request = desk.runner.last
    assert isinstance(request, SimulateRequest)
    assert (request.project, request.law, request.quality) == (path, "jelly", "sketch")
    assert desk.state.jobs.active is not None
    assert desk.state.document.active_take == request.take_name
    desk.end_job(result=write_take(terminal.on_disk, request.take_name))
    terminal.poll_until(lambda: not desk.state.console.busy)
    assert terminal.type("take.frame_count") == [("output", "12")]


def test_a_job_that_fails_raises_its_line(terminal: Terminal) -> None:
    terminal.desk.open_ball()
    terminal.console.enter('studio.simulate("jelly")')
    terminal.poll_until(lambda: bool(terminal.desk.runner.requests))
    terminal.desk.end_job(line="the motion blew up")
    terminal.poll_until(lambda: not terminal.desk.state.console.busy)
    assert terminal.entries[-1] == ("error", "the motion blew up")


def test_an_interrupt_ends_code_and_job(terminal: Terminal) -> None:
    desk = terminal.desk
    terminal.console.enter("while True: pass")
    terminal.poll_until(lambda: terminal.console._thread is not None
                        and terminal.console._thread._running)  # fmt: skip
    terminal.console.interrupt()
    terminal.poll_until(lambda: not desk.state.console.busy)
    assert terminal.entries[-1] == ("error", "Interrupted.")
    desk.open_ball()
    write_take(terminal.on_disk, "take-1")
    terminal.console.enter('studio.export("ball.mp4", "take-1")')
    terminal.poll_until(lambda: bool(desk.runner.requests))
    assert isinstance(desk.runner.last, ExportVideoRequest)
    terminal.console.interrupt()
    terminal.poll_until(lambda: not desk.state.console.busy and bool(desk.runner.cancelled_ones))
    assert terminal.entries[-1] == ("error", "Interrupted.")


def test_commands_run_by_name_and_are_undo_steps(terminal: Terminal) -> None:
    desk = terminal.desk
    desk.open_ball()
    assert terminal.type('studio.run("sand")') == []
    assert desk.state.material.stiffness == "expressive"
    assert terminal.type('studio.run("undo")') == []
    assert desk.state.material.stiffness == "real"
    ((_, text),) = terminal.type('studio.run("cancel")')
    assert "Nothing runs that could be cancelled" in text
    ((_, text),) = terminal.type('studio.run("jam")')
    assert "studio.commands" in text
    ((_, text),) = terminal.type("studio.commands")
    assert "'undo': 'Undo'" in text
    desk.state.layouts.own = {"My desk": Arrangement()}
    switched: list[str] = []
    terminal.console.switch_layout = switched.append
    assert terminal.type('studio.run("layout:My desk")') == []
    assert switched == ["My desk"]


def test_opening_another_project_waits_until_it_is_shown(terminal: Terminal) -> None:
    desk = terminal.desk
    other = desk.open_ball("Other.p4d")
    desk.open_ball()
    terminal.type(f"opened = studio.open({str(other)!r})")
    assert desk.state.document.project == other
    desk.physics.set_stiffness("expressive")
    ((_, text),) = terminal.type(f"studio.open({str(other)!r})")
    assert "unsaved changes" in text


def test_history_echo_and_clearing(terminal: Terminal) -> None:
    terminal.type("1")
    terminal.type("1")
    terminal.type("2")
    state = terminal.desk.state.console
    assert state.history == ("1", "2")
    call = Command("undo", "Edit", "Undo", lambda: None)
    terminal.console.note(call)
    assert terminal.entries[-1] == ("output", "2")
    terminal.console.toggle_echo()
    terminal.console.note(call)
    assert terminal.entries[-1] == ("call", 'studio.run("undo")')
    assert terminal.console.text().splitlines()[:2] == [">>> 1", "1"]
    terminal.console.clear()
    assert state.entries == ()
    assert state.history == ("1", "2")


def test_completion_looks_at_names_only() -> None:
    assert completions("studio.si", (), ()) == ("studio.simulate",)
    assert completions("x = studio.exp", (), ()) == (
        "x = studio.export",
        "x = studio.export_splats",
    )
    assert completions('studio.run("un', (), ("undo", "redo")) == ('studio.run("undo")',)
    assert completions("stu", ("studio",), ())[0] == "studio"
    assert completions("other.si", (), ()) == ()
    assert completions("", ("studio",), ()) == ()
    assert {"open", "predict", "run", "commands", "simulate"} <= set(studio_names())


def calls_of(table: tuple[Command, ...]) -> dict[str, ast.Call]:
    """The parsed calls of the commands that have one."""
    parsed = {}
    for command in table:
        expression = ast.parse(command.python_call, mode="eval").body
        assert isinstance(expression, ast.Call), command.name
        parsed[command.name] = expression
    return parsed


def test_every_call_of_a_command_exists_with_these_arguments(tmp_path: Path) -> None:
    from tests.studio.controllers.test_stage_controller import Booth

    booth = Booth(tmp_path)
    table = command_table(booth.studio)
    booth.studio.close()
    named = 0
    for name, call in calls_of(table).items():
        assert isinstance(call.func, ast.Attribute), name
        assert ast.unparse(call.func.value) == "studio", name
        verb = getattr(WindowStudio, call.func.attr)
        arguments = [ast.literal_eval(argument) for argument in call.args]
        keywords = {word.arg or "": ast.literal_eval(word.value) for word in call.keywords}
        inspect.signature(verb).bind(None, *arguments, **keywords)
        if call.func.attr == "run":
            assert arguments == [name]
        else:
            named += 1
            assert hasattr(studio.api.studio.Studio, call.func.attr), name
    assert named >= 5


def command_table(made: object) -> tuple[Command, ...]:
    """All commands of a studio whose window does nothing."""
    from unittest.mock import MagicMock

    from studio.controllers.commands.table import all_commands

    return all_commands(made, MagicMock())  # type: ignore[arg-type]


def test_the_console_examples_of_the_documentation_run(terminal: Terminal) -> None:
    text = (Path(__file__).parents[3] / "docs" / "scripting.md").read_text(encoding="utf-8")
    blocks = [block.split("```")[0] for block in text.split("```python\n")[1:]]
    assert len(blocks) == 3
    import studio.api as api

    example = [line[4:] for line in (api.__doc__ or "").splitlines() if line.startswith("    ")]
    assert [line for line in blocks[0].splitlines() if line] == [line for line in example if line]
    desk = terminal.desk
    desk.open_ball()
    desk.physics.set_stiffness("expressive")
    assert terminal.console.enter(blocks[2])
    for law in ("jelly", "sand"):
        terminal.poll_until(lambda law=law: getattr(_last(desk), "law", "") == law)
        request = desk.runner.last
        assert isinstance(request, SimulateRequest)
        desk.end_job(result=write_take(terminal.on_disk, request.take_name))
    terminal.poll_until(lambda: not desk.state.console.busy)
    assert [kind for kind, _ in terminal.entries].count("error") == 0
    assert desk.state.material.stiffness == "real"


def test_what_votes_taught_in_the_console_is_shown_in_the_window(
    terminal: Terminal, tmp_path: Path
) -> None:
    desk, school = terminal.desk, terminal.school
    project = school.open()
    assert project.physics is not None
    before = project.physics.mean().youngs_modulus_pa
    out = tmp_path / "mine.adapter"
    assert terminal.console.enter(f'print(studio.learn_from_votes(out=r"{out}").vote_count)')
    terminal.poll_until(lambda: isinstance(_last(desk), LearnRequest))
    adapter = school.finish()
    terminal.poll_until(lambda: not desk.state.console.busy)
    physics = desk.state.document.physics
    assert physics is not None
    assert physics.mean().youngs_modulus_pa > 5 * before
    assert desk.state.learning.lesson is not None
    assert desk.state.learning.lesson.adapter == adapter == out
    assert terminal.console.enter("studio.remove_adapter()")
    terminal.poll_until(lambda: isinstance(_last(desk), AdaptRequest))
    request = _last(desk)
    assert isinstance(request, AdaptRequest)
    assert put_adapter_on(request, ignore_progress) == project.path
    desk.end_job(result=project.path)
    terminal.poll_until(lambda: not desk.state.console.busy)
    assert desk.state.document.physics is not None
    assert desk.state.document.physics.mean().youngs_modulus_pa == pytest.approx(before)
    assert [kind for kind, _ in terminal.entries].count("error") == 0


def _last(desk: Desk) -> object:
    return desk.runner.requests.get(len(desk.runner.requests))
