"""Native readers in a child process: its limits, its death, and what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from render_scenes import CloudFactory

from render.errors import InputError
from render.formats import child_reader
from render.formats.child_reader import (
    ReadLimits,
    arrays_in_child,
    limits_for,
    read_in_child,
    splat_file_from,
    splat_file_message,
    stop_child,
)
from render.formats.registry import read_splats, write_splats
from render.formats.splat_file import SplatFile

TASKS = """
import ctypes, os, time
import numpy as np
from render.errors import InputError

def echo(path, *, text):
    print("a library that prints", flush=True)
    return {"text": text, "child": os.getpid()}, {"numbers": np.arange(6.0).reshape(2, 3)}

def refuse(path):
    raise InputError(f"{path} is not to my taste")

def fail(path):
    raise RuntimeError("two\\nlines")

def crash(path):
    ctypes.string_at(0)

def hang(path):
    time.sleep(600)

def devour(path):
    return {}, {"much": np.ones(400_000_000)}
"""

LIMITS = ReadLimits(seconds=30.0, memory_bytes=1_000_000_000)


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    (tmp_path / "native_tasks.py").write_text(TASKS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    stop_child()
    yield "native_tasks"
    stop_child()


def test_refusals_name_the_file_as_it_was_named(
    tasks: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"^a\.bin is not to my taste"):
        arrays_in_child(f"{tasks}:refuse", Path("a.bin"), LIMITS)


def test_answers_and_the_child_is_reused(tasks: str, tmp_path: Path) -> None:
    first, arrays = arrays_in_child(f"{tasks}:echo", tmp_path / "a", LIMITS, text="hällo")
    assert first["text"] == "hällo"
    np.testing.assert_array_equal(arrays["numbers"], np.arange(6.0).reshape(2, 3))
    for name, words in (("refuse", "not to my taste"), ("fail", r"damaged \(two lines\)")):
        with pytest.raises(InputError, match=words):
            arrays_in_child(f"{tasks}:{name}", tmp_path / "a", LIMITS)
    again, _ = arrays_in_child(f"{tasks}:echo", tmp_path / "a", LIMITS, text="")
    assert again["child"] == first["child"]


def test_a_crash_is_an_error_and_the_next_file_is_read(tasks: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="broke down"):
        arrays_in_child(f"{tasks}:crash", tmp_path / "a", LIMITS)
    facts, _ = arrays_in_child(f"{tasks}:echo", tmp_path / "a", LIMITS, text="alive")
    assert facts["text"] == "alive"


def test_a_hang_ends_at_the_time_limit(tasks: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="took more than"):
        arrays_in_child(f"{tasks}:hang", tmp_path / "a", ReadLimits(0.1, 1_000_000_000))


@pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="address space is limited on Linux"
)
def test_thirst_for_memory_is_an_error(tasks: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too much memory"):
        arrays_in_child(f"{tasks}:devour", tmp_path / "a", LIMITS)


def test_a_library_that_is_missing_is_no_damage(tasks: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read .*absent_library"):
        arrays_in_child("absent_library:read", tmp_path / "a", LIMITS)


def test_splat_files_come_through_unchanged(tmp_path: Path, make_cloud: CloudFactory) -> None:
    path = tmp_path / "cloud.ply"
    extras = {"label": np.arange(7, dtype=np.uint8)}
    written = SplatFile(
        make_cloud(7, degree=2), "ply", "-y", True, extras=extras, comments=("by hand",)
    )
    write_splats(path, written)
    direct, through = read_splats(path), read_in_child("render.formats.ply", path, LIMITS)
    np.testing.assert_array_equal(direct.cloud.sh_coeffs, through.cloud.sh_coeffs)
    np.testing.assert_array_equal(through.extras["label"], extras["label"])
    assert (through.antialiased, through.comments, through.up_axis) == (True, ("by hand",), "-y")
    bad = tmp_path / "bad.ply"
    bad.write_bytes(b"no")
    with pytest.raises(InputError, match="not a PLY file"):
        read_in_child("render.formats.ply", bad, LIMITS)


def test_an_empty_cloud_survives_the_message(make_cloud: CloudFactory) -> None:
    facts, arrays = splat_file_message(SplatFile(make_cloud(0), "ply", "+z"))
    assert splat_file_from(facts, arrays).cloud.gaussian_count == 0


def test_limits_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"")
    assert limits_for(path) == ReadLimits(2.0, 1_000_000_000)
    path.write_bytes(bytes(4_000_000))
    assert limits_for(path).seconds == 3.0
    with pytest.raises(InputError, match="cannot read"):
        limits_for(tmp_path / "absent")


def test_an_interrupt_replaces_the_child(
    tasks: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(stream: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(child_reader, "receive_message", interrupt)
        with pytest.raises(KeyboardInterrupt):
            arrays_in_child(f"{tasks}:echo", tmp_path / "a", LIMITS, text="lost")
    facts, _ = arrays_in_child(f"{tasks}:echo", tmp_path / "a", LIMITS, text="kept")
    assert facts["text"] == "kept"
