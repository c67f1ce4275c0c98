"""Photo or posed pictures to project: read, cut out, predict, store."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from models.mask_edits import edited_mask
from models.photo_camera import PhotoCamera
from render.errors import InputError
from render.progress import ProgressCallback
from sim.object_edit import UNEDITED, ObjectEdit
from sim.project import FOUND_MASK_NAME, MASK_NAME, PHOTO_NAME, Project, check_project_path
from sim.project_manifest import MaskReport, ProjectManifest, check_size
from sim.scene_setup import SceneSetup
from studio.jobs.adapting import with_adapter
from studio.jobs.posed_photos import CUTTING_OUT, write_posed_photos
from studio.jobs.requests import PredictRequest
from studio.state.model_choice import ModelChoice

if TYPE_CHECKING:
    from models.photo import FloatArray, Photo
    from models.predictor import Prediction, Predictor
    from models.preference.adapter import Adapter
    from models.segmentation import Mask

READING = "Reading the photo"
LOADING = "Loading the model"
PREDICTING = "Predicting shape and material"
SAVING = "Saving the project"

POSE_SUFFIX = ".json"
DEFAULT_SIZE_M = 0.5
"""Longest side of a photo's object where none is given [m]: a photo has no scale."""

_PNG_LEVEL = 1
"""Fast compression: a photo is written in the middle of the wait."""


def predict_project(request: PredictRequest, progress: ProgressCallback) -> Project:
    """Predict an object from a photo, or from posed pictures, and store it as a project.

    Raises:
        InputError: If photo, poses, model or project path cannot be used.
    """
    check_project_path(request.project)
    if request.size_m is not None:
        check_size(request.size_m)
    progress(READING, 0.0)
    adapter = _adapter(request.model)
    if request.views:
        seen, prediction = _of_views(request, progress)
    elif request.photo.suffix.lower() == POSE_SUFFIX:
        seen, prediction = _of_poses(request, progress)
    else:
        seen, prediction = _of_photo(request, progress)
    progress(SAVING, 0.0)
    return _store(request, seen, prediction, adapter)


def _adapter(choice: ModelChoice) -> Adapter | None:
    """The adapter that was asked for, read before anything takes long."""
    if choice.adapter is None:
        return None
    from models.preference.adapter import Adapter

    return Adapter.load(choice.adapter)


def _predictor(choice: ModelChoice) -> Predictor:
    """The model alone: adapters change what is stored of it, not what is loaded."""
    return loaded_predictor(replace(choice, adapter=None))


@lru_cache(maxsize=1)
def loaded_predictor(choice: ModelChoice) -> Predictor:
    """The model, kept warm between the jobs of one process."""
    from models import load_predictor

    return load_predictor(
        choice.name,
        device=choice.device,
        precision=choice.precision,
        dino=choice.dino,
        views_from=choice.views_from,
        mvadapter_weights=choice.mvadapter_weights,
    )


class _Seen(NamedTuple):
    """The picture that a project keeps, and its masks."""

    colours: FloatArray
    mask: Mask
    found_mask: FloatArray
    """The mask before a person's edits, shape [H, W]."""
    fov_deg: float | None = None
    """Vertical field of view of the whole picture [degrees]; None where nobody knows it."""


def _of_photo(request: PredictRequest, progress: ProgressCallback) -> tuple[_Seen, Prediction]:
    """What the model says about a photo, whose object is cut out here."""
    from models.photo import read_photo
    from models.predictor import check_request

    check_request(None, request.elevation_deg)
    photo = read_photo(request.photo)
    progress(CUTTING_OUT, 0.0)
    from models.photo_camera import levelled, vertical_fov_deg
    from models.preprocess import prepare
    from models.segmentation import mask_from_alpha, segment

    found = segment(photo)
    mask = found
    if request.mask_edits:
        alpha = edited_mask(found.alpha, request.mask_edits)
        mask = mask_from_alpha(alpha, source="by hand")
    level, level_alpha = levelled(photo, mask.alpha, request.camera)
    view = prepare(level, replace(mask, alpha=level_alpha))
    progress(LOADING, 0.0)
    predictor = _predictor(request.model)
    progress(PREDICTING, 0.0)
    size_m = DEFAULT_SIZE_M if request.size_m is None else request.size_m
    prediction = predictor.predict(view, size_m=size_m, elevation_deg=request.elevation_deg)
    fov_deg = vertical_fov_deg(replace(photo, focal_px=level.focal_px))
    return _Seen(_colours(photo), mask, found.alpha, fov_deg), prediction


