"""Which failures are the input's or the machine's fault, in one line with a remedy."""

from __future__ import annotations

from render.errors import BackendUnavailableError, CancelledError, InputError
from render.os_faults import remedy_for


def describe_fault(error: BaseException) -> str | None:
    """One line a person can act on, or None when the failure is a mistake of this program.

    Args:
        error: What a job raised.
    """
    if isinstance(error, InputError | BackendUnavailableError):
        return " ".join(str(error).split())
    if isinstance(error, CancelledError):
        return "cancelled"
    if isinstance(error, MemoryError):
        return "not enough memory; close other programs or choose a lower --quality"
    remedy = remedy_for(error)
    name = getattr(error, "filename", None)
    return f"{name}: {remedy}" if name and remedy else remedy
