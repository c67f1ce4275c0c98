"""Which failures are the input's or the machine's fault, in one line with a remedy."""

from __future__ import annotations

import errno

from render.errors import BackendUnavailableError, CancelledError, InputError

_REMEDIES = {
    errno.ENOSPC: "the disk is full; free some space or write to another disk",
    errno.EDQUOT: "the disk quota is used up; free some space or write to another disk",
    errno.EFBIG: "the file is too large for this disk; write to another disk",
    errno.EACCES: "permission denied; change its permissions or choose another path",
    errno.EPERM: "permission denied; change its permissions or choose another path",
    errno.EROFS: "the disk is read-only; choose another path",
    errno.ENOENT: "no such file or folder; check the path",
    errno.EISDIR: "it is a folder, not a file; name a file",
    errno.ENOTDIR: "a part of the path is a file, not a folder; check the path",
    errno.EEXIST: "it exists already; choose another name",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.ELOOP: "the path is a loop of links; choose another path",
    errno.EBUSY: "it is in use by another program; close that and try again",
    errno.EMFILE: "too many files are open; close other programs and try again",
    errno.EIO: "the disk reports a read or write error; try another disk",
}


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
    return _describe_os_error(error)


def _describe_os_error(error: BaseException) -> str | None:
    """Line for an error of the operating system; video libraries raise errno without OSError."""
    code = getattr(error, "errno", None)
    remedy = _REMEDIES.get(code) if isinstance(code, int) else None
    if remedy is None:
        return None
    name = getattr(error, "filename", None)
    return f"{name}: {remedy}" if name else remedy
