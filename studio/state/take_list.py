"""Lines of the list of takes: takes with their branches, and sets of candidates that fold."""

from __future__ import annotations

from dataclasses import dataclass

from studio.state.candidates import QUALITIES, CandidateSet
from studio.state.document import TakeSummary
from studio.state.language import tr, trn, within
from studio.state.studio_state import StudioState
from studio.state.take_tree import take_tree


@dataclass(frozen=True, slots=True)
class TakeRow:
    """One take."""

    name: str
    """Name of its folder, its identity."""
    title: str
    """What it is called."""
    subtitle: str
    """Law, quality and frames in words."""
    active: bool
    """True for the take that is shown."""
    growing: bool
    """True while it is simulated."""
    depth: int = 0
    """How far it is indented: branches stand below what they left, members below their set."""


@dataclass(frozen=True, slots=True)
class SetRow:
    """A set of candidates above its takes."""

    name: str
    """Name of the set."""
    subtitle: str
    """How many candidates and takes it has, in words."""
    unfolded: bool
    """Whether its takes are listed."""
    active: bool
    """True while it hides the take that is shown."""


ListRow = TakeRow | SetRow


def take_names(chosen: CandidateSet) -> tuple[str, ...]:
    """Names that the takes of a set have, by number and quality, whether they exist or not."""
    return tuple(one.take_name(quality) for one in chosen.candidates for quality in QUALITIES)


def resolve_takes(state: StudioState) -> tuple[ListRow, ...]:
    """Lines of the list: each take, or set, where its oldest one stands."""
    shown = state.document.shown_takes
    by_name = {take.name: take for take in shown}
    members = {
        chosen.name: [by_name[name] for name in take_names(chosen) if name in by_name]
        for chosen in state.candidates.sets
    }
    grouped = {take.name for takes in members.values() for take in takes}
    places = {take.name: place for place, take in enumerate(shown)}
    blocks: list[tuple[int, tuple[ListRow, ...]]] = []
    for row in take_tree([take for take in shown if take.name not in grouped]):
        line = _take_row(state, row.take, row.depth)
        if row.depth:
            place, lines = blocks.pop()
            blocks.append((place, (*lines, line)))
        else:
            blocks.append((places[row.take.name], (line,)))
    for chosen in state.candidates.sets:
        takes = members[chosen.name]
        if takes:
            first = min(places[take.name] for take in takes)
            blocks.append((first, _set_rows(state, chosen, takes)))
    blocks.sort(key=lambda block: block[0])
    return tuple(line for _, lines in blocks for line in lines)


def _set_rows(
    state: StudioState, chosen: CandidateSet, takes: list[TakeSummary]
) -> tuple[ListRow, ...]:
    unfolded = chosen.name in state.candidates.unfolded
    parts = (
        trn("{count} candidate", "{count} candidates", len(chosen.candidates)),
        trn("{count} take", "{count} takes", len(takes)),
    )
    hides = not unfolded and state.document.active_take in [take.name for take in takes]
    head = SetRow(chosen.name, " · ".join(parts), unfolded, hides)
    return (head, *(_take_row(state, take, 1) for take in takes)) if unfolded else (head,)


def _take_row(state: StudioState, take: TakeSummary, depth: int) -> TakeRow:
    document = state.document
    active = take.name == document.active_take
    growing = active and state.playback.growing
    frames = trn("{count} frame", "{count} frames", take.frame_count)
    if not take.frame_count:
        frames = tr("starting…")
    elif take.frame_count < take.planned_frame_count:
        frames = tr("{done}/{count} frames", done=take.frame_count, count=take.planned_frame_count)
    left = ""
    if take.left_take:
        origin = document.title(take.left_take)
        left = tr("left {name} at frame {frame}", name=origin, frame=take.left_frame + 1)
    parts = (within(tr(take.law.title())) if take.law else "", frames, left)
    subtitle = " · ".join(part for part in parts if part)
    return TakeRow(take.name, document.title(take.name), subtitle, active, growing, depth)
