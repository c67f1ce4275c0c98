"""`TimelineController`: markers, time remap and records of the shown take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from render.cameras.time_remap import TimeRemap
from render.errors import InputError
from studio.controllers.edit_controller import EditController
from studio.controllers.playback_controller import PlaybackController
from studio.jobs.file_tasks import Files
from studio.jobs.take_records import read_take_record
from studio.state.document import TakeSummary
from studio.state.language import tr
from studio.state.markers import MARKER_COLORS, NAME_LIMIT, Marker, neighbour, next_color, next_key
from studio.state.remap_curve import (
    SMALLEST_STEP_S,
    Curve,
    RemapPoint,
    curve_of,
    preset_spec,
    spec_of,
    straight,
)
from studio.state.studio_state import StudioState
from studio.state.take_pair import plotted_takes
from studio.state.take_record import TakeRecord

REMAPS = ("linear", "slow-motion", "freeze", "reverse")
"""Names of remaps that are offered."""


class TimelineController:
    """Verbs of what stands on the timeline; each change of the document is a step of undo."""

    def __init__(
        self,
        state: StudioState,
        edits: EditController,
        playback: PlaybackController,
        files: Files,
    ) -> None:
        """Drive the timeline of a state.

        Args:
            state: State whose timeline is driven.
            edits: Makes changes steps of undo.
            playback: Jumps to markers.
            files: Reads records of takes in its thread.
        """
        self._state = state
        self._edits = edits
        self._playback = playback
        self._files = files
        self._asked: dict[str, int] = {}
        self._reading = False

    @property
    def clip_s(self) -> float:
        """Length of the shown take, from its first to its last frame [s]."""
        playback = self._state.playback
        return max(playback.frame_count - 1, 0) * playback.frame_dt_s

    # --- markers

    def add_marker(self, name: str = "") -> None:
        """Put a marker at the playhead, or choose the one that stands there."""
        timeline, frame = self._state.timeline, self._state.playback.frame
        present = next((one for one in timeline.markers if one.frame == frame), None)
        if present is not None:
            timeline.chosen_marker = present.key
            return
        key = next_key(timeline.markers)
        title = " ".join(name.split())[:NAME_LIMIT] or tr("Marker {number}", number=key)
        marker = Marker(key, frame, title, next_color(timeline.markers))
        with self._edits.step(tr("Add marker")):
            timeline.markers = (*timeline.markers, marker)
        timeline.chosen_marker = key

    def rename_marker(self, key: int, name: str) -> None:
        """Give a marker another name.

        Raises:
            InputError: If the name is empty.
        """
        title = " ".join(name.split())[:NAME_LIMIT]
        self._put(key, tr("Rename marker"), name=title)

    def color_marker(self, key: int) -> None:
        """Give a marker the next colour."""
        marker = self._state.timeline.marker(key)
        if marker is not None:
            place = MARKER_COLORS.index(marker.color) + 1
            color = MARKER_COLORS[place % len(MARKER_COLORS)]
            self._put(key, tr("Colour marker"), color=color)

    def move_marker(self, key: int, frame: int) -> None:
        """Put a marker at another frame; inside a drag the whole drag is one step."""
        last = max(self._state.playback.frame_count - 1, 0)
        self._put(key, tr("Move marker"), frame=min(max(frame, 0), last))

    def delete_marker(self, key: int | None = None) -> None:
        """Delete a marker, the chosen one unless another is named."""
        timeline = self._state.timeline
        key = timeline.chosen_marker if key is None else key
        if timeline.marker(key) is None:
            return
        with self._edits.step(tr("Delete marker")):
            timeline.markers = tuple(one for one in timeline.markers if one.key != key)
        timeline.chosen_marker = None

    def jump(self, step: int) -> None:
        """Put the playhead on the next (1) or previous (-1) marker."""
        found = neighbour(self._state.timeline.markers, self._state.playback.frame, step)
        if found is not None:
            self._state.timeline.chosen_marker = found.key
            self._playback.seek(found.frame)

    def begin_drag(self, label: str) -> None:
        """Everything until `end_drag` is one step."""
        self._edits.begin(label)

    def end_drag(self, *, keep: bool = True) -> None:
        """End a drag; what it changed is kept, or put back."""
        if keep:
            self._edits.commit()
        else:
            self._edits.abandon()

    # --- time remap

    def curve(self) -> Curve:
        """Points of the time remap for the shown take."""
        try:
            return curve_of(self._state.timeline.time_remap, self.clip_s)
        except InputError:
            return straight(self.clip_s)

    def set_curve(self, curve: Sequence[RemapPoint]) -> None:
        """Let the take play through a curve."""
        self._set_remap(spec_of(curve, self.clip_s))

    def set_remap(self, spec: str) -> None:
        """Let the take play through a remap as it is written; a wrong one is refused.

        Args:
            spec: What `TimeRemap.parse` reads; empty for none.
        """
        spec = spec.strip()
        try:
            if spec:
                TimeRemap.parse(spec, max(self.clip_s, SMALLEST_STEP_S))
        except InputError as error:
            self._state.notices.post("warning", str(error))
            return
        self._set_remap(spec)

    def choose_remap(self, name: str) -> None:
        """Take one of `REMAPS`; those with a moment are laid round the playhead."""
        if name in REMAPS:
            playback = self._state.playback
            moment_s = playback.frame * playback.frame_dt_s
            self._set_remap(preset_spec(name, self.clip_s, moment_s))

    # --- what is shown

    def toggle(self, part: str) -> None:
        """Show or hide "rows", "plots" or "remap"."""
        name = f"{part}_shown"
        setattr(self._state.timeline, name, not getattr(self._state.timeline, name))

    def update(self) -> None:
        """Read records of the plotted takes when they have other frames than were read."""
        document, timeline = self._state.document, self._state.timeline
        first, second = (self._filled(name) for name in plotted_takes(self._state))
        names = [None if take is None else take.name for take in (first, second)]
        self._asked = {name: count for name, count in self._asked.items() if name in names}
        kept = self._kept(first), self._kept(second)
        timeline.record, timeline.other_record = kept
        for take in (first, second):
            if take is not None and document.project is not None:
                self._read(document.project, take)

    def _filled(self, name: str | None) -> TakeSummary | None:
        """A take that has frames."""
        take = self._state.document.take(name)
        return take if take is not None and take.frame_count else None

    def _kept(self, take: TakeSummary | None) -> TakeRecord | None:
        """What was read of a take, perhaps of fewer frames."""
        timeline = self._state.timeline
        known = (timeline.record, timeline.other_record)
        return next(
            (one for one in known if take is not None and one and one.take_name == take.name), None
        )

    def _read(self, project: Path, take: TakeSummary) -> None:
        if not self._reading and self._asked.get(take.name) != take.frame_count:
            self._asked[take.name], self._reading = take.frame_count, True
            self._files.submit(lambda: read_take_record(project, take.name), self._take_record)

    def _take_record(self, record: TakeRecord | None, problem: str) -> None:
        self._reading = False
        if record is None:
            self._state.notices.post("warning", problem)
            return
        names = plotted_takes(self._state)
        if record.take_name == names[0]:
            self._state.timeline.record = record
        elif record.take_name == names[1]:
            self._state.timeline.other_record = record

    def _put(self, key: int, label: str, **changes: str | int) -> None:
        timeline = self._state.timeline
        marker = timeline.marker(key)
        if marker is None:
            return
        changed = replace(marker, **changes)  # type: ignore[arg-type]
        with self._edits.step(label):
            timeline.markers = tuple(changed if one.key == key else one for one in timeline.markers)
        timeline.chosen_marker = key

    def _set_remap(self, spec: str) -> None:
        with self._edits.step(tr("Change time remap")):
            self._state.timeline.time_remap = spec
