from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from studio.jobs.project_lock import LOCK_NAME, LockHolder, ProjectLock, process_start


def held(tmp_path: Path, *, force: bool = False) -> ProjectLock:
    lock = ProjectLock.acquire(tmp_path, force=force)
    assert isinstance(lock, ProjectLock)
    return lock


def forge(tmp_path: Path, **values: object) -> None:
    holder = {"pid": os.getpid(), "host": socket.gethostname(), "user": "ann", "since_s": 1.0,
              "process": process_start(os.getpid()), "token": "x"} | values  # fmt: skip
    (tmp_path / LOCK_NAME).write_text(json.dumps(holder))


def test_one_window_at_a_time(tmp_path: Path) -> None:
    lock = held(tmp_path)
    assert lock.held
    other = ProjectLock.acquire(tmp_path)
    assert isinstance(other, LockHolder)
    assert (other.pid, other.host, other.here) == (os.getpid(), socket.gethostname(), True)
    lock.release()
    assert list(tmp_path.iterdir()) == []
    held(tmp_path).release()


def test_a_lock_that_was_taken_over_is_not_held_any_more(tmp_path: Path) -> None:
    first = held(tmp_path)
    second = held(tmp_path, force=True)
    assert not first.held
    first.release()
    assert second.held


def test_the_lock_of_a_process_that_ended_is_stale(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    forge(tmp_path, pid=child.pid, process="1")
    assert held(tmp_path).held


def test_a_reused_process_id_is_no_holder(tmp_path: Path) -> None:
    forge(tmp_path, process="12")
    if not process_start(os.getpid()):
        pytest.skip("this system does not tell when a process began")
    assert held(tmp_path).held


def test_another_machine_is_believed(tmp_path: Path) -> None:
    forge(tmp_path, host="attic", pid=1, process="1")
    holder = ProjectLock.acquire(tmp_path)
    assert isinstance(holder, LockHolder)
    assert (holder.user, holder.here, holder.alive) == ("ann", False, True)
    assert held(tmp_path, force=True).held


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}'])
def test_a_torn_lock_is_stale(tmp_path: Path, text: str) -> None:
    (tmp_path / LOCK_NAME).write_text(text)
    assert held(tmp_path).held


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ProjectLock.acquire(tmp_path / "none")


def test_processes_that_never_were_have_no_start() -> None:
    assert process_start(os.getpid()) is not None
    assert process_start(2**30) is None
