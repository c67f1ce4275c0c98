from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psygnal import EmitLoopError, SignalGroupDescriptor

from studio.controllers.edit_controller import EditController
from studio.state.document_fields import document_values
from studio.state.studio_state import StudioState


@dataclass
class Shapes:
    """A part of the state with fields of the document."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()
    SAVED: ClassVar[tuple[str, ...]] = ("names", "size_m")
    REMEMBERED: ClassVar[tuple[str, ...]] = ("zoom",)

    names: tuple[str, ...] = ()
    size_m: float = 1.0
    zoom: float = 1.0
    hovered: str = ""


@dataclass
class State(StudioState):
    """The studio's state and one part more."""

    shapes: Shapes = field(default_factory=Shapes)


@pytest.fixture
def state() -> State:
    return State()


@pytest.fixture
def edits(state: State) -> EditController:
    edits = EditController(state, strict=True, clock=lambda: 5.0)
    edits.guarded = True
    return edits


def labels(state: State) -> list[str]:
    return [edit.label for edit in state.history.edits]


def test_a_step_is_undone_and_redone(state: State, edits: EditController) -> None:
    with edits.step("Add a sphere"):
        state.shapes.names = ("sphere",)
        state.shapes.size_m = 2.0
        state.shapes.size_m = 3.0
        state.shapes.hovered = "sphere"
    assert labels(state) == ["Add a sphere"]
    edits.undo()
    assert (state.shapes.names, state.shapes.size_m) == ((), 1.0)
    assert state.shapes.hovered == "sphere"
    edits.redo()
    assert (state.shapes.names, state.shapes.size_m) == (("sphere",), 3.0)
    edits.redo()
    assert state.history.position == 1


def test_inner_steps_join_the_outer_one(state: State, edits: EditController) -> None:
    with edits.step("Outer"):
        with edits.step("Inner"):
            state.shapes.size_m = 2.0
        state.shapes.names = ("a",)
    assert labels(state) == ["Outer"]
    assert len(state.history.edits[0].changes) == 2


def test_a_step_that_changes_nothing_is_none(state: State, edits: EditController) -> None:
    with edits.step("There and back"):
        state.shapes.size_m = 2.0
        state.shapes.size_m = 1.0
    assert labels(state) == []


def test_a_step_that_fails_puts_back_what_it_changed(state: State, edits: EditController) -> None:
    def fail() -> None:
        with edits.step("Fail"):
            state.shapes.size_m = 2.0
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert state.shapes.size_m == 1.0
    assert labels(state) == []


def test_a_drag_is_one_step_and_can_be_abandoned(state: State, edits: EditController) -> None:
    edits.begin("Drag size")
    for value in (2.0, 3.0):
        with edits.step("Set size"):
            state.shapes.size_m = value
    assert state.history.pending == "Drag size"
    edits.commit()
    assert labels(state) == ["Drag size"]
    edits.begin("Drag size")
    state.shapes.size_m = 9.0
    edits.abandon()
    assert (state.shapes.size_m, state.history.pending) == (3.0, "")
    edits.abandon()
    edits.commit()
    assert labels(state) == ["Drag size"]


def test_undoing_or_dragging_anew_finishes_a_drag(state: State, edits: EditController) -> None:
    edits.begin("First")
    state.shapes.size_m = 2.0
    edits.begin("Second")
    state.shapes.size_m = 3.0
    edits.undo()
    assert (labels(state), state.shapes.size_m) == (["First", "Second"], 2.0)


def test_settled_values_are_those_before_the_drag(state: State, edits: EditController) -> None:
    with edits.step("Set"):
        state.shapes.size_m = 2.0
    edits.begin("Drag")
    state.shapes.size_m = 7.0
    state.shapes.zoom = 3.0
    values = edits.settled_values()
    assert (values["shapes", "size_m"], values["shapes", "zoom"]) == (2.0, 3.0)


def test_jumps_reach_every_state(state: State, edits: EditController) -> None:
    for value in (2.0, 3.0, 4.0):
        with edits.step("Set"):
            state.shapes.size_m = value
    for index, value in ((0, 1.0), (3, 4.0), (1, 2.0), (2, 3.0), (-5, 1.0), (99, 4.0)):
        edits.go_to(index)
        assert state.shapes.size_m == value


