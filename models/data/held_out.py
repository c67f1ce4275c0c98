"""Keeps objects that are measured out of training: by name, family, file and shape of the mesh.

The scanned objects of val and test are listed in `resources/training/held_out_objects.json`: they
are known in whatever folder and under whatever name they turn up.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from models.data.assets import Asset, AssetIndex
from models.data.mesh_shape import MeshShape, mesh_shape
from models.data.object_description import ObjectDescription
from models.data.object_folder import MESH_FILE
from render.errors import InputError

TRAINING_SPLIT = "train"
HELD_OUT_FILE = "held_out_objects.json"

_REMEDY = "leave it out of the training"


class HeldOutObject(NamedTuple):
    """An object of val or test."""

    id: str
    """`folder/name`."""
    split: str
    """`val` or `test`."""
    family: str
    """Name shared with near-identical siblings; empty for none."""
    sha256: str
    """Digest of the GLB file."""
    shape: MeshShape
    """Fingerprint of the mesh."""


class TrainingObject(NamedTuple):
    """An object that is to be trained on."""

    id: str
    """`folder/name`."""
    split: str
    """Its split; empty where nobody said one."""
    family: str
    """Name shared with near-identical siblings; empty for none."""
    file: Path | None
    """GLB file; None for an object of which there are pictures alone."""


def check_training_assets(chosen: Sequence[Asset], index: AssetIndex) -> None:
    """Refuse a selection of an asset folder that holds an object of val or test in any form.

    Args:
        chosen: Objects to train on.
        index: The asset folder that they are from, whose own val and test count too.

    Raises:
        InputError: If an object is held out, or its family or mesh is that of one that is.
    """
    known = held_out_objects()
    digests = {held.sha256 for held in known}
    others = (asset for asset in index if asset.split != TRAINING_SPLIT)
    own = [_held_out(asset) for asset in others if _digest(asset.file) not in digests]
    check_held_out(
        (TrainingObject(one.id, one.split, one.family, one.file) for one in chosen), [*known, *own]
    )


def check_training_folders(folders: Iterable[Path]) -> None:
    """Refuse objects' folders that hold an object of val or test in any form.

    Folders of other programs, which hold pictures alone, are known by nothing and pass.

    Raises:
        InputError: If an object is held out, or its family or mesh is that of one that is.
    """
    check_held_out((_in_folder(folder) for folder in folders), held_out_objects())


def check_held_out(training: Iterable[TrainingObject], held_out: Sequence[HeldOutObject]) -> None:
    """Refuse training objects that are held out.

    Raises:
        InputError: If an object is of val or test, or has the family, the file or the mesh of one.
    """
    families = {held.family: held for held in held_out if held.family}
    names = {held.id: held for held in held_out}
    digests = {held.sha256: held for held in held_out}
    counts: dict[int, list[HeldOutObject]] = {}
    for held in held_out:
        counts.setdefault(held.shape.face_count, []).append(held)
    for one in training:
        if one.split not in ("", TRAINING_SPLIT):
            raise InputError(f"{one.id} is an object of {one.split}; {_REMEDY}")
        found = names.get(one.id)
        if found is not None:
            raise InputError(f"{one.id} is an object of {found.split}; {_REMEDY}")
        found = families.get(one.family)
        if found is not None:
            raise InputError(
                f"{one.id} is of the family {one.family}, as is {found.id} of {found.split}; "
                f"{_REMEDY}"
            )
        if one.file is not None:
            _check_mesh(one.id, one.file, digests, counts)


@cache
def held_out_objects() -> tuple[HeldOutObject, ...]:
    """The scanned objects of val and test."""
    text = files("resources").joinpath("training", HELD_OUT_FILE).read_text(encoding="utf-8")
    return tuple(
        HeldOutObject(
            row["id"],
            row["split"],
            row["family"],
            row["sha256"],
            MeshShape(row["face_count"], tuple(row["quantiles"])),
        )
        for row in json.loads(text)["objects"]
    )


def held_out_text(index: AssetIndex) -> str:
    """What the list of held-out objects holds for the val and test objects of an asset folder."""
    rows = [
        {
            "id": held.id,
            "split": held.split,
            "family": held.family,
            "sha256": held.sha256,
            "face_count": held.shape.face_count,
            "quantiles": held.shape.quantiles,
        }
        for held in (_held_out(asset) for asset in index if asset.split != TRAINING_SPLIT)
    ]
    note = "Objects that no shipped weights are trained on; see models/data/held_out.py"
    lines = ",\n".join(f"  {json.dumps(row)}" for row in rows)
    return f'{{\n "note": {json.dumps(note)},\n "objects": [\n{lines}\n ]\n}}\n'


def _check_mesh(
    name: str,
    file: Path,
    digests: dict[str, HeldOutObject],
    counts: dict[int, list[HeldOutObject]],
) -> None:
    same = digests.get(_digest(file))
    if same is None:
        shape = mesh_shape(file)
        same = next(
            (held for held in counts.get(shape.face_count, ()) if held.shape.same_as(shape)), None
        )
    if same is not None:
        raise InputError(f"{name} ({file}) has the mesh of {same.id} of {same.split}; {_REMEDY}")


def _held_out(asset: Asset) -> HeldOutObject:
    return HeldOutObject(
        asset.id, asset.split, asset.family, _digest(asset.file), mesh_shape(asset.file)
    )


def _in_folder(folder: Path) -> TrainingObject:
    about = ObjectDescription.read(folder)
    columns = dict(about.columns) if about is not None else {}
    file = folder / MESH_FILE
    return TrainingObject(
        about.id if about is not None else folder.name,
        columns.get("split", ""),
        columns.get("family", ""),
        file if file.is_file() else None,
    )


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(f"cannot read {file}: {error.strerror or error}") from None
