"""What the camera panel shows, from the state."""

from __future__ import annotations

from dataclasses import dataclass

from render.cameras.easing import Easing
from render.cameras.keyframe import CameraKeyframe
from studio.state.camera_angles import angles_of
from studio.state.language import mark, tr
from studio.state.studio_state import StudioState

EASING_TITLES = {
    Easing.LINEAR: mark("Steady"),
    Easing.EASE_IN: mark("Ease in"),
    Easing.EASE_OUT: mark("Ease out"),
    Easing.EASE_IN_OUT: mark("Ease in and out"),
    Easing.HOLD: mark("Cut"),
}
"""What people read for how the way to the next key is travelled."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key in the list."""

    time: str
    """When the camera is there."""
    lens: str
    """Its field of view, and its roll where it has one."""
    easing: str
    """How it goes on."""


@dataclass(frozen=True, slots=True)
class CameraView:
    """What the camera panel shows."""

    rows: tuple[KeyRow, ...]
    """The keys."""
    selected: int | None
    """Index of the key that is worked on."""
    key: CameraKeyframe | None
    """That key."""
    heading_pitch_deg: tuple[float, float]
    """Where it looks [degrees]."""
    note: str
    """How path and take go together."""
    enabled: bool
    """Whether there is an object."""


def resolve_camera(state: StudioState) -> CameraView:
    """The panel for a state."""
    path = state.camera_path
    key = path.key
    return CameraView(
        rows=tuple(_row(one) for one in path.keys),
        selected=path.selected if key is not None else None,
        key=key,
        heading_pitch_deg=(0.0, 0.0) if key is None else angles_of(key),
        note=_note(state),
        enabled=state.document.project is not None and state.document.gaussian_count > 0,
    )


def _row(key: CameraKeyframe) -> KeyRow:
    lens = f"{key.vertical_fov_deg:.0f}°"
    if abs(key.roll_deg) >= 0.05:
        lens += f"  ↻ {key.roll_deg:.0f}°"
    return KeyRow(f"{key.time_s:.2f} s", lens, tr(EASING_TITLES[key.easing]))


def _note(state: StudioState) -> str:
    path, playback = state.camera_path, state.playback
    if not path.keys:
        return tr("Look from where the camera should start and add a key, or start from a preset.")
    length_s = (playback.frame_count - 1) * playback.frame_dt_s
    if length_s <= 0:
        return ""
    if path.loop and len(path.keys) > 1:
        if abs(path.end_s - path.keys[0].time_s - length_s) < 0.05:
            return ""
        return tr("A loop is stretched over the take of {length} s.", length=f"{length_s:.2f}")
    if path.end_s > length_s + 0.005:
        return tr(
            "The path ends at {end} s, the take at {length} s: videos play it faster.",
            end=f"{path.end_s:.2f}", length=f"{length_s:.2f}",
        )  # fmt: skip
    return ""
