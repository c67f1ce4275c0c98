"""Photo to project: read, cut out, predict, store."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from render.errors import InputError
from render.progress import ProgressCallback
from sim.project import MASK_NAME, PHOTO_NAME, Project, check_project_path
from sim.project_manifest import MaskReport, ProjectManifest, check_size
from studio.jobs.pose_file import POSE_SUFFIX, read_pose_file
from studio.jobs.requests import PredictRequest

if TYPE_CHECKING:
    from models.photo import FloatArray, Photo
    from models.predictor import EmbeddedPredictor, Prediction
    from models.preprocess import ObjectView

READING = "Reading the photo"
CUTTING_OUT = "Finding the object"
LOADING = "Loading the model"
PREDICTING = "Predicting shape and material"
SAVING = "Saving the project"

_PNG_LEVEL = 1
"""Fast compression: a photo is written in the middle of the wait."""


def predict_project(request: PredictRequest, progress: ProgressCallback) -> Project:
    """Predict a photo's object and store it as a project.

    Raises:
        InputError: If photo, model or project path cannot be used.
    """
    check_project_path(request.project)
    check_size(request.size_m)
    _check_elevation(request.elevation_deg)
    progress(READING, 0.0)
    posed = request.photo.suffix.lower() == POSE_SUFFIX
    photo, view, known_elevation = (_posed_view if posed else _photo_view)(request.photo, progress)
    progress(LOADING, 0.0)
    predictor = loaded_predictor(request.model)
    progress(PREDICTING, 0.0)
    elevation_deg = known_elevation if request.elevation_deg is None else request.elevation_deg
    prediction = predictor.predict(view, size_m=request.size_m, elevation_deg=elevation_deg)
    progress(SAVING, 0.0)
    return _store(request, photo, view, prediction)


@lru_cache(maxsize=1)
def loaded_predictor(model: str) -> EmbeddedPredictor:
    """The model, kept warm between the jobs of one process."""
    from models import load_predictor

    return load_predictor(model)


def _photo_view(path: Path, progress: ProgressCallback) -> tuple[Photo, ObjectView, None]:
    """Photo, its object cut out, and no known elevation."""
    from models.photo import read_photo

    photo = read_photo(path)
    progress(CUTTING_OUT, 0.0)
    from models.preprocess import prepare
    from models.segmentation import segment

    return photo, prepare(photo, segment(photo)), None


def _posed_view(path: Path, progress: ProgressCallback) -> tuple[Photo, ObjectView, float]:
    """Picture of a pose file, uncropped as its camera saw it, and the camera's elevation."""
    from models.photo import read_photo

    posed = read_pose_file(path)
    photo = read_photo(posed.picture)
    progress(CUTTING_OUT, 0.0)
    from models.preprocess import view_from_rgba
    from models.segmentation import segment

    rgba = np.dstack([photo.rgb, segment(photo).alpha])
    return photo, view_from_rgba(rgba, posed.intrinsics_px), posed.elevation_deg


def _check_elevation(elevation_deg: float | None) -> None:
    if elevation_deg is not None and not -89 <= elevation_deg <= 89:
        raise InputError(
            f"elevation {elevation_deg:g} degrees is outside -89 to 89; "
            "give how far the photo's camera looks down"
        )


def _store(
    request: PredictRequest, photo: Photo, view: ObjectView, prediction: Prediction
) -> Project:
    mask = view.mask
    manifest = ProjectManifest(
        size_m=prediction.size_m,
        source=request.photo.name,
        model=prediction.model,
        elevation_deg=prediction.elevation_deg,
        camera=prediction.camera,
        physics=prediction.physics,
        mask=MaskReport(mask.source, mask.share, mask.touches_border, mask.whole_frame),
        seed=request.seed,
        warnings=tuple(dict.fromkeys((*view.warnings, *prediction.warnings))),
    )
    colours = photo.rgb if photo.alpha is None else np.dstack([photo.rgb, photo.alpha])
    pictures = {PHOTO_NAME: _png(colours), MASK_NAME: _png(mask.alpha)}
    return Project.create(request.project, manifest, prediction.cloud, pictures=pictures)


def _png(values: FloatArray) -> bytes:
    """PNG file of a picture.

    Args:
        values: sRGB, 0 to 1, shape [H, W] or [H, W, 3 or 4].
    """
    from PIL import Image

    buffer = io.BytesIO()
    pixels = np.clip(np.rint(values * 255), 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(buffer, "png", compress_level=_PNG_LEVEL)
    return buffer.getvalue()
