"""Cuts the object out of pictures whose cameras a person knows, and writes their `pose.json`.

All pictures become squares of one size; lengths of the poses are longest sides of the object, as
the crop takes a photo's apparent longer side for the longest one.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from models.mask_edits import edited_mask
from models.photo_camera import levelled
from render.camera import Camera, intrinsics_matrix
from render.errors import InputError
from render.progress import ProgressCallback
from studio.jobs.requests import PredictRequest
from studio.state.photo import MAX_VIEWS, PHOTO, VIEWS_FOLDER, GivenCamera, PhotoView

if TYPE_CHECKING:
    from models.photo import FloatArray, Photo
    from models.segmentation import Mask

SIDE_PX = 512
"""Side of the squares that are written [px]."""
USUAL_ELEVATION_DEG = 8.93
"""Elevation of the photo's camera where nobody says another [degrees]: the rig's."""
CUTTING_OUT = "Finding the object"


class SeenPhoto(NamedTuple):
    """The project's photo among the views."""

    photo: Photo
    """As it was read."""
    mask: Mask
    """Its mask after a person's edits."""
    found: FloatArray
    """Coverage before them, shape [H, W]."""
    level: Photo
    """As a level camera of the known lens would have taken it."""
    level_mask: Mask
    """Its mask then."""


class PosedPhotos(NamedTuple):
    """What was written."""

    file: Path
    """The pose file."""
    photo: SeenPhoto | None
    """The project's photo; None where it is none of the views."""


def write_posed_photos(request: PredictRequest, progress: ProgressCallback) -> PosedPhotos:
    """Write the pose file of a request's views into its project.

    Raises:
        InputError: If there are too many views, two stand in one place, or a picture cannot be
            used.
    """
    from PIL import Image

    from models.data.object_poses import POSE_FILE, PosedPicture, write_poses

    _check(request.views)
    folder = request.project / VIEWS_FOLDER / "posed"
    folder.mkdir(parents=True, exist_ok=True)
    seen, written = None, []
    for number, view in enumerate(request.views):
        progress(CUTTING_OUT, number / len(request.views))
        if view.given is not None:
            rgba, camera = _given_square(request.project / view.picture, view.given)
        else:
            one = _seen(request, view)
            rgba, camera = _cut_out(one, view, request.elevation_deg)
            seen = one if view.picture == PHOTO else seen
        file = folder / f"{number:03d}.png"
        pixels = np.clip(np.rint(rgba * 255), 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(file, "png")
        written.append(PosedPicture(file, camera))
    write_poses(folder, request.project.stem, written)
    return PosedPhotos(folder / POSE_FILE, seen)


def _check(views: tuple[PhotoView, ...]) -> None:
    if len(views) > MAX_VIEWS:
        raise InputError(f"{len(views)} views are given; keep 1 to {MAX_VIEWS} of them")
    for number, view in enumerate(views):
        for other in views[:number]:
            if view.given is None and _place(view) == _place(other):
                raise InputError(
                    f"{view.picture.name} and {other.picture.name} are both at azimuth "
                    f"{view.azimuth_deg:g} degrees; say from where each was taken"
                )


def _place(view: PhotoView) -> tuple[object, ...]:
    return view.given, view.azimuth_deg % 360, view.elevation_deg


def _seen(request: PredictRequest, view: PhotoView) -> SeenPhoto:
    """A picture with its mask; the project's own photo with a person's edits."""
    from models.photo import read_photo
    from models.segmentation import mask_from_alpha, segment

    photo = read_photo(request.project / view.picture)
    mask = found = segment(photo)
    if view.picture != PHOTO:
        return SeenPhoto(photo, mask, found.alpha, photo, mask)
    if request.mask_edits:
        mask = mask_from_alpha(edited_mask(found.alpha, request.mask_edits), source="by hand")
    level, alpha = levelled(photo, mask.alpha, request.camera)
    return SeenPhoto(photo, mask, found.alpha, level, replace(mask, alpha=alpha))


def _cut_out(
    seen: SeenPhoto, view: PhotoView, photo_elevation_deg: float | None
) -> tuple[FloatArray, Camera]:
    """The square of a picture and the camera that a person described."""
    from models.preprocess import prepare

    square = prepare(seen.level, seen.level_mask, size_px=SIDE_PX)
    elevation = view.elevation_deg
    if elevation is None:
        elevation = USUAL_ELEVATION_DEG if photo_elevation_deg is None else photo_elevation_deg
    distance, lens = square.distance_over_size, square.camera_K
    if view.distance is not None:
        focal_px = float(lens[0, 0]) * view.distance / distance
        if seen.level.focal_px is not None:  # the lens is known, so the place alone is another
            focal_px = seen.level.focal_px * SIDE_PX / square.photo_crop[2]
        lens = intrinsics_matrix([focal_px, focal_px, lens[0, 2], lens[1, 2]]).astype(np.float32)
        distance = view.distance
    camera = Camera.orbit(
        (0, 0, 0),
        radius=distance,
        azimuth_deg=view.azimuth_deg,
        elevation_deg=elevation,
        width=SIDE_PX,
        height=SIDE_PX,
    )
    return square.rgba, replace(camera, K=lens)


def _given_square(file: Path, given: GivenCamera) -> tuple[FloatArray, Camera]:
    """A cut-out of a pose file, fitted into the square that all views have."""
    from PIL import Image

    from models.data.object_poses import PosedPicture, read_rgba

    matrix = np.array(given.world_to_camera, np.float32).reshape(4, 4)
    lens = np.array(given.lens, np.float64)
    camera = Camera(intrinsics_matrix(lens).astype(np.float32), matrix, *given.size_px)
    picture = Image.fromarray(read_rgba(PosedPicture(file, camera)))
    factor = SIDE_PX / max(given.size_px)
    width, height = (max(round(length * factor), 1) for length in given.size_px)
    left, top = (SIDE_PX - width) // 2, (SIDE_PX - height) // 2
    square = Image.new("RGBA", (SIDE_PX, SIDE_PX))
    square.paste(picture.resize((width, height), Image.Resampling.LANCZOS), (left, top))
    fx, fy, cx, cy = lens * factor
    fitted = intrinsics_matrix([fx, fy, cx + left, cy + top]).astype(np.float32)
    rgba = np.asarray(square, np.float32) / np.float32(255)
    return rgba, Camera(fitted, matrix, SIDE_PX, SIDE_PX)
