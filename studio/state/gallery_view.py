"""Pure functions from the state to what the gallery shows; during a blind vote nothing is told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from sim.sweep.motion import MotionSummary
from studio.state.candidates import SKETCH, Candidate, CandidateRun, CandidateSet
from studio.state.gallery import Comparison
from studio.state.gallery_text import (
    caption_of,
    detail_of,
    group_of,
    groups_text,
    likelihood_text,
    map_text,
)
from studio.state.language import tr
from studio.state.ranking import Standing, standings
from studio.state.studio_state import StudioState
from studio.state.votes import Answer, Vote

CellStatus = Literal["empty", "queued", "running", "shown", "failed", "cancelled", "rejected"]


class ShownTake(NamedTuple):
    """A take that a cell of the gallery plays."""

    key: str
    """Key of the candidate; its camera and cell."""
    take_name: str
    """Name of the take."""
    frame_count: int
    """Frames that it has."""
    frame_dt_s: float
    """Time between two frames [s]."""


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell."""

    key: str
    status: CellStatus
    title: str = ""
    detail: str = ""
    likelihood: str = ""
    seed: str = ""
    status_text: str = ""
    """What it waits for, or why it failed and what helps."""
    fraction: float = 0.0
    """Share of the running run that is done, 0 to 1."""
    energy: tuple[float, ...] = ()
    """Energy of every frame as a share of the largest of the set."""
    height: tuple[float, ...] = ()
    """Height of the centre of mass of every frame, 0 to 1 over the set."""
    group: str = ""
    """Letter that candidates of one motion share."""
    group_text: str = ""
    pin: str = ""
    """"A", "B" or nothing."""
    rank: str = ""
    quality: str = ""
    note: str = ""
    rejected: bool = False
    selected: bool = False


@dataclass(frozen=True, slots=True)
class BallotView:
    """The vote that is asked for."""

    progress: str
    """Which pair of how many."""
    answer: Answer | None = None
    left_text: str = ""
    """What the left one is; empty until the answer."""
    right_text: str = ""
    """What the right one is; empty until the answer."""


@dataclass(frozen=True, slots=True)
class GalleryView:
    """The whole page."""

    cells: tuple[CellView, ...]
    cell_count: int
    set_names: tuple[str, ...]
    shown_set: str
    map_text: str
    """What the stiffness map does, in words."""
    groups_text: str
    """Which candidates move the same and why."""
    page_text: str
    """Which candidates are shown."""
    busy_text: str
    """What is at work; empty when nothing is."""
    hint: str
    """What to do when there is nothing to show."""
    comparison: Comparison
    wipe: float
    pins: tuple[str, str]
    """Titles of the pinned two; empty where none is."""
    linked: bool
    ballot: BallotView | None
    votes_text: str


def resolve_gallery(state: StudioState) -> GalleryView:
    """What the gallery shows for a state."""
    candidates, gallery, votes = state.candidates, state.gallery, state.votes
    shown = candidates.shown
    own = () if shown is None else votes.of_set(shown.name)
    blind = votes.blind
    cells = () if shown is None or votes.ballot is not None else _cells(state, shown, own)
    stiffness = None if shown is None else candidates.stiffness_map(shown.name)
    pins = (candidates.candidate(candidates.pinned_a), candidates.candidate(candidates.pinned_b))
    return GalleryView(
        cells=cells,
        cell_count=gallery.cell_count,
        set_names=tuple(one.name for one in candidates.sets),
        shown_set="" if shown is None else shown.name,
        map_text="" if blind else map_text(shown, stiffness),
        groups_text=""
        if blind or shown is None
        else groups_text(candidates.groups, shown.stiffness),
        page_text=_page_text(state, shown),
        busy_text="" if shown is None else _busy_text(state, shown),
        hint=_hint(state),
        comparison="none" if votes.ballot is not None or None in pins else gallery.comparison,
        wipe=gallery.wipe,
        pins=(_pin_title(pins[0], blind), _pin_title(pins[1], blind)),
        linked=gallery.linked,
        ballot=_ballot(state),
        votes_text=tr("Votes: {count}", count=len(own)) if own else "",
    )


