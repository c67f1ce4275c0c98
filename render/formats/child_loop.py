"""Main loop of the child process that reads files with native libraries.

Standard output carries the answers; whatever a library prints goes to standard error instead.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO, cast

from render.errors import InputError
from render.formats.child_reader import Arrays, receive_message, send_message

Task = Callable[..., tuple[Mapping[str, object], Arrays]]


def main() -> None:
    """Answer requests until standard input closes."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = cast("BinaryIO", sys.stdin.buffer)
    while True:
        try:
            request, _ = receive_message(requests)
        except EOFError:
            return
        _answer(request, answers)


def _answer(request: Mapping[str, object], answers: BinaryIO) -> None:
    """Send an empty message once the libraries are loaded, then the task's result."""
    path = Path(str(request["path"]))
    options = cast("dict[str, object]", request["options"])
    try:
        task = _loaded_task(str(request["task"]), options)
    except Exception as error:  # noqa: BLE001 - reported by the parent
        send_message(answers, {"error": f"cannot read {path}: {_reason(error)}"}, {})
        return
    send_message(answers, {}, {})
    try:
        _limit_memory(cast("int", request["memory_bytes"]))
        facts, arrays = task(path, **options)
    except InputError as error:
        facts, arrays = {"error": str(error)}, {}
    except MemoryError:
        facts, arrays = {"error": f"{path} needs too much memory; it is probably damaged"}, {}
    except Exception as error:  # noqa: BLE001 - whatever a native reader raises is about the file
        facts, arrays = {"error": f"{path} is damaged ({_reason(error)})"}, {}
    finally:
        _limit_memory(None)
    send_message(answers, facts, arrays)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _loaded_task(name: str, options: Mapping[str, object]) -> Task:
    """The function to call, with the libraries that it needs loaded."""
    module_name, _, function = name.partition(":")
    for needed in (module_name, options.get("module")):
        if needed is not None:
            getattr(importlib.import_module(str(needed)), "load", lambda: None)()
    return cast("Task", getattr(importlib.import_module(module_name), function))


def _limit_memory(extra_bytes: int | None) -> None:
    """Allow this much address space beyond what is in use (Linux); None lifts the limit."""
    usage = Path("/proc/self/statm")
    if not usage.exists():
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = hard
    if extra_bytes is not None:
        wanted = int(usage.read_text().split()[0]) * resource.getpagesize() + extra_bytes
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


if __name__ == "__main__":
    main()
