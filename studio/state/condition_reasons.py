"""Why a command cannot run now, and what to do first: one sentence a condition."""

from __future__ import annotations

from studio.state.language import mark, tr

_REASONS = {
    "project": mark("Open a photo, a splat file or a project first."),
    "take": mark("Simulate the object first."),
    "distribution": mark("Only objects made from a photo have a predicted distribution."),
    "job": mark("Nothing runs that could be cancelled."),
    "edited": mark("Nothing was changed."),
    "photo": mark("Nothing is open."),
    "own-layout": mark("Save a layout of your own and switch to it first."),
    "undo": mark("There is nothing to undo."),
    "redo": mark("There is nothing to redo."),
}


def reason(condition: str) -> str:
    """Why a command that needs a condition cannot run while it does not hold."""
    return tr(_REASONS.get(condition, mark("This is not possible now.")))


def has_reason(condition: str) -> bool:
    """Whether there is a sentence for a condition."""
    return condition in _REASONS
