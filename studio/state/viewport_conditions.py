"""Conditions and switched-on commands of viewport, selection and placement."""

from __future__ import annotations

from sim.object_edit import IN_PLACE
from studio.state.studio_state import StudioState


def viewport_conditions(state: StudioState) -> dict[str, bool]:
    """Conditions by name."""
    selection = state.selection
    return {
        "selection": selection.mask is not None,
        "hidden": selection.hidden is not None,
        "locked": selection.locked is not None,
        "removed": selection.removed is not None,
        "floaters": selection.preview is not None,
        "selecting": bool(selection.busy),
        "placed": state.placement.pose != IN_PLACE,
    }


def viewport_checked(state: StudioState) -> dict[str, bool]:
    """Whether commands are switched on, by name."""
    viewport, placement = state.viewport, state.placement
    return {
        f"tool-{viewport.tool}": True,
        f"pass-{viewport.pass_name}": True,
        "hud": viewport.hud,
        "view-cube": viewport.view_cube,
        f"mode-{state.selection.mode}": True,
        "select-through": state.selection.through,
        f"pivot-{placement.pivot}": True,
        "local-axes": placement.is_local,
        "snapping": placement.snapping,
    }
