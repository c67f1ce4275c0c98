"""Conditions and switched-on commands of the photo panel."""

from __future__ import annotations

from studio.state.model_choice import MVADAPTER
from studio.state.photo import MAX_VIEWS, PhotoWishes
from studio.state.studio_state import StudioState


def photo_conditions(state: StudioState) -> dict[str, bool]:
    """Conditions by name."""
    photo = state.photo
    here = photo.facts is not None and not state.saving.read_only
    return {
        "photo-mask": here,
        "predictable": here and photo.predicting is None,
        "mask-edited": here and bool(photo.wishes.mask_edits),
        "camera-set": here and _camera(photo.wishes) != _camera(PhotoWishes()),
        "more-views": here and len(photo.wishes.views) < MAX_VIEWS,
        "views": here and bool(photo.wishes.views),
        "other-model": here and photo.wishes.model != PhotoWishes().model,
        "checkpoint": here and not photo.wishes.model.embedded,
        "dino": here and photo.wishes.model.dino is not None,
    }


def photo_checked(state: StudioState) -> dict[str, bool]:
    """Whether commands are switched on, by name."""
    photo = state.photo
    return {
        f"photo-{photo.tool}": True,
        "photo-overlay": photo.overlay,
        "photo-page": photo.page_shown,
        "views-from-mvadapter": photo.wishes.model.views_from == MVADAPTER,
    }


def _camera(wishes: PhotoWishes) -> tuple[float | None, float | None, float]:
    return wishes.fov_deg, wishes.elevation_deg, wishes.roll_deg