def test_listeners_hear_of_edits_and_moves(state: State, edits: EditController) -> None:
    heard: list[Any] = []
    edits.finished.connect(lambda edit: heard.append(edit.label))
    edits.moved.connect(lambda label, applied: heard.append((label, applied)))
    with edits.step("Set"):
        state.shapes.size_m = 2.0
    edits.undo()
    assert heard == ["Set", ("Undo: Set", [("shapes", "size_m", 1.0)])]


def test_two_controllers_do_not_hear_each_other() -> None:
    heard: list[str] = []
    one, two = State(), State()
    EditController(one).finished.connect(lambda edit: heard.append(edit.label))
    with EditController(two).step("Set"):
        two.shapes.size_m = 2.0
    assert heard == []


def test_changes_outside_of_a_step_are_mistakes(state: State, edits: EditController) -> None:
    with pytest.raises(EmitLoopError) as raised:
        state.shapes.size_m = 2.0
    assert isinstance(raised.value.__cause__, AssertionError)
    assert "shapes.size_m was changed outside of an edit step" in str(raised.value.__cause__)
    state.shapes.zoom = 3.0  # what is only remembered is no step


def test_in_use_such_a_change_is_logged_and_can_be_undone(
    state: State, caplog: pytest.LogCaptureFixture
) -> None:
    edits = EditController(state)
    state.shapes.size_m = 1.5  # nothing is open yet
    edits.guarded = True
    with caplog.at_level(logging.WARNING):
        state.shapes.size_m = 2.0
    assert "shapes.size_m was changed outside of an edit step" in caplog.text
    assert labels(state) == ["Change size m"]
    edits.undo()
    assert state.shapes.size_m == 1.5


def test_opening_is_no_step(state: State, edits: EditController) -> None:
    with edits.untracked():
        state.shapes.size_m = 2.0
    assert labels(state) == []


def test_a_step_too_large_for_the_history_is_said(state: State) -> None:
    state.history.cap_bytes = 500
    edits = EditController(state)
    with edits.step("Select"):
        state.shapes.names = ("x" * 1000,)
    assert state.notices.notices[0].text == "Select: this step is too large to be undone."
    edits.undo()
    assert state.shapes.names == ("x" * 1000,)


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("size"), st.floats(0.1, 9.0)),
        st.tuples(st.just("names"), st.lists(st.sampled_from("abc"), max_size=3).map(tuple)),
        st.tuples(st.just("drag"), st.lists(st.floats(0.1, 9.0), max_size=4)),
        st.tuples(st.just("abandon"), st.floats(0.1, 9.0)),
        st.tuples(st.just("undo"), st.just(0)),
        st.tuples(st.just("redo"), st.just(0)),
        st.tuples(st.just("jump"), st.integers(0, 30)),
        st.tuples(st.just("merge"), st.floats(0.1, 9.0)),
    ),
    max_size=30,
)


def perform(state: State, edits: EditController, action: str, value: Any) -> None:
    if action == "size":
        with edits.step("Set size"):
            state.shapes.size_m = value
    elif action == "names":
        with edits.step("Name"):
            state.shapes.names = value
            state.shapes.size_m += len(value)
    elif action == "drag":
        edits.begin("Drag")
        for size in value:
            state.shapes.size_m = size
        edits.commit()
    elif action == "abandon":
        edits.begin("Drag")
        state.shapes.size_m = value
        edits.abandon()
    elif action == "merge":
        with edits.step("Wheel", mergeable=True):
            state.shapes.size_m = value
    elif action == "jump":
        edits.go_to(value)
    else:
        getattr(edits, action)()


@given(ACTIONS)
@settings(max_examples=60, deadline=None)
def test_any_edits_undone_are_the_start_and_redone_the_end(actions: list[tuple[str, Any]]) -> None:
    state = State()
    edits = EditController(state, strict=True, clock=lambda: 0.0)
    edits.guarded = True
    start = document_values(state, undoable_only=True)
    known = {0: start}
    for action, value in actions:
        perform(state, edits, action, value)
        known[state.history.position] = document_values(state, undoable_only=True)
    end = document_values(state, undoable_only=True)
    position = state.history.position
    for there in walk(state.history.position, 0):
        edits.undo()
        assert document_values(state, undoable_only=True) == known[there]
    assert document_values(state, undoable_only=True) == start
    while state.history.position < position:
        edits.redo()
    assert document_values(state, undoable_only=True) == end


def walk(high: int, low: int) -> Iterator[int]:
    return iter(range(high - 1, low - 1, -1))
