"""What the photo panel, its page and the picture in them show for a state: pure functions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from models.mask_edits import Point
from studio.state.language import tr
from studio.state.model_choice import EMBEDDED_MODEL, ModelChoice
from studio.state.photo import PHOTO, PhotoFacts, PhotoTool, PhotoView
from studio.state.resolve_model import ModelCard, model_card
from studio.state.studio_state import StudioState

USUAL_FOV_DEG = 53.13
"""Vertical field of view of a photo whose lens nobody knows [degrees]: the rig's."""
USUAL_ELEVATION_DEG = 8.93


@dataclass(frozen=True, slots=True)
class CanvasView:
    """The photo and what is drawn over it."""

    facts: PhotoFacts | None
    """The photo; None without one."""
    tool: PhotoTool
    """What the pointer does."""
    brush_radius: float
    """Radius of brush and eraser, in longer sides."""
    overlay: bool
    """Whether the mask is shown."""
    opacity: float
    """Opacity of the mask, 0 to 1."""
    draft: tuple[Point, ...]
    """What is being drawn."""
    erasing: bool
    """Whether that takes away."""
    measured: tuple[Point, Point] | None
    """Line of known length."""
    mask_number: int
    """Number of the mask that is there."""
    fov_deg: float
    """Vertical field of view that is in force [degrees]."""
    elevation_deg: float
    """Elevation that is in force [degrees]."""
    roll_deg: float
    """Roll that is in force [degrees]."""


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One view of the list."""

    title: str
    """Name of the picture."""
    file: Path
    """Picture file."""
    view: PhotoView
    """Where it was taken from."""
    elevation_text: str
    """Elevation that is taken where none was typed."""


@dataclass(frozen=True, slots=True)
class PhotoPanelView:
    """Everything beside the picture."""

    enabled: bool
    """Whether there is a photo that may be edited."""
    hint: str
    """What to do first; empty when there is a photo."""
    tool: PhotoTool
    """What the pointer does."""
    brush_radius: float
    """Radius of brush and eraser, in longer sides."""
    opacity: float
    """Opacity of the mask, 0 to 1."""
    fov_deg: float | None
    """Field of view that was set [degrees]; None: as found."""
    fov_text: str
    """What stands in for it."""
    elevation_deg: float | None
    """Elevation that was set [degrees]; None: as predicted."""
    elevation_text: str
    """What stands in for it."""
    roll_deg: float
    """Roll [degrees]."""
    camera_note: str
    """What the camera's numbers are not used for; empty for nothing."""
    size_m: float
    """Longest side of the object as it stands [m]."""
    measured: tuple[Point, Point] | None
    """Line of known length."""
    mask_number: int
    """Number of the mask that is there."""
    views: tuple[ViewRow, ...]
    """Pictures with known cameras; none for the photo alone."""
    model: ModelChoice
    """Which model is asked."""
    recent_models: tuple[str, ...]
    """Checkpoints chosen last."""
    card: ModelCard
    """What is known of the model."""
    status: str
    """Whether the object is as the panel says."""
    predicting: bool
    """Whether a prediction is under way."""
    changed: bool
    """Whether predicting again would be told something new."""


def resolve_canvas(state: StudioState) -> CanvasView:
    """The picture for a state."""
    photo, wishes = state.photo, state.photo.wishes
    fov, elevation = in_force(state)
    return CanvasView(
        facts=photo.facts,
        tool=photo.tool,
        brush_radius=photo.brush_radius,
        overlay=photo.overlay,
        opacity=photo.opacity,
        draft=photo.draft,
        erasing=photo.erasing,
        measured=photo.measured,
        mask_number=photo.mask_number,
        fov_deg=USUAL_FOV_DEG if fov is None else fov,
        elevation_deg=USUAL_ELEVATION_DEG if elevation is None else elevation,
        roll_deg=wishes.roll_deg,
    )


