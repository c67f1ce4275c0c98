"""How long work reports where it stands and learns that it was cancelled."""

from __future__ import annotations

from collections.abc import Callable

ProgressCallback = Callable[[str, float], None]
"""Called with a stage name and the fraction done, 0 to 1.

It may raise `render.errors.CancelledError`; work lets that pass after removing half-written files.
"""


def ignore_progress(stage: str, fraction: float) -> None:
    """Report nothing: the default progress callback."""
    del stage, fraction
