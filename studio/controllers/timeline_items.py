"""`TimelineItems`: chooses and drags what stands in the rows of the timeline."""

from __future__ import annotations

from studio.controllers.branch_controller import BranchController
from studio.controllers.camera_path_controller import CameraPathController
from studio.controllers.collider_keys_controller import ColliderKeysController
from studio.controllers.edit_controller import EditController
from studio.controllers.timeline_controller import TimelineController
from studio.state.language import tr
from studio.state.studio_state import StudioState
from studio.state.timeline import ColliderKey
from studio.state.timeline_rows import ItemKey, collider_of, with_moved_impulse


class TimelineItems:
    """Verbs of items, whatever they are; a drag is one step of undo."""

    def __init__(
        self,
        state: StudioState,
        edits: EditController,
        timeline: TimelineController,
        branches: BranchController,
        camera_path: CameraPathController,
        colliders: ColliderKeysController,
    ) -> None:
        """Move the items of a state.

        Args:
            state: State whose items they are.
            edits: Makes drags steps of undo.
            timeline: Has the markers.
            branches: Has the recorded hands.
            camera_path: Has the camera keys.
            colliders: Has the keys of colliders.
        """
        self._state = state
        self._edits = edits
        self._timeline = timeline
        self._branches = branches
        self._camera_path = camera_path
        self._colliders = colliders

    def choose(self, key: ItemKey) -> None:
        """Let commands be for an item."""
        if key.kind == "marker":
            self._state.timeline.chosen_marker = key.number
        elif key.kind == "collider":
            self._colliders.choose(ColliderKey(key.number, key.part))
        elif key.kind == "impulse":
            self._state.scene.chosen = f"thing-{key.number}"
        elif key.kind == "camera":
            self._camera_path.select(key.number)

    def begin(self, key: ItemKey) -> None:
        """Begin to drag an item."""
        self.choose(key)
        self._edits.begin(tr("Move on the timeline"))

    def move(self, key: ItemKey, frame: float) -> ItemKey:
        """Let an item begin at a place, in frames.

        Returns:
            Its key from then on: camera keys are numbered in order of time.
        """
        time_s = max(frame, 0.0) * self._state.playback.frame_dt_s
        if key.kind == "marker":
            self._timeline.move_marker(key.number, round(frame))
        elif key.kind == "camera":
            self._camera_path.set_time(key.number, time_s)
            selected = self._state.camera_path.selected
            return key if selected is None else ItemKey("camera", selected)
        elif key.kind == "hand":
            self._move_hand(key.number, time_s)
        elif key.kind == "collider":
            self._colliders.set_time(ColliderKey(key.number, key.part), time_s)
        else:
            self._move_impulse(key, time_s)
        return key

    def add(self, row: str, frame: float) -> None:
        """Add a key to the row of a collider, at a place in frames."""
        thing = collider_of(row)
        if thing is not None:
            self._colliders.add(thing, max(frame, 0.0) * self._state.playback.frame_dt_s)

    def end(self, *, keep: bool = True) -> None:
        """End the drag; what it changed is kept, or put back."""
        self._timeline.end_drag(keep=keep)

    def delete(self, key: ItemKey) -> None:
        """Delete a marker or a key; other items are deleted where they are made."""
        if key.kind == "collider":
            self._colliders.delete(ColliderKey(key.number, key.part))
        elif key.kind == "marker":
            self._timeline.delete_marker(key.number)
        elif key.kind == "camera":
            self._camera_path.remove(key.number)

    def _move_hand(self, number: int, time_s: float) -> None:
        record = self._state.timeline.record
        if record is not None and number < len(record.hand):
            delay_s = time_s - record.hand[number].start_s
            earliest_s = -record.hand[0].start_s
            self._branches.delay_hand(record.take_name, max(delay_s, earliest_s))

    def _move_impulse(self, key: ItemKey, time_s: float) -> None:
        scene = self._state.scene
        with self._edits.step(tr("Move on the timeline")):
            scene.things = tuple(
                with_moved_impulse(thing, time_s) if thing.key == key.number else thing
                for thing in scene.all_things
            )
