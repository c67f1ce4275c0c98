from __future__ import annotations

from studio.state.notices import NOTICE_LIMIT, NoticesState


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
