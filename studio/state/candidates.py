"""Candidates: samples of the material distribution that are simulated and compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from psygnal import SignalGroupDescriptor

from sim.materials import MaterialParams
from sim.stiffness import StiffnessMode
from sim.sweep.grouping import MotionGroup
from sim.sweep.result import RunResult
from sim.sweep.set_stiffness import SetStiffness
from studio.state.candidate_scene import CandidateScene

RunStatus = Literal["queued", "running", "finished", "failed", "cancelled"]

SKETCH, PREVIEW = "sketch", "preview"
QUALITIES = (SKETCH, PREVIEW)
"""Presets that candidates run at, in this order."""
COUNTS = (2, 4, 9)
"""Numbers of candidates, and of cells of the gallery, that the window offers."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sample, as the user sees it."""

    key: str
    """Identity and stem of its takes' names, for example "set-1-3"."""
    number: int
    """Number within its set, from 1."""
    params: MaterialParams
    """Material asked for, before the stiffness map."""
    seed: int
    """Seed that draws it again, with its number."""
    log_likelihood: float
    """Log density under the distribution that it was drawn from."""
    rejected: bool = False
    """Whether the user has put it aside."""
    note: str = ""
    """The user's own words."""

    def take_name(self, quality: str) -> str:
        """Name of its take at a quality."""
        return f"{self.key}-{quality}"


@dataclass(frozen=True, slots=True)
class CandidateSet:
    """Candidates that are compared with each other under one stiffness map."""

    name: str
    """Identity, for example "set-1"."""
    seed: int
    """Seed of the samples, and of the particles that all share."""
    stiffness: str
    """Name of the stiffness map, "real" or "expressive"."""
    candidates: tuple[Candidate, ...]
    """Its members by number."""
    scene: CandidateScene | None = None
    """Scene that it was drawn in; None in projects that did not keep it."""

    def candidate(self, key: str | None) -> Candidate | None:
        """Member of a key, None when there is none."""
        return next((one for one in self.candidates if one.key == key), None)


@dataclass(frozen=True, slots=True)
class CandidateRun:
    """Where the run of a candidate at one quality stands."""

    take_name: str
    """Name of its take."""
    quality: str
    """Preset."""
    status: RunStatus = "queued"
    """What it is doing."""
    fraction: float = 0.0
    """Share of its frames that is done, 0 to 1."""
    result: RunResult | None = None
    """What became of it; None before it ends."""

    @property
    def reason(self) -> str:
        """Why it failed; empty otherwise."""
        return "" if self.result is None else self.result.reason


@dataclass
class CandidatesState:
    """Sets of candidates and how far they are; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()
    SAVED: ClassVar[tuple[str, ...]] = ("sets", "shown_set", "pinned_a", "pinned_b")
    REMEMBERED: ClassVar[tuple[str, ...]] = ("unfolded",)

    sets: tuple[CandidateSet, ...] = ()
    """All sets of the project, oldest first."""
    shown_set: str | None = None
    """Name of the set in the gallery."""
    pinned_a: str | None = None
    """Key of the candidate that is compared as A."""
    pinned_b: str | None = None
    """Key of the candidate that is compared as B."""
    stiffness: str = StiffnessMode.EXPRESSIVE
    """Stiffness map of the next set: under `real` most would move alike (design section 4)."""
    runs: tuple[CandidateRun, ...] = ()
    """Runs of all sets that were begun or are stored."""
    maps: tuple[tuple[str, SetStiffness], ...] = ()
    """Stiffness map by name of the set."""
    unfolded: tuple[str, ...] = ()
    """Sets whose takes are listed one by one."""
    groups: tuple[MotionGroup, ...] = ()
    """Takes of the shown set that move the same."""

    @property
    def shown(self) -> CandidateSet | None:
        """The set in the gallery."""
        return self.set_named(self.shown_set)

    def set_named(self, name: str | None) -> CandidateSet | None:
        """Set of a name, None when there is none."""
        return next((one for one in self.sets if one.name == name), None)

    def candidate(self, key: str | None) -> Candidate | None:
        """Candidate of a key in the shown set."""
        return None if self.shown is None else self.shown.candidate(key)

    def run(self, take_name: str) -> CandidateRun | None:
        """Run of a take, None when it was never asked for."""
        return next((run for run in self.runs if run.take_name == take_name), None)

    def runs_of(self, candidate: Candidate) -> tuple[CandidateRun, ...]:
        """Runs of a candidate, coarsest first."""
        found = (self.run(candidate.take_name(quality)) for quality in QUALITIES)
        return tuple(run for run in found if run is not None)

    def best_run(self, candidate: Candidate) -> CandidateRun | None:
        """The finest run that has ended well; None before the first has."""
        ended = [run for run in self.runs_of(candidate) if run.status == "finished"]
        return ended[-1] if ended else None

    def stiffness_map(self, set_name: str) -> SetStiffness | None:
        """Map of a set, None before it was fitted."""
        return next((one for name, one in self.maps if name == set_name), None)

    def put_runs(self, runs: Iterable[CandidateRun]) -> None:
        """Add runs, or show how far those are that are there."""
        by_name = {run.take_name: run for run in self.runs} | {run.take_name: run for run in runs}
        self.runs = tuple(by_name.values())

    def put_candidate(self, changed: Candidate) -> None:
        """Replace a candidate of the shown set by another one of its key."""
        shown = self.shown
        if shown is None:
            return
        members = tuple(changed if one.key == changed.key else one for one in shown.candidates)
        new = replace(shown, candidates=members)
        self.sets = tuple(new if one.name == new.name else one for one in self.sets)
