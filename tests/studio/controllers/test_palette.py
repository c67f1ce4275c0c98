"""The command table as the palette lists it, without Qt."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, cast
from unittest.mock import MagicMock

import pytest

from studio.controllers import commands
from studio.controllers.commands.command import MENUS, SUBMENU, Command
from studio.controllers.commands.palette import PaletteEntry, find_entries
from studio.controllers.commands.table import all_commands
from studio.state.condition_reasons import has_reason
from studio.state.keymap import clashes

CONTROLLERS = Path(commands.__file__).parents[1]
SAYS_ITSELF = ("console_controller",)
"""Raises what failed in the code that asked for it."""


@pytest.fixture(scope="module")
def table() -> tuple[Command, ...]:
    return all_commands(cast("Any", MagicMock()), cast("Any", MagicMock()))


def entry(name: str, title: str, refusal: str = "") -> PaletteEntry:
    return PaletteEntry(name, title, lambda: None, refusal=refusal)


def test_every_command_has_a_place_a_text_and_a_name_of_its_own(
    table: tuple[Command, ...],
) -> None:
    names = [command.name for command in table]
    assert len(names) == len(set(names))
    assert all(command.menu.split(SUBMENU)[0] in MENUS for command in table)
    assert all(command.plain_text for command in table)


def test_no_default_key_is_given_twice(table: tuple[Command, ...]) -> None:
    assert clashes({command.name: command.shortcut for command in table}) == ()


def test_every_condition_that_refuses_a_command_has_a_reason(table: tuple[Command, ...]) -> None:
    needed = {command.needs for command in table if command.needs}
    assert {name for name in needed if not has_reason(name)} == set()


def test_every_failed_job_offers_a_command(table: tuple[Command, ...]) -> None:
    offered: set[str] = set()
    plans = 0
    for path in CONTROLLERS.rglob("*.py"):
        offered |= {ast.literal_eval(call.args[1]) for call in calls_of(path, "Remedy")}
        if path.stem not in SAYS_ITSELF:
            made = calls_of(path, "JobPlan")
            assert all("remedy" in {word.arg for word in call.keywords} for call in made), path
            plans += len(made)
    assert plans > 10
    assert offered <= {command.name for command in table}


def calls_of(path: Path, name: str) -> list[ast.Call]:
    """Calls of a name in a file."""
    return [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


def test_without_a_query_the_last_chosen_come_first_and_the_rest_in_order() -> None:
    entries = (entry("a", "A"), entry("b", "B", "not now"), entry("c", "C"), entry("d", "D"))
    found = find_entries(entries, " ", ("d", "gone", "b"))
    assert [hit.entry.name for hit in found] == ["d", "b", "a", "c"]
    assert [hit.recent for hit in found] == [True, True, False, False]


def test_possible_commands_come_before_equal_ones_that_are_not() -> None:
    entries = (entry("x", "File: Save", "not now"), entry("y", "File: Save"), entry("z", "Edit"))
    found = find_entries(entries, "save", ())
    assert [hit.entry.name for hit in found] == ["y", "x"]
    assert found[0].places == (6, 7, 8, 9)
