"""Tasks that threads take in turn: a whole substep under few starts of the threads.

Waking threads costs more than a phase of a small substep takes. So a kernel numbers its tasks,
threads claim the numbers one after the other, and a task waits until those before it that it
depends on are done. Only lower numbers are waited for, and they are already claimed: even where
threads run one after the other, none waits for ever.
"""

# ruff: noqa: ARG001 - numba prescribes the parameters of intrinsics

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm.cpu.jit import cgutils, function, intrinsic, ir, types
from sim.mpm.cpu.vector_rows import pointer_to

Turn = npt.NDArray[np.int64]

_COUNT = 8
"""Index of the number of done tasks, a cache line behind that of claimed ones."""
_TASKS = 16
"""Index of the first task's mark, 1 where it is done."""
_POLLS = 3000
"""Looks at a number before other programs are let run."""
_YIELD = "SwitchToThread" if sys.platform == "win32" else "sched_yield"
_WORD = 8


def new_turn(task_count: int) -> Turn:
    """Counters and marks of tasks of which none is claimed."""
    return np.zeros(_TASKS + task_count, np.int64)


@intrinsic
def _increase(typing_context: Any, counters: Any, index: Any) -> Any:
    """Add one to a counter of all threads; returns what it was."""
    signature = types.int64(counters, types.intp)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = pointer_to(context, builder, signature.args[0], *arguments)
        return builder.atomic_rmw("add", place, ir.Constant(ir.IntType(64), 1), "acq_rel")

    return signature, generate


@intrinsic
def _present(typing_context: Any, counters: Any, index: Any) -> Any:
    """A number that other threads change."""
    signature = types.int64(counters, types.intp)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = pointer_to(context, builder, signature.args[0], *arguments)
        return builder.load_atomic(place, "acquire", _WORD)

    return signature, generate


@intrinsic
def _publish(typing_context: Any, counters: Any, index: Any) -> Any:
    """Set a mark to 1, after all that this thread has written."""
    signature = types.void(counters, types.intp)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = pointer_to(context, builder, signature.args[0], *arguments)
        builder.store_atomic(ir.Constant(ir.IntType(64), 1), place, "release", _WORD)
        return context.get_dummy_value()

    return signature, generate


@intrinsic
def _let_others_run(typing_context: Any) -> Any:
    """Offer the processor to other threads."""
    signature = types.int32()

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = ir.FunctionType(ir.IntType(32), [])
        callee = cgutils.get_or_insert_function(builder.module, kind, _YIELD)
        return builder.call(callee, [])

    return signature, generate


@function
def _wait(turn: Turn, index: int, least: int) -> None:
    """Return when a number is at least `least`."""
    polls = 0
    while _present(turn, index) < least:
        polls += 1
        if polls > _POLLS:
            _let_others_run()


@function
def claim(turn: Turn) -> int:
    """Number of a task that no other thread has."""
    return _increase(turn, 0)  # type: ignore[no-any-return]


@function
def finish(turn: Turn, task: int) -> None:
    """Mark a task as done, and count it."""
    _publish(turn, _TASKS + task)
    _increase(turn, _COUNT)


@function
def wait_for_task(turn: Turn, task: int) -> None:
    """Return when a task is done."""
    _wait(turn, _TASKS + task, 1)


@function
def wait_for_count(turn: Turn, count: int) -> None:
    """Return when this many tasks are done."""
    _wait(turn, _COUNT, count)
