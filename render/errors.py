"""Errors that a user can act on, shared by every stage."""

from __future__ import annotations


class InputError(ValueError):
    """Bad input: one line with the value, the allowed range and the remedy.

    The command line prints the message and exits with 2; the window shows it as a notification.
    """


class BackendUnavailableError(RuntimeError):
    """A renderer or simulator back-end cannot run here; the message names the remedy."""


class OptionUnavailableError(BackendUnavailableError):
    """A back-end that runs here cannot draw with an option; another one can."""


class CancelledError(Exception):
    """Raised inside a job's progress callback when the user cancelled it."""


def damage_of(error: Exception) -> str:
    """In words what an error says of a damaged file, such as "it lacks 'means'"."""
    if isinstance(error, KeyError) and error.args:
        return f"it lacks {error.args[0]!r}"
    return " ".join(str(error).split()) or type(error).__name__
