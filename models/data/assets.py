"""The asset library on disk: its index, its labels and its textured meshes."""

from __future__ import annotations

import csv
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.data.physics_label import PhysicsLabel
from render.errors import InputError

FloatArray = npt.NDArray[np.float32]

CLEAR_MARKET_LICENCE = "CC0-1.0 (Kenney)"
SPLITS = ("train", "val", "test")
INDEX_FILE = "index.csv"
LABELS_FILE = "labels.csv"
DAMAGE = (
    AttributeError,
    ImportError,
    IndexError,
    KeyError,
    OSError,
    TypeError,
    ValueError,
    struct.error,
)
"""What trimesh raises on damaged files; of encodings it asks for a package that is not there."""


@dataclass(frozen=True, slots=True, eq=False)
class TexturedMesh:
    """Triangles with one UV set and one base-colour picture, Z up."""

    vertices: FloatArray
    """Vertex positions [m], shape [V, 3]."""
    faces: npt.NDArray[np.int32]
    """Vertex indices of the triangles, shape [F, 3]."""
    uv: FloatArray
    """Texture coordinates, (0, 0) = bottom left, shape [V, 2]."""
    texture: npt.NDArray[np.uint8]
    """Base colour, sRGB, shape [H, W, 3]."""

    @property
    def longest_side(self) -> float:
        """Longest side of the bounding box [m]."""
        return float(np.ptp(self.vertices, axis=0).max())

    def normalized(self) -> TexturedMesh:
        """The mesh with the centre of its bounding box at the origin and a longest side of 1."""
        low, high = self.vertices.min(axis=0), self.vertices.max(axis=0)
        vertices = (self.vertices - (low + high) / 2) / self.longest_side
        return TexturedMesh(vertices.astype(np.float32), self.faces, self.uv, self.texture)

    def rotated(self, rotation: npt.ArrayLike) -> TexturedMesh:
        """The mesh turned about the origin by a rotation matrix, shape [3, 3]."""
        vertices = self.vertices @ np.asarray(rotation, np.float32).T
        return TexturedMesh(vertices, self.faces, self.uv, self.texture)


@dataclass(frozen=True, slots=True)
class Asset:
    """One row of the index with its physical label, where it has one."""

    id: str
    """`folder/name`."""
    file: Path
    """Absolute path of the GLB file."""
    split: str
    """`train`, `val` or `test`."""
    family: str
    """Name shared by near-identical siblings; empty for an object that stands alone."""
    licence: str
    """Licence of the mesh."""
    size_m: tuple[float, float, float]
    """Extents along x, y, z [m]; of `market` models in units of their longest side."""
    label: tuple[tuple[str, str], ...] = ()
    """Columns of labels.csv as (name, text) pairs, without the id."""
    columns: tuple[tuple[str, str], ...] = ()
    """Columns of index.csv as (name, text) pairs, without id and file."""
    labels_file: Path = Path(LABELS_FILE)
    """Where its label stands or is missing."""

    @property
    def folder(self) -> str:
        """Collection the object belongs to, such as `ycb`."""
        return self.id.split("/", 1)[0]

    @property
    def licence_clear(self) -> bool:
        """Whether weights that ship may be trained on it."""
        return self.folder != "market" or self.licence == CLEAR_MARKET_LICENCE

    def label_text(self, column: str) -> str:
        """Text of one label column; empty when the object has no such label."""
        return dict(self.label).get(column, "")

    def physics(self) -> PhysicsLabel:
        """The label, checked.

        Raises:
            InputError: If it is missing or unusable; the message names file and object.
        """
        where = f"{self.labels_file}: {self.id}"
        if not self.label:
            raise InputError(f"{where} has no row; label it")
        return PhysicsLabel.from_columns(dict(self.label), where)


@dataclass(frozen=True, slots=True)
class AssetIndex:
    """All assets of a folder with `index.csv` and `labels.csv`."""

    folder: Path
    assets: tuple[Asset, ...]

    @staticmethod
    def load(folder: Path) -> AssetIndex:
        """Read the index of an asset folder.

        Raises:
            InputError: If there is no index, a column is missing or a family straddles splits.
        """
        index_path = folder / INDEX_FILE
        if not index_path.is_file():
            raise InputError(f"no index.csv in {folder}: give the folder that holds the assets")
        labels = {row["id"]: row for row in _rows(folder / LABELS_FILE)}
        try:
            assets = tuple(_asset(folder, row, labels) for row in _rows(index_path))
        except (KeyError, ValueError) as error:
            raise InputError(f"{index_path} lacks or misuses column {error}") from error
        _check_families(assets)
        return AssetIndex(folder, assets)

    def __iter__(self) -> Iterator[Asset]:
        return iter(self.assets)

    def split(self, name: str) -> tuple[Asset, ...]:
        """Assets of one split.

        Raises:
            InputError: If the split has another name than train, val or test.
        """
        if name not in SPLITS:
            raise InputError(f"unknown split {name!r}: choose one of {', '.join(SPLITS)}")
        return tuple(asset for asset in self.assets if asset.split == name)

    def training(self) -> tuple[Asset, ...]:
        """Assets of the train split whose licence lets weights ship."""
        return tuple(asset for asset in self.split("train") if asset.licence_clear)


def load_mesh(path: Path) -> TexturedMesh:
    """Read a GLB file with one mesh and one base-colour texture.

    Raises:
        InputError: If the file is missing, unreadable or has no texture.
    """
    import trimesh

    if not path.is_file():
        raise InputError(f"no such mesh: {path}")
    try:
        mesh: Any = trimesh.load(path, force="mesh", process=False)
        picture = mesh.visual.material.baseColorTexture.convert("RGB")
        uv = np.array(mesh.visual.uv, np.float32)
    except DAMAGE as error:
        raise InputError(f"{path} is not a GLB with a texture: {error}") from error
    return TexturedMesh(
        np.array(mesh.vertices, np.float32),
        np.array(mesh.faces, np.int32),
        uv,
        np.asarray(picture, np.uint8).copy(),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as stream:
        rows = csv.DictReader(stream)
        # DictReader files surplus cells under None and fills short rows with None
        return [{key: text for key, text in row.items() if None not in (key, text)} for row in rows]


def _asset(folder: Path, row: dict[str, str], labels: dict[str, dict[str, str]]) -> Asset:
    if row["split"] not in SPLITS:
        raise ValueError(f"split of {row['id']}: {row['split']!r}")
    label = tuple((key, text) for key, text in labels.get(row["id"], {}).items() if key != "id")
    return Asset(
        id=row["id"],
        file=folder / row["file"],
        split=row["split"],
        family=row.get("family", ""),
        licence=row["licence"],
        size_m=(float(row["size_x_m"]), float(row["size_y_m"]), float(row["size_z_m"])),
        label=label,
        columns=tuple((key, text) for key, text in row.items() if key not in ("id", "file")),
        labels_file=folder / LABELS_FILE,
    )


def _check_families(assets: tuple[Asset, ...]) -> None:
    splits: dict[str, str] = {}
    for asset in assets:
        if asset.family and splits.setdefault(asset.family, asset.split) != asset.split:
            raise InputError(f"family {asset.family!r} lies in two splits; move it into one")
