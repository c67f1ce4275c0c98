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

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.data.object_description import ObjectDescription
from models.data.object_poses import POSE_FILE, PosedPicture, read_poses, read_rgba
from models.data.physics_label import PhysicsLabel, read_label
from models.data.raycast import Surfaces
from render.atomic_file import atomic_path
from render.errors import InputError

MESH_FILE = "mesh.glb"
SURFACE_FOLDER = "surfaces"
DEPTH_STEP = 2.0**-14
"""Unit of stored depths, in units of the longest side; 0 marks an empty pixel."""


@dataclass(frozen=True, slots=True)
class ObjectFolder:
    """A complete object on disk; pictures and labels are read when asked for."""

    folder: Path
    """Where it lies."""
    scene_name: str
    """Name in `pose.json`."""
    pictures: tuple[PosedPicture, ...]
    """Pictures with cameras; lengths in units of the longest side."""
    description: ObjectDescription | None
    """What we keep beside; None for folders of other programs."""

    @staticmethod
    def open(folder: Path) -> ObjectFolder:
        """Open an object's folder.

        Raises:
            InputError: If `pose.json` or `object.json` is unusable or a file is missing.
        """
        poses = read_poses(folder)
        return ObjectFolder(
            folder, poses.scene_name, poses.pictures, ObjectDescription.read(folder)
        )

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
        return read_rgba(self.pictures[index])

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