def shown_takes(state: StudioState) -> tuple[ShownTake, ...]:
    """Takes that play: the two of a vote, the two that are compared, or those of the cells."""
    candidates, ballot = state.candidates, state.votes.ballot
    names: tuple[tuple[str, str], ...]
    if ballot is not None:
        names = ((ballot.left, ballot.left_take), (ballot.right, ballot.right_take))
    else:
        names = tuple(
            (one.key, run.take_name)
            for one in _members_shown(state)
            if (run := candidates.best_run(one)) is not None
        )
    found = []
    for key, take_name in names:
        run = candidates.run(take_name)
        if run is not None and run.result is not None and run.result.motion is not None:
            motion = run.result.motion
            found.append(ShownTake(key, take_name, motion.frame_count, motion.frame_dt_s))
    return tuple(found)


def is_compared(state: StudioState) -> bool:
    """Whether the pinned two are laid over each other."""
    candidates = state.candidates
    pinned = candidates.candidate(candidates.pinned_a) and candidates.candidate(candidates.pinned_b)
    return bool(pinned) and state.gallery.comparison != "none" and state.votes.ballot is None


def _members_shown(state: StudioState) -> tuple[Candidate, ...]:
    """Candidates of the cells: the pinned two in a comparison, otherwise a page."""
    candidates, gallery = state.candidates, state.gallery
    if is_compared(state):
        two = (candidates.candidate(candidates.pinned_a), candidates.candidate(candidates.pinned_b))
        return tuple(one for one in two if one is not None)
    shown = candidates.shown
    if shown is None:
        return ()
    ordered = sorted(shown.candidates, key=lambda one: (one.rejected, one.number))
    first = gallery.first if gallery.first < len(ordered) else 0
    return tuple(ordered[first : first + gallery.cell_count])


def _cells(
    state: StudioState, shown: CandidateSet, votes: tuple[Vote, ...]
) -> tuple[CellView, ...]:
    candidates = state.candidates
    best = {
        one.key: run.result.motion
        for one in shown.candidates
        if (run := candidates.best_run(one)) is not None
        and run.result is not None
        and run.result.motion is not None
    }
    places = {one.key: one for one in _standings(votes, tuple(c.key for c in shown.candidates))}
    scales = _scales(tuple(best.values()))
    members = _members_shown(state)
    cells = [_cell(state, one, best.get(one.key), scales, places.get(one.key)) for one in members]
    if not is_compared(state):
        cells += [CellView("", "empty") for _ in range(state.gallery.cell_count - len(cells))]
    return tuple(cells)


def _cell(
    state: StudioState,
    one: Candidate,
    motion: MotionSummary | None,
    scales: tuple[float, float, float],
    standing: Standing | None,
) -> CellView:
    candidates = state.candidates
    status, run = _status(state, one)
    letter, group_text = group_of(candidates.groups, candidates.best_run(one))
    energy, height = ((), ()) if motion is None else _curves(motion, scales)
    pin = {candidates.pinned_a: "A", candidates.pinned_b: "B"}.get(one.key, "")
    finest = candidates.best_run(one)
    return CellView(
        key=one.key,
        status=status,
        title=caption_of(one),
        detail=detail_of(one),
        likelihood=likelihood_text(one.log_likelihood),
        seed=tr("seed {seed}/{number}", seed=one.seed, number=one.number),
        status_text=_status_text(status, run, finest),
        fraction=0.0 if run is None else run.fraction,
        energy=energy,
        height=height,
        group=letter,
        group_text=group_text,
        pin=pin,
        rank="" if standing is None or not standing.votes else f"#{standing.place}",
        quality="" if finest is None else finest.quality,
        note=one.note,
        rejected=one.rejected,
        selected=state.gallery.selected == one.key,
    )


