"""What of the object's pose and marks the picture of a scene shows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np

from render.errors import InputError
from render.formats.ply_header import read_header
from sim.object_edit import IN_PLACE, UNEDITED, ObjectEdit
from sim.project import CLOUD_NAME
from studio.jobs.cloud_look import CloudLook, FurtherBody
from studio.jobs.view_messages import Bounds, SceneRef
from studio.state.scene_mapping import moved_box
from studio.state.scene_parts import BodyPart
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
    """Pose, marks and further bodies; frames of a take already lie where they were simulated."""
    selection, at_rest = state.selection, scene.take_name is None
    return CloudLook(
        pose=state.placement.pose if at_rest else IN_PLACE,
        unseen=selection.unseen,
        selected=selection.mask,
        preview=selection.preview,
        bodies=tuple(_further_bodies(state, scene.project)) if at_rest else (),
    )


def _further_bodies(state: StudioState, project: Path) -> Iterator[FurtherBody]:
    """What stands beside the object; bodies whose outline is hidden, or that are gone, do not."""
    for part in _shown_bodies(state):
        folder, count, edit = project, state.document.gaussian_count, object_edit(state)
        if part.cloud is not None:
            folder, edit = project / part.cloud, UNEDITED
            try:
                count = _gaussian_count(folder / CLOUD_NAME)
            except (OSError, InputError):
                continue
        yield FurtherBody(folder, count, part.position_m, part.rotation, edit)


def _shown_bodies(state: StudioState) -> list[BodyPart]:
    things = state.scene.all_things
    return [t.value for t in things if isinstance(t.value, BodyPart) and not t.hidden]


def _box_of(body: BodyPart) -> Bounds:
    """Corners of the box that is drawn round a body [m]."""
    center, half = np.array(body.position_m), np.array(body.extent_m) / 2
    (a, b, c), (d, e, f) = (center - half).tolist(), (center + half).tolist()
    return (a, b, c), (d, e, f)


@lru_cache(maxsize=64)
def _gaussian_count(path: Path) -> int:
    """Gaussians of a PLY file, from its header; bodies are never written anew in their place."""
    with path.open("rb") as stream:
        header = read_header(stream, path)
    return next((element.count for element in header.elements if element.name == "vertex"), 0)


def shown_bounds(state: StudioState) -> Bounds | None:
    """Lower and upper corner of the selection, or of all that is shown [m]; None: unknown."""
    bounds, shown = state.viewport.bounds, shown_scene(state)
    pose, selection = state.placement.pose, state.selection
    if selection.mask is not None and selection.box is not None:
        bounds = selection.box
    if bounds is None or shown is None or shown[0].take_name is not None:
        return bounds
    corners = [moved_box(bounds, pose)]
    if selection.mask is None:
        corners += [_box_of(body) for body in _shown_bodies(state)]
    low, high = np.min(corners, axis=(0, 1)), np.max(corners, axis=(0, 1))
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
