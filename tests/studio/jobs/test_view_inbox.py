from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from render.camera import Camera
from render.errors import CancelledError
from studio.jobs.question_desk import QuestionDesk
from studio.jobs.view_inbox import ViewInbox
from studio.jobs.view_messages import BackendOrder, SceneRef
from studio.jobs.view_process import _replied
from studio.jobs.view_questions import (
    Answer,
    Answered,
    AskOrder,
    CancelOrder,
    PickQuestion,
    Question,
    Sight,
)

CAMERA = Camera.look_at((1, 0, 1), (0, 0, 0), width=8, height=8)
QUESTION = PickQuestion(Sight(SceneRef(Path("none")), 0, CAMERA), (1.0, 1.0))


@pytest.fixture
def pipe() -> Iterator[tuple[Connection, Connection]]:
    ours, theirs = multiprocessing.Pipe()
    yield ours, theirs
    ours.close()
    theirs.close()


def order(number: int, channel: str = "") -> AskOrder:
    return AskOrder(number, channel, QUESTION)


class Desk(QuestionDesk):
    """Looks twice whether it goes on; between the two something may come."""

    def __init__(self, window: Connection, *sent: object) -> None:
        self.window, self.sent = window, sent
        self.finished = False

    def answer(self, question: Question, check=None) -> Answer:  # type: ignore[no-untyped-def]
        check()
        for one in self.sent:
            self.window.send(one)
        check()
        self.finished = True
        return None


def test_what_is_cancelled_never_comes_out(pipe: tuple[Connection, Connection]) -> None:
    window, process = pipe
    inbox = ViewInbox(process)
    for one in (order(1), order(2), CancelOrder(1), order(3)):
        window.send(one)
    assert [one.generation for one in inbox.take() if isinstance(one, AskOrder)] == [2, 3]
    window.send(CancelOrder(2))
    assert inbox.take() == []


def test_work_that_nobody_waits_for_ends(pipe: tuple[Connection, Connection]) -> None:
    window, process = pipe
    times = iter(range(100))
    inbox = ViewInbox(process, clock=lambda: float(next(times)))
    stopped = Desk(window, CancelOrder(4), order(5), BackendOrder("cpu_tiles"))
    assert _replied(order(4), stopped, inbox) is None
    assert not stopped.finished
    found = inbox.take()  # what came meanwhile is not lost
    assert [type(one) for one in found] == [BackendOrder, AskOrder]
    going_on = Desk(window, CancelOrder(4))
    assert _replied(order(6), going_on, inbox) == Answered(6, None)


def test_it_looks_at_the_pipe_only_now_and_then(pipe: tuple[Connection, Connection]) -> None:
    window, process = pipe
    inbox = ViewInbox(process, clock=lambda: 1.0)
    inbox.check(order(1))
    window.send(CancelOrder(1))
    inbox.check(order(1))
    later = ViewInbox(process, clock=lambda: 1.0)
    with pytest.raises(CancelledError):
        later.check(order(1))
