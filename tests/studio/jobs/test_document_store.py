from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.jobs import document_store
from studio.jobs.document_store import (
    Append,
    Compact,
    DocumentStore,
    GiveUp,
    LockLost,
    RecordingFailed,
    RecordingWorks,
    Save,
    Saved,
    SaveFailed,
)
from studio.jobs.durable_file import append_durably
from studio.jobs.journal_file import read_journal
from studio.jobs.project_lock import ProjectLock
from studio.state.document_fields import DocumentField
from studio.state.document_file import EditNote, StoredDocument, parse_document

TIMEOUT_S = 60.0

SEED = DocumentField("material", "seed", int, True)


def append(number: int, after: int, seed: object = 0) -> Append:
    return Append(number, after, f"Set {number}", float(number), ((SEED, seed),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Ball.p4d"
    folder.mkdir()
    return folder


@pytest.fixture
def lock(folder: Path) -> ProjectLock:
    lock = ProjectLock.acquire(folder)
    assert isinstance(lock, ProjectLock)
    return lock


@pytest.fixture
def store(lock: ProjectLock) -> Iterator[DocumentStore]:
    stored = StoredDocument(number=3, parts={"material": {"future": 1}})
    store = DocumentStore(lock, (SEED,), stored)
    yield store
    store.close()


def test_edits_are_on_disk_in_order(store: DocumentStore, folder: Path) -> None:
    for number in range(4, 24):
        store.put(append(number, number - 1, seed=number))
    store.close()
    records = read_journal(folder / "journal.jsonl", after=3)
    assert [record.changes for record in records] == [
        (("material", "seed", number),) for number in range(4, 24)
    ]
    assert records[0].label == "Set 4"


def test_compacting_begins_a_new_journal(store: DocumentStore, folder: Path) -> None:
    store.put(append(4, 3))
    store.put(Compact(4, {SEED.key: 7}, (EditNote("Set 4", 4.0),)))
    store.put(append(5, 4))
    store.close()
    sidecar = parse_document((folder / "autosave.json").read_text(), "f")
    assert (sidecar.number, sidecar.parts) == (4, {"material": {"seed": 7}})
    assert sidecar.edits == (EditNote("Set 4", 4.0),)
    assert [r.number for r in read_journal(folder / "journal.jsonl", after=4)] == [5]


def test_saving_keeps_unknown_values_and_ends_the_journal(
    store: DocumentStore, folder: Path
) -> None:
    (folder / "photo.png").write_bytes(b"png")
    store.put(append(4, 3))
    store.put(Compact(4, {SEED.key: 7}, ()))
    store.put(append(5, 4))
    store.put(Save(5, {SEED.key: 8}))
    store.close()
    assert store.poll() == [Saved(5)]
    stored = parse_document((folder / "studio.json").read_text(), "f")
    assert stored.parts == {"material": {"future": 1, "seed": 8}}
    assert [file.name for file in stored.files] == ["photo.png"]
    assert {path.name for path in folder.iterdir()} == {"photo.png", "studio.json", ".lock"}


def test_work_that_is_given_up_is_kept_aside(store: DocumentStore, folder: Path) -> None:
    store.put(append(4, 3))
    store.put(GiveUp())
    store.close()
    assert not (folder / "journal.jsonl").exists()
    assert read_journal(folder / "journal.jsonl.discarded", after=3)


def test_a_full_disk_is_told_and_tried_again(
    lock: ProjectLock, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_store, "RETRY_S", 0.01)
    full, failed, written = threading.Event(), threading.Event(), threading.Event()
    full.set()

    def write(path: Path, text: str) -> None:
        if full.is_set():
            with path.open("a", encoding="utf-8") as file:
                file.write(text[: len(text) // 2])
            failed.set()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        append_durably(path, text)
        written.set()

    store = DocumentStore(lock, (SEED,), StoredDocument(), append=write)
    store.put(append(1, 0))
    assert failed.wait(TIMEOUT_S)
    store.put(append(2, 1))
    full.clear()
    assert written.wait(TIMEOUT_S)
    store.close()
    problem, solved = store.poll()
    assert isinstance(problem, RecordingFailed)
    assert "disk is full; free some space" in problem.reason
    assert solved == RecordingWorks()
    assert [r.number for r in read_journal(folder / "journal.jsonl", after=0)] == [1, 2]


def test_a_failed_save_leaves_the_old_file(lock: ProjectLock, folder: Path) -> None:
    (folder / "studio.json").write_text("old")

    def fail(path: Path, text: str) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    store = DocumentStore(lock, (SEED,), StoredDocument(), write=fail)
    store.put(append(1, 0))
    store.put(Save(1, {}))
    store.close()
    (event,) = store.poll()
    assert isinstance(event, SaveFailed)
    assert "permission denied" in event.reason
    assert (folder / "studio.json").read_text() == "old"
    assert read_journal(folder / "journal.jsonl", after=0)


def test_a_value_that_cannot_be_stored_stops_nothing(store: DocumentStore, folder: Path) -> None:
    store.put(Save(4, {SEED.key: float("nan")}))
    store.put(Save(5, {SEED.key: 2}))
    store.close()
    failed, saved = store.poll()
    assert isinstance(failed, SaveFailed)
    assert saved == Saved(5)


def test_after_another_window_has_taken_over_nothing_is_written(
    store: DocumentStore, folder: Path
) -> None:
    other = ProjectLock.acquire(folder, force=True)
    store.put(append(4, 3))
    store.put(Save(4, {}))
    store.close()
    assert store.poll() == [LockLost()]
    assert {path.name for path in folder.iterdir()} == {".lock"}
    assert isinstance(other, ProjectLock)


def test_the_journal_line_is_plain_json(store: DocumentStore, folder: Path) -> None:
    store.put(append(4, 3, seed=9))
    store.close()
    lines = (folder / "journal.jsonl").read_text().split("\n")
    assert json.loads(next(filter(None, lines))) == {
        "version": 1, "number": 4, "after": 3, "time_s": 4.0, "label": "Set 4",
        "changes": [["material", "seed", 9]],
    }  # fmt: skip
