"""What a piece of console input can become; looks at names only and evaluates nothing."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable

from studio.api.window_studio import WindowStudio

_COMMAND = re.compile(r"studio\.run\(\s*(['\"])([\w-]*)$")
_ATTRIBUTE = re.compile(r"(?<![\w.])studio\.(\w*)$")
_NAME = re.compile(r"(?<![\w.])(\w+)$")


def studio_names() -> tuple[str, ...]:
    """Public names of the console's `studio`, in alphabetical order."""
    return tuple(name for name in dir(WindowStudio) if not name.startswith("_"))


def completions(text: str, names: Iterable[str], commands: Iterable[str]) -> tuple[str, ...]:
    """Whole texts that what stands before the cursor can become, best first.

    Args:
        text: What stands before the cursor.
        names: Names that the code knows.
        commands: Names of the window's commands, for `studio.run("…")`.
    """
    found = _COMMAND.search(text)
    if found is not None:
        quote, begun = found.groups()
        head = text[: found.start(2)]
        return tuple(f"{head}{name}{quote})" for name in commands if name.startswith(begun))
    found = _ATTRIBUTE.search(text)
    if found is not None:
        head = text[: found.start(1)]
        return tuple(head + name for name in studio_names() if name.startswith(found[1]))
    found = _NAME.search(text)
    if found is None:
        return ()
    head, known = text[: found.start(1)], sorted({*names, *keyword.kwlist, *dir(builtins)})
    visible = (name for name in known if not name.startswith("_"))
    hits = [head + name for name in visible if name.startswith(found[1])]
    return tuple(sorted(hits, key=lambda hit: hit[len(head) :] not in names))
