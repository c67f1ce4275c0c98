"""`ViewInbox`: the orders of the view process, also those that come while it works."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection

from render.errors import CancelledError
from studio.jobs.view_messages import BackendOrder, DescribeOrder, FrameOrder
from studio.jobs.view_questions import AskOrder, CancelOrder

ViewOrder = FrameOrder | DescribeOrder | BackendOrder | AskOrder
LOOK_S = 0.01
"""How often work that goes on looks for what has come."""


class ViewInbox:
    """Reads the pipe; what is cancelled never comes out, and is stopped if it has."""

    def __init__(self, pipe: Connection, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Read from a pipe."""
        self._pipe = pipe
        self._clock = clock
        self._orders: list[ViewOrder] = []
        self._cancelled: set[int] = set()
        self._looked_s = 0.0

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return not self._orders and not self._pipe.poll()

    def take(self) -> list[ViewOrder]:
        """All that waits, the newest of each kind; blocks until something comes.

        Raises:
            EOFError: If the window is gone.
        """
        if not self._orders:
            self._receive()
        self._drain()
        orders, self._orders = self._orders, []
        found = latest([order for order in orders if not self.is_cancelled(order)])
        self._cancelled.clear()
        return found

    def is_cancelled(self, order: ViewOrder) -> bool:
        """Whether nobody waits for the answer."""
        return isinstance(order, AskOrder) and order.generation in self._cancelled

    def check(self, order: AskOrder) -> None:
        """Look what has come, now and then.

        Raises:
            CancelledError: If nobody waits for the answer any more.
        """
        now_s = self._clock()
        if now_s - self._looked_s >= LOOK_S:
            self._looked_s = now_s
            self._drain()
        if self.is_cancelled(order):
            raise CancelledError

    def _drain(self) -> None:
        while self._pipe.poll():
            self._receive()

    def _receive(self) -> None:
        order: ViewOrder | CancelOrder = self._pipe.recv()
        if isinstance(order, CancelOrder):
            self._cancelled.add(order.generation)
        else:
            self._orders.append(order)


def latest(orders: Sequence[ViewOrder]) -> list[ViewOrder]:
    """The newest back-end, each scene once, the newest picture, then what is asked."""
    chosen = [order for order in orders if isinstance(order, BackendOrder)]
    described = {order.scene: order for order in orders if isinstance(order, DescribeOrder)}
    frames = [order for order in orders if isinstance(order, FrameOrder)]
    asked: dict[object, AskOrder] = {}
    for order in orders:
        if isinstance(order, AskOrder):
            asked[order.channel or order.generation] = order
    return [*chosen[-1:], *described.values(), *frames[-1:], *asked.values()]
