"""`Project`: the folder `NAME.p4d` that keeps one photo's prediction and its takes.

The folder always reads as one consistent state, whenever a process is killed:

* A new project is built beside its final name and renamed to it.
* A new manifest replaces the old one by an atomic rename.
* Files that belong together (photo, mask, cloud, manifest) are first written to a folder
  `.incoming.part`, which is renamed to `.incoming`: that is the moment they count. They are then
  moved to their places; if a kill falls into that, the next `open` finishes the moves.
* Takes commit their own frames (`sim.take`).
"""

from __future__ import annotations

import os
import re
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from render.atomic_file import write_text_atomic
from render.camera import Camera
from render.errors import InputError
from render.formats.ply import read_ply, write_ply
from render.gaussians import GaussianCloud
from sim.object_edit import ObjectEdit
from sim.physics_distribution import PhysicsDistribution
from sim.project_manifest import ProjectManifest, manifest_text, parse_manifest
from sim.scene_setup import SceneSetup

PROJECT_SUFFIX = ".p4d"
MANIFEST_NAME = "manifest.json"
PHOTO_NAME = "photo.png"
MASK_NAME = "mask.png"
FOUND_MASK_NAME = "found-mask.png"
PICTURES = (PHOTO_NAME, MASK_NAME, FOUND_MASK_NAME)
PREVIEW_NAME = "preview.png"
"""What a window drew of the object of a splat file, for lists of projects."""
CLOUD_NAME = "cloud.ply"
TAKES_NAME = "takes"

_INCOMING_NAME = ".incoming"
_INCOMING_PART_NAME = ".incoming.part"
_TAKE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]{0,63}")


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """An open project; saving returns the project with its new manifest."""

    path: Path
    """Folder `NAME.p4d`."""
    manifest: ProjectManifest
    """What was stored when the project was opened or last saved."""

    @staticmethod
    def create(
        path: Path,
        manifest: ProjectManifest,
        cloud: GaussianCloud,
        *,
        pictures: Mapping[str, bytes] | None = None,
    ) -> Project:
        """Make a project, or replace the prediction of one that exists and keep its takes.

        Args:
            path: Folder `NAME.p4d`; its parent must exist.
            manifest: What to store.
            cloud: Object in its own frame: Z up, metres, centred on the origin.
            pictures: PNG files as bytes under the names of `PICTURES`.

        Raises:
            InputError: If the path cannot become a project.
        """
        check_project_path(path)
        unknown = sorted(set(pictures or {}) - set(PICTURES))
        if unknown:
            raise ValueError(f"unknown picture {unknown[0]!r}")
        if is_project(path):
            finish_commit(path)
            _commit(path, manifest, cloud, pictures or {})
            return Project(path, manifest)
        building = path.with_name(f".{path.stem}.{uuid.uuid4().hex[:8]}.part")
        try:
            building.mkdir()
            _write_files(building, manifest, cloud, pictures or {})
            (building / TAKES_NAME).mkdir()
            if path.is_dir():
                path.rmdir()  # an empty folder that a file dialog made
            os.replace(building, path)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
        return Project(path, manifest)

    @staticmethod
    def open(path: Path) -> Project:
        """Open the project in a folder.

        Raises:
            InputError: If there is none, it is damaged or it is from a newer version.
        """
        if not path.exists():
            raise InputError(f"project {path} does not exist; check the path")
        if not is_project(path):
            raise InputError(f"{path} is not a phys4d project: it holds no {MANIFEST_NAME}")
        finish_commit(path)
        file = path / MANIFEST_NAME
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            text = ""
        return Project(path, parse_manifest(text, str(file)))

    def save(self, manifest: ProjectManifest) -> Project:
        """Store a new manifest, all or nothing."""
        write_text_atomic(self.path / MANIFEST_NAME, manifest_text(manifest))
        return Project(self.path, manifest)

    def rewrite(
        self, manifest: ProjectManifest, cloud: GaussianCloud, texts: Mapping[str, str]
    ) -> Project:
        """Replace the object and what speaks of it, all or nothing; pictures and takes stay.

        Args:
            manifest: What to store.
            cloud: Object in its own frame.
            texts: Further files at the top of the folder, by name.
        """
        finish_commit(self.path)
        _commit(self.path, manifest, cloud, {name: text.encode() for name, text in texts.items()})
        return Project(self.path, manifest)

    @property
    def physics(self) -> PhysicsDistribution | None:
        """Predicted distribution over materials; None for a splat file."""
        return self.manifest.physics

    @property
    def camera(self) -> Camera | None:
        """The photo's camera in the object frame; None for a splat file."""
        return self.manifest.camera

    @property
    def size_m(self) -> float:
        """Longest side of the object [m]."""
        return self.manifest.size_m

    @property
    def scene(self) -> SceneSetup:
        """Gravity, ground, drop and timing."""
        return self.manifest.scene

    @property
    def edit(self) -> ObjectEdit:
        """Where the object was put and what of it was removed."""
        return self.manifest.edit

    @property
    def photo_path(self) -> Path | None:
        """The photo as it was read, or None for a splat file."""
        return self._picture(PHOTO_NAME)

    @property
    def mask_path(self) -> Path | None:
        """The object's mask, or None for a splat file."""
        return self._picture(MASK_NAME)

    @property
    def found_mask_path(self) -> Path | None:
        """The mask before a person's edits; that after them where none was kept."""
        return self._picture(FOUND_MASK_NAME) or self.mask_path

    @property
    def picture_path(self) -> Path | None:
        """What the project is known by: its photo, or what was drawn of its splats, if anything."""
        preview = self.path / PREVIEW_NAME
        return self.photo_path or (preview if preview.exists() else None)

    def _picture(self, name: str) -> Path | None:
        path = self.path / name
        return path if self.manifest.mask is not None and path.exists() else None

    def cloud(self) -> GaussianCloud:
        """Read the object: Z up, metres, centred on the origin."""
        return read_ply(self.path / CLOUD_NAME)

    def takes(self) -> tuple[str, ...]:
        """Names of the takes, in natural order ("take 2" before "take 10")."""
        folder = self.path / TAKES_NAME
        if not folder.is_dir():
            return ()
        names = (child.name for child in folder.iterdir() if child.is_dir())
        return tuple(sorted(filter(_TAKE_NAME.fullmatch, names), key=_natural_key))

    def take_path(self, name: str) -> Path:
        """Folder of a take, whether it exists or not.

        Raises:
            InputError: If the name could lead out of the project.
        """
        if not _TAKE_NAME.fullmatch(name):
            raise InputError(
                f"take name {name!r} is not allowed; use up to 64 letters, digits, spaces, - and _"
            )
        folder = self.path / TAKES_NAME
        folder.mkdir(exist_ok=True)
        return folder / name

    def next_take_name(self, prefix: str = "take") -> str:
        """First of "take-1", "take-2", … that is free."""
        taken = set(self.takes())
        number = 1
        while f"{prefix}-{number}" in taken:
            number += 1
        return f"{prefix}-{number}"


