from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from render.errors import InputError
from sim.project import Project
from studio.jobs.document_store import Append, Compact, DocumentStore, Save
from studio.jobs.file_fingerprint import stored_files
from studio.jobs.project_lock import LockHolder, ProjectLock
from studio.jobs.project_opening import (
    OpenedProject,
    begin_restoring,
    end_restoring,
    open_for_editing,
    open_read_only,
)
from studio.jobs.relinking import relink
from studio.jobs.take_trash import empty_trash
from studio.state.document_fields import DocumentField
from studio.state.document_file import EditNote, StoredDocument, StoredFile, document_text
from tests.studio.synthetic_project import make_project, write_take

SEED = DocumentField("material", "seed", int, True)
DELETED = DocumentField("document", "deleted_takes", tuple[str, ...], True)
FIELDS = (SEED, DELETED)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "Ball.p4d")
    for number in (1, 2):
        write_take(project, f"take-{number}", frame_count=number)
    return project


def opened(project: Project) -> OpenedProject:
    found = open_for_editing(project.path, FIELDS)
    assert isinstance(found, OpenedProject)
    return found


def work(project: Project, *tasks: Append | Compact | Save) -> None:
    """What a window does before it is killed."""
    found = opened(project)
    assert found.lock is not None
    store = DocumentStore(found.lock, FIELDS, found.stored)
    for task in tasks:
        store.put(task)
    store.close()
    found.lock.release()


def set_seed(number: int, after: int, seed: int) -> Append:
    return Append(number, after, f"Seed {seed}", float(number), ((SEED, seed),))


def test_a_project_without_a_document_opens(project: Project) -> None:
    found = opened(project)
    assert (found.values, found.lost, found.missing, found.faults) == ({}, None, (), ())
    assert found.takes == ("take-1", "take-2")


def test_saved_values_come_back(project: Project) -> None:
    work(project, set_seed(1, 0, 5), Save(1, {SEED.key: 5, DELETED.key: ("take-1",)}))
    found = opened(project)
    assert found.values == {SEED.key: 5, DELETED.key: ("take-1",)}
    assert found.lost is None
    assert found.stored.number == found.last_number == 1


def test_lost_work_is_found_through_sidecar_and_journal(project: Project) -> None:
    work(
        project,
        Save(3, {SEED.key: 1}),
        set_seed(4, 3, 2),
        Compact(4, {SEED.key: 2, DELETED.key: ("take-2",)}, (EditNote("Seed 2", 4.0),)),
        set_seed(5, 4, 7),
    )
    lost = opened(project).lost
    assert lost is not None
    assert lost.values == {SEED.key: 7, DELETED.key: ("take-2",)}
    assert [note.label for note in lost.edits] == ["Seed 2", "Seed 7"]
    assert (lost.number, lost.failed_before) == (5, False)


def test_a_crash_between_saving_and_tidying_loses_and_offers_nothing(project: Project) -> None:
    work(project, set_seed(1, 0, 5))
    journal = (project.path / "journal.jsonl").read_bytes()
    work(project, Save(1, {SEED.key: 5}))
    (project.path / "journal.jsonl").write_bytes(journal)
    assert opened(project).lost is None


def test_a_crash_between_compacting_and_tidying_counts_once(project: Project) -> None:
    work(project, set_seed(1, 0, 5), set_seed(2, 1, 6))
    journal = (project.path / "journal.jsonl").read_bytes()
    work(project, Compact(2, {SEED.key: 6}, (EditNote("a", 1.0), EditNote("b", 2.0))))
    (project.path / "journal.jsonl").write_bytes(journal)
    lost = opened(project).lost
    assert lost is not None
    assert (lost.values[SEED.key], len(lost.edits)) == (6, 2)


def test_a_restore_that_never_ended_is_known(project: Project) -> None:
    work(project, set_seed(1, 0, 5))
    begin_restoring(project.path)
    lost = opened(project).lost
    assert lost is not None
    assert lost.failed_before
    end_restoring(project.path)
    (project.path / ".lock").unlink()
    lost = opened(project).lost
    assert lost is not None
    assert not lost.failed_before


def test_a_second_window_is_told_who_has_it(project: Project) -> None:
    first = opened(project)
    assert isinstance(open_for_editing(project.path, FIELDS), LockHolder)
    again = open_for_editing(project.path, FIELDS, held=first.lock)
    assert isinstance(again, OpenedProject)
    assert again.lock is first.lock
    reading = open_read_only(project.path, FIELDS)
    assert (reading.lock, reading.lost) == (None, None)
    assert isinstance(open_for_editing(project.path, FIELDS, force=True), OpenedProject)
    assert first.lock is not None
    assert not first.lock.held


