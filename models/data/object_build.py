"""Renders one object into its folder of a dataset."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from models.data.assets import TexturedMesh
from models.data.build_settings import BuildSettings
from models.data.object_cameras import object_cameras
from models.data.object_description import ObjectDescription
from models.data.object_folder import MESH_FILE, SURFACE_FOLDER, surface_path, write_surfaces
from models.data.object_poses import POSE_FILE, PosedPicture, write_poses
from models.data.object_sources import ObjectSource, glb_bytes
from models.data.physics_label import PhysicsLabel, label_file, read_label, write_label
from models.data.raycast import RayCaster, render_mesh, render_surfaces
from models.data.worker_pool import Advance
from render.atomic_file import atomic_path
from render.camera import Camera
from render.errors import InputError
from render.os_faults import remedy_for


class BuildJob(NamedTuple):
    """One object to render."""

    source: ObjectSource
    """The object."""
    out: Path
    """Folder of the dataset."""
    settings: BuildSettings
    """How it is rendered."""


class BuildOutcome(NamedTuple):
    """What became of one object."""

    rendered: bool
    """Whether anything was rendered; otherwise it was there or its mesh is unusable."""
    reason: str = ""
    """Why its mesh is unusable; empty where it is usable."""


def build_object(job: BuildJob, advance: Advance) -> BuildOutcome:
    """Render an object unless it is there in full; what a killed run left behind is gone on with.

    Args:
        job: The object.
        advance: Told the share that is done after every picture.

    Raises:
        InputError: If the label is unusable, the folder shows another object, or the disk is full.
    """
    folder = job.out / job.source.id
    try:
        label, origin = job.source.label(), job.source.origin
        if _is_complete(folder, origin):
            _keep_label_current(folder, label)
            return BuildOutcome(False)
        try:
            mesh = job.source.mesh()
        except InputError as error:
            return BuildOutcome(False, str(error))
        _render(job, mesh, origin, advance)
    except OSError as error:
        raise InputError(f"cannot write {folder}: {remedy_for(error) or error}") from None
    return BuildOutcome(True)


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


def _keep_label_current(folder: Path, label: PhysicsLabel | None) -> None:
    """Store a label that was corrected since; one that only the folder has is kept."""
    if label is not None and (label_file(folder) is None or read_label(folder) != label):
        write_label(folder, label)


def _render(job: BuildJob, mesh: TexturedMesh, origin: str, advance: Advance) -> None:
    """Write everything of one object; pictures that are there are kept, `pose.json` is last."""
    source, settings, folder = job.source, job.settings, job.out / job.source.id
    (folder / SURFACE_FOLDER).mkdir(parents=True, exist_ok=True)
    for unfinished in folder.rglob(".*.part*"):
        unfinished.unlink()
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
