"""`CandidatesController`: samples the distribution and has every sample simulated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.materials import MaterialParams
from sim.stiffness import StiffnessMode
from sim.sweep.grouping import motion_groups
from sim.sweep.result import RunProgress, RunResult
from sim.sweep.run import Run, drawn_runs
from studio.controllers.edit_controller import EditController
from studio.controllers.job_controller import JobController, JobPlan
from studio.controllers.scene_check import can_run
from studio.controllers.take_controller import TakeController
from studio.jobs.candidate_store import StoredSet, stored_sets
from studio.jobs.candidates import MapFitted
from studio.jobs.file_tasks import Files
from studio.jobs.requests import CandidatesRequest
from studio.state.candidate_subject import candidate_subject, present_scene
from studio.state.candidates import (
    PREVIEW,
    QUALITIES,
    SKETCH,
    Candidate,
    CandidateRun,
    CandidateSet,
    RunStatus,
)
from studio.state.language import tr
from studio.state.material import MaterialChoice, distribution_of
from studio.state.notices import Remedy
from studio.state.studio_state import StudioState

PREVIEWS_A_JOB = 2
"""Previews in one job; between two jobs others that the user starts get their turn."""


class CandidatesController:
    """Verbs that make candidates: first a sketch of each, then previews in the background."""

    def __init__(
        self,
        state: StudioState,
        jobs: JobController,
        takes: TakeController,
        edits: EditController,
        files: Files,
    ) -> None:
        """Make candidates of a state's distribution.

        Args:
            state: State whose candidates are driven.
            jobs: Where runs are submitted.
            takes: Told of takes that come.
            edits: Records the steps.
            files: Reads what is stored, off the GUI thread.
        """
        self._state = state
        self._jobs = jobs
        self._takes = takes
        self._edits = edits
        self._files = files
        self._project: Path | None = None
        self._job: int | None = None
        self._opening = 0
        """Counts openings of projects: what jobs tell of an earlier one is not for this one."""
        self._grouped: str | None = None
        self.on_forget: Callable[[], None] = lambda: None

    @property
    def busy(self) -> bool:
        """Whether candidates are being simulated or wait for it."""
        return self._job is not None

    def toggle_stiffness(self) -> None:
        """Let the next set run under the other stiffness map."""
        candidates = self._state.candidates
        real = candidates.stiffness == StiffnessMode.REAL
        candidates.stiffness = StiffnessMode.EXPRESSIVE if real else StiffnessMode.REAL

    def sample(self, count: int) -> None:
        """Draw a new set from the distribution as the user edited it, and simulate it.

        Args:
            count: Number of candidates.
        """
        document, choice = self._state.document, self._state.material
        physics = distribution_of(choice, document.physics)
        if physics is None or document.project is None or not can_run(self._state):
            return
        name = self._free_name()
        keys = tuple(f"{name}-{number}" for number in range(1, count + 1))
        runs = drawn_runs(physics, choice.seed, names=keys, quality=SKETCH, law=choice.law)
        members = tuple(
            Candidate(run.name, number, with_numbers(run, choice), choice.seed,
                      run.log_likelihood or 0.0)
            for number, run in enumerate(runs, 1)
        )  # fmt: skip
        new = CandidateSet(
            name,
            choice.seed,
            self._state.candidates.stiffness,
            members,
            present_scene(self._state),
        )
        with self._edits.step(tr("Sample {count} candidates", count=count)):
            candidates = self._state.candidates
            candidates.sets = (*candidates.sets, new)
            self._show(name)
        self._queue(new, new.candidates)

    def show_set(self, name: str) -> None:
        """Show another set in the gallery."""
        candidates = self._state.candidates
        if name == candidates.shown_set:
            self._state.gallery.takes = None
        elif candidates.set_named(name) is not None:
            with self._edits.step(tr("Show candidates {name}", name=name)):
                self._show(name)

    def forget_set(self, name: str) -> None:
        """Take a set out of the document, inside a step; the newest other one is shown."""
        candidates = self._state.candidates
        candidates.sets = tuple(one for one in candidates.sets if one.name != name)
        if candidates.shown_set == name:
            self._show(candidates.sets[-1].name if candidates.sets else None)

    def resume(self) -> None:
        """Simulate what is missing of the shown set, failed runs again."""
        shown = self._state.candidates.shown
        if shown is not None:
            self._queue(shown, shown.candidates)

    def retry(self, key: str) -> None:
        """Simulate a candidate again that failed or was cancelled."""
        shown = self._state.candidates.shown
        candidate = self._state.candidates.candidate(key)
        if shown is not None and candidate is not None:
            self._queue(shown, (candidate,))

    def cancel(self) -> None:
        """End the runs that are at work or wait; what is finished stays."""
        for chosen in self._state.candidates.sets:
            self._cancel_waiting(chosen.name)
        if self._job is not None:
            self._jobs.cancel_one(self._job)

    def update(self) -> None:
        """Notice another project, or another set by undo; call at every poll."""
        project = self._state.document.project
        if self._state.candidates.shown_set != self._grouped:
            self._regroup()
        if project != self._project:
            self._project = project
            self._forget()
            self._read_stored()

    def _show(self, name: str | None) -> None:
        candidates = self._state.candidates
        candidates.shown_set = name
        candidates.pinned_a = candidates.pinned_b = None
        self._state.gallery.takes, self._state.gallery.first = None, 0
        self._state.gallery.selected = None
        self._regroup()

    def _free_name(self) -> str:
        """First of "set-1", "set-2", … that neither the document nor the disk has."""
        candidates = self._state.candidates
        taken = {one.name for one in candidates.sets} | {name for name, _ in candidates.maps}
        taken |= {run.take_name.rsplit("-", 2)[0] for run in candidates.runs}
        number = 1
        while f"set-{number}" in taken:
            number += 1
        return f"set-{number}"

    def _queue(self, chosen: CandidateSet, members: Sequence[Candidate]) -> None:
        """Put what is missing of candidates in line, and begin."""
        candidates = self._state.candidates
        missing = []
        for quality in QUALITIES:
            for candidate in members:
                run = candidates.run(candidate.take_name(quality))
                lacking = run is None or run.status in ("failed", "cancelled")
                if lacking and not candidate.rejected:
                    missing.append(CandidateRun(candidate.take_name(quality), quality))
        candidates.put_runs(missing)
        self._submit_next(chosen)

    def _submit_next(self, chosen: CandidateSet) -> None:
        """Submit the next runs of a set that are in line: all sketches, then some previews."""
        project = self._state.document.project
        if self._job is not None or project is None:
            return
        batch = self._next_batch(chosen)
        if not batch:
            return
        quality = batch[0][1].quality
        request = CandidatesRequest(
            candidate_subject(
                chosen.scene or present_scene(self._state),
                project,
                self._state.scene.base,
                particle_seed=chosen.seed,
            ),
            chosen.name,
            tuple(
                Run(run.take_name, candidate.params, quality, None, candidate.seed,
                    candidate.number - 1, candidate.log_likelihood)
                for candidate, run in batch
            ),
            tuple(one.params for one in chosen.candidates),
            chosen.stiffness,
            QUALITIES,
        )  # fmt: skip
        names = tuple(run.take_name for _, run in batch)
        title = (
            tr("Sketching {count} candidates", count=len(batch))
            if quality == SKETCH
            else tr("Previewing candidates of {name}", name=chosen.name)
        )
        self._job = self._jobs.submit(request, self._plan(title, project, chosen.name, names))

    def _plan(self, title: str, project: Path, set_name: str, names: tuple[str, ...]) -> JobPlan:
        """What follows the runs of a set, as long as its project stays open.

        Another project may have sets and runs of the same names. Where it is the same one that was
        opened anew, what has come meanwhile is read from the disk.
        """
        opening = self._opening

        def end(*, well: bool) -> None:
            if opening == self._opening:
                self._on_job_end(set_name, names, ended_well=well)
            elif project == self._project:
                self._read_stored()

        def tell(news: object) -> None:
            if opening == self._opening:
                self._on_news(news)

        return JobPlan(
            title,
            on_done=lambda _path: end(well=True),
            on_end=lambda: end(well=False),
            on_news=tell,
            remedy=Remedy(tr("Simulate what is missing"), "resume-candidates"),
        )

    def _next_batch(self, chosen: CandidateSet) -> list[tuple[Candidate, CandidateRun]]:
        candidates = self._state.candidates
        for quality in QUALITIES:
            waiting = [
                (candidate, run)
                for candidate in chosen.candidates
                if (run := candidates.run(candidate.take_name(quality))) is not None
                and run.status == "queued"
                and not candidate.rejected
            ]
            if waiting:
                return waiting[:PREVIEWS_A_JOB] if quality == PREVIEW else waiting
        return []

    def _on_job_end(self, set_name: str, names: tuple[str, ...], *, ended_well: bool) -> None:
        """The job is over; runs without a result are marked, and the next ones begin."""
        self._job = None
        candidates = self._state.candidates
        left = [run for name in names if (run := candidates.run(name)) is not None
                and run.status in ("queued", "running")]  # fmt: skip
        finished = self._state.jobs.finished
        failed = not ended_well and bool(finished) and finished[0].outcome == "failed"
        status: RunStatus = "failed" if failed else "cancelled"
        reason = finished[0].line if failed else ""
        candidates.put_runs(
            replace(run, status=status, fraction=0.0,
                    result=RunResult(run.take_name, run.quality, "failed", reason))
            for run in left
        )  # fmt: skip
        if not ended_well:
            self._cancel_waiting(set_name)
        for chosen in candidates.sets:
            self._submit_next(chosen)

    def _cancel_waiting(self, set_name: str) -> None:
        candidates = self._state.candidates
        chosen = candidates.set_named(set_name)
        members = () if chosen is None else chosen.candidates
        candidates.put_runs(
            replace(run, status="cancelled")
            for candidate in members
            for run in candidates.runs_of(candidate)
            if run.status == "queued"
        )

    def _on_news(self, news: object) -> None:
        candidates = self._state.candidates
        if isinstance(news, MapFitted):
            others = tuple(one for one in candidates.maps if one[0] != news.set_name)
            candidates.maps = (*others, (news.set_name, news.stiffness))
        elif isinstance(news, RunProgress):
            run = candidates.run(news.name)
            if run is not None:
                changed = replace(run, status="running", fraction=news.fraction)
                candidates.put_runs([changed])
        elif isinstance(news, RunResult):
            candidates.put_runs([run_of(news)])
            if news.finished:
                self._takes.refresh(news.name)
            self._regroup()

    def _regroup(self) -> None:
        """Look again at which candidates of the shown set move the same."""
        candidates, document = self._state.candidates, self._state.document
        shown = candidates.shown
        self._grouped = candidates.shown_set
        members = () if shown is None else shown.candidates
        best = [run.result for one in members if (run := candidates.best_run(one)) is not None]
        results = [result for result in best if result is not None]
        candidates.groups = motion_groups(results, document.size_m)

    def _read_stored(self) -> None:
        """Read the runs that the project has on the disk."""
        project, opening = self._project, self._opening
        if project is None:
            return

        def take(found: tuple[StoredSet, ...] | None, reason: str) -> None:
            if opening != self._opening:
                return
            if found is None:
                self._state.notices.post("warning", reason)
            else:
                self._take_stored(found)

        self._files.submit(lambda: stored_sets(project), take)

    def _take_stored(self, found: tuple[StoredSet, ...]) -> None:
        candidates = self._state.candidates
        candidates.maps = tuple(
            (one.name, one.stiffness) for one in found if one.stiffness is not None
        )
        candidates.put_runs(run_of(result) for one in found for result in one.results)
        self._regroup()

    def _forget(self) -> None:
        candidates = self._state.candidates
        candidates.runs, candidates.maps, candidates.groups = (), (), ()
        self._job = None
        self._opening += 1
        self.on_forget()


def run_of(result: RunResult) -> CandidateRun:
    """The run that a result ends."""
    status: RunStatus = "finished" if result.finished else "failed"
    return CandidateRun(result.name, result.quality, status, float(result.finished), result)


def with_numbers(run: Run, choice: MaterialChoice) -> MaterialParams:
    """The run's material with the numbers of the law that the user set."""
    changes: dict[str, Any] = dict(choice.numbers)
    return replace(run.asked, **changes) if changes else run.asked
