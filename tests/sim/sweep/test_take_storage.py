"""Where takes of other machines go: folders and fsspec addresses, full and unknown ones."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from render.errors import InputError
from sim.sweep import storage as storage_module
from sim.sweep.parcel import Parcel, carry_out, take_key
from sim.sweep.storage import TakeStorage
from sim.take import Take
from tests.sim.sweep.sweep_scenes import ball_subject, plan_of, rigid


class FullSystem(MemoryFileSystem):
    """A storage that takes two files and is full then."""

    protocol = "full"
    left = 2

    def put_file(self, *args: object, **options: object) -> None:
        if FullSystem.left == 0:
            raise OSError(errno.ENOSPC, "no space left")
        FullSystem.left -= 1
        super().put_file(*args, **options)


@pytest.fixture
def take_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "take"
    (folder / "frames").mkdir(parents=True)
    (folder / "take.json").write_text("{}")
    (folder / "frames" / "0").write_bytes(b"first")
    return folder


@pytest.mark.parametrize("address", ["folder", "memory://bucket/sweep"])
def test_a_take_comes_back_as_it_went(tmp_path: Path, take_folder: Path, address: str) -> None:
    there = TakeStorage(address if "://" in address else str(tmp_path / address))
    there.check()
    kept = there.keep(take_folder, "objects/a.p4d/takes/run-1")
    assert kept.endswith("objects/a.p4d/takes/run-1")
    (take_folder / "frames" / "0").write_bytes(b"second")
    assert there.keep(take_folder, "objects/a.p4d/takes/run-1") == kept
    there.fetch("objects/a.p4d/takes/run-1", tmp_path / "back")
    assert (tmp_path / "back" / "frames" / "0").read_bytes() == b"second"
    assert (tmp_path / "back" / "take.json").read_text() == "{}"


def test_a_full_storage_says_so_and_keeps_nothing_half(take_folder: Path) -> None:
    fsspec.register_implementation("full", FullSystem, clobber=True)
    FullSystem.left = 1
    with pytest.raises(InputError, match="is full; free some space"):
        TakeStorage("full://sweep").keep(take_folder, "run-1")
    assert not MemoryFileSystem().exists("/sweep/run-1")


def test_a_full_folder_says_so_and_keeps_nothing_half(
    tmp_path: Path, take_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        target.mkdir(parents=True)
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(storage_module.shutil, "copytree", full)
    with pytest.raises(InputError, match="is full"):
        TakeStorage(str(tmp_path / "shared")).keep(take_folder, "run-1")
    assert list((tmp_path / "shared").iterdir()) == []


def test_unknown_kinds_of_storage_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be used"):
        TakeStorage("nosuchkind://bucket").check()
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(InputError, match="cannot be used"):
        TakeStorage(str(file / "below")).check()


def test_a_parcel_is_carried_out_elsewhere_and_leaves_the_object_alone(tmp_path: Path) -> None:
    subject = ball_subject(tmp_path)
    (task,) = plan_of(subject, [rigid()]).tasks()
    result = carry_out(task, Parcel.of(subject), TakeStorage(str(tmp_path / "shared")))
    assert result.finished, result.reason
    assert result.cost.take_path == str(tmp_path / "shared" / take_key(task))
    assert Take.open(Path(result.cost.take_path)).complete
    assert not any((subject.project / "takes").iterdir())
    unkept = carry_out(
        replace(task, keep=False), Parcel.of(subject), TakeStorage(str(tmp_path / "other"))
    )
    assert unkept.finished
    assert unkept.cost.take_path == ""
    assert unkept.figures == result.figures
    assert not (tmp_path / "other").exists()


def test_a_run_whose_take_finds_no_room_has_failed_with_the_reason(tmp_path: Path) -> None:
    fsspec.register_implementation("full", FullSystem, clobber=True)
    FullSystem.left = 2
    subject = ball_subject(tmp_path)
    (task,) = plan_of(subject, [rigid()]).tasks()
    result = carry_out(task, Parcel.of(subject), TakeStorage("full://sweep"))
    assert result.status == "failed"
    assert "is full" in result.reason
    assert result.cost.take_path == ""
    assert result.figures is not None
