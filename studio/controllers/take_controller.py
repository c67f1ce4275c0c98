"""`TakeController`: which take is shown, and how far it has grown."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from studio.controllers.edit_controller import EditController
from studio.controllers.playback_controller import PlaybackController
from studio.controllers.shown_look import shown_scene
from studio.controllers.viewport_controller import ViewportController
from studio.jobs.view_messages import SceneDescribed, SceneRef, ViewFailed
from studio.state.document import TakeSummary
from studio.state.language import tr
from studio.state.orbit_camera import OrbitCamera
from studio.state.studio_state import StudioState

TITLE_LIMIT = 80
"""Characters of a take's title."""
GROWTH_INTERVAL_S = 0.15
"""How often a growing take is looked at."""
TOLD_INTERVAL_S = 1.0
"""The same for one whose simulation tells of its frames."""
LAST_LOOKS = 2
"""Descriptions of a take after its simulation that are waited for at most."""


class Describer(Protocol):
    """What the controller needs of `studio.jobs.view_runner.ViewRunner`."""

    def describe(self, scene: SceneRef) -> None:
        """Ask for the facts of a scene."""
        ...


class TakeController:
    """Verbs of the list of takes; takes the view process's descriptions into the state."""

    def __init__(
        self,
        state: StudioState,
        describer: Describer,
        playback: PlaybackController,
        viewport: ViewportController,
        edits: EditController,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Drive the takes of a state.

        Args:
            state: State whose takes are driven.
            describer: Where facts of takes are asked for.
            playback: Shows the active take's frames.
            viewport: Frames what is shown first.
            edits: Makes deleting and renaming steps of undo.
            clock: Monotonic time [s].
        """
        self._state = state
        self._describer = describer
        self._playback = playback
        self._viewport = viewport
        self._edits = edits
        self._clock = clock
        self._growing: set[str] = set()
        self._ended: set[str] = set()
        self._rewritten: set[str] = set()
        self._branches: dict[str, int] = {}
        self._looked: dict[str, float] = {}
        self._told: dict[str, float] = {}
        self._settling: dict[str, int] = {}
        self._framed = False
        self._keeps_view = False
        self.on_rewritten: Callable[[str], None] = lambda _name: None
        """Called with a take whose frames are, or were, simulated again."""
        edits.moved.connect(self._on_history_moved)

    def list_takes(self, names: Sequence[str], *, shown: str | None = None) -> None:
        """Take over the takes of a project.

        Args:
            names: Takes on disk, oldest first.
            shown: Take to show; the last one where it is None or gone.
        """
        document = self._state.document
        document.takes = tuple(unread(name) for name in names)
        present = [take.name for take in document.shown_takes]
        last = present[-1] if present else None
        self.show(shown if shown in present else last)
        for name in (None, *names):
            self.refresh(name)

    def keep_view(self) -> None:
        """Leave the camera where it is when the object comes: the project remembers it."""
        self._keeps_view = True

    def delete(self, name: str | None = None) -> None:
        """Delete a take, the active one unless another is named; undoing brings it back."""
        document = self._state.document
        name = document.active_take if name is None else name
        if name is None or document.take(name) is None or name in document.deleted_takes:
            return
        if name in self._growing:
            self._state.notices.post(
                "warning", tr("{title} is being simulated; cancel that first.",
                              title=document.title(name)),
            )  # fmt: skip
            return
        with self._edits.step(tr("Delete {title}", title=document.title(name))):
            document.deleted_takes = (*document.deleted_takes, name)
        self.leave_deleted()

    def leave_deleted(self) -> None:
        """Show the nearest take that is left when the active one is deleted."""
        document = self._state.document
        if document.active_take not in document.deleted_takes:
            return
        names = [take.name for take in document.takes]
        place = names.index(document.active_take) if document.active_take in names else 0
        left = [name for name in names if name not in document.deleted_takes]
        near = sorted(left, key=lambda name: abs(names.index(name) - place))
        self.show(near[0] if near else None)

    def rename(self, name: str, title: str) -> None:
        """Give a take another title; an empty one gives back its own name."""
        document = self._state.document
        title = " ".join(title.split())[:TITLE_LIMIT]
        if document.take(name) is None or title == document.title(name):
            return
        titles = {take: given for take, given in document.take_titles if take != name}
        if title and title != name:
            titles[name] = title
        with self._edits.step(tr("Rename {title}", title=document.title(name))):
            document.take_titles = tuple(titles.items())

    def show(self, name: str | None) -> None:
        """Show a take, or the object at rest."""
        document = self._state.document
        if name is not None and document.take(name) is None:
            document.takes = document.with_take(unread(name))
        document.active_take = name
        self._state.playback.frame = 0
        self._show_playback()
        self.refresh(name)

    def refresh(self, name: str | None) -> None:
        """Ask for the facts of a take, or of the object at rest."""
        project = self._state.document.project
        if project is not None:
            self._describer.describe(SceneRef(project, name))

    def replace_object(self) -> None:
        """The files of the project hold another object: show it at rest; takes stay."""
        self._viewport.forget_pictures()
        self.show(None)

    def start_growing(self, name: str) -> None:
        """A simulation of this take begins: show it and follow its frames."""
        self._growing.add(name)
        self.show(name)

    def grow(self, name: str, share: float) -> None:
        """The simulation of a take tells how far it is: its frames are there at once.

        Args:
            name: Name of the take.
            share: Share of its planned frames that it has, 0 to 1.
        """
        document = self._state.document
        take = document.take(name)
        if name not in self._growing or name in self._rewritten:
            return  # what is written anew has to be read anew, see `update`
        if take is None or not take.frame_count or take.ended:
            self.refresh(name)
            return
        self._told[name] = self._clock()
        count = round(share * take.planned_frame_count)
        if count > take.frame_count:
            self._take_summary(replace(take, frame_count=count))

    def is_growing(self, name: str) -> bool:
        """Whether a take is being simulated, or waits for that."""
        return name in self._growing

    def start_branch(self, name: str, frame: int) -> None:
        """A take begins that shares frames with the shown one: show it when it has got there.

        Args:
            name: Name of the new take.
            frame: Last frame that both share.
        """
        self._growing.add(name)
        self._branches[name] = frame
        document = self._state.document
        document.takes = document.with_take(unread(name))

    def shorten(self, name: str, frame_count: int) -> None:
        """The frames of a take after some are simulated again: show it and follow them."""
        self._growing.add(name)
        self._rewritten.add(name)
        self._ended.discard(name)
        document = self._state.document
        take = document.take(name)
        if take is not None:
            kept = replace(take, frame_count=frame_count, complete=False, ended=False)
            document.takes = document.with_take(kept)
        self.on_rewritten(name)
        self._show_playback()
        self._playback.seek(frame_count - 1)
        self._playback.play()

    def stop_growing(self, name: str) -> None:
        """The simulation has ended, however: what exists is all there is."""
        self._growing.discard(name)
        self._looked.pop(name, None)
        self._told.pop(name, None)
        self._settling[name] = LAST_LOOKS
        if self._branches.pop(name, None) is not None:
            self.show(name)
        if name in self._rewritten:
            self._rewritten.discard(name)
            self._viewport.forget_pictures()
            self.on_rewritten(name)
        self._ended.add(name)
        self._show_playback()
        self.refresh(name)

    def stop_all_growing(self) -> None:
        """Follow no simulation any more: they go on in a project that is left for its copy."""
        for name in tuple(self._growing):
            self.stop_growing(name)

    def clear(self) -> None:
        """Forget every take, because another project comes."""
        document = self._state.document
        for names in (self._growing, self._ended, self._rewritten):
            names.clear()
        for kept in (self._looked, self._told, self._settling):
            kept.clear()
        self._branches.clear()
        self._framed = self._keeps_view = False
        document.active_take = None
        document.takes = ()
        document.gaussian_count = 0
        self._state.viewport.bounds = None
        self._viewport.forget_pictures()
        self._show_playback()

    def resume(self) -> None:
        """Go on with a document that was put back as it was."""
        self._framed = self._state.viewport.bounds is not None

    def update(self) -> None:
        """Look at growing takes now and then."""
        now = self._clock()
        for name in (*self._growing, *self._settling):
            told = now - self._told.get(name, -TOLD_INTERVAL_S) < TOLD_INTERVAL_S
            interval_s = TOLD_INTERVAL_S if told else GROWTH_INTERVAL_S
            if now - self._looked.get(name, -interval_s) >= interval_s:
                self._looked[name] = now
                self.refresh(name)

    def take_description(self, described: SceneDescribed) -> None:
        """Take the facts of a scene into the state; those of another project are dropped."""
        document = self._state.document
        if described.scene.project != document.project:
            return
        summary = described.take
        self._settle(described)
        if summary is not None and summary.frame_count > 0:
            self._take_summary(summary)
        if described.scene.take_name is None:
            self._state.placement.rest_bounds = described.bounds
        shown = shown_scene(self._state)
        if shown is None or shown[0] == described.scene:  # other scenes may hold other bodies
            document.band_count = described.band_count
            if document.gaussian_count != described.gaussian_count:
                document.gaussian_count = described.gaussian_count
        self._take_bounds(described)

    def _settle(self, described: SceneDescribed) -> None:
        """A description may have been under way when the simulation ended; the next one was not."""
        name, summary = described.scene.take_name or "", described.take
        left = self._settling.pop(name, 0) - 1
        if left > 0 and not (summary is not None and summary.ended):
            self._settling[name] = left

    def take_failure(self, failed: ViewFailed) -> None:
        """A scene could not be read; a take that has not written its first frame is no failure."""
        scene = failed.scene
        if scene is None:
            self._state.notices.post("error", failed.line)
            return
        self._settling.pop(scene.take_name or "", None)
        if scene.project != self._state.document.project or scene.take_name in self._growing:
            return
        take = self._state.document.take(scene.take_name)
        if scene.take_name is not None and take is None:
            return  # it never began, and the project was opened anew since it was asked about
        never_began = scene.take_name in self._ended and take is not None and not take.frame_count
        if not never_began:
            self._state.notices.post("error", failed.line)
        if scene.take_name is not None:
            self._drop(scene.take_name)

    def _on_history_moved(self, _label: str, _applied: object) -> None:
        self.leave_deleted()

    def _take_summary(self, summary: TakeSummary) -> None:
        document = self._state.document
        known = document.take(summary.name) or summary
        if summary.name in self._told and summary.frame_count < known.frame_count:
            summary = replace(summary, frame_count=known.frame_count)  # it was described before
        first_frames = known.frame_count == 0
        document.takes = document.with_take(summary)
        shared = self._branches.get(summary.name)
        if shared is not None and summary.frame_count > shared:
            del self._branches[summary.name]
            self._show_branch(summary.name, shared)
        if summary.name != document.active_take:
            return
        self._show_playback()
        if first_frames and summary.name in self._growing:
            self._playback.play()

    def _show_branch(self, name: str, frame: int) -> None:
        """Go over from the take that was left to the new one without a jump."""
        live = self._state.playback.live
        self.show(name)
        self._playback.seek(frame)
        if live:
            self._playback.follow()
        self._playback.play()

    def _take_bounds(self, described: SceneDescribed) -> None:
        document = self._state.document
        if described.scene.take_name != document.active_take and self._framed:
            return
        self._state.viewport.bounds = described.bounds
        if not self._framed:
            self._framed = True
            self._place_camera(described)

    def _place_camera(self, described: SceneDescribed) -> None:
        """First sight of an object: from the photo's side, all of it in the picture."""
        document = self._state.document
        bounds = np.array(described.bounds, np.float32)
        ground = np.minimum(bounds[0], [np.inf, np.inf, 0.0]).astype(np.float32)
        self._state.viewport.bounds = (
            (float(ground[0]), float(ground[1]), float(ground[2])),
            described.bounds[1],
        )
        self._state.viewport.home = OrbitCamera(
            azimuth_deg=document.view_azimuth_deg,
            elevation_deg=document.view_elevation_deg,
        )
        if not self._keeps_view:
            self._viewport.home()

    def _show_playback(self) -> None:
        document = self._state.document
        take = document.take(document.active_take)
        growing = take is not None and take.name in self._growing
        self._playback.show_take(take, growing=growing)

    def _drop(self, name: str) -> None:
        document = self._state.document
        document.takes = tuple(take for take in document.takes if take.name != name)
        if document.active_take == name:
            self.show(None)


def unread(name: str) -> TakeSummary:
    """Summary of a take that has not been read yet."""
    return TakeSummary(name, 0, 0, 0.04, complete=False)
