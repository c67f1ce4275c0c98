"""`SelectionController`: verbs on the Gaussians that are selected, hidden, locked and removed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sim.object_edit import IN_PLACE
from sim.scene.shapes import Box, Sphere
from studio.controllers.edit_controller import EditController
from studio.controllers.view_probe import ViewProbe
from studio.jobs.view_questions import (
    Answer,
    BoundsQuestion,
    Choice,
    ChooseQuestion,
    Floaters,
    HistogramQuestion,
    Near,
    Point,
    Polygon,
    Stroke,
    ValueRange,
)
from studio.state.bitmask import BitMask
from studio.state.language import tr
from studio.state.selection import (
    BRUSH_RANGE_PX,
    SPLAT_VALUES,
    Histogram,
    SelectionMode,
    SplatValue,
    combined,
    either,
    or_none,
)
from studio.state.studio_state import StudioState

BRUSH_STEP = 1.25
"""Factor on the brush's radius for one step."""
LARGEST_GAP = 0.25
"""Largest gap that connects, in longest sides."""
_FLOATERS = "floaters"
_BOUNDS = "selection bounds"
_HISTOGRAM = "histogram"


class SelectionController:
    """Choices are found in the view process; the state changes when their answers come."""

    def __init__(self, state: StudioState, edits: EditController, probe: ViewProbe) -> None:
        """Drive the selection of a state.

        Args:
            state: State whose selection is driven.
            edits: Makes steps of changes.
            probe: Asks the view process.
        """
        self._state = state
        self._edits = edits
        self._probe = probe
        self._asked = 0
        self._pending: set[str] = set()
        self._bounds_of: BitMask | None = None
        self._watches_values = False
        self._project: Path | None = None
        self._histogram_of: tuple[object, ...] = ()

    def choose(self, choice: Choice, label: str, *, mode: SelectionMode | None = None) -> None:
        """Select what a choice finds.

        Earlier choices that are under way are joined with it, or stopped where it replaces them.

        Args:
            choice: What is chosen.
            label: Name of the step of undo.
            mode: What becomes of the selection; None takes the mode of the tool bar.
        """
        sight = self._probe.sight()
        if sight is None:
            return
        chosen_mode = mode or self._state.selection.mode
        if chosen_mode is SelectionMode.SET:
            self._stop_choices()
        self._asked += 1
        channel = f"choice {self._asked}"
        self._pending.add(channel)
        self._state.selection.busy = tr("Selecting…")

        def take(answer: Answer) -> None:
            self._finish(channel)
            if isinstance(answer, BitMask):
                self._take_choice(answer, label, chosen_mode)

        question = ChooseQuestion(sight, choice, self._state.selection.through)
        self._probe.asker.ask(question, take, channel=channel, failed=self._fail)

    def rectangle(self, first: Point, last: Point, mode: SelectionMode | None = None) -> None:
        """Select what lies between two corners [px]."""
        (x0, y0), (x1, y1) = first, last
        corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
        self.choose(Polygon(corners), tr("Select by rectangle"), mode=mode)

    def lasso(self, points: tuple[Point, ...], mode: SelectionMode | None = None) -> None:
        """Select what lies in an outline [px]."""
        self.choose(Polygon(points), tr("Select by lasso"), mode=mode)

    def stroke(self, points: tuple[Point, ...], mode: SelectionMode | None = None) -> None:
        """Select what the brush went over [px]."""
        radius = self._state.selection.brush_px
        self.choose(Stroke(points, radius), tr("Select by brush"), mode=mode)

    def volume(self, shape: Box | Sphere, mode: SelectionMode | None = None) -> None:
        """Select what lies in a box or sphere of the world."""
        self.choose(shape, tr("Select by volume"), mode=mode)

    def set_all(self) -> None:
        """Select everything that can be selected."""
        count = self._state.document.gaussian_count
        if count:
            self._select(self._touchable(BitMask.full(count)), tr("Select all"))

    def set_none(self) -> None:
        """Select nothing."""
        self._select(None, tr("Select none"))

    def invert(self) -> None:
        """Select what is not selected."""
        count = self._state.document.gaussian_count
        if count:
            old = _fitting(self._state.selection.mask, count) or BitMask.none(count)
            self._select(self._touchable(old.inverted()), tr("Invert selection"))

    def grow(self, steps: int) -> None:
        """Select what is near to the selection too (1), or leave its rim out (-1)."""
        state = self._state.selection
        if state.mask is None:
            return
        outward = steps > 0
        near = Near(state.mask if outward else state.mask.inverted(), state.gap_share)
        label = tr("Grow selection") if outward else tr("Shrink selection")
        self.choose(near, label, mode=SelectionMode.ADD if outward else SelectionMode.REMOVE)

    def hide(self) -> None:
        """Hide the selected Gaussians; they stay part of the object."""
        state = self._state.selection
        if state.mask is not None:
            with self._edits.step(tr("Hide")):
                state.hidden = either(_like(state.hidden, state.mask), state.mask)
                state.mask = None

    def unhide(self) -> None:
        """Show all hidden Gaussians and select them."""
        state = self._state.selection
        if state.hidden is not None:
            with self._edits.step(tr("Show hidden")):
                state.mask, state.hidden = state.hidden, None

    def lock(self) -> None:
        """Keep the selected Gaussians from being selected."""
        state = self._state.selection
        if state.mask is not None:
            with self._edits.step(tr("Lock")):
                state.locked = either(_like(state.locked, state.mask), state.mask)
                state.mask = None

    def unlock(self) -> None:
        """Let all locked Gaussians be selected, and select them."""
        state = self._state.selection
        if state.locked is not None:
            with self._edits.step(tr("Unlock")):
                state.mask, state.locked = state.locked, None

    def delete(self) -> None:
        """Remove the selected Gaussians from the object; the file of its cloud keeps them."""
        state = self._state.selection
        if state.mask is not None:
            with self._edits.step(tr("Delete")):
                state.removed = either(_like(state.removed, state.mask), state.mask)
                state.mask = None

    def restore(self) -> None:
        """Bring all removed Gaussians back and select them."""
        state = self._state.selection
        if state.removed is not None:
            with self._edits.step(tr("Restore deleted")):
                state.mask, state.removed = state.removed, None

    def set_mode(self, mode: SelectionMode) -> None:
        """Choose what becomes of the selection when something is chosen."""
        self._state.selection.mode = mode

    def toggle_through(self) -> None:
        """Choose what is behind the surface too, or only what is seen."""
        self._state.selection.through = not self._state.selection.through

    def set_brush(self, radius_px: float) -> None:
        """Set the brush's radius [px]."""
        low, high = BRUSH_RANGE_PX
        self._state.selection.brush_px = min(max(radius_px, low), high)

    def resize_brush(self, steps: int) -> None:
        """Enlarge (positive) or shrink the brush."""
        self.set_brush(self._state.selection.brush_px * BRUSH_STEP**steps)

    def set_tolerance(self, tolerance: float) -> None:
        """Set the largest difference of colours that counts as the same, 0 to 1."""
        self._state.selection.color_tolerance = min(max(tolerance, 0.0), 1.0)

    def set_gap(self, share: float) -> None:
        """Set the gap that connects parts, in longest sides of the object."""
        self._state.selection.gap_share = min(max(share, 1e-3), LARGEST_GAP)

    def set_floater_strength(self, strength: float) -> None:
        """Set how much counts as floating about, 0 to 1, and show what it finds."""
        self._state.selection.floater_strength = min(max(strength, 0.0), 1.0)
        self.preview_floaters()

    def preview_floaters(self) -> None:
        """Highlight the floaters without selecting them; a newer question stops an older one."""
        sight = self._probe.sight()
        if sight is None:
            return
        state = self._state.selection
        state.busy = tr("Looking for floaters…")
        plain = replace(sight, look=replace(sight.look, unseen=state.untouchable))

        def take(answer: Answer) -> None:
            state.busy = ""
            if isinstance(answer, BitMask):
                state.preview = answer

        question = ChooseQuestion(plain, Floaters(state.floater_strength))
        self._probe.asker.ask(question, take, channel=_FLOATERS, failed=self._fail)

    def select_floaters(self) -> None:
        """Select what is highlighted as floaters."""
        found = self._state.selection.preview
        self.end_preview()
        if found is not None:
            self._select(self._touchable(found), tr("Select floaters"))

    def delete_floaters(self) -> None:
        """Remove what is highlighted as floaters."""
        state, found = self._state.selection, self._state.selection.preview
        self.end_preview()
        if found is not None and found:
            with self._edits.step(tr("Delete floaters")):
                gone = self._touchable(found)
                state.removed = either(_like(state.removed, found), gone)
                state.mask = _without(state.mask, found)

    def end_preview(self) -> None:
        """Highlight no floaters any more."""
        self._probe.asker.cancel(_FLOATERS)
        self._state.selection.preview = None
        self._state.selection.busy = ""

    def watch_values(self, watching: bool) -> None:
        """Keep the histogram up to date, or leave it as it is while nobody sees it."""
        self._watches_values = watching

    def set_value(self, value: SplatValue) -> None:
        """Choose what the histogram shows."""
        state = self._state.selection
        if value in SPLAT_VALUES and value != state.value:
            state.value, state.histogram, state.picked = value, None, None

    def select_range(self, low: float, high: float, mode: SelectionMode | None = None) -> None:
        """Select the Gaussians whose value lies between two; a hue may run through 0."""
        state = self._state.selection
        state.picked = (low, high)
        self.choose(ValueRange(state.value, low, high), tr("Select by value"), mode=mode)

    def cancel(self) -> None:
        """Wait no longer for what is being found."""
        for channel in (*self._pending, _FLOATERS):
            self._probe.asker.cancel(channel)
        self._pending.clear()
        self._state.selection.busy = ""

    def update(self) -> None:
        """Find the box of a new selection and a fresh histogram; cheap while nothing changes."""
        self._forget_other_projects()
        self._update_histogram()
        mask = self._state.selection.mask
        if mask is self._bounds_of:
            return
        self._bounds_of, self._state.selection.box = mask, None
        self._probe.asker.cancel(_BOUNDS)
        sight = self._probe.sight()
        if mask is None or sight is None:
            self._state.placement.selection_center_m = None
            return
        rest = replace(sight, look=replace(sight.look, pose=IN_PLACE))
        self._probe.asker.ask(BoundsQuestion(rest, mask), self._take_bounds, channel=_BOUNDS)

    def _forget_other_projects(self) -> None:
        """What was found in one project means nothing in the next."""
        project, state = self._state.document.project, self._state.selection
        if project != self._project:
            self._project = project
            self.cancel()
            state.preview = state.histogram = state.picked = None
            self._state.placement.rest_bounds = None

    def _update_histogram(self) -> None:
        state, sight = self._state.selection, self._probe.sight()
        if not self._watches_values or sight is None or self._state.playback.playing:
            return
        eye = self._state.viewport.camera if state.value == "depth" else None
        wanted = (sight.scene, sight.frame, state.value, state.unseen, sight.look.pose, eye)
        if wanted == self._histogram_of:
            return
        self._histogram_of = wanted
        self._probe.asker.ask(
            HistogramQuestion(sight, state.value), self._take_histogram, channel=_HISTOGRAM
        )

    def _take_histogram(self, answer: Answer) -> None:
        if isinstance(answer, Histogram) and answer.value == self._state.selection.value:
            self._state.selection.histogram = answer

    def _take_bounds(self, answer: Answer) -> None:
        if not isinstance(answer, tuple):
            return
        low, high = answer
        self._state.selection.box = answer
        x, y, z = ((a + b) / 2 for a, b in zip(low, high, strict=True))
        self._state.placement.selection_center_m = (x, y, z)

    def _take_choice(self, chosen: BitMask, label: str, mode: SelectionMode) -> None:
        state = self._state.selection
        if chosen.count != self._state.document.gaussian_count:
            return  # another object came meanwhile
        old = _fitting(state.mask, chosen.count)
        self._select(combined(old, self._touchable(chosen), mode), label)

    def _touchable(self, chosen: BitMask) -> BitMask:
        """What of a choice may be selected."""
        kept = _fitting(self._state.selection.untouchable, chosen.count)
        return chosen if kept is None else chosen.without(kept)

    def _select(self, mask: BitMask | None, label: str) -> None:
        if or_none(mask) != self._state.selection.mask:
            with self._edits.step(label):
                self._state.selection.mask = or_none(mask)

    def _stop_choices(self) -> None:
        for channel in self._pending:
            self._probe.asker.cancel(channel)
        self._pending.clear()

    def _finish(self, channel: str) -> None:
        self._pending.discard(channel)
        if not self._pending:
            self._state.selection.busy = ""

    def _fail(self, line: str) -> None:
        self._pending.clear()
        self._state.selection.busy = ""
        self._state.notices.post("error", tr("Nothing could be selected: {line}", line=line))


def _fitting(mask: BitMask | None, count: int) -> BitMask | None:
    """The mask if it is for so many things."""
    return mask if mask is not None and mask.count == count else None


def _like(mask: BitMask | None, other: BitMask) -> BitMask | None:
    return _fitting(mask, other.count)


def _without(mask: BitMask | None, other: BitMask) -> BitMask | None:
    kept = _fitting(mask, other.count)
    return None if kept is None else or_none(kept.without(other))
