"""Messages to a process that does not read: the window goes on, and nothing is lost."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection

import pytest

from studio.jobs.outbox import Outbox

MANY = 3000
LARGE = 10 * 2**20
LIMIT_S = 30.0


@pytest.fixture
def pipe() -> Iterator[tuple[Connection, Connection]]:
    ours, theirs = multiprocessing.Pipe()
    yield ours, theirs
    theirs.close()
    ours.close()


def in_time(work: threading.Thread) -> bool:
    """Whether a thread ends; one that waits for a reader never does."""
    work.start()
    work.join(LIMIT_S)
    return not work.is_alive()


def test_nobody_waits_for_a_reader_and_the_order_is_kept(
    pipe: tuple[Connection, Connection],
) -> None:
    ours, theirs = pipe
    outbox = Outbox(ours)
    sent = ["first", bytes(LARGE), *range(MANY), "last"]

    def send() -> None:
        for message in sent:
            assert outbox.send(message)

    assert in_time(threading.Thread(target=send, daemon=True))
    assert [theirs.recv() for _ in sent] == sent
    theirs.close()
    outbox.close()


def test_many_small_messages_fill_no_pipe(pipe: tuple[Connection, Connection]) -> None:
    ours, theirs = pipe
    outbox = Outbox(ours)

    def send() -> None:
        for number in range(MANY):
            outbox.send(number)

    assert in_time(threading.Thread(target=send, daemon=True))
    assert [theirs.recv() for _ in range(MANY)] == list(range(MANY))
    assert outbox.send("again")
    assert theirs.recv() == "again"
    theirs.close()
    outbox.close()


def test_a_reader_that_is_gone_is_noticed(pipe: tuple[Connection, Connection]) -> None:
    ours, theirs = pipe
    outbox = Outbox(ours)
    theirs.close()
    assert not outbox.send("anybody?")
    outbox.send(bytes(LARGE))
    outbox.close()
    assert ours.closed
    assert not outbox.send("anybody?")
