"""What the child process is asked to do with a file."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path

from render.formats.child_reader import Arrays, splat_file_message


def splats(path: Path, *, module: str) -> tuple[Mapping[str, object], Arrays]:
    """Read a splat file with a format's module.

    Args:
        path: File to read.
        module: Module with `read(path)`.
    """
    return splat_file_message(importlib.import_module(module).read(path))