def resolve_photo(state: StudioState) -> PhotoPanelView:
    """The panel for a state."""
    photo, wishes = state.photo, state.photo.wishes
    found_fov, found_elevation = found(state)
    return PhotoPanelView(
        enabled=photo.facts is not None and not state.saving.read_only,
        hint=_hint(state),
        tool=photo.tool,
        brush_radius=photo.brush_radius,
        opacity=photo.opacity,
        fov_deg=wishes.fov_deg,
        fov_text=_stand_in(found_fov, tr("usual: {angle}", angle=_degrees(USUAL_FOV_DEG)), "fov"),
        elevation_deg=wishes.elevation_deg,
        elevation_text=_stand_in(found_elevation, tr("the model says it"), "elevation"),
        roll_deg=wishes.roll_deg,
        camera_note=_camera_note(state),
        size_m=state.document.size_m * state.placement.pose.scale,
        measured=photo.measured,
        mask_number=photo.mask_number,
        views=_rows(state),
        model=wishes.model,
        recent_models=tuple(
            dict.fromkeys(
                name
                for name in (wishes.model.name, *state.preferences.value.recent_models)
                if name != EMBEDDED_MODEL
            )
        ),
        card=model_card(photo.model_facts, photo.model_problem, wishes.model),
        status=_status(state),
        predicting=photo.predicting is not None,
        changed=photo.changed,
    )


def found(state: StudioState) -> tuple[float | None, float | None]:
    """Field of view and elevation that nobody set [degrees]; None where nothing is known."""
    facts, wishes = state.photo.facts, state.photo.wishes
    if facts is None:
        return None, None
    fov = facts.fov_deg if wishes.found_fov_deg is None else wishes.found_fov_deg
    if wishes.fov_deg is not None and wishes.found_fov_deg is None:
        fov = None
    elevation = wishes.found_elevation_deg
    return fov, facts.elevation_deg if elevation is None else elevation


def in_force(state: StudioState) -> tuple[float | None, float | None]:
    """Field of view and elevation that the next prediction uses [degrees]; None: unknown."""
    wishes = state.photo.wishes
    fov, elevation = found(state)
    return (
        fov if wishes.fov_deg is None else wishes.fov_deg,
        elevation if wishes.elevation_deg is None else wishes.elevation_deg,
    )


def horizon(view: CanvasView, centre: Point) -> tuple[Point, Point]:
    """Where the horizon crosses above the object's centre, and the direction of what is level.

    The camera looks at the object's centre from `elevation_deg` above, so that the horizon lies
    f tan(elevation) above it on the photo, along the photo's own up after the roll.

    Args:
        view: The picture.
        centre: Middle of the object, in longer sides.

    Returns:
        A place on the horizon, and a unit direction along it.
    """
    roll = math.radians(view.roll_deg)
    along = (math.cos(roll), -math.sin(roll))
    up = (-math.sin(roll), -math.cos(roll))
    height = 1.0 if view.facts is None else view.facts.extent[1]
    focal = 0.5 * height / math.tan(math.radians(view.fov_deg) / 2)
    away = focal * math.tan(math.radians(min(max(view.elevation_deg, -85.0), 85.0)))
    return (centre[0] + away * up[0], centre[1] + away * up[1]), along


def _hint(state: StudioState) -> str:
    document = state.document
    if state.photo.facts is not None:
        if state.saving.read_only:
            return tr("This project is open read-only: its photo can be looked at.")
        return ""
    if document.project is None:
        return tr("Open a photo to see what the model saw of it and to correct it.")
    if document.physics is None:
        return tr("This object comes from a splat file and has no photo.")
    return tr("Reading the photo …")


def _camera_note(state: StudioState) -> str:
    if state.photo.wishes.views:
        return tr("With several views these numbers are for the photo; the others have their own.")
    return ""


def _status(state: StudioState) -> str:
    photo = state.photo
    if photo.predicting is not None:
        return tr("Predicting. The object stays as it is until the new one is there.")
    if photo.facts is None:
        return ""
    if photo.changed:
        return tr("Changed since the prediction.")
    return tr("The object is as predicted from this.")


def _stand_in(value: float | None, unknown: str, kind: str) -> str:
    if value is None:
        return unknown
    said = tr("found: {angle}") if kind == "fov" else tr("predicted: {angle}")
    return said.format(angle=_degrees(value))


def _degrees(value: float) -> str:
    return f"{value:.1f}°"


def _rows(state: StudioState) -> tuple[ViewRow, ...]:
    facts = state.photo.facts
    if facts is None:
        return ()
    _, elevation = in_force(state)
    shown = _degrees(USUAL_ELEVATION_DEG if elevation is None else elevation)
    return tuple(
        ViewRow(
            tr("The photo") if view.picture == PHOTO else view.picture.name,
            facts.project / view.picture,
            view,
            shown,
        )
        for view in state.photo.wishes.views
    )
