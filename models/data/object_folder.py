"""`ObjectFolder`: one object in the layout of PhysAssets, with what we keep beside it.

| file | what |
| --- | --- |
| `000.png` … | RGBA pictures, straight sRGB |
| `pose.json` | their cameras; written last, so a folder that has it is complete |
| `physical.json`, `phys.json` | material, E [Pa], nu, and density with uncertainties where known |
| `surfaces/000.npz` … | depth of the visible surface, depth and colour of the hidden one (ours) |
| `mesh.glb` | the mesh, Z up (ours) |
| `object.json` | id, origin, columns of index.csv, reference clip (ours) |
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from models.data.object_poses import POSE_FILE, PosedPicture, read_poses
from models.data.physics_label import PhysicsLabel, read_label
from models.data.raycast import Surfaces
from render.atomic_file import atomic_path, write_text_atomic
from render.errors import InputError

OBJECT_FILE = "object.json"
MESH_FILE = "mesh.glb"
SURFACE_FOLDER = "surfaces"
DEPTH_STEP = 2.0**-14
"""Unit of stored depths, in units of the longest side; 0 marks an empty pixel."""

_VERSION = 1


class Reference(NamedTuple):
    """A clip or take that shows how the object should move, and what made it."""

    path: Path
    """Video file, clip or take."""
    prompt: str
    """Text that the clip was asked for with; empty for a simulated take."""
    model: str
    """Name of the video model, or of the simulator."""


@dataclass(frozen=True, slots=True)
class ObjectRecord:
    """What `object.json` says."""

    id: str
    """`folder/name`."""
    origin: str
    """What the pictures show: a digest of the mesh, or the seed of a generator."""
    columns: tuple[tuple[str, str], ...] = ()
    """Columns of index.csv as (name, text), without id and file."""
    reference: Reference | None = None
    """Reference clip; None where there is none."""

    def write(self, folder: Path) -> None:
        """Write the record; a reference inside the folder is kept relative to it."""
        values: dict[str, object] = {
            "version": _VERSION,
            "id": self.id,
            "origin": self.origin,
            "columns": dict(self.columns),
        }
        if self.reference is not None:
            path = self.reference.path.absolute()
            inside = path.is_relative_to(folder.absolute())
            kept = path.relative_to(folder.absolute()) if inside else path
            values["reference"] = self.reference._asdict() | {"path": kept.as_posix()}
        text = json.dumps(values, indent=1, ensure_ascii=False) + "\n"
        write_text_atomic(folder / OBJECT_FILE, text)

    @staticmethod
    def read(folder: Path) -> ObjectRecord | None:
        """The record of a folder; None for folders of other programs, which have none.

        Raises:
            InputError: If it is damaged or its reference clip is missing.
        """
        path = folder / OBJECT_FILE
        if not path.is_file():
            return None
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            version = values["version"]
            columns = tuple((str(key), str(text)) for key, text in values["columns"].items())
            reference = _reference(folder, values.get("reference"))
            record = ObjectRecord(str(values["id"]), str(values["origin"]), columns, reference)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            reason = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise InputError(f"{path}: {reason}; correct or remove it") from None
        if version != _VERSION:
            raise InputError(f"{path}: version {version} is not {_VERSION}; update this program")
        return record


@dataclass(frozen=True, slots=True)
class ObjectFolder:
    """A complete object on disk; pictures and labels are read when asked for."""

    folder: Path
    """Where it lies."""
    scene_name: str
    """Name in `pose.json`."""
    pictures: tuple[PosedPicture, ...]
    """Pictures with cameras; lengths in units of the longest side."""
    record: ObjectRecord | None
    """What we keep beside; None for folders of other programs."""

    @staticmethod
    def open(folder: Path) -> ObjectFolder:
        """Open an object's folder.

        Raises:
            InputError: If `pose.json` or `object.json` is unusable or a file is missing.
        """
        poses = read_poses(folder)
        return ObjectFolder(folder, poses.scene_name, poses.pictures, ObjectRecord.read(folder))

    def label(self) -> PhysicsLabel:
        """Its label.

        Raises:
            InputError: If it has none or an unusable one; the message names the file.
        """
        return read_label(self.folder)

    def rgba(self, index: int) -> npt.NDArray[np.uint8]:
        """Straight sRGB colour and coverage of a picture, shape [H, W, 4].

        Raises:
            InputError: If the picture is damaged, has no alpha channel or another size.
        """
        file, camera = self.pictures[index]
        try:
            with Image.open(file) as picture:
                picture.load()
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise InputError(f"{file} is no readable picture: {error}") from None
        if picture.mode != "RGBA":
            raise InputError(f"{file} is {picture.mode}, not RGBA; cut the object out")
        if picture.size != (camera.width, camera.height):
            raise InputError(
                f"{file} has {picture.width}x{picture.height} px, {POSE_FILE} says "
                f"{camera.width}x{camera.height}; correct one of them"
            )
        return np.asarray(picture, np.uint8).copy()

    def surfaces(self, index: int) -> Surfaces:
        """Visible and hidden surface behind a picture's pixels.

        Raises:
            InputError: If they were not stored or are damaged.
        """
        path = surface_path(self.folder, self.pictures[index].file.stem)
        if not path.is_file():
            raise InputError(f"{path} is missing; make it with `data build`")
        try:
            with np.load(path, allow_pickle=False) as stored:
                depth, hidden = stored["depth"], stored["hidden_depth"]
                colour = stored["hidden_color"]
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise InputError(f"{path} is damaged: {error}; remove the folder, build anew") from None
        return Surfaces(
            hit=depth > 0,
            depth=depth.astype(np.float32) * np.float32(DEPTH_STEP),
            hidden_depth=hidden.astype(np.float32) * np.float32(DEPTH_STEP),
            hidden_color=colour.astype(np.float32) / np.float32(255),
        )


def surface_path(folder: Path, stem: str) -> Path:
    """File of the surfaces behind the picture `stem`.png."""
    return folder / SURFACE_FOLDER / f"{stem}.npz"


def write_surfaces(path: Path, surfaces: Surfaces) -> None:
    """Store surfaces with depths in steps of 2^-14 of the longest side."""
    with atomic_path(path) as temporary:
        np.savez_compressed(
            temporary,
            depth=_steps(surfaces.depth),
            hidden_depth=_steps(surfaces.hidden_depth),
            hidden_color=(surfaces.hidden_color * 255 + 0.5).astype(np.uint8),
        )


def object_folders(root: Path) -> tuple[Path, ...]:
    """Complete objects at most two folders below `root`, sorted; `root` itself if it is one."""
    patterns = (POSE_FILE, f"*/{POSE_FILE}", f"*/*/{POSE_FILE}")
    return tuple(sorted({path.parent for pattern in patterns for path in root.glob(pattern)}))


def _steps(depth: npt.NDArray[np.float32]) -> npt.NDArray[np.uint16]:
    return np.asarray(np.clip(np.rint(depth / DEPTH_STEP), 0, 65535), np.uint16)


def _reference(folder: Path, values: Mapping[str, Any] | None) -> Reference | None:
    if values is None:
        return None
    path = folder / values["path"]
    if not path.exists():
        raise ValueError(f"reference clip {path} is missing")
    return Reference(path, str(values.get("prompt", "")), str(values.get("model", "")))
