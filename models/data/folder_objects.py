"""`folder_objects`: the objects of a folder or a list as a sequence that opens them when asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import overload

from models.data.assets import INDEX_FILE, AssetIndex
from models.data.object_folder import ObjectFolder, object_folders
from models.data.object_poses import POSE_FILE
from render.errors import InputError
from render.os_faults import remedy_for


class FolderObjects(Sequence[ObjectFolder]):
    """Objects on disk; getting one opens its folder."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Name the folders.

        Args:
            folders: One folder an object.
        """
        self.folders = tuple(folders)

    def __len__(self) -> int:
        return len(self.folders)

    @overload
    def __getitem__(self, index: int) -> ObjectFolder: ...

    @overload
    def __getitem__(self, index: slice) -> FolderObjects: ...

    def __getitem__(self, index: int | slice) -> ObjectFolder | FolderObjects:
        if isinstance(index, slice):
            return FolderObjects(self.folders[index])
        return ObjectFolder.open(self.folders[index])


def folder_objects(root: Path, *, split: str | None = None) -> FolderObjects:
    """The objects of a dataset, in a fixed order.

    Args:
        root: Dataset with an `index.csv`, which names its objects so that no folder is listed; any
            other folder with objects at most two folders down; or a text file that names a folder
            or `pose.json` a line, relative to itself, as PhysGM's reader takes it.
        split: `train`, `val` or `test`; None takes all. Folders without an index have no splits:
            all their objects are taken.

    Raises:
        InputError: If there is no object, or the index names meshes without pictures.
    """
    if root.is_file():
        folders = _listed(root)
    elif (root / INDEX_FILE).is_file():
        index = AssetIndex.load(root)
        chosen = index.assets if split is None else index.split(split)
        folders = tuple(asset.file.parent for asset in chosen)
        if not folders and index.assets:
            raise InputError(f"{root} holds no object of the split {split}; choose another")
        if folders and not (folders[0] / POSE_FILE).is_file():
            raise InputError(
                f"{folders[0]} has no {POSE_FILE}: {root} holds meshes; render them with "
                "`data build`"
            )
    else:
        folders = object_folders(root)
    if not folders:
        raise InputError(f"{root} holds no object with {POSE_FILE}; make some with `data build`")
    return FolderObjects(folders)


def _listed(file: Path) -> tuple[Path, ...]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {file}: {remedy_for(error) or error}") from None
    paths = (file.parent / line.strip() for line in lines if line.strip())
    folders = tuple(path.parent if path.name == POSE_FILE else path for path in paths)
    if folders and not folders[0].is_dir():
        raise InputError(
            f"{file} names {folders[0]}, which is no folder; name a folder of pictures a line"
        )
    return folders
