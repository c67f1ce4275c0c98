"""Where the objects of a dataset come from: asset folders, mesh files, generator seeds."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from models.data.assets import INDEX_FILE, SPLITS, Asset, AssetIndex, TexturedMesh, load_mesh
from models.data.physics_label import PhysicsLabel
from models.data.procedural_materials import HELD_OUT, TRAINING, material_object, typical_label
from render.errors import InputError
from render.formats.axes import WORLD_UP, turn_between
from sim.materials import MaterialClass

GLTF_UP = "+y"
"""Up axis of glTF files that say nothing else."""
PROCEDURAL_SIZE_M = 0.5
"""Longest side that procedural objects get [m]: that of an object whose size nobody knows."""
_MESH_SUFFIX = ".glb"


class Procedural(NamedTuple):
    """A procedural object, typical of a material."""

    material: MaterialClass
    """Class that it looks like."""
    seed: int
    """Seed of its generators."""
    generators: str
    """Which generators of shapes and textures it comes from: `train` or `held_out`."""


@dataclass(frozen=True, slots=True)
class ObjectSource:
    """One object that can be rendered."""

    id: str
    """`folder/name`, also its folder in the dataset."""
    split: str
    """`train`, `val` or `test`."""
    file: Path | None = None
    """GLB file; None for a procedural object."""
    up: str = WORLD_UP
    """Axis of the file that points up."""
    procedural: Procedural | None = None
    """How a procedural object is made."""
    asset: Asset | None = None
    """Row of the asset folder it comes from."""

    @property
    def origin(self) -> str:
        """What the pictures show: a digest of the file and its up axis, or the seed."""
        if self.file is None:
            material, seed, generators = self._made
            return f"procedural {material.label} seed {seed} of {generators}"
        return f"sha256 {hashlib.sha256(self.file.read_bytes()).hexdigest()} up {self.up}"

    def mesh(self) -> TexturedMesh:
        """The object, Z up, resting on z = 0 about the z axis; asset folders' as they stand.

        Raises:
            InputError: If the file is missing or unusable.
        """
        if self.file is None:
            material, seed, kind = self._made
            made = material_object(seed, material, shapes=kind, textures=kind)
            return _grounded(made, PROCEDURAL_SIZE_M / made.longest_side)
        mesh = load_mesh(self.file)
        if not len(mesh.faces) or not np.isfinite(mesh.vertices).all() or mesh.longest_side <= 0:
            raise InputError(f"{self.file} holds no surface of finite size; check the mesh")
        if self.asset is not None:
            return mesh
        return _grounded(mesh.rotated(turn_between(self.up, WORLD_UP)))

    def label(self) -> PhysicsLabel | None:
        """Its label; None for sources that carry none.

        Raises:
            InputError: If an asset folder has an unusable label.
        """
        if self.procedural is not None:
            material, seed, generators = self.procedural
            return typical_label(material, seed, textures=generators)
        if self.asset is None or not self.asset.label:
            return None
        return self.asset.physics()

    @property
    def _made(self) -> Procedural:
        if self.procedural is None:
            raise ValueError(f"{self.id} has neither a file nor a generator")
        return self.procedural

    def index_columns(self, mesh: TexturedMesh) -> tuple[tuple[str, str], ...]:
        """Columns of index.csv, without id and file."""
        if self.asset is not None:
            return self.asset.columns
        size = np.ptp(mesh.vertices, axis=0)
        licence = "" if self.file is not None else "procedural"
        return (
            ("faces", str(len(mesh.faces))),
            *((f"size_{axis}_m", f"{side:.5f}") for axis, side in zip("xyz", size, strict=True)),
            ("licence", licence),
            ("split", self.split),
            ("family", ""),
        )


def mesh_sources(
    paths: Sequence[Path], *, up: str = GLTF_UP, split: str = "train"
) -> list[ObjectSource]:
    """Objects of GLB files, of folders of GLB files and of asset folders with an index.

    A part of an asset folder keeps the splits, labels and axes that the index gives it.

    Args:
        paths: Files and folders.
        up: Up axis of files outside asset folders.
        split: Split of objects outside asset folders.

    Raises:
        InputError: If a path holds no mesh, or two objects have one name.
    """
    turn_between(up, WORLD_UP)
    sources: list[ObjectSource] = []
    for path in paths:
        library = _library_of(path)
        if library is not None:
            sources += _indexed(library, path)
            continue
        files = sorted(path.rglob(f"*{_MESH_SUFFIX}")) if path.is_dir() else [path]
        if not files:
            raise InputError(f"{path} holds no {_MESH_SUFFIX} file; name a folder of meshes")
        for file in files:
            if not file.is_file() or file.suffix.lower() != _MESH_SUFFIX:
                raise InputError(
                    f"{file} is no {_MESH_SUFFIX} file; convert the mesh to glTF binary"
                )
            sources.append(ObjectSource(f"meshes/{file.stem}", split, file, up))
    return list(_distinct(sources))


def procedural_sources(
    count: int,
    seed: int,
    *,
    split: str = "train",
    materials: Sequence[MaterialClass] = tuple(MaterialClass),
) -> list[ObjectSource]:
    """Labelled procedural objects of consecutive numbers, the classes in turn.

    Splits never share an object: each has seeds of its own, and those of `test` come from shapes
    and textures that the others never use.

    Args:
        count: Number of objects.
        seed: Number of the first.
        split: Split that they are for.
        materials: Classes to make.

    Raises:
        InputError: If there is no such split.
    """
    if split not in SPLITS:
        raise InputError(f"unknown split {split!r}; choose one of {', '.join(SPLITS)}")
    generators = HELD_OUT if split == "test" else TRAINING
    sources = []
    for number in range(seed, seed + count):
        material = materials[number % len(materials)]
        made = Procedural(material, number * len(SPLITS) + SPLITS.index(split), generators)
        name = f"procedural/{split}_{number:08d}_{material.label.lower()}"
        sources.append(ObjectSource(name, split, procedural=made))
    return sources


def glb_bytes(mesh: TexturedMesh) -> bytes:
    """A GLB file of a mesh, its texture without loss."""
    import trimesh

    visuals: Any = trimesh.visual
    encoded = io.BytesIO()
    Image.fromarray(mesh.texture).save(encoded, format="PNG")
    material = visuals.material.PBRMaterial(
        baseColorTexture=Image.open(encoded), metallicFactor=0.0, roughnessFactor=0.8
    )
    visual = visuals.TextureVisuals(uv=mesh.uv, material=material)
    model = trimesh.Trimesh(mesh.vertices, mesh.faces, visual=visual, process=False)
    exported: Any = model.export(file_type="glb")
    return bytes(exported)


def _library_of(path: Path) -> Path | None:
    """The asset folder that a path is or lies in, at most two folders down; None where none is."""
    whole = path.absolute()
    near = (whole, *whole.parents[:2])
    return next((folder for folder in near if (folder / INDEX_FILE).is_file()), None)


def _indexed(library: Path, path: Path) -> list[ObjectSource]:
    """Objects of an asset folder whose files are `path` or lie in it.

    Raises:
        InputError: If the index is unusable or names no such object.
    """
    part = path.absolute()
    found = [asset for asset in AssetIndex.load(library) if asset.file.is_relative_to(part)]
    if not found:
        raise InputError(f"{library / INDEX_FILE} names no object in {path}; add it or move it out")
    return [ObjectSource(asset.id, asset.split, asset.file, asset=asset) for asset in found]


def _grounded(mesh: TexturedMesh, scale: float = 1.0) -> TexturedMesh:
    """The mesh over the origin, resting on z = 0, `scale` times as large."""
    low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    shift = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]], np.float32)
    vertices = (mesh.vertices - shift) * np.float32(scale)
    return TexturedMesh(vertices, mesh.faces, mesh.uv, mesh.texture)


def _distinct(sources: Iterable[ObjectSource]) -> Iterable[ObjectSource]:
    """The sources; ids must be distinct and stay inside the dataset's folder."""
    seen: dict[str, Path | None] = {}
    for source in sources:
        parts = PurePosixPath(source.id).parts
        if not 1 <= len(parts) <= 2 or ".." in parts or "/" in parts or "\\" in source.id:
            raise InputError(f"object id {source.id!r} is no folder/name; rename it in the index")
        if source.split not in SPLITS:
            raise InputError(f"unknown split {source.split!r}; choose one of {', '.join(SPLITS)}")
        if source.id in seen:
            raise InputError(
                f"{source.file} and {seen[source.id]} are both {source.id}; rename one of them"
            )
        seen[source.id] = source.file
        yield source
