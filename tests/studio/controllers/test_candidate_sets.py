"""Sets in the list of takes: folded, counted, deleted and brought back as one."""

from __future__ import annotations

import pytest

from studio.controllers.candidate_sets_controller import CandidateSetsController
from studio.state.take_list import SetRow, TakeRow, resolve_takes
from tests.studio.controllers.candidate_lab import Lab
from tests.studio.controllers.conftest import Desk


@pytest.fixture
def lab(desk: Desk) -> Lab:
    lab = Lab(desk)
    lab.open()
    return lab


@pytest.fixture
def sets(lab: Lab) -> CandidateSetsController:
    """A set of two, all simulated, between two takes."""
    desk = lab.desk
    desk.takes.show("take-1")
    lab.candidates.sample(2)
    while lab.candidates.busy:
        lab.finish_job()
    for run in lab.state.candidates.runs:
        desk.takes.show(run.take_name)
    desk.takes.show("take-2")
    return CandidateSetsController(lab.state, lab.candidates, desk.takes, desk.edits)


def names(lab: Lab) -> list[str]:
    return [row.name for row in resolve_takes(lab.state)]


def test_takes_of_a_set_stand_behind_one_line(lab: Lab, sets: CandidateSetsController) -> None:
    assert names(lab) == ["take-1", "set-1", "take-2"]
    head = resolve_takes(lab.state)[1]
    assert isinstance(head, SetRow)
    assert head.subtitle == "2 candidates · 4 takes"
    assert not head.active
    lab.desk.takes.show("set-1-2-preview")
    head = resolve_takes(lab.state)[1]
    assert isinstance(head, SetRow)
    assert head.active
    sets.toggle("set-1")
    rows = resolve_takes(lab.state)
    assert [row.name for row in rows[2:6]] == [
        "set-1-1-sketch", "set-1-1-preview", "set-1-2-sketch", "set-1-2-preview",
    ]  # fmt: skip
    assert all(isinstance(row, TakeRow) and row.depth == 1 for row in rows[2:6])
    assert not rows[1].active
    sets.toggle("set-1")
    assert len(names(lab)) == 3


def test_a_set_is_deleted_with_its_takes_in_one_step(
    lab: Lab, sets: CandidateSetsController
) -> None:
    lab.desk.takes.show("set-1-1-sketch")
    sets.delete("set-1")
    assert names(lab) == ["take-1", "take-2"]
    assert lab.state.candidates.sets == ()
    assert lab.state.candidates.shown_set is None
    assert lab.state.document.active_take in ("take-1", "take-2")
    assert lab.state.history.edits[-1].label == "Delete set-1"
    lab.desk.edits.undo()
    assert names(lab) == ["take-1", "set-1", "take-2"]
    assert lab.state.candidates.shown_set == "set-1"


def test_the_next_set_gets_a_name_of_its_own(lab: Lab, sets: CandidateSetsController) -> None:
    sets.delete()
    lab.candidates.sample(2)
    assert lab.state.candidates.shown_set == "set-2"
    lab.candidates.cancel()


def test_a_set_that_is_being_simulated_stays(lab: Lab, sets: CandidateSetsController) -> None:
    lab.candidates.sample(2)
    sets.delete("set-2")
    assert lab.state.candidates.set_named("set-2") is not None
    assert "set-2 is being simulated" in lab.desk.texts[-1]
    lab.candidates.cancel()
