"""Conditions and switched-on commands of the scene panel."""

from __future__ import annotations

from studio.state.scene import OBJECT
from studio.state.scene_parts import RegionPart
from studio.state.studio_state import StudioState


def scene_conditions(state: StudioState) -> dict[str, bool]:
    """Conditions by name."""
    scene = state.scene
    part = scene.part(scene.chosen)
    return {
        "scene-part": part is not None,
        "scene-thing": part is not None or scene.chosen == OBJECT,
        "scene-region": isinstance(part, RegionPart),
        "scene-things": bool(scene.all_things),
    }


def scene_checked(state: StudioState) -> dict[str, bool]:
    """Whether commands are switched on, by name."""
    part = state.scene.part(state.scene.chosen)
    return {"scene-hide": part is not None and part.hidden}
