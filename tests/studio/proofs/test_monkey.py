"""Random use of the window: nothing raises, nothing is left, undo leads back."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import build_window
from studio.jobs.runner import PIPELINE
from studio.views.main_window import MainWindow
from studio.views.theme_change import apply_theme
from tests.studio.proofs.asker import Asker
from tests.studio.proofs.monkey import Monkey
from tests.studio.proofs.witness import Belongings, Witness, many_dialogs
from tests.studio.synthetic_project import make_project, write_take

FAKE = "tests.studio.fake_pipeline"
WHOLE_HISTORY_BYTES = 2**40

MakeMonkey = Callable[..., Monkey]


@pytest.fixture
def witness(monkeypatch: pytest.MonkeyPatch) -> Iterator[Witness]:
    found = Witness()
    found.install(monkeypatch)
    yield found
    found.close()


@pytest.fixture
def make_monkey(
    qapp: QApplication,
    private_folders: Path,
    monkeypatch: pytest.MonkeyPatch,
    witness: Witness,
) -> MakeMonkey:
    """Makes a monkey at a shown window with open projects."""
    apply_theme(qapp)

    def make(pipeline: str, seed: int, *, project_count: int = 2) -> Monkey:
        rng = random.Random(seed)
        projects = tuple(
            make_project(private_folders / f"Ball {number}.p4d", gaussian_count=200)
            for number in range(project_count)
        )
        for project in projects:
            write_take(project, "take-1")
        preferences = private_folders / "preferences.json"
        wanted = {
            "projects_folder": str(private_folders / "projects"), "quality": "sketch",
            "language": "en", "theme": "dark", "tour_seen": True, "renderer": "software",
        }  # fmt: skip
        preferences.write_text(json.dumps(wanted))
        asker = Asker(rng, private_folders, tuple(project.path for project in projects[1:]))
        asker.install(monkeypatch)
        window = build_window(pipeline, preferences)
        monkeypatch.setattr(window, "confirm_stop", lambda _title: True)
        window.show()
        monkey = Monkey(window, rng, witness, tuple(project.path for project in projects))
        asker.meddle = monkey.meddle
        monkey.open(projects[0].path)
        return monkey

    return make


def play(monkey: Monkey, count: int) -> None:
    """Do things, then undo as far as the history reaches."""
    for _ in range(count):
        monkey.act()
    monkey.witness.doing = "undoing everything"
    monkey.run_for(50)
    if monkey.window.studio.state.document.project is None:
        monkey.open(monkey.projects[0])
    monkey.ledger.undo_all()
    monkey.run_for(50)
    for line in many_dialogs():
        monkey.witness.complain(f"dialogs pile up: {line}")


def leave(window: MainWindow) -> None:
    """Close without asking."""
    window.studio.jobs.cancel()
    window.studio.saving.give_up()
    window.close()
    window.deleteLater()


@pytest.mark.parametrize("seed", [1])
def test_a_hundred_random_actions(
    seed: int, make_monkey: MakeMonkey, witness: Witness, qtbot: QtBot
) -> None:
    before = Belongings()
    monkey = make_monkey(FAKE, seed)
    play(monkey, 100)
    assert not witness.complaints, "\n".join(witness.complaints)
    assert monkey.ledger.problems == []
    assert monkey.jobs >= 0.10 * monkey.actions
    assert monkey.bad >= 0.05 * monkey.actions
    leave(monkey.window)
    del monkey
    assert before.left_behind() == []
    assert not witness.complaints, "\n".join(witness.complaints)


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "whole_history"), [(11, False), (12, False), (13, True)])
def test_a_thousand_random_actions_with_the_real_worker(
    seed: int, whole_history: bool, make_monkey: MakeMonkey, witness: Witness, qtbot: QtBot
) -> None:
    before = Belongings()
    monkey = make_monkey(PIPELINE, seed, project_count=1 if whole_history else 3)
    history = monkey.window.studio.state.history
    if whole_history:
        history.cap_bytes = WHOLE_HISTORY_BYTES
    play(monkey, 1000)
    assert not witness.complaints, "\n".join(witness.complaints)
    assert monkey.ledger.problems == []
    assert monkey.jobs >= 0.10 * monkey.actions
    assert monkey.bad >= 0.05 * monkey.actions
    if whole_history:
        assert history.position == history.first == 0
        assert monkey.ledger.compared > 50
    leave(monkey.window)
    del monkey, history
    assert before.left_behind() == []
    assert not witness.complaints, "\n".join(witness.complaints)
