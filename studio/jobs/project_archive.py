"""A project as one zip file that opens again; paths inside cannot lead out of it."""

from __future__ import annotations

import os
import re
import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from render.atomic_file import atomic_path
from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress
from sim.project import MANIFEST_NAME, PROJECT_SUFFIX, finish_commit, is_project
from studio.jobs.archive_requests import ShareRequest, UnpackRequest
from studio.jobs.project_lock import LOCK_NAME
from studio.jobs.project_opening import RESTORING_NAME
from studio.state.document_file import AUTOSAVE_NAME, DOCUMENT_NAME, JOURNAL_NAME

ARCHIVE_SUFFIX = ".zip"
_PRIVATE = (JOURNAL_NAME, AUTOSAVE_NAME, LOCK_NAME, RESTORING_NAME)
_PACKED_ALREADY = (".png", ".jpg", ".jpeg", ".npz", ".zip")
_CHUNK_BYTES = 2**20
_SPARE_BYTES = 2**26
_DRIVE = re.compile(r"^[A-Za-z]:")


def is_archive(path: Path) -> bool:
    """Whether a file holds a shared project, by its ending and what is in it."""
    return path.suffix.lower() == ARCHIVE_SUFFIX and path.is_file() and zipfile.is_zipfile(path)


def is_private(name: str) -> bool:
    """Whether a file at the top of a project is this machine's own affair, never copied."""
    return name.startswith((".", *_PRIVATE)) or name.endswith(".damaged")


def pack_project(request: ShareRequest, progress: ProgressCallback = ignore_progress) -> Path:
    """Write a project to one zip file; it appears when it is complete.

    Raises:
        InputError: If there is no project.
    """
    if not is_project(request.project):
        raise InputError(f"{request.project} is not a phys4d project; open it again")
    finish_commit(request.project)
    files = list(project_files(request.project, request.left_out))
    total = sum(path.stat().st_size for path in files) or 1
    done = 0
    top = PurePosixPath(request.project.name)
    with atomic_path(request.out) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        if request.document:
            archive.writestr(str(top / DOCUMENT_NAME), request.document, zipfile.ZIP_DEFLATED)
        for path in files:
            name = path.relative_to(request.project)
            if request.document and name.as_posix() == DOCUMENT_NAME:
                continue
            _pack(archive, path, str(top / name.as_posix()))
            done += path.stat().st_size
            progress("Packing", done / total)
    return request.out


def unpack_project(request: UnpackRequest, progress: ProgressCallback = ignore_progress) -> Path:
    """Unpack a shared project into a folder of its own; it appears when it is complete.

    Raises:
        InputError: If it is no shared project, is damaged, would write outside of its folder or
            does not fit on the disk.
    """
    if not is_archive(request.archive):
        raise InputError(f"{request.archive} is not a zip file; choose a shared project")
    target = request.project
    building = target.with_name(f".{target.stem}.part")
    shutil.rmtree(building, ignore_errors=True)
    try:
        building.mkdir(parents=True)
        with zipfile.ZipFile(request.archive) as archive:
            _unpack(archive, building, str(request.archive), progress)
        os.rename(building, target)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:  # or encrypted
        raise InputError(f"{request.archive} is damaged ({error}); ask for it again") from None
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return target


def project_files(project: Path, left_out: tuple[str, ...]) -> Iterator[Path]:
    """Files to share, in a fixed order; links are not followed."""
    skipped = {project / name for name in left_out}
    for root, folders, files in os.walk(project):
        here = Path(root)
        folders[:] = sorted(
            name for name in folders if here / name not in skipped and not name.startswith(".")
        )
        for name in sorted(files):
            path = here / name
            if not (here == project and is_private(name)) and not path.is_symlink():
                yield path


def _pack(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    packed = path.suffix.lower() in _PACKED_ALREADY or "/takes/" in name
    method = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    archive.write(path, name, method, compresslevel=None if packed else 1)


def _unpack(archive: zipfile.ZipFile, folder: Path, where: str, progress: ProgressCallback) -> None:
    members = [member for member in archive.infolist() if not member.is_dir()]
    root = _root_of(members, where)
    total = sum(member.file_size for member in members)
    free = shutil.disk_usage(folder).free
    if total + _SPARE_BYTES > free:
        raise InputError(
            f"{where} takes {total / 2**20:.0f} MiB unpacked and the disk has "
            f"{free / 2**20:.0f} MiB; free some space or choose another projects folder"
        )
    done = 0
    for member in members:
        path = _inner_path(member, root, where)
        if path is None:
            continue
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as source, target.open("wb") as file:
            while chunk := source.read(_CHUNK_BYTES):
                file.write(chunk)
        done += member.file_size
        progress("Unpacking", done / max(total, 1))


def _root_of(members: list[zipfile.ZipInfo], where: str) -> PurePosixPath:
    """Folder inside the archive that holds the manifest."""
    roots = {
        PurePosixPath(member.filename).parent
        for member in members
        if PurePosixPath(member.filename).name == MANIFEST_NAME
    }
    shallow = [root for root in roots if len(root.parts) <= 1]
    if len(shallow) != 1:
        raise InputError(
            f"{where} holds no phys4d project: it has {len(shallow)} manifests; "
            "share the project again"
        )
    return shallow[0]


def _inner_path(member: zipfile.ZipInfo, root: PurePosixPath, where: str) -> Path | None:
    """Where a member belongs below the project; None for what is beside it or private.

    Raises:
        InputError: If it would be written anywhere else.
    """
    name = member.filename
    path = PurePosixPath(name)
    escapes = path.is_absolute() or ".." in path.parts or "\\" in name or _DRIVE.match(name)
    if escapes or stat.S_ISLNK(member.external_attr >> 16) or "\0" in name:
        raise InputError(f"{where} is refused: {name!r} would lead out of the project")
    if not path.is_relative_to(root):
        return None
    inner = path.relative_to(root)
    if not inner.parts or (len(inner.parts) == 1 and is_private(inner.name)):
        return None
    return Path(*inner.parts)


def archive_project_name(archive: Path) -> str:
    """Name of the project in an archive's file name: "Ball" of "Ball.p4d.zip"."""
    return archive.stem.removesuffix(PROJECT_SUFFIX) or "project"