def test_a_folder_that_cannot_be_locked_is_read(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_project: Path, *, force: bool = False) -> ProjectLock:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(ProjectLock, "acquire", refuse)
    found = opened(project)
    assert found.lock is None
    assert found.takes == ("take-1", "take-2")


def test_a_damaged_document_is_kept_aside(project: Project) -> None:
    (project.path / "studio.json").write_text("{ half")
    found = opened(project)
    assert found.values == {}
    assert "studio.json is damaged" in found.faults[0]
    assert (project.path / "studio.json.damaged").read_text() == "{ half"


def test_a_damaged_value_is_one_warning(project: Project) -> None:
    stored = StoredDocument(parts={"material": {"seed": "many"}, "document": {"deleted_takes": []}})
    (project.path / "studio.json").write_text(document_text(stored))
    found = opened(project)
    assert found.values == {DELETED.key: ()}
    assert "material.seed" in found.faults[0]


def test_a_newer_document_is_refused_and_not_locked(project: Project) -> None:
    text = document_text(StoredDocument()).replace('"version": 1', '"version": 99')
    (project.path / "studio.json").write_text(text)
    with pytest.raises(InputError, match="newer phys4d-studio"):
        open_for_editing(project.path, FIELDS)
    assert not (project.path / ".lock").exists()


def save_with_files(project: Project, *more: StoredFile) -> None:
    files = (*stored_files(project.path), *more)
    (project.path / "studio.json").write_text(document_text(StoredDocument(files=files)))


def test_moved_files_are_found_again_whatever_their_names(project: Project, tmp_path: Path) -> None:
    save_with_files(project)
    away = tmp_path / "away" / "deep"
    away.mkdir(parents=True)
    photo = (project.path / "photo.png").read_bytes()
    (project.path / "photo.png").rename(away / "renamed.png")
    (away / "photo.png").write_bytes(b"another picture of that name")
    (project.path / "takes" / "take-2").rename(away / "moved take")
    found = opened(project)
    assert [file.name for file in found.missing] == ["photo.png", "takes/take-2"]
    assert relink(project.path, found.missing, tmp_path) == ()
    assert (project.path / "photo.png").read_bytes() == photo
    assert project.takes() == ("take-1", "take-2")
    assert (away / "moved take").is_dir()


def test_what_is_not_there_stays_missing(project: Project, tmp_path: Path) -> None:
    save_with_files(project)
    shutil.rmtree(project.path / "takes" / "take-1")
    missing = opened(project).missing
    assert relink(project.path, missing, tmp_path) == missing
    (tmp_path / "empty").mkdir()
    assert relink(project.path, missing, tmp_path, stopped=lambda: True) == missing
    with pytest.raises(InputError, match="is no folder"):
        relink(project.path, missing, tmp_path / "none")


def test_a_cloud_that_nobody_described_is_found_by_its_name(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "away").mkdir()
    (project.path / "cloud.ply").rename(tmp_path / "away" / "cloud.ply")
    missing = opened(project).missing
    assert [file.name for file in missing] == ["cloud.ply"]
    assert relink(project.path, missing, tmp_path / "away") == ()
    assert project.cloud().gaussian_count == 400


def test_deleted_takes_are_not_missing(project: Project) -> None:
    files = stored_files(project.path)
    stored = StoredDocument(parts={"document": {"deleted_takes": ["take-2"]}}, files=files)
    (project.path / "studio.json").write_text(document_text(stored))
    shutil.rmtree(project.path / "takes" / "take-2")
    assert opened(project).missing == ()


@pytest.mark.parametrize("name", ["../evil", "takes/../../evil", "/evil", "takes/", "takes/a/b"])
def test_claims_of_a_foreign_document_never_lead_out(project: Project, name: str) -> None:
    save_with_files(project, StoredFile(name, 1, "ab"))
    assert opened(project).missing == ()


def test_the_trash_takes_only_takes(project: Project, tmp_path: Path) -> None:
    outside = tmp_path / "precious"
    outside.mkdir()
    empty_trash(project.path, ("take-1", "../../precious", "take-9"))
    assert project.takes() == ("take-2",)
    assert outside.is_dir()
    assert not (project.path / ".trash").exists()
    assert json.loads((project.path / "manifest.json").read_text())["version"] == 1
