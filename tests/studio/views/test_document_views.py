"""Questions about the project on the disk, and the history, in the whole window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from studio.jobs.journal_file import JournalRecord, record_line
from studio.state.document_file import StoredFile
from studio.state.saving import LockConflict, MissingFiles, RecoveryOffer
from studio.views.document.history_panel import HistoryPanel
from studio.views.document.prompt import Prompt
from studio.views.main_window import MainWindow
from tests.studio.synthetic_project import make_project, write_take
from tests.studio.views.conftest import TIMEOUT_MS

Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    return lambda condition: qtbot.waitUntil(condition, timeout=TIMEOUT_MS)


@pytest.fixture
def ball(window: MainWindow, until: Until, tmp_path: Path) -> Path:
    project = make_project(tmp_path / "Ball.p4d")
    write_take(project, "take-1", frame_count=2)
    window.studio.document.open_path(project.path)
    until(lambda: window.studio.state.document.gaussian_count > 0)
    return project.path


def set_seed(window: MainWindow, seed: int) -> None:
    with window.studio.edits.step(f"Set seed {seed}"):
        window.studio.state.material.seed = seed


def shown_prompt(window: MainWindow, until: Until) -> Prompt:
    until(lambda: window.prompts.prompt is not None and window.prompts.prompt.isVisible())
    assert window.prompts.prompt is not None
    return window.prompts.prompt


def click(prompt: Prompt, text: str) -> None:
    button = next(b for b in prompt.findChildren(QPushButton) if b.text() == text)
    button.click()


def texts(prompt: Prompt) -> str:
    return "\n".join(label.text() for label in prompt.findChildren(QLabel))


def test_undo_and_redo_are_commands(window: MainWindow, ball: Path, until: Until) -> None:
    actions, material = window.actions_by_name, window.studio.state.material
    assert not actions["undo"].isEnabled()
    set_seed(window, 5)
    until(actions["undo"].isEnabled)
    assert window.windowTitle().startswith("Ball*")
    actions["undo"].trigger()
    assert material.seed == 0
    until(actions["redo"].isEnabled)
    assert not actions["undo"].isEnabled()
    assert window.windowTitle().startswith("Ball –")
    actions["redo"].trigger()
    assert material.seed == 5


def test_choosing_a_line_of_the_history_goes_there(
    window: MainWindow, ball: Path, until: Until
) -> None:
    window.actions_by_name["history"].trigger()
    until(lambda: window.findChild(HistoryPanel) is not None)
    panel = window.findChild(HistoryPanel)
    assert panel is not None
    rows = panel.findChild(QListWidget)
    for seed in (3, 4, 5):
        set_seed(window, seed)
    until(lambda: rows.count() == 4)
    assert [rows.item(place).text() for place in range(4)] == [
        "Start", "Set seed 3", "Set seed 4", "Set seed 5",
    ]  # fmt: skip
    rows.setCurrentRow(1)
    assert window.studio.state.material.seed == 3
    until(lambda: rows.item(2).font().italic())
    rows.setCurrentRow(0)
    assert window.studio.state.material.seed == 0
    assert rows.count() == 4


def test_saving_and_closing_with_changes(
    window: MainWindow, ball: Path, until: Until, qtbot: QtBot
) -> None:
    set_seed(window, 5)
    assert not window.close()
    prompt = shown_prompt(window, until)
    assert "Save the changes to Ball?" in texts(prompt)
    qtbot.keyClick(prompt, Qt.Key.Key_Escape)
    until(lambda: window.prompts.prompt is None)
    assert window.isVisible()
    assert window.studio.state.history.dirty
    window.close()
    click(shown_prompt(window, until), "Save")
    until(lambda: not window.isVisible())
    document = json.loads((ball / "studio.json").read_text())
    assert document["parts"]["material"]["seed"] == 5
    assert not (ball / ".lock").exists()


@pytest.mark.slow
def test_a_question_does_not_stop_the_window(window: MainWindow, ball: Path, until: Until) -> None:
    set_seed(window, 5)
    window.studio.document.close()
    shown_prompt(window, until)
    window.studio.physics.simulate()
    until(lambda: window.studio.state.document.take("take-2") is not None)
    until(lambda: window.studio.state.jobs.active is None)
    click(shown_prompt(window, until), "Do not save")
    until(lambda: window.studio.state.document.project is None)


def test_lost_work_is_offered_with_a_preview_and_restored(
    window: MainWindow, until: Until, tmp_path: Path
) -> None:
    ball = make_project(tmp_path / "Ball.p4d").path
    records = [JournalRecord(1, 0, 1e9, "Set seed", (("material", "seed", 42),))]
    (ball / "journal.jsonl").write_text("".join(map(record_line, records)) + "\n{torn")
    window.studio.document.open_path(ball)
    prompt = shown_prompt(window, until)
    assert "1 edit, the last one on 2001-09-0" in texts(prompt)
    assert "Set seed" in prompt.findChild(QListWidget).item(0).text()
    pictures = [label for label in prompt.findChildren(QLabel) if label.accessibleName()]
    until(lambda: not pictures[0].pixmap().isNull())
    prompt.reject()  # the question wants an answer
    assert prompt.isVisible()
    click(prompt, "Restore")
    until(lambda: window.studio.state.material.seed == 42)
    until(lambda: window.prompts.prompt is None)
    assert window.studio.state.history.undo_label == "Restore unsaved work"


QUESTIONS: tuple[tuple[str, object, str, set[str]], ...] = (
    (
        "recovery", RecoveryOffer(Path("Cup.p4d"), (), None, failed_before=True),
        "It may be the cause.", {"Discard", "Restore"},
    ),
    (
        "conflict", LockConflict(Path("Cup.p4d"), "ann on attic", here=False),
        "Cup is open elsewhere: ann on attic.",
        {"Take over", "Cancel", "Open read-only", "Open a copy"},
    ),
    (
        "missing",
        MissingFiles(Path("Cup.p4d"), (StoredFile("takes/take-1", 1, ""),), Path("away")),
        "Not found in away.", {"Work without them", "Choose a folder…"},
    ),
    (
        "missing",
        MissingFiles(Path("Cup.p4d"), (StoredFile("cloud.ply", 1, ""),), searching=True),
        "Searching…", {"Stop searching"},
    ),
)  # fmt: skip


def test_every_question_says_what_can_be_done(window: MainWindow, until: Until) -> None:
    saving = window.studio.state.saving
    for name, question, words, answers in QUESTIONS:
        setattr(saving, name, question)
        prompt = shown_prompt(window, until)
        assert words in texts(prompt)
        assert {button.text() for button in prompt.findChildren(QPushButton)} == answers
        setattr(saving, name, None)
        until(lambda: window.prompts.prompt is None)


@pytest.mark.slow
def test_a_second_window_is_refused_politely(
    make_window: Callable[[], MainWindow], until: Until, tmp_path: Path
) -> None:
    ball = make_project(tmp_path / "Ball.p4d").path
    first, second = make_window(), make_window()
    first.studio.document.open_path(ball)
    until(lambda: first.studio.state.document.project == ball)
    second.studio.document.open_path(ball)
    click(shown_prompt(second, until), "Open read-only")
    until(lambda: second.studio.state.document.project == ball)
    until(lambda: "(read-only)" in second.windowTitle())
    assert first.studio.state.saving.recording == "works"
