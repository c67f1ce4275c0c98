"""The guide is true of the window: its keys, menus, pictures and lines of Python exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studio.controllers.commands.command import SUBMENU, Command
from studio.controllers.commands.table import all_commands
from studio.controllers.studio_controller import Studio
from studio.jobs.runner import JobRunner
from studio.jobs.view_runner import ViewRunner
from studio.state.keymap import split_keys
from studio.state.preference_fields import FIELDS
from studio.state.studio_state import StudioState
from tests.studio.api.test_command_calls import Verbs

DOCS = Path(__file__).parents[2] / "docs"
OF_VOTES = {"S"}
"""Keys that work while a vote is open only; no command has them."""
KEY = re.compile(r"`((?:(?:Ctrl|Shift|Alt)\+)+[^`\s]+|F\d+|[A-Z])`")
PATH = re.compile(rf"\*([A-Z][^*\n]*{SUBMENU}[^*\n]+)\*")
PICTURE = re.compile(r"\]\((images/[^)]+)\)")
PREFERENCES = "Preferences"
LONGEST_WORDS = 2050
"""Words that fill ten pages together with the pictures."""


@pytest.fixture(scope="module")
def guide() -> str:
    return (DOCS / "guide.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> tuple[Command, ...]:
    preferences = tmp_path_factory.mktemp("config") / "preferences.json"
    studio = Studio(StudioState(), JobRunner(), ViewRunner(), preferences)
    return all_commands(studio, Verbs())  # type: ignore[arg-type]


def test_every_key_of_the_guide_is_one_of_the_window(
    guide: str, table: tuple[Command, ...]
) -> None:
    named = set(KEY.findall(guide))
    assert len(named) > 50
    known = {key for command in table for key in split_keys(command.shortcut)}
    assert named - known - OF_VOTES == set()


def test_every_menu_of_the_guide_exists(guide: str, table: tuple[Command, ...]) -> None:
    known = {PREFERENCES}
    for field in FIELDS:
        texts = (field.section, field.label, *(text.split(":")[0] for _, text in field.choices))
        known |= {f"{PREFERENCES}{SUBMENU}{text}" for text in texts}
    for command in table:
        parts = [*command.menu.split(SUBMENU), command.plain_text]
        known |= {SUBMENU.join(parts[:count]) for count in range(1, len(parts) + 1)}
    named = PATH.findall(guide)
    assert len(named) > 10
    for path in named:
        head, *rest = path.replace("…", "").split(SUBMENU)
        steps = [head, *(f"{head}{SUBMENU}{part}" for part in rest)]
        found = steps if head == PREFERENCES else [SUBMENU.join((head, *rest))]
        assert set(found) <= known, path


def test_its_pictures_and_its_python_are_there(guide: str) -> None:
    pictures = PICTURE.findall(guide)
    assert len(pictures) > 8
    assert [name for name in pictures if not (DOCS / name).is_file()] == []
    scripting = (DOCS / "scripting.md").read_text(encoding="utf-8")
    block = guide.split("```python\n")[1].split("```")[0]
    assert block == scripting.split("```python\n")[1].split("```")[0]
    assert len(guide.split()) < LONGEST_WORDS
