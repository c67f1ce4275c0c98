from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import numpy as np
import pytest

from render.errors import CancelledError, InputError
from sim.project import Project
from sim.take import Take
from studio.jobs.archive_requests import ShareRequest, UnpackRequest
from studio.jobs.compute_process import RUNNERS
from studio.jobs.pipeline import run_share, run_unpack
from studio.jobs.project_archive import archive_project_name, is_archive
from tests.studio.synthetic_project import make_project, write_take


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "Ball.p4d")
    write_take(project, "take-1", frame_count=3)
    write_take(project, "take-2", frame_count=2)
    for name in ("journal.jsonl", "autosave.json", ".lock", "journal.jsonl.discarded"):
        (project.path / name).write_text("private")
    return project


def forge(path: Path, **members: str) -> Path:
    """A zip file with other members than a project's."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_a_shared_project_opens_again(project: Project, tmp_path: Path) -> None:
    reports: list[float] = []
    shared = run_share(
        ShareRequest(project.path, tmp_path / "Ball.p4d.zip", '{"a": 1}', ("takes/take-2",)),
        lambda _stage, share: reports.append(share),
    )
    assert is_archive(shared)
    assert reports[-1] == 1.0
    opened = Project.open(run_unpack(UnpackRequest(shared, tmp_path / "new" / "Ball.p4d")))
    np.testing.assert_array_equal(opened.cloud().means, project.cloud().means)
    assert opened.takes() == ("take-1",)
    assert Take.open(opened.take_path("take-1")).complete
    assert (opened.path / "studio.json").read_text() == '{"a": 1}'
    names = {path.name for path in opened.path.iterdir()}
    assert names == {"manifest.json", "photo.png", "cloud.ply", "studio.json", "takes"}
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["Ball.p4d"]


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/evil", "Ball.p4d/../../evil", "C:evil", "C:/evil", "Ball.p4d\\..\\evil"],
)
def test_paths_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    archive = forge(tmp_path / "x.zip", **{"Ball.p4d/manifest.json": "{}", name: "evil"})
    with pytest.raises(InputError, match="would lead out of the project"):
        run_unpack(UnpackRequest(archive, tmp_path / "in" / "Ball.p4d"))
    assert list((tmp_path / "in").iterdir()) == []
    assert not list(tmp_path.rglob("evil"))


def test_links_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("Ball.p4d/manifest.json", "{}")
        link = zipfile.ZipInfo("Ball.p4d/takes")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc")
    with pytest.raises(InputError, match="would lead out"):
        run_unpack(UnpackRequest(tmp_path / "x.zip", tmp_path / "Ball.p4d"))


@pytest.mark.parametrize(
    "members", [{"readme.txt": "hi"}, {"a/manifest.json": "{}", "b/manifest.json": "{}"}]
)
def test_other_archives_are_no_projects(tmp_path: Path, members: dict[str, str]) -> None:
    archive = forge(tmp_path / "x.zip", **members)
    with pytest.raises(InputError, match="holds no phys4d project"):
        run_unpack(UnpackRequest(archive, tmp_path / "Ball.p4d"))


def test_a_damaged_archive_is_told_and_leaves_nothing(project: Project, tmp_path: Path) -> None:
    shared = run_share(ShareRequest(project.path, tmp_path / "x.zip"))
    content = bytearray(shared.read_bytes())
    content[len(content) // 3] ^= 0xFF
    shared.write_bytes(content)
    with pytest.raises(InputError, match="is damaged"):
        run_unpack(UnpackRequest(shared, tmp_path / "in" / "Ball.p4d"))
    assert list((tmp_path / "in").iterdir()) == []
    (tmp_path / "y.zip").write_bytes(b"no zip")
    with pytest.raises(InputError, match="not a zip file"):
        run_unpack(UnpackRequest(tmp_path / "y.zip", tmp_path / "Ball.p4d"))


def test_private_files_of_a_foreign_archive_are_left_out(tmp_path: Path) -> None:
    archive = forge(
        tmp_path / "x.zip",
        **{"manifest.json": "{}", ".lock": "x", "journal.jsonl": "x", "a/b.txt": "kept"},
    )
    folder = run_unpack(UnpackRequest(archive, tmp_path / "Ball.p4d"))
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {"manifest.json", "a/b.txt"}


def test_a_full_disk_is_known_before(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = run_share(ShareRequest(project.path, tmp_path / "x.zip"))
    usage = type("Usage", (), {"free": 10_000})
    monkeypatch.setattr("studio.jobs.project_archive.shutil.disk_usage", lambda _path: usage)
    with pytest.raises(InputError, match="free some space"):
        run_unpack(UnpackRequest(shared, tmp_path / "B.p4d"))


def test_cancelling_leaves_nothing(project: Project, tmp_path: Path) -> None:
    def stop(_stage: str, _share: float) -> None:
        raise CancelledError("Packing")

    with pytest.raises(CancelledError):
        run_share(ShareRequest(project.path, tmp_path / "x.zip"), stop)
    assert [path.name for path in tmp_path.iterdir()] == ["Ball.p4d"]
    with pytest.raises(InputError, match="is not a phys4d project"):
        run_share(ShareRequest(tmp_path, tmp_path / "x.zip"))


def test_archives_name_their_projects() -> None:
    assert archive_project_name(Path("Ball.p4d.zip")) == "Ball"
    assert archive_project_name(Path("my ball.zip")) == "my ball"
    assert {"ShareRequest", "UnpackRequest"} <= set(RUNNERS)
