"""Selecting, hiding, locking and deleting: combinations, undo, answers that come late."""

from __future__ import annotations

import numpy as np
import pytest

from studio.controllers.selection_controller import SelectionController
from studio.jobs.view_questions import ChooseQuestion, Floaters, Near, Polygon, Stroke
from studio.state.bitmask import BitMask
from studio.state.orbit_camera import OrbitCamera
from studio.state.selection import SelectionMode, combined
from tests.studio.controllers.conftest import Desk

COUNT = 400


def mask(*chosen: int) -> BitMask:
    marks = np.zeros(COUNT, np.bool_)
    marks[list(chosen)] = True
    return BitMask.of(marks)


@pytest.fixture
def selection(desk: Desk) -> SelectionController:
    desk.open_ball()
    desk.viewport.set_pane(640, 480)
    return desk.selection


def choose(desk: Desk, *chosen: int, mode: SelectionMode | None = None) -> None:
    desk.selection.rectangle((0, 0), (9, 9), mode)
    desk.answer(mask(*chosen))


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (SelectionMode.SET, {2, 3}),
        (SelectionMode.ADD, {1, 2, 3}),
        (SelectionMode.REMOVE, {1}),
        (SelectionMode.INTERSECT, {2}),
    ],
)
def test_a_choice_joins_the_selection_as_its_mode_says(
    mode: SelectionMode, expected: set[int]
) -> None:
    found = combined(mask(1, 2), mask(2, 3), mode)
    assert found is not None
    assert set(np.flatnonzero(found.array())) == expected
    assert combined(mask(1), mask(1), SelectionMode.REMOVE) is None


def test_choices_are_steps_of_undo(desk: Desk, selection: SelectionController) -> None:
    choose(desk, 1, 2)
    choose(desk, 5, mode=SelectionMode.ADD)
    assert desk.state.selection.mask == mask(1, 2, 5)
    desk.edits.undo()
    assert desk.state.selection.mask == mask(1, 2)
    desk.edits.undo()
    assert desk.state.selection.mask is None
    desk.edits.redo()
    assert desk.state.selection.mask == mask(1, 2)


def test_a_selection_grows_by_what_is_near_and_shrinks_by_its_rim(
    desk: Desk, selection: SelectionController
) -> None:
    selection.grow(1)
    assert desk.view.asked == []
    choose(desk, 1, 2, 3)
    selection.grow(1)
    asked = desk.view.asked[-1].question
    assert isinstance(asked, ChooseQuestion)
    assert asked.choice == Near(mask(1, 2, 3), desk.state.selection.gap_share)
    desk.answer(mask(1, 2, 3, 4))
    assert desk.state.selection.mask == mask(1, 2, 3, 4)
    selection.grow(-1)
    asked = desk.view.asked[-1].question
    assert isinstance(asked, ChooseQuestion)
    assert asked.choice == Near(mask(1, 2, 3, 4).inverted(), desk.state.selection.gap_share)
    desk.answer(mask(4, 5, 6))
    assert desk.state.selection.mask == mask(1, 2, 3)
    desk.edits.undo()
    desk.edits.undo()
    assert desk.state.selection.mask == mask(1, 2, 3)


def test_fast_choices_are_all_kept_in_their_order(
    desk: Desk, selection: SelectionController
) -> None:
    selection.lasso(((0, 0), (9, 0), (9, 9)), SelectionMode.ADD)
    selection.stroke(((0, 0), (5, 5)), SelectionMode.ADD)
    lasso, stroke = (asked.question for asked in desk.view.asked[-2:])
    assert isinstance(lasso, ChooseQuestion)
    assert isinstance(lasso.choice, Polygon)
    assert isinstance(stroke, ChooseQuestion)
    assert stroke.choice == Stroke(((0, 0), (5, 5)), desk.state.selection.brush_px)
    assert desk.state.selection.busy
    desk.answer(mask(1))
    assert desk.state.selection.busy
    desk.answer(mask(2))
    assert desk.state.selection.mask == mask(1, 2)
    assert not desk.state.selection.busy


def test_a_cancelled_choice_is_not_answered(desk: Desk, selection: SelectionController) -> None:
    selection.rectangle((0, 0), (9, 9))
    selection.cancel()
    assert not [a for a in desk.view.asked if isinstance(a.question, ChooseQuestion)]
    assert not desk.state.selection.busy


