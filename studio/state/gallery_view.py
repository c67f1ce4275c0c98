"""Pure functions from the state to what the gallery shows; during a blind vote nothing is told."""

from __future__ import annotations

from functools import lru_cache

from sim.sweep.motion import MotionSummary
from sim.vote import Vote
from studio.state.candidates import SKETCH, Candidate, CandidateRun, CandidateSet
from studio.state.gallery_parts import BallotView, CellStatus, CellView, GalleryView, ShownTake
from studio.state.gallery_text import (
    caption_of,
    detail_of,
    group_of,
    groups_text,
    likelihood_text,
    map_text,
)
from studio.state.language import tr
from studio.state.motion_curves import curve_scales, motion_curves
from studio.state.ranking import Standing, standings
from studio.state.studio_state import StudioState
from studio.state.take_pair import compared_takes, playing_takes, resolve_pair


def resolve_gallery(state: StudioState) -> GalleryView:
    """What the gallery shows for a state."""
    takes = compared_takes(state)
    if takes is not None and state.votes.ballot is None:
        return resolve_pair(state, takes)
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
        pair=(candidates.pinned_a or "", candidates.pinned_b or ""),
        linked=gallery.linked,
        ballot=_ballot(state),
        votes_text=tr("Votes: {count}", count=len(own)) if own else "",
    )


def shown_takes(state: StudioState) -> tuple[ShownTake, ...]:
    """What plays: the two of a vote, two compared takes, or the candidates of the cells."""
    candidates, ballot = state.candidates, state.votes.ballot
    takes = compared_takes(state)
    if takes is not None and ballot is None:
        return playing_takes(takes)
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
    places = _places(state, shown) if gallery.by_rank else {}
    ordered = sorted(
        shown.candidates, key=lambda one: (one.rejected, places.get(one.key, 0), one.number)
    )
    first = gallery.first if gallery.first < len(ordered) else 0
    return tuple(ordered[first : first + gallery.cell_count])


def _places(state: StudioState, shown: CandidateSet) -> dict[str, int]:
    """Place of every candidate by the votes; those without votes come last."""
    keys = tuple(one.key for one in shown.candidates)
    found = _standings(state.votes.of_set(shown.name), keys)
    return {one.key: one.place if one.votes else len(keys) + 1 for one in found}


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
    scales = curve_scales(tuple(best.values()))
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
    energy, height = ((), ()) if motion is None else motion_curves(motion, scales)
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
