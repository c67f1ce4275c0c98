"""`CameraPathController`: the keys of the user's camera path, and looking through it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from render.cameras.easing import Easing
from render.cameras.keyframe import CameraKeyframe, Vector
from render.errors import InputError
from studio.controllers.edit_controller import EditController
from studio.controllers.playback_controller import PlaybackController
from studio.state.camera_angles import (
    SIDE_PX,
    aimed_at,
    aimed_by_angles,
    angles_of,
    key_of_view,
    point_ahead,
    shot_of,
)
from studio.state.camera_keys import GAP_S, Keys, fitted, key_at, with_key, with_time
from studio.state.camera_path import path_over
from studio.state.language import tr
from studio.state.shot_camera import ShotCamera
from studio.state.studio_state import StudioState

EMPTY_LENGTH_S = 2.0
"""Length of a path while there is no take to fit it to [s]."""


class CameraPathController:
    """Verbs of the camera panel; each is one step of undo."""

    def __init__(
        self, state: StudioState, edits: EditController, playback: PlaybackController
    ) -> None:
        """Edit the path of a state.

        Args:
            state: State whose path is edited.
            edits: Makes the steps of undo.
            playback: Moves the playhead to a key.
        """
        self._state = state
        self._edits = edits
        self._playback = playback
        self._leads = False

    @property
    def length_s(self) -> float:
        """Time from the first to the last frame of the take [s]."""
        playback = self._state.playback
        length_s = (playback.frame_count - 1) * playback.frame_dt_s
        return length_s if length_s > 0 else EMPTY_LENGTH_S

    def add(self) -> None:
        """Make a key of the present view at the playhead; one that is there shows it from now."""
        playback, path = self._state.playback, self._state.camera_path
        if playback.frame_count > 1:
            time_s = playback.frame * playback.frame_dt_s
        else:
            time_s = path.keys[-1].leaves_s + 1.0 if path.keys else 0.0
        found = key_at(path.keys, time_s)
        self._put(self._seen(time_s, found), tr("Add camera key"))

    def overwrite(self, index: int | None = None) -> None:
        """Let a key, the selected one where none is named, show the present view."""
        index = self._index(index)
        if index is not None:
            key = self._seen(self._state.camera_path.keys[index].time_s, index)
            self._put(key, tr("Overwrite camera key"))

    def remove(self, index: int | None = None) -> None:
        """Remove a key, the selected one or that under the playhead where none is named."""
        path, playback = self._state.camera_path, self._state.playback
        index = self._index(index)
        if index is None:
            index = key_at(path.keys, playback.frame * playback.frame_dt_s)
        if index is None:
            line = tr("There is no camera key at the playhead; select one first.")
            self._state.notices.post("info", line)
            return
        with self._edits.step(tr("Remove camera key")):
            path.keys = (*path.keys[:index], *path.keys[index + 1 :])
        path.selected = min(index, len(path.keys) - 1) if path.keys else None

    def clear(self) -> None:
        """Remove all keys."""
        with self._edits.step(tr("Remove all camera keys")):
            self._state.camera_path.keys = ()
        self._state.camera_path.selected = None

    def duplicate(self, index: int | None = None) -> None:
        """Put a copy of a key halfway to the next one, or a second after the last."""
        index = self._index(index)
        if index is None:
            return
        keys = self._state.camera_path.keys
        key = keys[index]
        after_s = (
            (key.leaves_s + keys[index + 1].time_s) / 2
            if index + 1 < len(keys)
            else key.leaves_s + 1.0
        )
        copy = replace(key, time_s=max(after_s, key.leaves_s + GAP_S), hold_s=0.0)
        self._put(copy, tr("Duplicate camera key"))

    def select(self, index: int | None) -> None:
        """Work on a key."""
        count = len(self._state.camera_path.keys)
        self._state.camera_path.selected = index if index is not None and index < count else None

    def go_to(self, index: int | None = None) -> None:
        """Look from a key, its roll included, and put the playhead there."""
        index = self._index(index)
        if index is None:
            return
        key = self._state.camera_path.keys[index]
        self.select(index)
        playback = self._state.playback
        if playback.frame_count:
            self._playback.pause()
            self._playback.seek(round(key.time_s / playback.frame_dt_s))
        self._state.viewport.through = replace(shot_of(key), aspect=self._aspect)
        self._leads = self._state.camera_path.look_through

    def step(self, count: int) -> None:
        """Go to the key so many places after the selected one, round and round."""
        path = self._state.camera_path
        if path.keys:
            start = -1 if path.selected is None and count > 0 else path.selected or 0
            self.go_to((start + count) % len(path.keys))

    def set_time(self, index: int, time_s: float) -> None:
        """Put a key at another time [s]; it takes its place in the order."""
        path = self._state.camera_path
        if not 0 <= index < len(path.keys):
            return
        with self._edits.step(tr("Move camera key"), mergeable=True):
            path.keys, path.selected = with_time(path.keys, index, time_s)

    def begin_drag(self) -> None:
        """Make one step of all that happens to keys until `end_drag`."""
        self._edits.begin(tr("Move camera key"))

    def end_drag(self, *, keep: bool = True) -> None:
        """End what `begin_drag` began, and put everything back where it is not kept."""
        if keep:
            self._edits.commit()
        else:
            self._edits.abandon()

    def set_position(self, index: int, position_m: Vector) -> None:
        """Put a key somewhere else [m]; it goes on looking at its target."""
        self._change(index, lambda key: replace(key, position_m=position_m), tr("Move camera"))

    def set_target(self, index: int, target_m: Vector) -> None:
        """Let a key look at a point [m]."""
        self._change(index, lambda key: aimed_at(key, target_m), tr("Aim camera"))

    def set_angles(self, index: int, heading_deg: float, pitch_deg: float) -> None:
        """Let a key look in a direction [degrees]."""
        change = tr("Turn camera")
        self._change(index, lambda key: aimed_by_angles(key, heading_deg, pitch_deg), change)

    def aim_at_target(self, index: int, *, targeted: bool) -> None:
        """Let a key hold a target, or a direction, without changing what it shows."""

        def aim(key: CameraKeyframe) -> CameraKeyframe:
            if not targeted:
                return aimed_by_angles(key, *angles_of(key))
            return aimed_at(key, point_ahead(key, self._reach_m(key)))

        if (self._state.camera_path.keys[index].target_m is not None) != targeted:
            self._change(index, aim, tr("Aim camera"))

    def set_fov(self, index: int, fov_deg: float) -> None:
        """Give a key another vertical field of view [degrees]."""
        self._change(index, lambda key: replace(key, vertical_fov_deg=fov_deg), tr("Zoom camera"))

    def set_roll(self, index: int, roll_deg: float) -> None:
        """Roll a key clockwise [degrees]."""
        self._change(index, lambda key: replace(key, roll_deg=roll_deg), tr("Roll camera"))

    def set_easing(self, index: int, easing: Easing) -> None:
        """Choose how the way from a key to the next is travelled."""
        self._change(index, lambda key: replace(key, easing=easing), tr("Ease camera"))

    def set_hold(self, index: int, hold_s: float) -> None:
        """Let the camera stay at a key [s], at most until the next one."""
        self._change(index, lambda key: replace(key, hold_s=hold_s), tr("Hold camera"))

    def set_loop(self, loop: bool) -> None:
        """Let the camera fly back to the first key, or end at the last."""
        with self._edits.step(tr("Loop the camera path")):
            self._state.camera_path.loop = loop

    def set_constant_speed(self, constant: bool) -> None:
        """Let the camera move at one speed, or keep to the times of the keys."""
        with self._edits.step(tr("Smooth the camera's speed")):
            self._state.camera_path.constant_speed = constant

    def fit_to_take(self) -> None:
        """Stretch the times of the keys over the take."""
        path = self._state.camera_path
        length_s = self.length_s
        with self._edits.step(tr("Fit the camera path to the take")):
            if path.loop and len(path.keys) > 1:
                way_s = length_s / len(path.keys)
                path.keys = fitted(path.keys, length_s - way_s)
                path.closing_s = way_s
            else:
                path.keys = fitted(path.keys, length_s)

    def replace_path(self, keys: Keys, *, loop: bool, closing_s: float | None, label: str) -> None:
        """Fly through other keys from now on.

        Args:
            keys: The keys.
            loop: Whether the camera flies back to the first.
            closing_s: How long that takes [s].
            label: Name of the step of undo.
        """
        path = self._state.camera_path
        with self._edits.step(label):
            path.keys, path.loop, path.closing_s = keys, loop, closing_s
        path.selected = 0 if keys else None

    def toggle_drawn(self) -> None:
        """Draw the path in the viewport, or hide it."""
        self._state.camera_path.drawn = not self._state.camera_path.drawn

    def toggle_mask(self) -> None:
        """Dim what an export leaves out while a camera is looked through, or do not."""
        self._state.camera_path.masked = not self._state.camera_path.masked

    def toggle_look_through(self) -> None:
        """Let the viewport follow the path, or go back to the person's own view."""
        path = self._state.camera_path
        path.look_through = not path.look_through and bool(path.keys)
        if not path.look_through:
            self._leads, self._state.viewport.through = False, None

    def update(self) -> None:
        """Move the view along the path while it is looked through; call at every poll."""
        path, viewport = self._state.camera_path, self._state.viewport
        if path.selected is not None and path.selected >= len(path.keys):
            path.selected = None
        if not path.look_through:
            return
        shot = self.shot_at(self._state.playback.frame)
        if shot is None or (self._leads and viewport.through is None):
            path.look_through, self._leads = False, False
            if shot is None:
                viewport.through = None
            return
        viewport.through, self._leads = replace(shot, aspect=self._aspect), True

    def shot_at(self, frame: int) -> ShotCamera | None:
        """View of the path at a frame of the take, as a video of it has it."""
        path, count = self._state.camera_path.path, self._state.playback.frame_count
        if path is None:
            return None
        motion = path_over(path, self.length_s)
        camera = motion.frame_camera(frame, max(count, 1), SIDE_PX, SIDE_PX)
        return ShotCamera.of(camera, focus_m=self._reach_m(motion.keyframes[0]))

    @property
    def _aspect(self) -> float:
        """Width over height of what is exported."""
        width, height = self._state.export.size_px
        return width / max(height, 1)

    def _change(
        self, index: int, change: Callable[[CameraKeyframe], CameraKeyframe], label: str
    ) -> None:
        """Replace a key by a changed one; what cannot be is refused with its reason."""
        path = self._state.camera_path
        if not 0 <= index < len(path.keys):
            return
        try:
            key = change(path.keys[index])
        except InputError as error:
            self._state.notices.post("warning", str(error))
            return
        with self._edits.step(label, mergeable=True):
            path.keys, path.selected = with_key(path.keys, key)

    def _put(self, key: CameraKeyframe, label: str) -> None:
        path = self._state.camera_path
        with self._edits.step(label):
            path.keys, path.selected = with_key(path.keys, key)

    def _seen(self, time_s: float, replaced: int | None) -> CameraKeyframe:
        """A key of the present view; easing and stay are those of the key it replaces."""
        key = key_of_view(self._state.viewport.seen_through, time_s)
        if replaced is None:
            return key
        old = self._state.camera_path.keys[replaced]
        return replace(key, time_s=old.time_s, easing=old.easing, hold_s=old.hold_s)

    def _index(self, index: int | None) -> int | None:
        path = self._state.camera_path
        chosen = path.selected if index is None else index
        return chosen if chosen is not None and chosen < len(path.keys) else None

    def _reach_m(self, key: CameraKeyframe) -> float:
        """Distance of what a key looks at [m]: of its target, or of the middle of the object."""
        if key.target_m is not None:
            return shot_of(key).focus_m
        bounds = self._state.viewport.bounds
        if bounds is None:
            return 1.0
        middle = [(low + high) / 2 for low, high in zip(*bounds, strict=True)]
        ahead = shot_of(key).axes()[2]
        away = [there - here for there, here in zip(middle, key.position_m, strict=True)]
        return max(float(sum(a * b for a, b in zip(ahead, away, strict=True))), 0.05)