def is_take_name(name: str) -> bool:
    """Whether a take may have this name; none of these leads out of its project."""
    return _TAKE_NAME.fullmatch(name) is not None


def is_project(path: Path) -> bool:
    """Whether a folder holds a project, whatever its state."""
    return (path / MANIFEST_NAME).is_file() or (path / _INCOMING_NAME / MANIFEST_NAME).is_file()


def check_project_path(path: Path) -> None:
    """Reject a path that cannot become a project.

    Raises:
        InputError: With the path and the remedy.
    """
    if path.suffix.lower() != PROJECT_SUFFIX:
        raise InputError(f"project {path} must end in {PROJECT_SUFFIX}: a folder NAME.p4d")
    if not path.parent.is_dir():
        raise InputError(f"folder {path.parent} does not exist; create it first")
    if path.exists() and not path.is_dir():
        raise InputError(f"{path} is a file, not a project folder; choose another name")
    if path.is_dir() and not is_project(path) and any(path.iterdir()):
        raise InputError(f"folder {path} holds other files; choose another name for the project")


def finish_commit(path: Path) -> None:
    """Move files of a commit to their places that a killed process left behind."""
    incoming = path / _INCOMING_NAME
    if not incoming.is_dir():
        return
    names = sorted((child.name for child in incoming.iterdir()), key=lambda n: n == MANIFEST_NAME)
    for name in names:
        try:
            os.replace(incoming / name, path / name)
        except FileNotFoundError:  # another process finishes the same commit
            continue
    shutil.rmtree(incoming, ignore_errors=True)


def _commit(
    path: Path, manifest: ProjectManifest, cloud: GaussianCloud, files: Mapping[str, bytes]
) -> None:
    part = path / _INCOMING_PART_NAME
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir()
        _write_files(part, manifest, cloud, files)
        os.replace(part, path / _INCOMING_NAME)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    finish_commit(path)


def _write_files(
    folder: Path, manifest: ProjectManifest, cloud: GaussianCloud, files: Mapping[str, bytes]
) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    write_ply(folder / CLOUD_NAME, cloud)
    (folder / MANIFEST_NAME).write_text(manifest_text(manifest), encoding="utf-8")


def _natural_key(name: str) -> tuple[tuple[int, str], ...]:
    parts = re.findall(r"\d+|\D+", name)
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)
