"""Files appear complete or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from render.atomic_file import atomic_path, write_text_atomic


def write_then_raise(path: Path) -> None:
    with atomic_path(path) as temporary:
        temporary.write_text("half")
        raise KeyboardInterrupt


def test_success_replaces_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    write_text_atomic(path, "old")
    write_text_atomic(path, "né")
    assert path.read_text(encoding="utf-8") == "né"
    assert os.listdir(tmp_path) == ["note.txt"]


def test_failure_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    write_text_atomic(path, "old")
    with pytest.raises(KeyboardInterrupt):
        write_then_raise(path)
    assert path.read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["note.txt"]


def test_temporary_file_keeps_the_suffix(tmp_path: Path) -> None:
    with atomic_path(tmp_path / "clip.mp4") as temporary:
        assert temporary.suffix == ".mp4"
        temporary.touch()