def _status(state: StudioState, one: Candidate) -> tuple[CellStatus, CandidateRun | None]:
    """What a cell is in, and the run that says so."""
    runs = state.candidates.runs_of(one)
    if one.rejected:
        return "rejected", None
    under_way = next((run for run in runs if run.status == "running"), None)
    if state.candidates.best_run(one) is not None:
        failed = next((run for run in runs if run.status == "failed"), None)
        return "shown", under_way or failed
    if under_way is not None:
        return "running", under_way
    order: tuple[CellStatus, ...] = ("failed", "cancelled", "queued")
    for status in order:
        found = next((run for run in runs if run.status == status), None)
        if found is not None:
            return status, found
    return "cancelled", None


def _status_text(status: CellStatus, run: CandidateRun | None, finest: CandidateRun | None) -> str:
    if status == "queued":
        return tr("Waiting for its turn")
    if status == "running" and run is not None:
        return tr("Simulating: {percent} %", percent=round(100 * run.fraction))
    if status == "cancelled":
        return tr("Not simulated yet")
    if status == "rejected":
        return tr("Rejected")
    if run is not None and run.status == "failed":
        return run.reason or tr("It failed for an unknown reason")
    if run is not None and run.status == "running":
        return tr("{quality}: {percent} %", quality=tr(run.quality.title()),
                  percent=round(100 * run.fraction))  # fmt: skip
    if status == "shown" and finest is not None and finest.quality == SKETCH:
        return tr("Sketch")
    return ""


def _scales(motions: tuple[MotionSummary, ...]) -> tuple[float, float, float]:
    """Largest energy, lowest and highest centre of the set."""
    if not motions:
        return 1.0, 0.0, 1.0
    energy = max(max(_energy(one)) for one in motions)
    heights = [place[2] for one in motions for place in one.center_m]
    return max(energy, 1e-12), min(heights), max(*heights, min(heights) + 1e-9)


def _energy(motion: MotionSummary) -> tuple[float, ...]:
    both = zip(motion.kinetic_energy_j, motion.elastic_energy_j, strict=True)
    return tuple(kinetic + elastic for kinetic, elastic in both)


@lru_cache(maxsize=256)
def _curves(
    motion: MotionSummary, scales: tuple[float, float, float]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    most, low, high = scales
    energy = tuple(value / most for value in _energy(motion))
    return energy, tuple((place[2] - low) / (high - low) for place in motion.center_m)


@lru_cache(maxsize=16)
def _standings(votes: tuple[Vote, ...], keys: tuple[str, ...]) -> tuple[Standing, ...]:
    return standings(votes, keys) if votes else ()


def _page_text(state: StudioState, shown: CandidateSet | None) -> str:
    gallery = state.gallery
    if shown is None or len(shown.candidates) <= gallery.cell_count:
        return ""
    last = min(gallery.first + gallery.cell_count, len(shown.candidates))
    return tr("{first}–{last} of {count}", first=gallery.first + 1, last=last,
              count=len(shown.candidates))  # fmt: skip


def _busy_text(state: StudioState, shown: CandidateSet) -> str:
    runs = [run for one in shown.candidates for run in state.candidates.runs_of(one)]
    left = sum(run.status in ("queued", "running") for run in runs)
    if not left:
        return ""
    return tr("{done} of {count} runs done", done=len(runs) - left, count=len(runs))


def _hint(state: StudioState) -> str:
    if state.candidates.shown is not None:
        return ""
    if state.document.project is None:
        return tr("Open a photo first; then sample candidates of its material.")
    if state.document.physics is None:
        return tr("A splat file has no predicted material to sample from.")
    return tr("No candidates yet. Sample some to see how the object may move.")


def _pin_title(candidate: Candidate | None, blind: bool) -> str:
    return "" if candidate is None or blind else caption_of(candidate)


def _ballot(state: StudioState) -> BallotView | None:
    votes, candidates = state.votes, state.candidates
    ballot = votes.ballot
    if ballot is None:
        return None
    progress = tr("Pair {number} of {count}", number=ballot.number + 1, count=votes.pair_count)
    if ballot.answer is None:
        return BallotView(progress)
    texts = [
        ""
        if one is None
        else f"{caption_of(one)} · {detail_of(one)} · {likelihood_text(one.log_likelihood)}"
        for one in (candidates.candidate(ballot.left), candidates.candidate(ballot.right))
    ]
    return BallotView(progress, ballot.answer, *texts)
