"""`ObjectSet`: the objects of a folder that can be measured, whatever its layout."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from models.data.assets import INDEX_FILE, load_mesh
from models.data.object_folder import MESH_FILE, ObjectFolder, object_folders
from models.data.object_sources import ObjectSource, mesh_sources
from models.data.physics_label import PhysicsLabel, read_label
from models.evaluation import mesh_truth, picture_truth
from models.evaluation.gso_models import (
    COLLECTION,
    MESH_PATH,
    gso_category,
    gso_files,
    gso_models,
    load_gso_model,
)
from models.evaluation.mesh_truth import MeshTruth
from models.evaluation.picture_truth import PictureTruth
from models.evaluation.reconstruction_protocol import FloatArray, TruthViews
from render.errors import InputError

SPLITS = ("test", "val", "all")
"""Splits that can be measured; objects without a split belong to each."""
ALL = "all"
LAYOUTS = (
    f"an asset folder with {INDEX_FILE}, a folder of objects with pose.json and pictures, a folder "
    f"of Google Scanned Objects (NAME/{MESH_PATH}) or of .glb files"
)


class TruthSource(Protocol):
    """Where the true views of an object come from."""

    def truths(self) -> tuple[TruthViews, ...]:
        """Views from each input; raises `InputError` where the object is broken."""

    def portrait(self, side_px: int) -> FloatArray:
        """The first input view on white, sRGB 0 to 1, [S, S, 3]; raises as `truths`."""


@dataclass(frozen=True, slots=True)
class Broken:
    """An object whose files say nothing usable."""

    reason: str
    """What is wrong with them."""

    def truths(self) -> tuple[TruthViews, ...]:
        """Nothing: raises `InputError` with the reason."""
        raise InputError(self.reason)

    def portrait(self, side_px: int) -> FloatArray:
        """Nothing: raises `InputError` with the reason."""
        raise InputError(f"no picture of {side_px} px: {self.reason}")


@dataclass(frozen=True, slots=True)
class EvaluatedObject:
    """One object that can be measured."""

    id: str
    """`collection/name`."""
    truth: TruthSource
    """Its true views."""
    split: str = ""
    """`train`, `val` or `test`; empty where the layout has none."""
    family: str = ""
    """Name shared by near-identical siblings; empty for an object that stands alone."""
    category: str = ""
    """What it is; empty where nobody says."""
    label: Callable[[], PhysicsLabel] | None = None
    """Reads its physical label; None where the layout holds none."""

    @property
    def collection(self) -> str:
        """Collection the object belongs to, such as `ycb`."""
        return self.id.split("/", 1)[0]

    @property
    def name(self) -> str:
        """Name within the collection."""
        return self.id.split("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class ObjectSet:
    """Objects of a folder."""

    objects: tuple[EvaluatedObject, ...]
    """At least one."""
    layout: str
    """How the folder is laid out, in words."""
    split: str
    """What was chosen, in words."""

    @property
    def truths(self) -> tuple[str, ...]:
        """How the truth of the objects is made, in words."""
        meshes = any(isinstance(item.truth, MeshTruth) for item in self.objects)
        pictures = any(isinstance(item.truth, PictureTruth) for item in self.objects)
        return (mesh_truth.DESCRIPTION,) * meshes + (picture_truth.DESCRIPTION,) * pictures


def open_objects(root: Path, split: str = "test") -> ObjectSet:
    """The objects of a folder that belong to a split.

    Args:
        root: Asset folder or a part of one, PhysAssets-style folder, folder of Google Scanned
            Objects or of GLB files.
        split: `test`, `val` or `all`.

    Raises:
        InputError: If the folder has none of these layouts or the split holds no object.
    """
    if split not in SPLITS:
        raise InputError(f"unknown split {split!r}; choose one of {', '.join(SPLITS)}")
    if not root.is_dir():
        raise InputError(f"dataset {root} is not a folder; name {LAYOUTS}")
    layout, objects = _found(root)
    chosen = tuple(item for item in objects if split == ALL or item.split in ("", split))
    if not chosen:
        splits = ", ".join(sorted({item.split for item in objects}))
        raise InputError(
            f"{root} has no object in split {split!r}, only in {splits}; choose another --split"
        )
    if all(not item.split for item in chosen):
        return ObjectSet(chosen, layout, "all objects (the folder names no splits)")
    return ObjectSet(chosen, layout, split)


def nothing_measured(skipped: Mapping[str, str]) -> InputError:
    """The error of a measurement that skipped all objects, with the first of their reasons."""
    name, reason = next(iter(skipped.items()))
    return InputError(f"none of {len(skipped)} objects can be measured; {name}: {reason}")


def _found(root: Path) -> tuple[str, Sequence[EvaluatedObject]]:
    if (root / INDEX_FILE).is_file():
        return "asset folder", [_of_source(source) for source in mesh_sources([root])]
    models = gso_models(root)
    if models:
        return "Google Scanned Objects", [_of_gso(folder) for folder in models]
    posed = object_folders(root)
    if posed:
        return "folders of posed pictures", [_of_pictures(root, folder) for folder in posed]
    if next(root.rglob("*.glb"), None) is None:
        raise InputError(f"{root} holds no objects; name {LAYOUTS}")
    sources = mesh_sources([root])
    part = sources[0].asset is not None
    layout = "part of an asset folder" if part else "GLB files with +y up"
    return layout, [_of_source(source) for source in sources]


def _of_source(source: ObjectSource) -> EvaluatedObject:
    files = () if source.file is None else (source.file,)
    asset = source.asset
    return EvaluatedObject(
        source.id,
        MeshTruth(source.mesh, files, source.up),
        split="" if asset is None else asset.split,
        family="" if asset is None else asset.family,
        category="" if asset is None else asset.label_text("category"),
        label=None if asset is None else asset.physics,
    )


def _of_gso(folder: Path) -> EvaluatedObject:
    return EvaluatedObject(
        f"{COLLECTION}/{folder.resolve().name}",
        MeshTruth(partial(load_gso_model, folder), gso_files(folder)),
        category=gso_category(folder),
    )


def _of_pictures(root: Path, folder: Path) -> EvaluatedObject:
    """An object with `pose.json`: its mesh where it has one, its pictures otherwise."""
    fallback = f"{root.resolve().name}/{folder.resolve().name}"
    try:
        described = ObjectFolder.open(folder).description
    except InputError as error:
        return EvaluatedObject(fallback, Broken(str(error)))
    columns = {} if described is None else dict(described.columns)
    mesh = folder / MESH_FILE
    has_mesh = mesh.is_file()
    return EvaluatedObject(
        fallback if described is None or "/" not in described.id else described.id,
        MeshTruth(partial(load_mesh, mesh), (mesh,)) if has_mesh else PictureTruth(folder),
        split=columns.get("split", ""),
        family=columns.get("family", ""),
        label=partial(read_label, folder),
    )
