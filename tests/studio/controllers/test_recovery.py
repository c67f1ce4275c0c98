"""Work that a window lost is offered by the next one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.saved_desk import kill, set_seed, settle


@pytest.fixture
def another(tmp_path: Path, desk: Desk) -> Callable[[], Desk]:
    """Another window on the same folders, whose predecessor's process has ended."""

    def open_another() -> Desk:
        for lock in tmp_path.rglob(".lock"):
            values = json.loads(lock.read_text())
            lock.write_text(json.dumps(values | {"process": "before"}))
        return Desk(tmp_path)

    return open_another


def lost_work(desk: Desk, another: Callable[[], Desk]) -> tuple[Path, Desk]:
    """A project whose last edit was lost with its window, and the next window on it."""
    project = desk.open_ball()
    set_seed(desk, 5)
    kill(desk)
    second = another()
    second.document.open_path(project)
    return project, second


def test_lost_work_is_offered_once_and_restored(desk: Desk, another: Callable[[], Desk]) -> None:
    project, second = lost_work(desk, another)
    offer = second.state.saving.recovery
    assert offer is not None
    assert [note.label for note in offer.edits] == ["Set seed 5"]
    assert offer.photo == project / "photo.png"
    assert second.state.material.seed == 0
    second.saving.restore()
    assert second.state.saving.recovery is None
    assert second.state.material.seed == 5
    assert second.state.history.dirty
    second.edits.undo()
    assert second.state.material.seed == 0
    second.edits.redo()
    second.document.save()
    settle(second)
    second.saving.detach()
    third = another()
    third.document.open_path(project)
    assert third.state.saving.recovery is None
    assert third.state.material.seed == 5
    third.saving.detach()


def test_work_that_was_restored_and_lost_again_is_offered_again(
    desk: Desk, another: Callable[[], Desk]
) -> None:
    project, second = lost_work(desk, another)
    second.saving.restore()
    with second.edits.step("Rename"):
        second.state.document.take_titles = (("take-1", "fall"),)
    kill(second)
    third = another()
    third.document.open_path(project)
    third.saving.restore()
    assert third.state.material.seed == 5
    assert third.state.document.take_titles == (("take-1", "fall"),)
    third.saving.detach()


def test_lost_work_that_is_discarded_is_not_offered_again(
    desk: Desk, another: Callable[[], Desk]
) -> None:
    project, second = lost_work(desk, another)
    second.saving.discard_lost()
    set_seed(second, 8)
    kill(second)
    assert (project / "journal.jsonl.discarded").exists()
    third = another()
    third.document.open_path(project)
    offer = third.state.saving.recovery
    assert offer is not None
    assert [note.label for note in offer.edits] == ["Set seed 8"]
    third.saving.detach()


def test_closing_while_lost_work_is_offered_keeps_it(
    desk: Desk, another: Callable[[], Desk]
) -> None:
    project, second = lost_work(desk, another)
    second.document.close()
    third = another()
    third.document.open_path(project)
    assert third.state.saving.recovery is not None
    third.saving.detach()
