"""What an error of the operating system means and what helps, in a few words."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from render.errors import InputError

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


def check_is_file(path: Path) -> None:
    """Refuse what would be waited for or has no end: pipes, sockets and devices.

    Raises:
        InputError: If something that is no regular file has this path.
    """
    if path.exists() and not path.is_file():
        kind = "a folder" if path.is_dir() else "a pipe or device"
        raise InputError(f"{path} is {kind}; name a file")


def remedy_for(error: BaseException) -> str | None:
    """Cause and remedy of an error that carries an `errno`, or None for others.

    Video libraries raise errors with an `errno` that are no `OSError`.
    """
    code = getattr(error, "errno", None)
    return _REMEDIES.get(code) if isinstance(code, int) else None


def remedy_in(text: str) -> str | None:
    """Cause and remedy of an error of which a library kept the system's words alone, or None."""
    return next((what for code, what in _REMEDIES.items() if os.strerror(code) in text), None)
