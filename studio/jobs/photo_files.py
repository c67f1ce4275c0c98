"""Reads and copies the pictures of a project for the photo panel, off the GUI thread."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from render.camera import Camera
from render.errors import InputError
from sim.project import Project
from studio.state.photo import VIEWS_FOLDER, GivenCamera, PhotoFacts, PhotoView


def read_facts(path: Path, number: int) -> PhotoFacts | None:
    """What is known of the photo of a project; None for a splat file.

    Args:
        path: Folder of the project.
        number: Number of the prediction in this session.

    Raises:
        InputError: If the project or its photo cannot be read.
    """
    from PIL import Image, UnidentifiedImageError

    project = Project.open(path)
    photo, found = project.photo_path, project.found_mask_path
    if photo is None or found is None:
        return None
    try:
        with Image.open(photo) as picture:
            size_px = picture.size
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError):
        raise InputError(f"{photo} cannot be read; restore it from a backup") from None
    manifest = project.manifest
    return PhotoFacts(
        project=path,
        photo=photo,
        found_mask=found,
        size_px=size_px,
        fov_deg=manifest.photo_fov_deg,
        elevation_deg=manifest.elevation_deg,
        model=manifest.model,
        view_source=manifest.view_source,
        adapter=manifest.adapter,
        number=number,
    )


def copy_pictures(project: Path, files: Sequence[Path]) -> tuple[Path, ...]:
    """Copy pictures into a project under free names.

    Returns:
        Their places inside the project.

    Raises:
        InputError: If one is no picture.
        OSError: If one cannot be copied.
    """
    from PIL import Image, UnidentifiedImageError

    for file in files:
        try:
            with Image.open(file) as picture:
                picture.verify()
        except (UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError):
            raise InputError(f"{file} is no picture; choose PNG or JPEG files") from None
    folder = project / VIEWS_FOLDER
    folder.mkdir(exist_ok=True)
    copied = []
    for file in files:
        target, number = folder / file.name, 2
        while target.exists():
            target, number = folder / f"{file.stem}-{number}{file.suffix}", number + 1
        shutil.copyfile(file, target)
        copied.append(target.relative_to(project))
    return tuple(copied)


def copy_poses(project: Path, file: Path) -> tuple[PhotoView, ...]:
    """Copy the pictures of a pose file into a project.

    Returns:
        Views with the cameras of the file.

    Raises:
        InputError: If file or pictures cannot be used.
    """
    from models.data.object_poses import read_pose_file
    from models.posed_views import PosedViews

    PosedViews.read(file)
    pictures = read_pose_file(file).pictures
    copied = copy_pictures(project, [picture.file for picture in pictures])
    return tuple(
        PhotoView(path, given=_given(camera))
        for path, (_, camera) in zip(copied, pictures, strict=True)
    )


def _given(camera: Camera) -> GivenCamera:
    fx, fy, cx, cy = (float(camera.K[at]) for at in ((0, 0), (1, 1), (0, 2), (1, 2)))
    pose = tuple(float(value) for value in camera.world_to_camera.ravel())
    return GivenCamera((fx, fy, cx, cy), (camera.width, camera.height), pose)
