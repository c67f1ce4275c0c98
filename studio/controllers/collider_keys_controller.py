"""`ColliderKeysController`: adds, moves, changes and deletes the keys of moving colliders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from render.errors import InputError
from sim.scene.keyframes import Keyframes
from sim.scene.obstacles import Obstacle
from studio.controllers.edit_controller import EditController
from studio.state.collider_keys import (
    chosen_collider,
    collider,
    motion_of,
    with_angle,
    with_key,
    with_position,
    with_time,
    without_key,
)
from studio.state.language import tr
from studio.state.scene import row_of
from studio.state.studio_state import StudioState
from studio.state.timeline import ColliderKey


class ColliderKeysController:
    """Verbs of collider keys; each is a step of undo, or part of the drag that is under way."""

    def __init__(self, state: StudioState, edits: EditController) -> None:
        """Edit the keys of a state's colliders.

        Args:
            state: State whose scene has them.
            edits: Makes changes steps of undo.
        """
        self._state = state
        self._edits = edits

    def choose(self, key: ColliderKey) -> None:
        """Let fields and commands be for a key."""
        thing = collider(self._state.scene, key.thing)
        if thing is not None and key.part < len(motion_of(thing).times_s):
            self._state.timeline.chosen_key = key
            self._state.scene.chosen = row_of(thing)

    def add(self, thing_key: int | None = None, time_s: float | None = None) -> None:
        """Add a key in the pose that the collider has then, and choose it.

        Args:
            thing_key: Key of the collider; None for the one that is chosen in the scene.
            time_s: When [s]; None for the playhead.
        """
        scene, playback = self._state.scene, self._state.playback
        thing = chosen_collider(scene) if thing_key is None else collider(scene, thing_key)
        if thing is None:
            return
        when = playback.frame * playback.frame_dt_s if time_s is None else time_s
        motion, part = with_key(motion_of(thing), when)
        self._put(thing.key, motion, tr("Add collider key"))
        self.choose(ColliderKey(thing.key, part))

    def delete(self, key: ColliderKey | None = None) -> None:
        """Delete a key, the chosen one unless another is named; the last one stays."""
        key = self._state.timeline.chosen_key if key is None else key
        self._change(key, lambda motion, part: without_key(motion, part), tr("Delete collider key"))
        self._state.timeline.chosen_key = None

    def set_time(self, key: ColliderKey, time_s: float) -> None:
        """Let a key be at another time [s], between its neighbours."""
        self._change(
            key, lambda motion, part: with_time(motion, part, time_s), tr("Move on the timeline")
        )

    def set_position(self, key: ColliderKey, axis: int, value_m: float) -> None:
        """Put the collider elsewhere at a key [m]; axis 0, 1 or 2."""
        self._change(
            key,
            lambda motion, part: with_position(motion, part, axis, value_m),
            tr("Move collider key"),
        )

    def set_angle(self, key: ColliderKey, axis: int, value_rad: float) -> None:
        """Turn the collider at a key about x, y or z [rad]."""
        self._change(
            key,
            lambda motion, part: with_angle(motion, part, axis, value_rad),
            tr("Turn collider key"),
        )

    def _change(
        self, key: ColliderKey | None, change: Callable[[Keyframes, int], Keyframes], label: str
    ) -> None:
        """Change a key; what cannot be is refused with its reason."""
        thing = None if key is None else collider(self._state.scene, key.thing)
        if key is None or thing is None or key.part >= len(motion_of(thing).times_s):
            return
        try:
            self._put(thing.key, change(motion_of(thing), key.part), label)
        except InputError as error:
            self._state.notices.post("warning", str(error))

    def _put(self, thing_key: int, motion: Keyframes, label: str) -> None:
        scene = self._state.scene
        thing = collider(scene, thing_key)
        value = None if thing is None else thing.value
        if thing is None or not isinstance(value, Obstacle) or motion == value.motion:
            return
        changed = replace(thing, value=replace(value, motion=motion))
        with self._edits.step(label):
            scene.things = tuple(
                changed if one.key == thing_key else one for one in scene.all_things
            )