def test_a_choice_that_replaces_the_selection_stops_those_before(
    desk: Desk, selection: SelectionController
) -> None:
    selection.rectangle((0, 0), (9, 9), SelectionMode.ADD)
    selection.rectangle((0, 0), (5, 5), SelectionMode.SET)
    selection.rectangle((0, 0), (7, 7), SelectionMode.ADD)
    asked = [a.question for a in desk.view.asked if isinstance(a.question, ChooseQuestion)]
    corners = [one.choice.points[2] for one in asked if isinstance(one.choice, Polygon)]
    assert corners == [(5, 5), (7, 7)]


def test_hidden_locked_and_removed_gaussians_are_out_of_reach(
    desk: Desk, selection: SelectionController
) -> None:
    for verb, chosen in ((selection.hide, 1), (selection.lock, 2), (selection.delete, 3)):
        choose(desk, chosen)
        verb()
        assert desk.state.selection.mask is None
    choose(desk, 1, 2, 3, 4)
    assert desk.state.selection.mask == mask(4)
    selection.set_all()
    assert desk.state.selection.selected_count == COUNT - 3
    selection.invert()
    assert desk.state.selection.mask is None
    assert desk.state.selection.unseen == mask(1, 3)
    selection.unhide()
    selection.unlock()
    selection.restore()
    assert desk.state.selection.untouchable is None
    assert desk.state.selection.mask == mask(3)


def test_a_simulation_leaves_out_what_was_deleted(
    desk: Desk, selection: SelectionController
) -> None:
    choose(desk, 7)
    selection.delete()
    edit = desk.physics.request("take-1").edit
    assert edit is not None
    assert edit.removed == mask(7).packed
    desk.edits.undo()
    edit = desk.physics.request("take-1").edit
    assert edit is not None
    assert edit.removed == b""


def test_floaters_are_shown_before_they_are_deleted(
    desk: Desk, selection: SelectionController
) -> None:
    choose(desk, 8, 20)
    selection.set_floater_strength(0.7)
    question = desk.view.asked[-1].question
    assert isinstance(question, ChooseQuestion)
    assert question.choice == Floaters(0.7)
    desk.answer(mask(8, 9))
    assert desk.state.selection.preview == mask(8, 9)
    assert desk.state.selection.removed is None
    selection.delete_floaters()
    assert desk.state.selection.removed == mask(8, 9)
    assert desk.state.selection.mask == mask(20)
    assert desk.state.selection.preview is None
    desk.edits.undo()
    assert desk.state.selection.removed is None
    assert desk.state.selection.mask == mask(8, 20)


def test_an_answer_for_another_object_is_dropped(
    desk: Desk, selection: SelectionController
) -> None:
    selection.rectangle((0, 0), (9, 9))
    desk.answer(BitMask.full(COUNT + 8))
    assert desk.state.selection.mask is None


def test_a_failed_choice_is_told(desk: Desk, selection: SelectionController) -> None:
    selection.rectangle((0, 0), (9, 9))
    desk.view.asked.pop().failed("the take is gone")
    assert "the take is gone" in desk.state.notices.notices[-1].text
    assert not desk.state.selection.busy


def test_the_pivot_follows_the_selection(desk: Desk, selection: SelectionController) -> None:
    choose(desk, 1)
    selection.update()
    desk.answer(((0.0, 0.0, 0.0), (1.0, 2.0, 4.0)))
    assert desk.state.placement.selection_center_m == (0.5, 1.0, 2.0)
    selection.set_none()
    selection.update()
    assert desk.state.placement.selection_center_m is None


def test_the_brush_keeps_to_its_range(desk: Desk, selection: SelectionController) -> None:
    for _ in range(40):
        selection.resize_brush(1)
    assert desk.state.selection.brush_px == 400
    selection.resize_brush(-1)
    assert desk.state.selection.brush_px == 320


def test_framing_goes_by_the_selection_where_there_is_one(
    desk: Desk, selection: SelectionController
) -> None:
    desk.viewport.frame()
    whole = desk.state.viewport.camera
    choose(desk, 1)
    selection.update()
    desk.answer(((0.1, 0.1, 0.4), (0.2, 0.2, 0.5)))
    desk.viewport.frame()
    camera = desk.state.viewport.camera
    assert isinstance(camera, OrbitCamera)
    assert isinstance(whole, OrbitCamera)
    assert camera.target == pytest.approx((0.15, 0.15, 0.45))
    assert camera.distance_m < whole.distance_m / 2
