from __future__ import annotations

from studio.state.notices import HISTORY_LIMIT, NOTICE_LIMIT, NoticesState, Remedy


def test_notices_are_limited_and_can_be_dismissed() -> None:
    state = NoticesState()
    posted = [state.post("info", f"line {i}") for i in range(NOTICE_LIMIT + 2)]
    assert [notice.text for notice in state.notices] == [
        f"line {i}" for i in range(2, NOTICE_LIMIT + 2)
    ]
    state.dismiss(posted[-1].number)
    assert posted[-1] not in state.notices


def test_the_same_line_does_not_pile_up() -> None:
    state = NoticesState()
    for _ in range(5):
        state.post("error", "The disk is full.")
    assert len(state.notices) == 1


def test_changes_are_told() -> None:
    state, seen = NoticesState(), []
    state.events.notices.connect(seen.append)
    state.post("info", "hello")
    assert len(seen) == 1


def test_the_history_keeps_what_was_dismissed_and_counts_repetitions() -> None:
    state = NoticesState()
    first = state.post("error", "The disk is full.", remedy=Remedy("Choose a folder", "save-as"))
    state.dismiss(first.number)
    assert state.notices == ()
    assert state.history == (first,)
    again = state.post("error", "The disk is full.")
    assert (again.count, state.history) == (2, (again,))
    state.post("warning", "The disk is full.")
    assert [notice.count for notice in state.history] == [2, 1]


def test_the_history_is_limited_and_can_be_cleared() -> None:
    state = NoticesState()
    for number in range(HISTORY_LIMIT + 5):
        state.post("info", f"line {number}")
    assert len(state.history) == HISTORY_LIMIT
    state.clear_history()
    assert state.history == state.notices


def test_what_is_copied_holds_line_and_details() -> None:
    state = NoticesState()
    assert state.post("info", "line").full_text == "line"
    assert state.post("error", "line", details="Traceback").full_text == "line\n\nTraceback"
