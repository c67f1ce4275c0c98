"""`ProjectLock`: one window at a time writes a project; the lock tells who, and stale ones end."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import socket
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

LOCK_NAME = ".lock"


@dataclass(frozen=True, slots=True)
class LockHolder:
    """Who has a project open."""

    pid: int
    """Process id on its host."""
    host: str
    """Name of the machine."""
    user: str = ""
    """Name of the person."""
    since_s: float = 0.0
    """When it was opened, seconds since 1970."""
    process: str = ""
    """When the process began, as the system counts; empty where that is not known."""

    @property
    def here(self) -> bool:
        """Whether it is a process of this machine."""
        return self.host == socket.gethostname()

    @property
    def alive(self) -> bool:
        """Whether the process may still run; of another machine's nothing is known."""
        return not self.here or process_start(self.pid) == self.process


class ProjectLock:
    """A lock that is held until `release`."""

    def __init__(self, path: Path, token: str) -> None:
        self._path = path
        self._token = token

    @staticmethod
    def acquire(project: Path, *, force: bool = False) -> ProjectLock | LockHolder:
        """Lock a project, or tell who has.

        Args:
            project: Folder of the project.
            force: Take the lock over from whoever holds it.

        Raises:
            OSError: If the folder cannot be written.
        """
        path, token = project / LOCK_NAME, uuid.uuid4().hex
        for _ in range(3):  # a stale lock is removed once or twice, a living one ends the loop
            if _create(path, token):
                return ProjectLock(path, token)
            holder = _read(path)
            if holder is not None and holder.alive and not force:
                return holder
            _remove(path)
        raise FileExistsError(f"{path} comes back whenever it is removed")

    @property
    def folder(self) -> Path:
        """Folder of the project."""
        return self._path.parent

    @property
    def held(self) -> bool:
        """Whether no other window has taken it over."""
        return self._token in _text(self._path)

    def release(self) -> None:
        """Let others open the project."""
        if self.held:
            _remove(self._path)


def process_start(pid: int) -> str | None:
    """When a process of this machine began, as the system counts; None when there is none.

    Where the system does not tell, a living process gives an empty text.
    """
    with contextlib.suppress(OSError, IndexError):
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        return stat.rpartition(")")[2].split()[19]  # proc(5): field 22 counts from the command
    if os.name == "nt":
        return _windows_process(pid)
    try:
        os.kill(pid, 0)
    except PermissionError:
        return ""
    except (OSError, OverflowError):
        return None
    return ""


def _windows_process(pid: int) -> str | None:
    """A process of Windows: signals would end it, so its handle is asked for."""
    import ctypes

    query_limited_information = 0x1000
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - Windows alone has it
    handle = kernel.OpenProcess(query_limited_information, False, pid)
    if not handle:
        return None
    kernel.CloseHandle(handle)
    return ""


def _create(path: Path, token: str) -> bool:
    holder = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "user": _user(),
        "since_s": time.time(),
        "process": process_start(os.getpid()) or "",
        "token": token,
    }
    temporary = path.with_name(f"{path.name}.{token}")
    temporary.write_text(json.dumps(holder), encoding="utf-8")
    try:
        os.link(temporary, path)  # appears with its content or not at all
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        return _create_exclusively(path, temporary.read_text(encoding="utf-8"))
    finally:
        temporary.unlink(missing_ok=True)
    return True


def _create_exclusively(path: Path, text: str) -> bool:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


def _read(path: Path) -> LockHolder | None:
    """Who holds a lock; None for one that is gone or was torn."""
    try:
        values = json.loads(_text(path))
        return LockHolder(
            int(values["pid"]), str(values["host"]), str(values["user"]),
            float(values["since_s"]), str(values["process"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError):
        return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
