"""What of the object's pose and marks the picture of a scene shows."""

from __future__ import annotations

from itertools import product

import numpy as np

from sim.object_edit import IN_PLACE, ObjectEdit
from studio.jobs.cloud_look import CloudLook
from studio.jobs.view_messages import Bounds, SceneRef
from studio.state.studio_state import StudioState


def shown_scene(state: StudioState) -> tuple[SceneRef, int] | None:
    """Scene and frame that the viewport shows; None while there is no object."""
    document = state.document
    if document.project is None or not document.gaussian_count:
        return None
    take = document.take(document.active_take)
    if take is None or take.frame_count == 0:
        return SceneRef(document.project), 0
    return SceneRef(document.project, take.name), state.playback.frame


def look_at(state: StudioState, scene: SceneRef) -> CloudLook:
    """Pose and marks; frames of a take already lie where they were simulated."""
    selection = state.selection
    return CloudLook(
        pose=state.placement.pose if scene.take_name is None else IN_PLACE,
        unseen=selection.unseen,
        selected=selection.mask,
        preview=selection.preview,
    )


def shown_bounds(state: StudioState) -> Bounds | None:
    """Lower and upper corner of the selection, or of all that is shown [m]; None: unknown."""
    bounds, shown = state.viewport.bounds, shown_scene(state)
    pose, selection = state.placement.pose, state.selection
    if selection.mask is not None and selection.box is not None:
        bounds = selection.box
    if bounds is None or shown is None or shown[0].take_name is not None or pose == IN_PLACE:
        return bounds
    corners = np.array(list(product(*zip(*bounds, strict=True))))
    moved = pose.applied(corners)
    low, high = moved.min(axis=0), moved.max(axis=0)
    return (
        (float(low[0]), float(low[1]), float(low[2])),
        (float(high[0]), float(high[1]), float(high[2])),
    )


def object_edit(state: StudioState) -> ObjectEdit:
    """What a person did to the object, for simulations and files."""
    removed = state.selection.removed
    count = state.document.gaussian_count
    marks = removed.packed if removed is not None and removed.count == count else b""
    return ObjectEdit(state.placement.pose, marks)
