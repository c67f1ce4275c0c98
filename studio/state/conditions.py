"""What commands may do now, and which of them are switched on: pure functions of the state."""

from __future__ import annotations

from studio.state.camera_conditions import camera_checked, camera_conditions
from studio.state.candidate_conditions import candidate_checked, candidate_conditions
from studio.state.learning_conditions import learning_conditions
from studio.state.photo_conditions import photo_checked, photo_conditions
from studio.state.scene_conditions import scene_checked, scene_conditions
from studio.state.studio_state import StudioState
from studio.state.timeline_conditions import timeline_checked, timeline_conditions
from studio.state.viewport_conditions import viewport_checked, viewport_conditions

LOCKS = {
    "youngs-modulus": "log10_youngs_modulus",
    "poisson-ratio": "poisson_ratio",
    "density": "log10_density",
}
"""Parameters that can be locked, by the name in the commands."""


def conditions(state: StudioState) -> frozenset[str]:
    """Conditions that hold; a command needs one by name."""
    document = state.document
    take = document.take(document.active_take)
    held = {
        "project": document.project is not None and document.gaussian_count > 0,
        "take": take is not None and take.frame_count > 0,
        "distribution": document.physics is not None,
        "job": state.jobs.active is not None and not state.jobs.active.cancelling,
        "edited": state.material.is_edited(),
        "own-preset": state.presets.is_own(state.material.preset),
        "photo": document.photo is not None,
        "undo": state.history.can_undo or bool(state.history.pending),
        "redo": state.history.can_redo,
        "chosen-take": document.active_take is not None,
        "doctor-idle": state.doctor.task is None,
        "doctor-busy": state.doctor.task is not None,
        "doctor-found": bool(state.doctor.checks),
        "doctor-shown": state.doctor.shown,
        "code": state.console.busy,
        "console-text": bool(state.console.entries),
        "recent": bool(state.preferences.value.recent),
        "own-layout": state.layouts.current in state.layouts.own,
        **viewport_conditions(state),
        **scene_conditions(state),
        **candidate_conditions(state),
        **learning_conditions(state),
        **timeline_conditions(state),
        **camera_conditions(state),
        **photo_conditions(state),
    }
    return frozenset(name for name, holds in held.items() if holds)


def checked(state: StudioState) -> frozenset[str]:
    """Names of the commands that are switched on."""
    viewport = state.viewport
    held = {
        "loop": state.playback.loop,
        "console-echo": state.console.echo,
        "antialiased": viewport.antialiased,
        f"stage-{viewport.stage}": True,
        f"style-{viewport.style}": True,
        f"degree-{viewport.sh_degree}": True,
        "mixed-curves": state.material.mixed,
        **{
            f"lock-{name}": state.material.edited.lock_of(parameter) is not None
            for name, parameter in LOCKS.items()
        },
        "overlay-grid": viewport.overlays.grid,
        "overlay-axes": viewport.overlays.axes,
        "overlay-bounds": viewport.overlays.bounds,
        **viewport_checked(state),
        **scene_checked(state),
        **candidate_checked(state),
        **timeline_checked(state),
        **camera_checked(state),
        **photo_checked(state),
    }
    return frozenset(name for name, holds in held.items() if holds)
