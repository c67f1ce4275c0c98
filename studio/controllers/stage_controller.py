"""`StageController`: presenter mode. Visitors get a studio of their own; nothing else is theirs."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.vote import Answer
from studio.controllers.document_controller import PHOTO_SUFFIXES
from studio.jobs.file_tasks import Files
from studio.jobs.stage_folder import (
    clean_stages,
    new_stage_folder,
    remove_stage_folder,
    remove_visit,
)
from studio.jobs.view_messages import SceneRef
from studio.state.language import tr
from studio.state.navigation import orbit_of
from studio.state.studio_state import StudioState

if TYPE_CHECKING:
    from studio.controllers.studio_controller import Studio

HOLD_S = 3.0
"""How long Escape must be held to leave."""
TOLD_S = 8.0
"""How long the operator is told how to leave."""
COUNTDOWN_S = 10
"""Seconds before everything starts over at which that is counted down."""
BUSY_PATIENCE = 3.0
"""How much longer a visitor who waits for a job may be still."""
VARIANTS = 2
SOFT, REAL = "expressive", "real"
HAND = "hand"


class StageController:
    """Verbs of the stage.

    Visitors work in a second studio on the same processes, whose projects lie in a temporary
    folder. The presenter's studio is at rest meanwhile: nothing of it is written.
    """

    def __init__(
        self,
        state: StudioState,
        open_visitors: Callable[[Path], Studio],
        files: Files,
        votes_file: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare; nothing is made before `enter`.

        Args:
            state: State of the presenter's studio.
            open_visitors: Makes the visitors' studio in a folder, on the same processes.
            files: Cleans up, off the GUI thread.
            votes_file: Where visitors' votes are kept when their projects go.
            clock: Monotonic time [s].
        """
        self._state = state
        self._open_visitors = open_visitors
        self._files = files
        self._votes_file = votes_file
        self._clock = clock
        self.visitor: Studio | None = None
        self._folder = Path()
        self._visit = 0
        self._ending = self._leaving = self._stays = self._retried = False
        self._busy = False
        self._photo: tuple[Path, float | None] | None = None
        self._touched_s = self._entered_s = 0.0
        self._held_s: float | None = None
        self.on_leave: Callable[[], None] = lambda: None

    @property
    def active(self) -> bool:
        """Whether visitors have the screen."""
        return self.visitor is not None

    def enter(self) -> bool:
        """Give visitors the screen.

        Returns:
            False while a job of the presenter runs; a notice says so.
        """
        if self.visitor is not None:
            return True
        state = self._state
        if state.jobs.active is not None:
            text = tr("Wait until {job} has ended, or cancel it; then present.",
                      job=state.jobs.active.title)  # fmt: skip
            state.notices.post("info", text)
            return False
        votes = self._votes_file
        self._files.submit(lambda: clean_stages(votes), lambda _done, _reason: None)
        self._folder = new_stage_folder()
        self.visitor = visitor = self._open_visitors(self._folder)
        own, now = state.preferences.value, self._clock()
        visitor.preferences.change_and_apply(replace(
            own, projects_folder=str(self._visit_folder), recent=(), stiffness=SOFT,
            simulate_after_predict=True, loop=True,
        ))  # fmt: skip
        visitor.state.jobs.compute = state.jobs.compute
        self._entered_s = self._touched_s = now
        self._leaving, self._held_s = False, None
        state.stage.active, state.stage.told = True, True
        self._rest()
        self._play()
        return True

    def leave(self) -> None:
        """Give the presenter the screen back, once the visitor's job has ended."""
        if self.visitor is not None:
            self._leaving = True
            self.reset()

    def touch(self) -> None:
        """A visitor did something: the attract loop ends, the time starts anew."""
        stage = self._state.stage
        if self.visitor is None:
            return
        self._touched_s = self._clock()
        stage.countdown_s = None
        if not stage.awake and not self._ending:
            stage.awake = True
            self.visitor.attract.stop()

    def hold_escape(self, down: bool) -> None:
        """Escape was pressed or let go; held long enough it leaves."""
        if not down:
            self._held_s = None
            self._state.stage.held = 0.0
        elif self._held_s is None:
            self._held_s = self._clock()

    def open_photo(self, photo: Path, *, size_m: float | None = None) -> None:
        """Turn a visitor's photo into an object; nothing but photos is taken."""
        visitor = self.visitor
        if visitor is None or self._ending:
            return
        self.touch()
        if photo.suffix.lower() not in PHOTO_SUFFIXES or not photo.is_file():
            self._state.stage.line = tr("Only photos can be dropped here.")
            return
        self._begin()
        self._photo = photo, size_m
        self._open(photo, size_m)

    def open_image(self, png: bytes) -> None:
        """The same for a picture that comes as a PNG file in memory."""
        visitor = self.visitor
        if visitor is not None and not self._ending:
            self.touch()
            self._begin()
            self._photo = None
            visitor.saving.give_up()
            visitor.document.open_image(png, "photo")

    def set_soft(self, soft: bool) -> None:
        """Simulate the object as if it were soft, or as stiff as it really is."""
        visitor = self.visitor
        name = SOFT if soft else REAL
        if visitor is None or visitor.state.material.stiffness == name:
            return
        visitor.jobs.cancel()
        visitor.physics.set_stiffness(name)
        visitor.physics.simulate()

    def pull(self, on: bool) -> None:
        """Let drags pull the object, or turn the view."""
        visitor = self.visitor
        if visitor is not None and (visitor.state.viewport.tool == HAND) is not on:
            visitor.tools.choose(HAND)

    def compare(self) -> None:
        """Make two variants of the object; the visitor is asked when both are there."""
        visitor = self.visitor
        if visitor is not None and not self._state.stage.comparing:
            self._state.stage.comparing = True
            self._retried = False
            visitor.jobs.cancel()
            visitor.candidates.sample(VARIANTS)

    def vote(self, answer: Answer) -> None:
        """Choose one of the two."""
        if self.visitor is not None:
            self.visitor.votes.answer(answer)

    def end_vote(self) -> None:
        """Back to the object."""
        self._state.stage.comparing = False
        if self.visitor is not None:
            self.visitor.votes.end()

    def again(self) -> None:
        """Another photo: the visitor's project goes, the visitor stays."""
        self.reset(stays=True)

    def reset(self, *, stays: bool = False) -> None:
        """Start over: the visitor's project goes, the attract loop comes.

        Args:
            stays: The visitor is still here and begins anew.
        """
        visitor = self.visitor
        if visitor is None or self._ending:
            return
        self._ending, self._stays = True, stays
        self._rest()
        self._state.stage.awake = stays
        visitor.votes.end()
        visitor.candidates.cancel()
        visitor.jobs.cancel()

    def poll(self) -> None:
        """Let the visitors' studio work, and watch the time; the presenter's rests meanwhile."""
        visitor = self.visitor
        if visitor is None:
            return
        visitor.poll()
        self._take_notices(visitor)
        if self._ending:
            if not visitor.state.jobs.jobs:
                self._end_visit(visitor)
            return
        self._keep_playing(visitor)
        self._ask_when_ready(visitor)
        self._watch_time(visitor)
        visitor.attract.update()

    def close(self) -> None:
        """End presenter mode now, because the window closes."""
        visitor, self.visitor = self.visitor, None
        if visitor is not None:
            visitor.saving.give_up()
            visitor.release()
            self._tidy(lambda: remove_stage_folder(self._folder, self._votes_file))

    @property
    def _visit_folder(self) -> Path:
        """Folder of the present visitor's projects."""
        return self._folder / f"visit-{self._visit}"

    def _rest(self) -> None:
        """Nobody is here."""
        stage = self._state.stage
        stage.awake = stage.comparing = False
        stage.countdown_s, stage.line, stage.held = None, "", 0.0

    def _begin(self) -> None:
        self._state.stage.line = ""
        self._retried = False

    def _open(self, photo: Path, size_m: float | None) -> None:
        if self.visitor is not None:
            self._state.stage.comparing = False
            self.visitor.votes.end()
            self.visitor.candidates.cancel()
            self.visitor.jobs.cancel()
            self.visitor.saving.give_up()
            self.visitor.document.open_path(photo, size_m=size_m)

    def _play(self) -> None:
        """Begin the loop with the presenter's takes."""
        state, visitor = self._state, self.visitor
        project, document = state.document.project, state.document
        if visitor is None or project is None:
            return
        scenes = tuple(SceneRef(project, take.name) for take in document.shown_takes)
        visitor.attract.play(scenes, orbit_of(state.viewport.camera), state.viewport.stage)

    def _keep_playing(self, visitor: Studio) -> None:
        playback = visitor.state.playback
        if not playback.playing and playback.cached_count > 1:
            visitor.playback.play()

    def _ask_when_ready(self, visitor: Studio) -> None:
        """Begin the vote once both variants are there."""
        shown = visitor.state.candidates.shown
        if not self._state.stage.comparing or visitor.votes.voting or shown is None:
            return
        runs = [visitor.state.candidates.run(one.take_name("sketch")) for one in shown.candidates]
        takes = visitor.state.document
        seen = [takes.take(one.take_name("sketch")) for one in shown.candidates]
        done = all(run is not None and run.status == "finished" for run in runs)
        if done and all(take is not None and take.frame_count > 0 for take in seen):
            visitor.candidates.cancel()
            if visitor.votes.begin():
                return
        if any(run is not None and run.status in ("failed", "cancelled") for run in runs):
            self._again(visitor)

    def _take_notices(self, visitor: Studio) -> None:
        """Visitors get a calm sentence; what went wrong in detail is in the log."""
        for notice in visitor.state.notices.notices:
            visitor.state.notices.dismiss(notice.number)
            if notice.severity == "error":
                self._again(visitor)
        visitor.state.notices.clear_history()

    def _again(self, visitor: Studio) -> None:
        """Something failed: try once more by itself, then leave it to the visitor."""
        stage = self._state.stage
        if self._ending or not stage.awake or (stage.comparing and visitor.candidates.busy):
            return  # it was of an earlier job
        died = visitor.state.jobs.compute == "restarting"
        if self._retried or not died:
            stage.line = tr("That did not work. Try another photo.")
            stage.comparing = False
            return
        self._retried = True
        stage.line = tr("One moment, the studio gathers itself …")
        if stage.comparing:
            visitor.candidates.resume()
        elif visitor.state.document.project is not None:
            visitor.physics.simulate()
        elif self._photo is not None:
            self._open(*self._photo)

    def _watch_time(self, visitor: Studio) -> None:
        stage, now = self._state.stage, self._clock()
        stage.told = now - self._entered_s < TOLD_S
        if self._held_s is not None:
            stage.held = min((now - self._held_s) / HOLD_S, 1.0)
            if stage.held >= 1.0:
                self.hold_escape(False)
                self.leave()
                return
        if not stage.awake:
            return
        limit = float(self._state.preferences.value.stage_idle_s)
        busy = visitor.state.jobs.active is not None
        if self._busy and not busy:
            self._touched_s = now  # what the visitor waited for has only just come
        self._busy = busy
        if busy:
            limit *= BUSY_PATIENCE
        left = limit - (now - self._touched_s)
        if left <= 0:
            self.reset()
        else:
            stage.countdown_s = math.ceil(left) if left <= COUNTDOWN_S else None

    def _end_visit(self, visitor: Studio) -> None:
        """The visitor's jobs have ended: their project is closed and removed."""
        self._ending = False
        visitor.saving.give_up()
        visitor.document.close()
        visitor.votes.renew_voter()
        self.pull(False)
        self._photo = None
        left, self._visit = self._visit_folder, self._visit + 1
        visitor.preferences.change(
            replace(visitor.preferences.value, projects_folder=str(self._visit_folder), recent=())
        )
        visitor.preferences.set("stiffness", SOFT)
        votes = self._votes_file
        visitor.after_files(lambda: self._tidy(lambda: remove_visit(left, votes)))
        if self._leaving:
            self._give_back(visitor)
        elif not self._stays:
            self._play()

    def _tidy(self, work: Callable[[], None]) -> None:
        """Remove what visitors left; the next one's files do not wait for a slow disk."""
        self._files.submit(work, lambda _done, _reason: None, must_run=True)

    def _give_back(self, visitor: Studio) -> None:
        self.visitor = None
        self._leaving = False
        self._state.jobs.compute = visitor.state.jobs.compute
        visitor.attract.stop()
        folder, votes = self._folder, self._votes_file

        def tidy() -> None:
            visitor.release()
            remove_stage_folder(folder, votes)

        self._tidy(tidy)
        stage = self._state.stage
        stage.told = False
        stage.active = False
        self.on_leave()
