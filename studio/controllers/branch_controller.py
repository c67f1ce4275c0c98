"""`BranchController`: takes that go on from the playhead, in place or as new ones."""

from __future__ import annotations

from dataclasses import replace

from studio.controllers.edit_controller import EditController
from studio.controllers.growth_plan import growth_plan
from studio.controllers.job_controller import JobController
from studio.controllers.physics_controller import PhysicsController
from studio.controllers.playback_controller import PlaybackController
from studio.controllers.take_controller import TakeController
from studio.jobs.requests import BranchRequest, ResumeRequest, SimulateRequest
from studio.state.document import TakeSummary
from studio.state.language import tr
from studio.state.studio_state import StudioState
from studio.state.take_tree import counterpart


class BranchController:
    """Verbs at the playhead that simulate."""

    def __init__(
        self,
        state: StudioState,
        jobs: JobController,
        takes: TakeController,
        physics: PhysicsController,
        edits: EditController,
        playback: PlaybackController,
    ) -> None:
        """Simulate on in the takes of a state.

        Args:
            state: State whose takes go on.
            jobs: Runs simulations.
            takes: Shows their takes.
            physics: Knows the chosen material.
            edits: Makes shifts of recorded hands steps of undo.
            playback: Keeps the playhead where it is when another take is shown.
        """
        self._state = state
        self._jobs = jobs
        self._takes = takes
        self._physics = physics
        self._edits = edits
        self._playback = playback

    def simulate_from_here(self) -> None:
        """Simulate the rest of the shown take again; a hand may take part."""
        take = self._settled_take()
        project = self._state.document.project
        if take is None or project is None:
            return
        frame = min(self._state.playback.frame, take.frame_count - 1)
        self._takes.shorten(take.name, frame + 1)
        request = ResumeRequest(project, take.name, frame, hand=True)
        title = self._state.document.title(take.name)
        title = tr("Simulating on {name}", name=title)
        plan = growth_plan(self._state, self._takes, title, take.name)
        self._jobs.submit(request, plan)

    def branch_here(self) -> str | None:
        """Leave the shown take at the playhead for a new one of the chosen material.

        Returns:
            Name of the new take; None where there is nothing to leave.
        """
        return self._branch(changed=True, frame_count=None)

    def branch_for_hand(self, frame_count: int) -> str | None:
        """Leave the shown take at the playhead for one that differs by what the hand does.

        Args:
            frame_count: Frames that the new take has at least.
        """
        return self._branch(changed=False, frame_count=frame_count)

    def flip(self) -> None:
        """Show, at the same frame, the take that the shown one left, or its newest branch."""
        document, frame = self._state.document, self._state.playback.frame
        other = counterpart(document.shown_takes, document.active_take)
        if other is not None:
            playing = self._state.playback.playing
            self._takes.show(other)
            self._playback.seek(frame)
            if playing:
                self._playback.play()

    def replay_hand(self) -> None:
        """Simulate the chosen material again with what the hand did in the shown take."""
        document = self._state.document
        take = self._settled_take()
        if take is None or document.project is None:
            return
        name = self._physics.free_name()
        delay_s = self._state.timeline.hand_delay_s(take.name)
        request = replace(
            self._physics.request(name),
            replay=take.name,
            replay_delay_s=delay_s,
            quality=take.quality or self._state.material.quality,
            frame_count=take.planned_frame_count,
        )
        title = document.title(take.name)
        title = tr("Replaying the hand of {name}", name=title)
        plan = growth_plan(self._state, self._takes, title, name)
        self._takes.start_growing(name)
        self._jobs.submit(request, plan)

    def delay_hand(self, take_name: str, delay_s: float) -> None:
        """Let the recorded hand of a take begin later, or sooner below 0, when it is replayed."""
        timeline = self._state.timeline
        delays = {name: delay for name, delay in timeline.hand_delays if name != take_name}
        if abs(delay_s) > 1e-6:
            delays[take_name] = delay_s
        with self._edits.step(tr("Move the recorded hand")):
            timeline.hand_delays = tuple(delays.items())

    def _branch(self, *, changed: bool, frame_count: int | None) -> str | None:
        take = self._settled_take()
        if take is None:
            return None
        frame = min(self._state.playback.frame, take.frame_count - 1)
        name = self._physics.free_name()
        planned = max(take.planned_frame_count, frame + 2, frame_count or 0)
        whole = self._physics.request(name)
        base = SimulateRequest(whole.project, name, run=whole.run) if not changed else whole
        base = replace(base, frame_count=planned, hand=True)
        title = self._state.document.title(take.name)
        title = tr("Branching from {name}", name=title)
        plan = growth_plan(self._state, self._takes, title, name)
        self._takes.start_branch(name, frame)
        self._jobs.submit(BranchRequest(base, take.name, frame), plan)
        return name

    def _settled_take(self) -> TakeSummary | None:
        """The shown take, unless it is being simulated; that is said."""
        document = self._state.document
        take = document.take(document.active_take)
        if take is None or take.frame_count == 0:
            return None
        if self._takes.is_growing(take.name):
            self._state.notices.post(
                "warning",
                tr("{title} is being simulated; wait or cancel that first.",
                   title=document.title(take.name)),
            )  # fmt: skip
            return None
        return take
