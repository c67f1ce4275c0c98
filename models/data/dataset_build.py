"""`data build`: renders objects into a folder that training and evaluation read.

The result is an asset folder (`index.csv`, `labels.csv`, a `mesh.glb` each) and a folder of
PhysAssets (38 RGBA pictures, `pose.json`, label files each) in one.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from models.data.asset_tables import DATASET_FILE, write_tables
from models.data.object_cameras import FREE_COUNT, RING_COUNT, object_cameras
from models.data.object_description import ObjectDescription
from models.data.object_folder import (
    MESH_FILE,
    SURFACE_FOLDER,
    surface_path,
    write_surfaces,
)
from models.data.object_poses import POSE_FILE, PosedPicture, write_poses
from models.data.object_sources import ObjectSource, glb_bytes
from models.data.physics_label import write_label
from models.data.raycast import RayCaster, render_mesh, render_surfaces
from render.atomic_file import atomic_path, write_text_atomic
from render.camera import Camera
from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress

MIN_SIDE_PX, MAX_SIDE_PX = 16, 2048
MAX_FREE_COUNT = 976
"""Free cameras that still leave three digits for a picture's name."""
_VERSION = 1


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """How every object of a dataset is rendered."""

    side_px: int = 512
    """Side of the pictures [px], 16 to 2048."""
    free_count: int = FREE_COUNT
    """Free cameras beside the ring of 24, 0 to 976."""
    samples: int = 2
    """Rays a pixel along either axis, 1 to 8."""
    seed: int = 0
    """Seed of the free cameras, from 0."""

    def __post_init__(self) -> None:
        limits = {
            "side_px": (MIN_SIDE_PX, MAX_SIDE_PX),
            "free_count": (0, MAX_FREE_COUNT),
            "samples": (1, 8),
            "seed": (0, 2**32 - 1),
        }
        for name, (low, high) in limits.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise InputError(f"{name} {value} is outside {low} to {high}; choose one of those")


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    built: int
    """Objects rendered now."""
    kept: int
    """Objects that were complete."""
    labelled: int
    """Objects of this build with a label."""
    pictures: int
    """Pictures of each object."""


def build_dataset(
    sources: Sequence[ObjectSource],
    out: Path,
    settings: BuildSettings | None = None,
    *,
    progress: ProgressCallback = ignore_progress,
) -> BuildReport:
    """Render objects into a dataset; a stopped build goes on at the picture it had reached.

    Args:
        sources: Objects with distinct ids.
        out: Folder of the dataset; made where it is missing.
        settings: How they are rendered.
        progress: Told after every picture; raising in it leaves complete pictures behind.

    Raises:
        InputError: If there is no source, a mesh or label is unusable, or the folder holds a
            dataset of other settings or other meshes.
    """
    if not sources:
        raise InputError("there is no object to render; name meshes or ask for procedural ones")
    settings = settings or BuildSettings()
    _claim(out, settings)
    built = labelled = 0
    try:
        for number, source in enumerate(sources):

            def advance(share: float, done: int = number) -> None:
                progress("render objects", (done + share) / len(sources))

            folder = out / source.id
            label, origin = source.label(), source.origin
            if not _is_complete(folder, origin):
                _build_object(source, folder, settings, advance, origin)
                built += 1
            labelled += label is not None
            advance(1.0)
    finally:
        write_tables(out)
    count = RING_COUNT + settings.free_count
    return BuildReport(built, len(sources) - built, labelled, count)


def _claim(out: Path, settings: BuildSettings) -> None:
    """Make the folder of a dataset, or check that it is one of these settings."""
    values: dict[str, object] = {"version": _VERSION, **asdict(settings)}
    path = out / DATASET_FILE
    if path.is_file():
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise InputError(f"{path} is no JSON ({error}); choose another folder") from None
        if found != values:
            raise InputError(
                f"{out} was built with {found}, not {values}; use its options or another folder"
            )
        return
    if out.exists() and any(out.iterdir()):
        raise InputError(f"{out} holds other files; choose an empty folder")
    out.mkdir(parents=True, exist_ok=True)
    write_text_atomic(path, json.dumps(values, indent=1) + "\n")


def _is_complete(folder: Path, origin: str) -> bool:
    """Whether an object is there in full.

    Raises:
        InputError: If its folder shows another object.
    """
    about = ObjectDescription.read(folder)
    if about is not None and about.origin != origin:
        raise InputError(
            f"{folder} shows another mesh ({about.origin}, not {origin}); remove it or choose "
            "another folder"
        )
    return about is not None and (folder / POSE_FILE).is_file()


def _build_object(
    source: ObjectSource,
    folder: Path,
    settings: BuildSettings,
    advance: Callable[[float], None],
    origin: str,
) -> None:
    """Write everything of one object; pictures that are there are kept, `pose.json` is last."""
    mesh = source.mesh()
    (folder / SURFACE_FOLDER).mkdir(parents=True, exist_ok=True)
    ObjectDescription(source.id, origin, source.index_columns(mesh)).write(folder)
    with atomic_path(folder / MESH_FILE) as temporary:
        if source.asset is not None and source.file is not None:
            shutil.copyfile(source.file, temporary)
        else:
            temporary.write_bytes(glb_bytes(mesh))
    label = source.label()
    if label is not None:
        write_label(folder, label)
    caster = RayCaster(mesh.normalized())
    cameras = object_cameras(
        source.id, side_px=settings.side_px, free_count=settings.free_count, seed=settings.seed
    )
    pictures = []
    for place, camera in enumerate(cameras):
        file = folder / f"{place:03d}.png"
        if not file.is_file():
            _render_picture(caster, camera, file, settings.samples)
        pictures.append(PosedPicture(file, camera))
        advance((place + 1) / (len(cameras) + 1))
    write_poses(folder, source.id, pictures)


def _render_picture(caster: RayCaster, camera: Camera, file: Path, samples: int) -> None:
    """Write a picture and, before it, the surfaces behind it."""
    write_surfaces(surface_path(file.parent, file.stem), render_surfaces(caster, camera))
    rgba = render_mesh(caster, camera, samples=samples)
    with atomic_path(file) as temporary:
        Image.fromarray((rgba * 255 + 0.5).astype(np.uint8)).save(temporary)
