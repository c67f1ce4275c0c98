"""Conditions and switched-on commands of camera path and exports."""

from __future__ import annotations

from studio.state.studio_state import StudioState


def camera_conditions(state: StudioState) -> dict[str, bool]:
    """Conditions by name."""
    path, document = state.camera_path, state.document
    return {
        "camera-keys": bool(path.keys),
        "camera-key": path.key is not None,
        "exported": state.export.last is not None and document.active_take is not None,
        "exporting": state.export.running is not None,
        "exports-ended": any(item.ended for item in state.export.items),
        "framed": document.project is not None and state.viewport.bounds is not None,
    }


def camera_checked(state: StudioState) -> dict[str, bool]:
    """Whether commands are switched on, by name."""
    path = state.camera_path
    return {
        "look-through-camera": path.look_through,
        "camera-mask": path.masked,
        "draw-camera-path": path.drawn,
        "loop-camera-path": path.loop,
        "even-camera-speed": path.constant_speed,
    }