def _of_views(
    request: PredictRequest, progress: ProgressCallback
) -> tuple[_Seen | None, Prediction]:
    """What the model says about pictures that a person placed; the project keeps its photo."""
    from models.photo_camera import vertical_fov_deg
    from models.posed_views import PosedViews

    posed = write_posed_photos(request, progress)
    views = PosedViews.read(posed.file)
    progress(LOADING, 0.0)
    predictor = _predictor(request.model)
    progress(PREDICTING, 0.0)
    prediction = predictor.predict_posed(views, size_m=request.size_m).centred()
    if posed.photo is None:
        return None, prediction
    photo = posed.photo.photo
    fov_deg = vertical_fov_deg(replace(photo, focal_px=posed.photo.level.focal_px))
    seen = _Seen(_colours(photo), posed.photo.mask, posed.photo.found, fov_deg)
    return seen, prediction


def _colours(photo: Photo) -> FloatArray:
    """What a project keeps of a photo, shape [H, W, 3 or 4]."""
    return photo.rgb if photo.alpha is None else np.dstack([photo.rgb, photo.alpha])


def _of_poses(request: PredictRequest, progress: ProgressCallback) -> tuple[_Seen, Prediction]:
    """What the model says about posed pictures, with the object at the origin."""
    from models.posed_views import PosedViews
    from models.segmentation import mask_from_alpha

    if request.elevation_deg is not None:
        raise InputError(
            f"elevation {request.elevation_deg:g} degrees is for photos; the poses of "
            f"{request.photo.name} say it: leave it out"
        )
    if request.mask_edits or request.camera != PhotoCamera():
        raise InputError(
            f"edits of mask, lens and roll are for photos; {request.photo.name} holds masks and "
            "cameras of its own: leave them out"
        )
    views = PosedViews.read(request.photo)
    progress(LOADING, 0.0)
    predictor = _predictor(request.model)
    progress(PREDICTING, 0.0)
    prediction = predictor.predict_posed(views, size_m=request.size_m).centred()
    first = views.rgba[0]
    return _Seen(first, mask_from_alpha(first[..., 3], source="alpha"), first[..., 3]), prediction


def _store(
    request: PredictRequest,
    seen: _Seen | None,
    prediction: Prediction,
    adapter: Adapter | None,
) -> Project:
    """Write the project; one that is predicted again keeps its world, its pose and its seed."""
    old = _manifest_before(request)
    mask = None if seen is None else seen.mask
    manifest = ProjectManifest(
        size_m=prediction.size_m,
        source=request.photo.name if old is None else old.source,
        model=prediction.model,
        checkpoint=prediction.checkpoint,
        view_source=prediction.view_source,
        novelty=prediction.novelty,
        elevation_deg=prediction.elevation_deg,
        camera=prediction.camera,
        physics=prediction.physics,
        scene=SceneSetup() if old is None else old.scene,
        mask=_report(mask, old),
        photo_fov_deg=_fov_deg(seen, old),
        edit=UNEDITED if old is None else ObjectEdit(old.edit.pose),
        seed=request.seed if old is None else old.seed,
        warnings=tuple(
            dict.fromkeys((*(() if mask is None else mask.warnings), *prediction.warnings))
        ),
    )
    if adapter is not None:
        manifest = with_adapter(manifest, adapter)
    pictures = {}
    if seen is not None:
        pictures = {
            PHOTO_NAME: _png(seen.colours),
            MASK_NAME: _png(seen.mask.alpha),
            FOUND_MASK_NAME: _png(seen.found_mask),
        }
    return Project.create(request.project, manifest, prediction.cloud, pictures=pictures)


def _manifest_before(request: PredictRequest) -> ProjectManifest | None:
    """Manifest of a project whose own photo is predicted again; None for another photo."""
    again = request.photo == request.project / PHOTO_NAME
    return Project.open(request.project).manifest if again else None


def _report(mask: Mask | None, old: ProjectManifest | None) -> MaskReport | None:
    if mask is None:
        return None if old is None else old.mask
    return MaskReport(mask.source, mask.share, mask.touches_border, mask.whole_frame)


def _fov_deg(seen: _Seen | None, old: ProjectManifest | None) -> float | None:
    if seen is None:
        return None if old is None else old.photo_fov_deg
    return seen.fov_deg


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
