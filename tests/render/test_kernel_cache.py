"""Machine code is kept by the sources it came from."""

from __future__ import annotations

from pathlib import Path

import numba
import pytest

from render.kernel_cache import kernel_cache_folder, use_kernel_cache


def test_folder_changes_with_any_source(tmp_path: Path) -> None:
    first, second = tmp_path / "a.py", tmp_path / "b.py"
    first.write_text("one")
    second.write_text("two")
    before = kernel_cache_folder([first, second])
    assert kernel_cache_folder([second, first]) == before
    second.write_text("three")
    assert kernel_cache_folder([first, second]) != before


def test_folder_is_made_where_the_user_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHYS4D_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(numba.config, "CACHE_DIR", numba.config.CACHE_DIR)
    folder = use_kernel_cache([Path(__file__)])
    assert folder.is_dir()
    assert folder.is_relative_to(tmp_path)
    assert str(folder) == numba.config.CACHE_DIR


def test_a_cache_that_cannot_be_written_is_replaced_for_this_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("PHYS4D_CACHE_DIR", str(tmp_path / "file"))
    monkeypatch.setattr(numba.config, "CACHE_DIR", numba.config.CACHE_DIR)
    folder = use_kernel_cache([Path(__file__)])
    assert folder.is_dir()
    assert use_kernel_cache([Path(__file__)]) == folder
    assert caplog.text.count("cannot be written") == 1
